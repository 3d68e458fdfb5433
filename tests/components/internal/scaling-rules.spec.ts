import { strict as assert } from "node:assert";
import { capacityProblems, predefinedMetric, queueMetrics } from "../../../components/internal/scaling-rules";

const sound = { minimum: 2, maximum: 10, targetTracking: [{ metric: "cpu-percent" as const }], steps: [], schedules: [] };
const step = { name: "cpu-high", when: [], changes: [{ beyond: 0, tasks: 1 }] };
const night = { name: "night", schedule: "cron(0 22 * * ? *)", minimum: 2, maximum: 2 };

describe("scaling rules", () => {
  it("find nothing in the fixture", () => assert.deepEqual(capacityProblems(sound), []));

  for (const [name, change, expected] of [
    ["limits that cross", { minimum: 11 }, "minimum: expected at most the maximum 10, got 11"],
    ["nothing to follow", { targetTracking: [] }, "expected at least one policy or schedule"],
    ["two policies of one name", { steps: [step, step] }, "expected policies with names that differ, got cpu-percent, cpu-high, cpu-high"],
    ["a step without a change", { steps: [{ ...step, changes: [] }] }, "step cpu-high: expected the first change to begin 0 beyond the threshold"],
    ["a schedule's limits that cross", { schedules: [{ ...night, minimum: 3 }] }, "schedule night: expected a minimum of at most 2, got 3"],
    ["an unreadable schedule", { schedules: [{ ...night, schedule: "rate(2 hour)" }] }, "schedule night: expected the unit in the plural: rate(1 hour), rate(2 hours)"],
  ] as const) {
    it(`refuse ${name}`, () => assert.deepEqual(capacityProblems({ ...sound, ...change }), [expected]));
  }

  it("follow a schedule or a queue alone", () => {
    assert.deepEqual(capacityProblems({ ...sound, targetTracking: [], schedules: [night] }), []);
    assert.deepEqual(capacityProblems({ ...sound, targetTracking: [], queueDepth: {} }), []);
  });

  it("name the metrics that AWS can hold by itself", () => {
    assert.deepEqual(predefinedMetric("memory-percent", undefined), { predefinedMetricType: "ECSServiceAverageMemoryUtilization" });
    assert.throws(() => predefinedMetric("requests-per-task", undefined), /the metric requests-per-task is the load balancer's/);
  });

  it("return exactly one number of a queue, with dimensions in order", () => {
    const metrics = queueMetrics(
      { namespace: "App", metricName: "Waiting", dimensions: { Queue: "jobs", App: "web" }, statistic: "Average" },
      { clusterName: "cluster", serviceName: "worker" },
    );
    assert.deepEqual(metrics.filter(({ returnData }) => returnData).map(({ id }) => id), ["perCopy"]);
    assert.deepEqual(metrics[0]?.metricStat?.metric.dimensions, [{ name: "App", value: "web" }, { name: "Queue", value: "jobs" }]);
  });
});
