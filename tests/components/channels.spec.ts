import { strict as assert } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import { Channels } from "../../components/channels";
import type { ChannelSubscriptions } from "../../components/channels";
import { build } from "../helpers/graph";
import type { Graph } from "../helpers/graph";

const nobody: ChannelSubscriptions = { email: [], sms: [], https: {}, slack: [] };
const channels = (record: Readonly<Record<string, ChannelSubscriptions>>) =>
  build(
    () =>
      new Channels("channels", {
        namePrefix: "scholarship-production",
        accountId: "123456789012",
        region: "eu-central-1",
        keyArn: "arn:aws:kms:eu-central-1:123456789012:key/notifications",
        channels: record,
      }),
  );

describe("Channels", () => {
  let graph: Graph;
  before(async () => {
    graph = await channels({
      database: { ...nobody, email: ["dba@example.edu"] },
      "on-call": {
        ...nobody,
        sms: ["+12025550123"],
        https: { pagerduty: pulumi.output("https://events.example.org/integration/key") },
      },
    });
  });

  it("makes a topic per channel and a subscription per address, number and endpoint, and nothing else", () => {
    assert.deepEqual(graph.list(), [
      "aws:sns/topic:Topic channels-database",
      "aws:sns/topic:Topic channels-on-call",
      "aws:sns/topicSubscription:TopicSubscription channels-database-email-dba@example.edu",
      "aws:sns/topicSubscription:TopicSubscription channels-on-call-https-pagerduty",
      "aws:sns/topicSubscription:TopicSubscription channels-on-call-sms-+12025550123",
      "groundwork:channels:Channels channels",
    ]);
  });

  it("encrypts every topic with our key and signs with SHA-256", () => {
    for (const { inputs } of graph.all("aws:sns/topic:Topic")) {
      assert.equal(inputs.kmsMasterKeyId, "arn:aws:kms:eu-central-1:123456789012:key/notifications");
      assert.equal(inputs.signatureVersion, 2);
    }
  });

  it("names a topic so that a runbook can name it, and gives it the policy of that name", () => {
    const { inputs } = graph.one("aws:sns/topic:Topic", "channels-on-call");
    assert.equal(inputs.name, "scholarship-production-on-call");
    assert.match(String(inputs.policy), /"arn:aws:sns:eu-central-1:123456789012:scholarship-production-on-call"/);
  });

  it("lets a person confirm, and a pager service confirm by itself", () => {
    const confirms = (name: string) => graph.one("aws:sns/topicSubscription:TopicSubscription", name).inputs.endpointAutoConfirms;
    assert.equal(confirms("channels-database-email-dba@example.edu"), undefined);
    assert.equal(confirms("channels-on-call-sms-+12025550123"), undefined);
    assert.equal(confirms("channels-on-call-https-pagerduty"), true);
  });

  it("keeps the endpoint of a pager service secret, for it holds a key", () => {
    const { secretInputs } = graph.one("aws:sns/topicSubscription:TopicSubscription", "channels-on-call-https-pagerduty");
    assert.deepEqual(secretInputs, ["endpoint"]);
  });

  it("sends to the address and the number as they are", () => {
    const subscription = (name: string) => {
      const { protocol, endpoint } = graph.one("aws:sns/topicSubscription:TopicSubscription", name).inputs;
      return [protocol, endpoint];
    };
    assert.deepEqual(subscription("channels-database-email-dba@example.edu"), ["email", "dba@example.edu"]);
    assert.deepEqual(subscription("channels-on-call-sms-+12025550123"), ["sms", "+12025550123"]);
  });

  it("shows the messages of a channel in Slack, where nobody may do anything", async () => {
    const slack = [{ workspaceId: "T07EA123LEP", channelId: "C07EZ1ABC23" }];
    const { one, list } = await channels({ database: { ...nobody, slack } });
    assert.deepEqual(list(), [
      "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration channels-slack-T07EA123LEP-C07EZ1ABC23",
      "aws:iam/role:Role channels-slack",
      "aws:sns/topic:Topic channels-database",
      "groundwork:channels:Channels channels",
    ]);
    const { inputs } = one("aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration");
    assert.deepEqual(inputs.snsTopicArns, [one("aws:sns/topic:Topic").outputs.arn]);
  });

  it("without a channel makes no topic", async () => {
    assert.deepEqual((await channels({})).list(), ["groundwork:channels:Channels channels"]);
  });
});
