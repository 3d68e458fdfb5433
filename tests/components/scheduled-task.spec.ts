import { strict as assert } from "node:assert";
import { ScheduledTask } from "../../components/scheduled-task";
import type { ScheduledTaskArgs } from "../../components/scheduled-task";
import { build } from "../helpers/graph";
import { placement, runbookBaseUrl, taskArgs, topicArn } from "../helpers/task-args";

const sound: ScheduledTaskArgs = {
  ...taskArgs,
  ...placement,
  taskName: "dump",
  healthCheck: undefined,
  schedule: "cron(0 2 * * ? *)",
  timezone: "Europe/Berlin",
  runbookBaseUrl,
  failureTopicArns: [topicArn],
};
const make = (change: Partial<ScheduledTaskArgs> = {}) => build(() => new ScheduledTask("dump", { ...sound, ...change }));
const schedule = async (change: Partial<ScheduledTaskArgs> = {}) => (await make(change)).one("aws:scheduler/schedule:Schedule");

describe("ScheduledTask", () => {
  it("is a task, its schedule, and everything that reports when it doesn't run", async () => {
    assert.deepEqual((await make()).list().filter((line) => !line.includes(" dump-task")), [
      "aws:cloudwatch/eventRule:EventRule dump-failures-stopped",
      "aws:cloudwatch/eventTarget:EventTarget dump-failures-topic-0",
      "aws:cloudwatch/metricAlarm:MetricAlarm dump-alarms-did-not-run",
      "aws:cloudwatch/metricAlarm:MetricAlarm dump-alarms-start-failed",
      "aws:cloudwatch/metricAlarm:MetricAlarm dump-alarms-start-given-up",
      "aws:iam/role:Role dump-scheduler",
      "aws:iam/rolePolicy:RolePolicy dump-scheduler",
      "aws:scheduler/schedule:Schedule dump-schedule",
      "aws:scheduler/scheduleGroup:ScheduleGroup dump-group",
      "aws:sqs/queue:Queue dump-dead-letters",
      "aws:sqs/queuePolicy:QueuePolicy dump-dead-letters",
      "groundwork:scheduled-task:ScheduledTask dump",
    ]);
  });

  it("runs at its time in its time zone, in private subnets", async () => {
    const { inputs } = await schedule();
    assert.equal(inputs.scheduleExpression, "cron(0 2 * * ? *)");
    assert.equal(inputs.scheduleExpressionTimezone, "Europe/Berlin");
    assert.deepEqual(inputs.flexibleTimeWindow, { mode: "OFF" });
    assert.equal(inputs.name, "scholarship-production-dump");
    assert.equal(inputs.groupName, "scholarship-production-dump");
    const { target } = inputs;
    assert.ok(target instanceof Object);
    assert.deepEqual(Reflect.get(target, "retryPolicy"), { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 10 });
    const parameters: unknown = Reflect.get(target, "ecsParameters");
    assert.ok(parameters instanceof Object);
    assert.deepEqual({ ...parameters, taskDefinitionArn: "any" }, {
      taskDefinitionArn: "any",
      launchType: "FARGATE",
      platformVersion: "1.4.0",
      taskCount: 1,
      enableEcsManagedTags: true,
      propagateTags: "TASK_DEFINITION",
      networkConfiguration: { subnets: ["subnet-a", "subnet-b"], securityGroups: ["sg-backend"], assignPublicIp: false },
    });
  });

  it("asks for spot capacity where it is told to, and then for no launch type", async () => {
    const { target } = (await schedule({ capacity: "spot" })).inputs;
    const parameters: unknown = Reflect.get(Object(target), "ecsParameters");
    assert.deepEqual(
      [Reflect.get(Object(parameters), "launchType"), Reflect.get(Object(parameters), "capacityProviderStrategies")],
      [undefined, [{ capacityProvider: "FARGATE_SPOT", weight: 1 }]],
    );
  });

  it("can be started once more by hand, in its own network", async () => {
    let command = "";
    await build(() => {
      new ScheduledTask("dump", sound).runCommand.apply((text) => (command = text));
    });
    assert.match(command, /^aws ecs run-task --region \S+ --cluster \S+ --task-definition \S+ --launch-type FARGATE .*"assignPublicIp":"DISABLED"/);
  });

  it("may start later where it is told so", async () => {
    assert.deepEqual((await schedule({ flexibleWindowMinutes: 15 })).inputs.flexibleTimeWindow, {
      mode: "FLEXIBLE",
      maximumWindowInMinutes: 15,
    });
  });

  it("has no alarm on a missing start where the calendar decides when it runs", async () => {
    const alarms = (await make({ schedule: "cron(0 2 1 * ? *)" })).all("aws:cloudwatch/metricAlarm:MetricAlarm");
    assert.deepEqual(alarms.map(({ name }) => name), ["dump-alarms-start-failed", "dump-alarms-start-given-up"]);
  });

  it("keeps a start that failed for two weeks, encrypted, and takes nothing over a plain connection", async () => {
    const graph = await make();
    assert.deepEqual(graph.one("aws:sqs/queue:Queue").inputs, {
      messageRetentionSeconds: 1_209_600,
      sqsManagedSseEnabled: true,
      tags: { DataClass: "internal" },
    });
    assert.match(String(graph.one("aws:sqs/queuePolicy:QueuePolicy").inputs.policy), /"Effect":"Deny".*"aws:SecureTransport":\["false"\]/);
  });

  it("refuses a schedule that the scheduler would refuse", async () => {
    await assert.rejects(make({ schedule: "0 2 * * *" }), /task dump: schedule "0 2 \* \* \*": expected cron\(minutes hours/);
  });

  it("refuses a name that the scheduler has no room for", async () => {
    await assert.rejects(make({ taskName: "d".repeat(42) }), /the schedule name ".*" has 65 characters, AWS allows 64/);
  });
});
