import { strict as assert } from "node:assert";
import { createScheduleAlarms } from "../../../components/internal/schedule-alarms";
import { build } from "../../helpers/graph";
import { parentComponent } from "../../helpers/parent";
import { topicArn } from "../../helpers/task-args";

const TYPE = "aws:cloudwatch/metricAlarm:MetricAlarm";
const make = (longestGapHours: number | undefined) =>
  build(
    () =>
      createScheduleAlarms(parentComponent(), "alarms", {
        family: "scholarship-production-dump",
        groupName: "scholarship-production-dump",
        deadLetterQueueName: "dead-letters",
        longestGapHours,
        runbookBaseUrl: "https://runbooks.example.org",
        topicArns: [topicArn],
      }),
  );

describe("createScheduleAlarms", () => {
  it("report a start that failed and one that was given up, and tell when it is well again", async () => {
    const graph = await make(undefined);
    assert.deepEqual(graph.all(TYPE).map(({ inputs }) => [inputs.metricName, inputs.dimensions, inputs.treatMissingData]), [
      ["TargetErrorCount", { ScheduleGroup: "scholarship-production-dump" }, "notBreaching"],
      ["ApproximateNumberOfMessagesVisible", { QueueName: "dead-letters" }, "notBreaching"],
    ]);
    for (const { inputs } of graph.all(TYPE)) {
      assert.deepEqual([inputs.alarmActions, inputs.okActions, inputs.threshold], [[topicArn], [topicArn], 1]);
    }
  });

  it("report a daily run that never came, two hours after it was due, but not before the first was", async () => {
    const { inputs } = (await make(24)).one(TYPE, "alarms-did-not-run");
    assert.deepEqual(inputs, {
      name: "scholarship-production-dump-did-not-run",
      alarmDescription:
        "No start of scholarship-production-dump in 26 hours. Is the schedule on, and its group there? Runbook: https://runbooks.example.org/job-not-started.md",
      namespace: "AWS/Scheduler",
      metricName: "InvocationAttemptCount",
      dimensions: { ScheduleGroup: "scholarship-production-dump" },
      statistic: "Sum",
      period: 3600,
      evaluationPeriods: 26,
      datapointsToAlarm: 26,
      comparisonOperator: "LessThanThreshold",
      threshold: 1,
      treatMissingData: "breaching",
      warmUpConfiguration: { warmUpPeriodDurationInMinutes: 1560, onlyStartEvaluatingAfterWarmUpPeriodEnds: true },
      alarmActions: [topicArn],
      okActions: [topicArn],
    });
  });

  it("say what happened and lead to the page that says what to do", async () => {
    const descriptions = (await make(24)).all(TYPE).map(({ inputs }) => inputs.alarmDescription);
    assert.deepEqual(descriptions.slice(0, 2), [
      "ECS refused to start scholarship-production-dump; the scheduler tries again for an hour. Runbook: https://runbooks.example.org/job-not-started.md",
      "scholarship-production-dump was never started; the dead letter queue holds the reason. Run it by hand. Runbook: https://runbooks.example.org/job-not-started.md",
    ]);
  });

  it("look back seven days and no further, as CloudWatch does", async () => {
    assert.equal((await make(166)).all(TYPE).length, 3);
    assert.equal((await make(167)).all(TYPE).length, 2);
  });
});
