import { strict as assert } from "node:assert";
import { dashboardsSchema } from "../../settings/dashboards";

const show = (...panels: readonly object[]) => ({
  deploymentLogRetentionDays: 90,
  savedQueries: { errors: { of: ["api"], query: "fields @message" } },
  boards: { ops: { lookBackHours: 168, widgets: [{ title: "Performance", show: panels }] } },
});
const sound = show({ kind: "latency", objectiveMilliseconds: 500 }, { kind: "errors", objectivePercent: 1 }, { kind: "throughput" });
const paths = (value: unknown) => dashboardsSchema.safeParse(value).error?.issues.map(({ path }) => path.join("."));
const panels = (value: unknown) => dashboardsSchema.parse(value).boards.ops?.widgets[0]?.show;

describe("dashboards settings", () => {
  it("are sound as the fixture has them, and with nothing but the deployments", () => {
    assert.equal(paths(sound), undefined);
    assert.equal(paths({ deploymentLogRetentionDays: 90, savedQueries: {}, boards: {} }), undefined);
  });

  it("take messages by the calendar, at least one, each in full", () => {
    const weekly = { schedule: "cron(0 9 ? * MON *)", channel: "operations", board: "ops", text: "See what will run short." };
    const reports = { timezone: "UTC", failureChannel: "operations", messages: { weekly } };
    const wrong = (change: object) => paths({ ...sound, reports: { ...reports, ...change } });
    assert.equal(wrong({}), undefined);
    assert.deepEqual(wrong({ messages: {} }), ["reports.messages"]);
    assert.deepEqual(wrong({ timezone: "Mars" }), ["reports.timezone"]);
    assert.deepEqual(wrong({ messages: { weekly: {} } }), Object.keys(weekly).map((key) => `reports.messages.weekly.${key}`));
    assert.deepEqual(wrong({ messages: { weekly: { ...weekly, schedule: "every Monday" } } }), ["reports.messages.weekly.schedule"]);
  });

  it("turn objectives into the unit of their graph", () => {
    assert.deepEqual(panels(sound), [{ kind: "latency", objective: 0.5 }, { kind: "errors", objective: 1 }, { kind: "throughput" }]);
  });

  it("take each kind of panel", () => {
    const all = [
      { kind: "alarms" },
      { kind: "availability", objectivePercent: 99.9 },
      { kind: "metrics", title: "Sales", metrics: ["sales"], objective: 100 },
      { kind: "deployments" },
      { kind: "log", title: "Errors", query: "errors" },
      { kind: "text", markdown: "[status](https://example.org)" },
    ];
    assert.equal(paths(show(...all)), undefined);
    const derived = ["cpu", "memory", "disk", "connections", "tasks", "cache-hit-rate"].map((kind) => ({ kind }));
    assert.equal(paths(show(...derived)), undefined);
  });

  for (const [what, value, path] of [
    ["a kind that there is not", show({ kind: "pie" }), "boards.ops.widgets.0.show.0.kind"],
    ["an objective where a kind has none", show({ kind: "throughput", objectivePercent: 1 }), "boards.ops.widgets.0.show.0"],
    ["an objective in another unit", show({ kind: "latency", objectivePercent: 1 }), "boards.ops.widgets.0.show.0"],
    ["a widget that shows nothing", show(), "boards.ops.widgets.0.show"],
    ["a retention that CloudWatch Logs does not offer", { ...sound, deploymentLogRetentionDays: 91 }, "deploymentLogRetentionDays"],
    ["the name of the derived dashboard", { ...sound, boards: { overview: sound.boards.ops } }, "boards.overview"],
    ["a query that asks no log", { ...sound, savedQueries: { errors: { of: [], query: "fields @message" } } }, "savedQueries.errors.of"],
  ] as const) {
    it(`refuse ${what}`, () => assert.deepEqual(paths(value), [path]));
  }
});
