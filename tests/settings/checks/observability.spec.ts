import { strict as assert } from "node:assert";
import { CROSS_CHECKS } from "../../../settings/cross-checks";
import type { SoundTopics } from "../../../settings/cross-checks";
import { alarmsSchema } from "../../../settings/alarms";
import { dashboardsSchema } from "../../../settings/dashboards";
import { metricsSchema } from "../../../settings/metrics";
import { parseSettings } from "../../../settings/parse";
import { alarmsCoverWhatExists, dashboardsShowWhatExists, metricsHavePublishers, reportsReachSomebody } from "../../../settings/checks/observability";
import { changed, rawSettings } from "../../helpers/settings";

const raw = rawSettings(undefined, "production");
const sound: SoundTopics = parseSettings(raw);
const without = (...topics: readonly (keyof SoundTopics)[]): SoundTopics => ({
  ...sound,
  ...Object.fromEntries(topics.map((topic) => [topic, undefined])),
});
/** The topics after one value of one of them was changed, each parsed by itself. */
const withValue = (path: string, value: unknown): SoundTopics => {
  const [topic = ""] = path.split(".");
  const { metrics, dashboards, alarms } = parsed(changed(raw, path, value));
  return { ...sound, ...(topic === "metrics" ? { metrics } : topic === "dashboards" ? { dashboards } : { alarms }) };
};
const parsed = (settings: Readonly<Record<string, unknown>>) => ({
  metrics: metricsSchema.parse(settings.metrics),
  dashboards: dashboardsSchema.parse(settings.dashboards),
  alarms: alarmsSchema.parse(settings.alarms),
});

describe("the checks of observability", () => {
  it("are asked with the others, and content with the reference", () => {
    for (const check of [alarmsCoverWhatExists, metricsHavePublishers, dashboardsShowWhatExists, reportsReachSomebody]) {
      assert.ok(CROSS_CHECKS.some((each) => each === check));
      assert.deepEqual(check(sound, Object.keys(sound)), []);
    }
  });

  it("say nothing while a topic that they need is not sound", () => {
    assert.deepEqual(alarmsCoverWhatExists(without("alarms")), []);
    assert.deepEqual(metricsHavePublishers(without("services"), []), []);
    assert.deepEqual(dashboardsShowWhatExists(without("services")), []);
  });
});

describe("alarmsCoverWhatExists", () => {
  for (const [key, of] of [
    ["few-healthy-targets", "api"],
    ["database-cpu", "the database"],
    ["database-storage", "the database"],
    ["replica-lag", "the replicas"],
    ["cache-evictions", "the cache"],
    ["cache-replication-lag", "the cache's replicas"],
    ["backup-missing", "the backup vault"],
    ["backup-copy-failed", "the copies"],
  ] as const) {
    it(`misses ${key}`, () => {
      assert.deepEqual(alarmsCoverWhatExists(withValue(`alarms.${key}`, undefined)), [
        { key: `groundwork:alarms["${key}"]`, got: undefined, expected: `this alarm of ${of}, with at least one level` },
      ]);
    });
  }

  it("misses no healthy target where every service has two groups of them", () => {
    const { services, loadBalancer } = sound;
    assert.ok(services?.["frontend"]?.rollout.kind === "blue-green" && loadBalancer !== undefined);
    const alone = { ...withValue("alarms.few-healthy-targets", undefined), loadBalancer: { ...loadBalancer, routes: {} } };
    assert.deepEqual(alarmsCoverWhatExists(alone), []);
  });

  it("misses nothing of what the stack leaves out", () => {
    const bare = { ...withValue("alarms.cache-cpu", undefined), cache: undefined };
    assert.deepEqual(alarmsCoverWhatExists(bare), []);
  });
});

describe("reportsReachSomebody", () => {
  it("finds a dashboard that is not there, and takes the overview", () => {
    const board = (name: string) => reportsReachSomebody(withValue("dashboards.reports.messages.weekly.board", name));
    const expected = "a dashboard of overview, operations, work";
    assert.deepEqual(board("money"), [{ key: "groundwork:dashboards.reports.messages.weekly.board", got: "money", expected }]);
    assert.deepEqual(board("overview"), []);
  });

  it("finds channels that are not there", () => {
    for (const path of ["failureChannel", "messages.weekly.channel"]) {
      const [problem] = reportsReachSomebody(withValue(`dashboards.reports.${path}`, "nobody"));
      assert.equal(problem?.key, `groundwork:dashboards.reports.${path}`);
      assert.match(problem.expected, /^one of groundwork:channels: operations, /);
    }
  });
});

