import { strict as assert } from "node:assert";
import type { Graph } from "../helpers/graph";
import { officeSettings } from "../helpers/calendar-settings";
import { configOf, rawSettings } from "../helpers/settings";
import { buildStack, stackGraph } from "../helpers/stacks";

const RULE = "aws:cloudwatch/alarmMuteRule:AlarmMuteRule";
const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const SCHEDULE = "aws:scheduler/schedule:Schedule";
const ACTION = "aws:appautoscaling/scheduledAction:ScheduledAction";
const scholarship = rawSettings("scholarship", "staging");

const mutedIn = (graph: Graph) => graph.all(RULE).flatMap(({ inputs }) => Object(inputs.muteTargets).alarmNames.map(String));
const policyOf = (graph: Graph, name: string) =>
  JSON.parse(String(graph.one("aws:iam/rolePolicy:RolePolicy", name).inputs.policy)).Statement.map(
    ({ Action, Resource }: Record<string, unknown>) => [Action, Resource],
  );

describe("the maintenance of a stack", () => {
  let graph: Graph;
  before(async () => {
    graph = await buildStack("scholarship", "staging", configOf({
      ...scholarship,
      maintenance: {
        windowUtc: "sun:02:00-sun:04:00",
        noticeHours: 48,
        noticeChannel: "operations",
        failureChannel: "database",
        neverMutedChannels: ["database"],
      },
      database: { ...Object(scholarship["database"]), backupWindowUtc: "00:30-01:00", maintenanceWindowUtc: "sun:02:00-sun:03:00" },
      cache: { ...Object(scholarship["cache"]), snapshotWindowUtc: "00:00-01:00", maintenanceWindowUtc: "sun:03:00-sun:04:00" },
    }));
  });

  it("is told of on Friday, to its channel, with its hours", () => {
    const { inputs } = graph.one(SCHEDULE, "maintenance-notice");
    assert.deepEqual([inputs.scheduleExpression, inputs.scheduleExpressionTimezone], ["cron(0 2 ? * FRI *)", "UTC"]);
    const { arn, input } = Object(inputs.target);
    assert.equal(arn, graph.one("aws:sns/topic:Topic", "channels-operations").outputs.arn);
    assert.match(String(input), /^scholarship-staging: maintenance is possible in 48 hours, SUN 02:00 to SUN 04:00 UTC\. /);
  });

  it("may publish to that topic and use the topic's key, and nothing else", () => {
    const { outputs: topic } = graph.one("aws:sns/topic:Topic", "channels-operations");
    const { outputs: key } = graph.one("aws:kms/key:Key", "key-notifications-key");
    assert.deepEqual(policyOf(graph, "maintenance-caller").slice(0, 2), [
      [["sns:Publish"], [topic.arn]],
      [["kms:Decrypt", "kms:GenerateDataKey"], [key.arn]],
    ]);
  });

  it("silences in its two hours the alarms that tell no channel which must always hear, and no other", () => {
    const { inputs } = graph.one(RULE, "maintenance-mutes-maintenance");
    assert.deepEqual(inputs.rule, { schedule: { expression: "cron(0 2 * * SUN)", duration: "PT2H", timezone: "UTC" } });
    const muted = new Set(mutedIn(graph));
    const loud = ["database"].map((channel) => graph.one("aws:sns/topic:Topic", `channels-${channel}`).outputs.arn);
    const planned = graph.all(ALARM).filter(({ name }) => name.startsWith("alarms-"));
    assert.ok(muted.size > 0 && muted.size < planned.length, `${muted.size} of ${planned.length}`);
    for (const { inputs: { name, alarmActions } } of planned) {
      const isHeard = Array.isArray(alarmActions) && alarmActions.some((arn) => loud.includes(arn));
      assert.equal(muted.has(String(name)), !isHeard, String(name));
    }
  });

  it("silences nothing but alarms that there are", () => {
    const names = new Set(graph.all(ALARM).map(({ inputs }) => inputs.name));
    assert.deepEqual(mutedIn(graph).filter((name) => !names.has(name)), []);
  });
});

describe("the off-hours of a stack", () => {
  let graph: Graph;
  before(async () => {
    graph = await buildStack("scholarship", "staging", configOf(officeSettings(true)));
  });

  it("take every service's limits to 0 and back, also of one that nothing else scales", () => {
    const limits = (service: string) =>
      graph.all(ACTION).filter(({ name }) => name.startsWith(`scaling-${service}-`)).map(({ inputs }) => [
        inputs.schedule, inputs.timezone, inputs.scalableTargetAction,
      ]);
    for (const service of ["backend", "frontend"]) {
      const { minCapacity, maxCapacity } = graph.one("aws:appautoscaling/target:Target", `scaling-${service}-target`).inputs;
      assert.deepEqual(limits(service), [
        ["cron(0 20 ? * MON,TUE,WED,THU,FRI *)", "Europe/Berlin", { minCapacity: 0, maxCapacity: 0 }],
        ["cron(0 7 ? * MON,TUE,WED,THU,FRI *)", "Europe/Berlin", { minCapacity, maxCapacity }],
      ]);
      assert.deepEqual(graph.one("aws:ecs/service:Service", `service-${service}-service`).options.ignoreChanges, ["desiredCount"]);
      assert.deepEqual(graph.one("aws:appautoscaling/target:Target", `scaling-${service}-target`).options.ignoreChanges, [
        "minCapacity",
        "maxCapacity",
      ]);
    }
  });

  it("stop the database after the services, and start it before them", () => {
    const { outputs } = graph.one("aws:rds/instance:Instance");
    const calls = graph.all(SCHEDULE).filter(({ name }) => name.startsWith("off-hours-"));
    assert.deepEqual(
      calls.map(({ inputs }) => [inputs.scheduleExpression, inputs.scheduleExpressionTimezone, Object(inputs.target).arn, Object(inputs.target).input]),
      [
        ["cron(15 20 ? * MON,TUE,WED,THU,FRI *)", "Europe/Berlin", "arn:aws:scheduler:::aws-sdk:rds:stopDBInstance", `{"DbInstanceIdentifier":"${String(outputs.identifier)}"}`],
        ["cron(30 6 ? * MON,TUE,WED,THU,FRI *)", "Europe/Berlin", "arn:aws:scheduler:::aws-sdk:rds:startDBInstance", `{"DbInstanceIdentifier":"${String(outputs.identifier)}"}`],
      ],
    );
    assert.deepEqual(policyOf(graph, "off-hours-caller")[0], [["rds:StartDBInstance", "rds:StopDBInstance"], [outputs.arn]]);
  });

  it("silence what watches services and database, and not what expires", () => {
    const muted = new Set(mutedIn(graph));
    assert.ok(muted.has("scholarship-staging-backend-few-tasks") || [...muted].some((name) => name.includes("backend-few-tasks")));
    assert.ok([...muted].some((name) => name.includes("database-connections")));
    assert.deepEqual([...muted].filter((name) => name.includes("certificate") || name.includes("vault")), []);
  });

  it("leave the database alone where it is to run on", async () => {
    const running = await buildStack("scholarship", "staging", configOf(officeSettings(false)));
    assert.deepEqual(running.all(SCHEDULE).filter(({ name }) => name.startsWith("off-hours-")), []);
    assert.equal(running.all(ACTION).length, 4);
  });

  it("and maintenance are nothing where the settings have neither", async () => {
    const plain = await stackGraph("scholarship", "staging");
    assert.deepEqual(plain.all(RULE), []);
    assert.deepEqual(plain.all("groundwork:scheduled-calls:ScheduledCalls"), []);
  });
});
