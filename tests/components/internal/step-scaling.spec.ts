import { strict as assert } from "node:assert";
import { createStepScaling } from "../../../components/internal/step-scaling";
import type { StepPolicy } from "../../../components/internal/step-scaling";
import { build } from "../../helpers/graph";
import { parentComponent } from "../../helpers/parent";

const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const cpuHigh: StepPolicy = {
  name: "cpu-high",
  when: [{ metric: "cpu-percent", comparison: "above", threshold: 70 }],
  forMinutes: 5,
  changes: [{ beyond: 0, tasks: 1 }, { beyond: 15, tasks: 2 }],
  cooldownSeconds: 120,
};
const make = (step: Partial<StepPolicy>) =>
  build(
    () =>
      createStepScaling("step", {
        serviceNamespace: "ecs",
        scalableDimension: "ecs:service:DesiredCount",
        resourceId: "service/scholarship-production/backend",
        source: {
          clusterName: "scholarship-production",
          serviceName: "backend",
          loadBalancer: { arnSuffix: "app/site/1", targetGroupArnSuffix: "targetgroup/backend/2" },
        },
        step: { ...cpuHigh, ...step },
        runbookBaseUrl: "https://runbooks.example.org",
      }, { parent: parentComponent() }),
  );

describe("createStepScaling", () => {
  it("adds copies once CPU was above 70 % for five minutes, more of them further up", async () => {
    const graph = await make({});
    assert.deepEqual(graph.one("aws:appautoscaling/policy:Policy").inputs, {
      name: "cpu-high",
      serviceNamespace: "ecs",
      scalableDimension: "ecs:service:DesiredCount",
      resourceId: "service/scholarship-production/backend",
      policyType: "StepScaling",
      stepScalingPolicyConfiguration: {
        adjustmentType: "ChangeInCapacity",
        cooldown: 120,
        metricAggregationType: "Average",
        stepAdjustments: [
          { scalingAdjustment: 1, metricIntervalLowerBound: "0", metricIntervalUpperBound: "15" },
          { scalingAdjustment: 2, metricIntervalLowerBound: "15" },
        ],
      },
    });
    const { alarmActions, ...alarm } = graph.one(ALARM).inputs;
    assert.equal(Array.isArray(alarmActions) && alarmActions.length, 1);
    assert.deepEqual(alarm, {
      alarmDescription: "Scaling policy cpu-high: not for people, it changes the number of copies.",
      namespace: "AWS/ECS",
      metricName: "CPUUtilization",
      dimensions: { ClusterName: "scholarship-production", ServiceName: "backend" },
      statistic: "Average",
      period: 60,
      comparisonOperator: "GreaterThanThreshold",
      threshold: 70,
      evaluationPeriods: 5,
      datapointsToAlarm: 5,
      treatMissingData: "notBreaching",
    });
  });

  it("takes copies away only where both CPU and memory are low, by one alarm with metric math", async () => {
    const graph = await make({
      when: [
        { metric: "cpu-percent", comparison: "below", threshold: 30 },
        { metric: "memory-percent", comparison: "below", threshold: 50 },
      ],
      changes: [{ beyond: 0, tasks: -1 }],
    });
    const { inputs } = graph.one(ALARM);
    assert.equal(inputs.metricName, undefined);
    assert.deepEqual([inputs.comparisonOperator, inputs.threshold], ["GreaterThanThreshold", 0]);
    const dimensions = { ClusterName: "scholarship-production", ServiceName: "backend" };
    assert.deepEqual(inputs.metricQueries, [
      { id: "m0", returnData: false, metric: { namespace: "AWS/ECS", metricName: "CPUUtilization", dimensions, stat: "Average", period: 60 } },
      { id: "m1", returnData: false, metric: { namespace: "AWS/ECS", metricName: "MemoryUtilization", dimensions, stat: "Average", period: 60 } },
      { id: "all", label: "cpu-high", returnData: true, expression: "IF(m0 < 30 AND m1 < 50, 1, 0)" },
    ]);
    const { stepScalingPolicyConfiguration } = graph.one("aws:appautoscaling/policy:Policy").inputs;
    assert.ok(stepScalingPolicyConfiguration instanceof Object);
    assert.deepEqual(Reflect.get(stepScalingPolicyConfiguration, "stepAdjustments"), [
      { scalingAdjustment: -1, metricIntervalLowerBound: "0" },
    ]);
  });

  it("takes copies away while nobody asks: no request takes no time", async () => {
    const { metricQueries } = (
      await make({
        when: [
          { metric: "cpu-percent", comparison: "below", threshold: 30 },
          { metric: "response-time-seconds", comparison: "below", threshold: 0.5 },
          { metric: "requests-per-task", comparison: "below", threshold: 100 },
        ],
        changes: [{ beyond: 0, tasks: -1 }],
      })
    ).one(ALARM).inputs;
    assert.ok(Array.isArray(metricQueries));
    assert.equal(Reflect.get(metricQueries.at(-1) ?? {}, "expression"), "IF(m0 < 30 AND FILL(m1, 0) < 0.5 AND FILL(m2, 0) < 100, 1, 0)");
  });

  it("acts on a share of errors where there were requests enough, and tells who must find the cause", async () => {
    const topicArn = "arn:aws:sns:eu-central-1:123456789012:operations";
    const graph = await make({
      when: [{ metric: "error-percent", comparison: "above", threshold: 2, minimumRequests: 100 }],
      notifyTopicArns: [topicArn],
    });
    const { alarmActions, alarmDescription, comparisonOperator, metricQueries, metricName, threshold } = graph.one(ALARM).inputs;
    const dimensions = { LoadBalancer: "app/site/1", TargetGroup: "targetgroup/backend/2" };
    const count = (counted: string) => ({ namespace: "AWS/ApplicationELB", metricName: counted, dimensions, stat: "Sum", period: 60 });
    assert.deepEqual(metricQueries, [
      { id: "errors", returnData: false, metric: count("HTTPCode_Target_5XX_Count") },
      { id: "requests", returnData: false, metric: count("RequestCount") },
      { id: "m0", label: "cpu-high", returnData: true, expression: "IF(requests > 99, 100 * FILL(errors, 0) / (requests), 0)" },
    ]);
    assert.deepEqual([metricName, comparisonOperator, threshold], [undefined, "GreaterThanThreshold", 2]);
    assert.ok(Array.isArray(alarmActions));
    assert.equal(alarmActions[1], topicArn);
    assert.equal(
      alarmDescription,
      "Scaling policy cpu-high changes the number of copies. Find out why it had to. Runbook: https://runbooks.example.org/scaling-step.md",
    );
  });

  it("takes a share of errors as one condition of several", async () => {
    const { metricQueries } = (
      await make({
        when: [
          { metric: "error-percent", comparison: "above", threshold: 2, minimumRequests: 100 },
          { metric: "cpu-percent", comparison: "above", threshold: 50 },
        ],
      })
    ).one(ALARM).inputs;
    assert.ok(Array.isArray(metricQueries));
    assert.deepEqual(
      metricQueries.map((query) => [Reflect.get(Object(query), "id"), Reflect.get(Object(query), "returnData")]),
      [["errors", false], ["requests", false], ["m0", false], ["m1", false], ["all", true]],
    );
    assert.equal(Reflect.get(Object(metricQueries.at(-1)), "expression"), "IF(m0 > 2 AND m1 > 50, 1, 0)");
  });

  it("refuses a policy that nothing sets off", async () => {
    await assert.rejects(make({ when: [] }), /step cpu-high: expected at least one condition/);
  });
});