describe("metricsHavePublishers", () => {
  it("finds a metric that nobody publishes", () => {
    const [problem] = metricsHavePublishers(withValue("metrics.jobs-done.source.publisher", "cron"), []);
    assert.equal(problem?.key, 'groundwork:metrics["jobs-done"].source.publisher');
    assert.equal(problem?.got, "cron");
    assert.match(problem?.expected ?? "", /^a service or task: frontend, api, worker, migrate, /);
  });

  it("takes a job on the database that reports, and none that only works", () => {
    const { databaseJobs } = sound;
    assert.ok(databaseJobs?.jobs["statistics"] !== undefined && databaseJobs.jobs["analyze"] !== undefined);
    const published = (publisher: string) => metricsHavePublishers(withValue("metrics.jobs-done.source.publisher", publisher), []);
    assert.deepEqual([published("database-statistics"), published("database-security-audit")], [[], []]);
    assert.deepEqual(published("database-analyze").map(({ got }) => got), ["database-analyze"]);
  });

  it("finds a queue that is not there, and waits where the queues are not sound", () => {
    const key = 'groundwork:metrics["queue-depth"].source.queue';
    const other = withValue("metrics.queue-depth.source", { kind: "queue", queue: "letters" });
    assert.deepEqual(metricsHavePublishers(other, ["queues"]), [{ key, got: "letters", expected: "a queue of documents" }]);
    const none = { ...other, queues: undefined };
    assert.deepEqual(metricsHavePublishers(none, []), [{ key, got: "letters", expected: "a queue, but there is none" }]);
    assert.deepEqual(metricsHavePublishers(none, ["queues"]), []);
    assert.deepEqual(metricsHavePublishers(withValue("metrics.queue-depth.source", { kind: "queue", queue: "documents" }), []), []);
  });

  it("finds a log that is not there", () => {
    assert.deepEqual(metricsHavePublishers(withValue("metrics.failed-sign-ins.source.of", ["api", "audit"]), []), [
      { key: 'groundwork:metrics["failed-sign-ins"].source.of[1]', got: "audit", expected: "the log of frontend, api, worker, database" },
    ]);
    assert.deepEqual(metricsHavePublishers(without("database"), Object.keys(sound)), [
      { key: 'groundwork:metrics["slow-queries"].source.of[0]', got: "database", expected: "the log of frontend, api, worker" },
    ]);
  });
});

describe("dashboardsShowWhatExists", () => {
  const shown = "dashboards.boards.work.widgets.0.show.0";
  const at = (rest: string) => `groundwork:dashboards.boards.work.widgets[0].show[0].${rest}`;

  it("finds a metric, a query and a log that are not there", () => {
    const [metric] = dashboardsShowWhatExists(withValue(`${shown}.metrics`, ["sales"]));
    assert.deepEqual([metric?.key, metric?.got], [at("metrics[0]"), "sales"]);
    assert.match(metric?.expected ?? "", /^a metric of failed-sign-ins, /);
    assert.deepEqual(dashboardsShowWhatExists(withValue(shown, { kind: "log", title: "x", query: "slow" })), [
      { key: at("query"), got: "slow", expected: "a saved query of last-lines-api, errors, failed-deployments" },
    ]);
    assert.deepEqual(dashboardsShowWhatExists(withValue("dashboards.savedQueries.errors.of", ["audit"])), [
      { key: "groundwork:dashboards.savedQueries.errors.of[0]", got: "audit", expected: "the log of frontend, api, worker, database, deployments" },
    ]);
  });

  it("finds graphs of what the stack leaves out", () => {
    const kinds = (settings: SoundTopics) => dashboardsShowWhatExists(settings).map(({ got, expected }) => [got, expected]);
    assert.deepEqual(kinds(without("database")), [
      ["disk", "another kind: there is no database"],
      ["connections", "another kind: there is no database"],
    ]);
    assert.deepEqual(kinds(without("cache")), [["cache-hit-rate", "another kind: there is no cache"]]);
    assert.equal(dashboardsShowWhatExists(without("metrics"))[0]?.expected, "a metric, but there is none");
  });
});
