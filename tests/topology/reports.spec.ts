import { strict as assert } from "node:assert";
import type { Graph } from "../helpers/graph";
import { configOf, rawSettings } from "../helpers/settings";
import { buildStack } from "../helpers/stacks";

const SCHEDULE = "aws:scheduler/schedule:Schedule";
const scholarship = rawSettings("scholarship", "staging");
const message = (board: string, channel: string) => ({ schedule: "cron(0 9 ? * MON *)", channel, board, text: "See what will run short." });
const dashboards = { deploymentLogRetentionDays: 30, savedQueries: {}, boards: {} };

describe("the reports of a stack", () => {
  let graph: Graph;
  before(async () => {
    const messages = { weekly: message("overview", "operations"), storage: message("overview", "database") };
    const reports = { timezone: "Europe/Berlin", failureChannel: "security", messages };
    graph = await buildStack("scholarship", "staging", configOf({ ...scholarship, dashboards: { ...dashboards, reports } }));
  });
  const topicOf = (channel: string) => graph.one("aws:sns/topic:Topic", `channels-${channel}`).outputs.arn;

  it("go to their channel at their time, and lead to the dashboard", () => {
    const { inputs } = graph.one(SCHEDULE, "reports-weekly");
    assert.deepEqual([inputs.scheduleExpression, inputs.scheduleExpressionTimezone], ["cron(0 9 ? * MON *)", "Europe/Berlin"]);
    const { arn, input } = Object(inputs.target);
    assert.equal(arn, topicOf("operations"));
    assert.equal(
      input,
      "scholarship-staging, weekly: See what will run short. https://eu-central-1.console.aws.amazon.com/cloudwatch/home?region=eu-central-1#dashboards/dashboard/scholarship-staging",
    );
  });

  it("may publish to their topics and use their key, and tell somebody when they can't", () => {
    const { Statement } = JSON.parse(String(graph.one("aws:iam/rolePolicy:RolePolicy", "reports-caller").inputs.policy));
    const [publish, key] = Statement;
    assert.deepEqual([publish.Action, publish.Resource], [["sns:Publish"], [topicOf("database"), topicOf("operations")]]);
    assert.deepEqual(key.Resource, [graph.one("aws:kms/key:Key", "key-notifications-key").outputs.arn]);
    assert.deepEqual(graph.one("aws:cloudwatch/metricAlarm:MetricAlarm", "reports-call-failed").inputs.alarmActions, [topicOf("security")]);
  });

  it("are none where the settings have none", async () => {
    const without = await buildStack("scholarship", "staging", configOf({ ...scholarship, dashboards }));
    assert.deepEqual(without.all(SCHEDULE).filter(({ name }) => name.startsWith("reports-")), []);
  });
});
