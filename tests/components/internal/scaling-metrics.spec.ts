import { strict as assert } from "node:assert";
import * as fc from "fast-check";
import { metricQuery, stepBounds, stepProblem } from "../../../components/internal/scaling-metrics";
import type { ScalingChange, StepRule } from "../../../components/internal/scaling-metrics";

const worker = { clusterName: "cluster", serviceName: "backend" };
const web = { ...worker, loadBalancer: { arnSuffix: "app/site/1", targetGroupArnSuffix: "targetgroup/backend/2" } };
const rule: StepRule = {
  name: "cpu-high",
  when: [{ metric: "cpu-percent", comparison: "above", threshold: 70 }],
  changes: [{ beyond: 0, tasks: 1 }],
};

describe("scaling metrics", () => {
  it("are found where CloudWatch keeps them", () => {
    assert.deepEqual(metricQuery("memory-percent", worker), {
      namespace: "AWS/ECS",
      metricName: "MemoryUtilization",
      dimensions: { ClusterName: "cluster", ServiceName: "backend" },
      stat: "Average",
    });
    assert.deepEqual(metricQuery("response-time-seconds", web), {
      namespace: "AWS/ApplicationELB",
      metricName: "TargetResponseTime",
      dimensions: { LoadBalancer: "app/site/1", TargetGroup: "targetgroup/backend/2" },
      stat: "Average",
    });
    assert.deepEqual(metricQuery("requests-per-task", web), {
      namespace: "AWS/ApplicationELB",
      metricName: "RequestCountPerTarget",
      dimensions: { TargetGroup: "targetgroup/backend/2" },
      stat: "Sum",
    });
    assert.deepEqual(metricQuery({ namespace: "App", metricName: "Waiting", dimensions: {}, statistic: "Maximum" }, worker), {
      namespace: "App",
      metricName: "Waiting",
      dimensions: {},
      stat: "Maximum",
    });
  });

  it("of a load balancer don't exist for a worker", () => {
    assert.throws(() => metricQuery("response-time-seconds", worker), /^Error: the metric response-time-seconds is the load balancer's/);
  });

  it("below a threshold have their steps on its negative side", () => {
    assert.deepEqual(stepBounds([{ beyond: 0, tasks: -1 }, { beyond: 10, tasks: -2 }], "below"), [
      { scalingAdjustment: -1, metricIntervalUpperBound: "0", metricIntervalLowerBound: "-10" },
      { scalingAdjustment: -2, metricIntervalUpperBound: "-10" },
    ]);
  });

  it("have exactly one step for every distance beyond the threshold", () => {
    const changes = fc
      .uniqueArray(fc.integer({ min: 1, max: 50 }), { maxLength: 5 })
      .map((rest): ScalingChange[] => [0, ...rest.toSorted((a, b) => a - b)].map((beyond, index) => ({ beyond, tasks: index + 1 })));
    fc.assert(
      fc.property(changes, fc.double({ min: 0.01, max: 100, noNaN: true }), fc.constantFrom("above" as const, "below" as const), (list, distance, side) => {
        const at = side === "above" ? distance : -distance;
        // AWS counts the bound nearer to the threshold in: the lower one above it, the upper one below it.
        const holding = stepBounds(list, side).filter(({ metricIntervalLowerBound: low, metricIntervalUpperBound: high }) => {
          const [from, to] = [Number(low ?? -Infinity), Number(high ?? Infinity)];
          return side === "above" ? at >= from && at < to : at > from && at <= to;
        });
        const wanted = list.findLast(({ beyond }) => beyond <= distance)?.tasks;
        return holding.length === 1 && holding[0]?.scalingAdjustment === wanted;
      }),
    );
  });

  for (const [change, expected] of [
    [{}, undefined],
    [{ changes: [{ beyond: 5, tasks: 1 }] }, "the first change to begin 0 beyond the threshold"],
    [{ changes: [] }, "the first change to begin 0 beyond the threshold"],
    [{ changes: [{ beyond: 0, tasks: 1 }, { beyond: 0, tasks: 2 }] }, "changes in rising distance from the threshold"],
    [{ changes: [{ beyond: 0, tasks: 0 }] }, "changes that all add copies or all take copies away"],
    [{ changes: [{ beyond: 0, tasks: 1 }, { beyond: 5, tasks: -1 }] }, "changes that all add copies or all take copies away"],
    [
      { when: [...rule.when, ...rule.when], changes: [{ beyond: 0, tasks: 1 }, { beyond: 5, tasks: 2 }] },
      "one change where several conditions must hold",
    ],
  ] satisfies readonly (readonly [Partial<StepRule>, string | undefined])[]) {
    it(`${expected === undefined ? "take" : "refuse"} ${JSON.stringify(change)}`, () => {
      assert.equal(stepProblem({ ...rule, ...change }), expected);
    });
  }
});
