import { strict as assert } from "node:assert";
import { Alarms } from "../../components/alarms";
import type { AlarmsArgs } from "../../components/alarms";
import { build } from "../helpers/graph";
import type { Graph } from "../helpers/graph";
import { PLAN, RULES, TARGETS } from "../helpers/monitoring";

const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const sound: AlarmsArgs = {
  ...PLAN,
  topicArns: { operations: "arn:topic:operations", "on-call": "arn:topic:on-call" },
};
const make = (args: AlarmsArgs) => build(() => new Alarms("alarms", args));

describe("Alarms", () => {
  let graph: Graph;
  before(async () => {
    graph = await make(sound);
  });

  it("makes the alarms of each target and nothing else", async () => {
    const one = await make({ ...sound, targets: [TARGETS.service, TARGETS.certificate] });
    assert.deepEqual(one.list(), [
      `${ALARM} alarms-backend-few-tasks-critical`,
      `${ALARM} alarms-backend-task-cpu-warning`,
      `${ALARM} alarms-backend-task-memory-warning`,
      `${ALARM} alarms-certificate-certificate-expiry-warning`,
      "groundwork:alarms:Alarms alarms",
    ]);
  });

  it("brings the alarms of a replica along with the replica", async () => {
    const replicas = (count: number) =>
      Array.from({ length: count }, (_, index) => ({ ...TARGETS["database-replica"], name: `replica-${index + 1}` }));
    const lag = async (count: number) =>
      (await make({ ...sound, targets: replicas(count) })).all(ALARM).filter(({ name }) => name.endsWith("replica-lag-warning")).length;
    assert.equal(await lag(0), 0);
    assert.equal(await lag(2), 2);
  });

  it("tells of trouble and of recovery, and leaves no alarm silent", () => {
    for (const { inputs } of graph.all(ALARM)) {
      assert.deepEqual(inputs.alarmActions, ["arn:topic:operations"]);
      assert.deepEqual(inputs.okActions, ["arn:topic:operations"]);
      assert.equal(inputs.actionsEnabled, undefined);
    }
  });

  it("tells each channel that the alarm names", async () => {
    const rules = { ...RULES, "task-cpu": { warning: { limit: 85, channels: ["operations", "on-call"] } } };
    const { inputs } = (await make({ ...sound, rules })).one(ALARM, "alarms-backend-task-cpu-warning");
    assert.deepEqual(inputs.alarmActions, ["arn:topic:operations", "arn:topic:on-call"]);
  });

  it("gives a plain metric its statistic and window", () => {
    const { inputs } = graph.one(ALARM, "alarms-replica-1-replica-lag-warning");
    assert.deepEqual(inputs, {
      name: "scholarship-production-replica-1-replica-lag-warning",
      alarmDescription: inputs.alarmDescription,
      namespace: "AWS/RDS",
      metricName: "ReplicaLag",
      dimensions: { DBInstanceIdentifier: "replica-1" },
      statistic: "Maximum",
      period: 60,
      comparisonOperator: "GreaterThanThreshold",
      threshold: 60,
      evaluationPeriods: 10,
      datapointsToAlarm: 10,
      treatMissingData: "breaching",
      warmUpConfiguration: { warmUpPeriodDurationInMinutes: 60 },
      alarmActions: ["arn:topic:operations"],
      okActions: ["arn:topic:operations"],
      tags: { Severity: "warning" },
    });
  });

  it("alarms below a limit where less is worse, and gives no warm-up where silence is harmless", () => {
    assert.equal(graph.one(ALARM, "alarms-backend-few-tasks-critical").inputs.comparisonOperator, "LessThanThreshold");
    assert.equal(graph.one(ALARM, "alarms-backups-backup-failed-high").inputs.warmUpConfiguration, undefined);
  });

  it("asks for the 95th percentile as an extended statistic, and keeps its state while too few requests come", () => {
    const { inputs } = graph.one(ALARM, "alarms-backend-target-latency-warning");
    assert.equal(inputs.extendedStatistic, "p95");
    assert.equal(inputs.statistic, undefined);
    assert.equal(inputs.evaluateLowSampleCountPercentiles, "ignore");
    assert.equal(inputs.threshold, 2);
  });

  it("gives an expression its metrics, and returns the expression alone", () => {
    const { inputs } = graph.one(ALARM, "alarms-backend-target-errors-critical");
    const dimensions = { LoadBalancer: "app/web/1", TargetGroup: "targetgroup/backend/1" };
    const metric = (metricName: string) => ({ namespace: "AWS/ApplicationELB", metricName, dimensions, stat: "Sum", period: 60 });
    assert.deepEqual(inputs.metricQueries, [
      {
        id: "rate",
        expression: "IF(requests > 49, 100 * FILL(errors, 0) / (requests), 0)",
        label: "5xx answers of the service (percent)",
        returnData: true,
      },
      { id: "errors", metric: metric("HTTPCode_Target_5XX_Count") },
      { id: "requests", metric: metric("RequestCount") },
    ]);
    // CloudWatch refuses an alarm with both.
    for (const property of ["metricName", "namespace", "period", "statistic", "dimensions"]) {
      assert.equal(inputs[property], undefined);
    }
  });

  it("refuses a channel that does not exist, and names the setting", async () => {
    const rules = { ...RULES, "task-cpu": { warning: { limit: 85, channels: ["pager"] } } };
    await assert.rejects(make({ ...sound, rules }), {
      message: 'groundwork:alarms["task-cpu"].warning.channels names "pager", but groundwork:channels has only operations, on-call',
    });
  });
});
