import { strict as assert } from "node:assert";
import { autoscalingSchema } from "../../settings/autoscaling";

const step = {
  name: "cpu-high",
  when: [{ metric: "cpu-percent", comparison: "above", threshold: 70 }],
  forMinutes: 5,
  changes: [{ beyond: 0, tasks: 1 }],
  cooldownSeconds: 60,
};
const tracking = { metric: "cpu-percent", target: 70, scaleIn: true, scaleOutCooldownSeconds: 60, scaleInCooldownSeconds: 300 };
const night = { name: "night", schedule: "cron(0 22 * * ? *)", timezone: "Europe/Berlin", minimum: 1, maximum: 2 };
const messages = (value: object) => autoscalingSchema.safeParse(value).error?.issues.map(({ path, message }) => [path.join("."), message]);

describe("autoscaling settings", () => {
  it("take all four forms", () => {
    const queue = { namespace: "App", metricName: "Waiting", dimensions: {}, statistic: "Average" };
    assert.equal(
      messages({
        targetTracking: [{ metric: "memory-percent", target: 80, scaleIn: false, scaleOutCooldownSeconds: 60, scaleInCooldownSeconds: 0 }],
        steps: [step, { ...step, name: "queue-long", when: [{ metric: queue, comparison: "above", threshold: 100 }] }],
        schedules: [night],
        queueDepth: { source: { kind: "application", metric: queue }, jobsPerTask: 20 },
      }),
      undefined,
    );
  });

  it("name a queue whose length the topology publishes, or a metric that the application does; never one that nobody does", () => {
    assert.equal(messages({ queueDepth: { source: { kind: "queue", queue: "jobs" }, jobsPerTask: 100 } }), undefined);
    assert.deepEqual(messages({ queueDepth: { source: { queue: "jobs" }, jobsPerTask: 100 } }), [
      ["queueDepth.source.kind", "kind queue with a queue, or kind application with a metric"],
    ]);
  });

  const failing = { ...step, when: [{ metric: "error-percent", comparison: "above", threshold: 2, minimumRequests: 100 }] };
  it("scale and tell on a share of errors", () => {
    assert.equal(messages({ steps: [{ ...failing, notifyChannels: ["operations"] }] }), undefined);
  });

  const guarded = "minimumRequests with error-percent, of which one request in two would be 50, and with nothing else";
  for (const [value, expected] of [
    [{ steps: [{ ...step, when: [{ ...failing.when[0], minimumRequests: undefined }] }] }, ["steps.0.changes", guarded]],
    [{ steps: [{ ...step, when: [{ ...step.when[0], minimumRequests: 5 }] }] }, ["steps.0.changes", guarded]],
    [{ steps: [{ ...step, when: [failing.when[0], failing.when[0]] }] }, ["steps.0.changes", "error-percent in one condition only"]],
    [{ steps: [{ ...step, changes: [{ beyond: 5, tasks: 1 }] }] }, ["steps.0.changes", "the first change to begin 0 beyond the threshold"]],
    [{ schedules: [{ ...night, minimum: 3 }] }, ["schedules.0.minimum", "at most the maximum 2"]],
    [{ schedules: [{ ...night, schedule: "rate(1 hours)" }] }, ["schedules.0.schedule", "the unit in the singular: rate(1 hour), rate(2 hours)"]],
    [{}, ["", "at least one policy or schedule, or no autoscaling at all"]],
    [{ targetTracking: [tracking, tracking] }, ["targetTracking", "each metric once"]],
    [{ steps: [step, step] }, ["steps", "names that differ, also from those of the other policies: a metric's, or queue-depth"]],
    [{ targetTracking: [tracking], steps: [{ ...step, name: "cpu-percent" }] }, ["steps", "names that differ, also from those of the other policies: a metric's, or queue-depth"]],
    [{ schedules: [night, night] }, ["schedules", "names that differ"]],
    [{ schedules: [{ ...night, timezone: "Mars" }] }, ["schedules.0.timezone", "an IANA time zone, such as Europe/Berlin or UTC"]],
  ] as const) {
    it(`refuse ${JSON.stringify(value).slice(0, 60)}: ${expected[1]}`, () => assert.deepEqual(messages(value), [expected]));
  }
});
