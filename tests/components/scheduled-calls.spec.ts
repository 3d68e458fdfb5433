import { strict as assert } from "node:assert";
import { ScheduledCalls } from "../../components/scheduled-calls";
import type { ScheduledCallsArgs } from "../../components/scheduled-calls";
import { build } from "../helpers/graph";

const TOPIC = "arn:aws:sns:eu-central-1:123456789012:notices";
const compliant: ScheduledCallsArgs = {
  groupName: "shop-production-maintenance",
  accountId: "123456789012",
  timezone: "UTC",
  calls: { notice: { description: "Tells people", schedule: "cron(0 2 ? * FRI *)", targetArn: TOPIC, input: "Soon." } },
  permissions: [{ sid: "Publish", actions: ["sns:Publish"], resources: [TOPIC] }],
  runbookBaseUrl: "https://runbooks.example.org",
  failureTopicArns: ["arn:aws:sns:eu-central-1:123456789012:operations"],
};
const make = (change: Partial<ScheduledCallsArgs> = {}) => build(() => new ScheduledCalls("calls", { ...compliant, ...change }));

describe("ScheduledCalls", () => {
  it("is a schedule for each call, one role for all, and what reports a call that failed", async () => {
    assert.deepEqual((await make()).list(), [
      "aws:cloudwatch/metricAlarm:MetricAlarm calls-call-failed",
      "aws:iam/role:Role calls-caller",
      "aws:iam/rolePolicy:RolePolicy calls-caller",
      "aws:scheduler/schedule:Schedule calls-notice",
      "aws:scheduler/scheduleGroup:ScheduleGroup calls-group",
      "aws:sqs/queue:Queue calls-dead-letters",
      "aws:sqs/queuePolicy:QueuePolicy calls-dead-letters",
      "groundwork:scheduled-calls:ScheduledCalls calls",
    ]);
  });

  it("calls at its time in its time zone, with its input", async () => {
    const { inputs } = (await make()).one("aws:scheduler/schedule:Schedule");
    assert.equal(inputs.scheduleExpression, "cron(0 2 ? * FRI *)");
    assert.equal(inputs.scheduleExpressionTimezone, "UTC");
    assert.deepEqual(inputs.flexibleTimeWindow, { mode: "OFF" });
    assert.equal(inputs.name, "shop-production-maintenance-notice");
    const { target } = inputs;
    assert.ok(target instanceof Object);
    assert.deepEqual({ ...target, roleArn: "any", deadLetterConfig: "any" }, {
      arn: TOPIC,
      roleArn: "any",
      input: "Soon.",
      retryPolicy: { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 10 },
      deadLetterConfig: "any",
    });
  });

  it("may do what it is given, and keep what failed; the scheduler of this account alone takes the role", async () => {
    const graph = await make();
    const { Statement } = JSON.parse(String(graph.one("aws:iam/rolePolicy:RolePolicy").inputs.policy));
    assert.deepEqual(Statement.map(({ Sid, Action, Resource }: Record<string, unknown>) => [Sid, Action, Resource]).slice(0, 1), [
      ["Publish", ["sns:Publish"], [TOPIC]],
    ]);
    assert.deepEqual(Statement.map(({ Sid }: Record<string, unknown>) => Sid), ["Publish", "KeepFailedCalls"]);
    const trust = String(graph.one("aws:iam/role:Role").inputs.assumeRolePolicy);
    assert.match(trust, /scheduler\.amazonaws\.com/);
    assert.match(trust, /"aws:SourceAccount":"123456789012"/);
  });

  it("tells people of a call that was given up", async () => {
    const { inputs } = (await make()).one("aws:cloudwatch/metricAlarm:MetricAlarm");
    assert.equal(inputs.name, "shop-production-maintenance-call-failed");
    assert.match(String(inputs.alarmDescription), /Runbook: https:\/\/runbooks\.example\.org\/call-failed\.md$/);
    assert.deepEqual([inputs.threshold, inputs.treatMissingData, inputs.alarmActions], [1, "notBreaching", compliant.failureTopicArns]);
  });

  it("refuses a schedule that EventBridge would refuse", async () => {
    const { notice } = compliant.calls;
    assert.ok(notice !== undefined);
    await assert.rejects(make({ calls: { notice: { ...notice, schedule: "cron(0 2 * * FRI)" } } }), {
      message:
        'scheduled call notice: schedule "cron(0 2 * * FRI)": expected cron(minutes hours day-of-month month day-of-week year), six fields, or rate(1 hour)',
    });
  });
});
