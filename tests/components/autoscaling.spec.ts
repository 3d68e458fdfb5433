import { strict as assert } from "node:assert";
import { Autoscaling } from "../../components/autoscaling";
import type { AutoscalingArgs } from "../../components/autoscaling";
import { build } from "../helpers/graph";

const service = {
  serviceNamespace: "ecs",
  scalableDimension: "ecs:service:DesiredCount",
  resourceId: "service/scholarship-production/backend",
};
const sound: AutoscalingArgs = {
  resourceId: service.resourceId,
  clusterName: "scholarship-production",
  serviceName: "backend",
  loadBalancer: { arnSuffix: "app/site/1", targetGroupArnSuffix: "targetgroup/backend/2" },
  minimum: 2,
  maximum: 10,
  targetTracking: [
    { metric: "cpu-percent", target: 70, scaleIn: true, scaleOutCooldownSeconds: 60, scaleInCooldownSeconds: 300 },
  ],
  steps: [],
  schedules: [],
  runbookBaseUrl: "https://runbooks.example.org",
};
const make = (change: Partial<AutoscalingArgs> = {}) => build(() => new Autoscaling("scaling", { ...sound, ...change }));
const POLICY = "aws:appautoscaling/policy:Policy";
const TARGET = "aws:appautoscaling/target:Target";

describe("Autoscaling", () => {
  it("keeps the number of copies between its limits", async () => {
    assert.deepEqual((await make()).one(TARGET).inputs, { ...service, minCapacity: 2, maxCapacity: 10 });
  });

  it("holds CPU at a target", async () => {
    assert.deepEqual((await make()).one(POLICY).inputs, {
      ...service,
      name: "cpu-percent",
      policyType: "TargetTrackingScaling",
      targetTrackingScalingPolicyConfiguration: {
        predefinedMetricSpecification: { predefinedMetricType: "ECSServiceAverageCPUUtilization" },
        targetValue: 70,
        disableScaleIn: false,
        scaleOutCooldown: 60,
        scaleInCooldown: 300,
      },
    });
  });

  it("leaves taking copies away to others where it is told so", async () => {
    const [tracking] = sound.targetTracking;
    assert.ok(tracking !== undefined);
    const { targetTrackingScalingPolicyConfiguration: configuration } = (
      await make({ targetTracking: [{ ...tracking, metric: "requests-per-task", target: 1000, scaleIn: false }] })
    ).one(POLICY).inputs;
    assert.deepEqual(configuration, {
      predefinedMetricSpecification: {
        predefinedMetricType: "ALBRequestCountPerTarget",
        resourceLabel: "app/site/1/targetgroup/backend/2",
      },
      targetValue: 1000,
      disableScaleIn: true,
      scaleOutCooldown: 60,
      scaleInCooldown: 300,
    });
  });

  it("makes a policy and an alarm for each step", async () => {
    const graph = await make({
      targetTracking: [],
      steps: [
        {
          name: "queue-long",
          when: [
            {
              metric: { namespace: "App", metricName: "Waiting", dimensions: { Queue: "jobs" }, statistic: "Maximum" },
              comparison: "above",
              threshold: 100,
            },
          ],
          forMinutes: 1,
          changes: [{ beyond: 0, tasks: 1 }],
          cooldownSeconds: 60,
        },
      ],
    });
    assert.deepEqual(graph.list(), [
      "aws:appautoscaling/policy:Policy scaling-queue-long-policy",
      "aws:appautoscaling/target:Target scaling-target",
      "aws:cloudwatch/metricAlarm:MetricAlarm scaling-queue-long-alarm",
      "groundwork:autoscaling:Autoscaling scaling",
    ]);
    assert.equal(graph.one("aws:cloudwatch/metricAlarm:MetricAlarm").inputs.namespace, "App");
  });

  it("sets other limits at given times, and a deployment in between doesn't undo them", async () => {
    const graph = await make({
      schedules: [{ name: "night", schedule: "cron(0 22 * * ? *)", timezone: "Europe/Berlin", minimum: 2, maximum: 2 }],
    });
    assert.deepEqual(graph.one("aws:appautoscaling/scheduledAction:ScheduledAction").inputs, {
      ...service,
      name: "night",
      schedule: "cron(0 22 * * ? *)",
      timezone: "Europe/Berlin",
      scalableTargetAction: { minCapacity: 2, maxCapacity: 2 },
    });
    assert.deepEqual(graph.one(TARGET).options.ignoreChanges, ["minCapacity", "maxCapacity"]);
    assert.deepEqual((await make()).one(TARGET).options.ignoreChanges, []);
  });

  it("follows the length of a queue by the jobs that wait for each copy", async () => {
    const graph = await make({
      targetTracking: [],
      queueDepth: {
        metric: { namespace: "App", metricName: "Waiting", dimensions: { Queue: "jobs" }, statistic: "Average" },
        jobsPerTask: 100,
      },
    });
    const { targetTrackingScalingPolicyConfiguration: configuration } = graph.one(POLICY, "scaling-queue-depth").inputs;
    assert.ok(configuration instanceof Object);
    assert.equal(Reflect.get(configuration, "targetValue"), 100);
    assert.match(JSON.stringify(configuration), /IF\(copies > 0, waiting \/ copies, waiting\)/);
  });

  it("refuses limits that cross and policies that can't act", async () => {
    await assert.rejects(make({ minimum: 11 }), /autoscaling scaling: minimum: expected at most the maximum 10, got 11/);
    await assert.rejects(make({ targetTracking: [] }), /expected at least one policy or schedule/);
  });
});
