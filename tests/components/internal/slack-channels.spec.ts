import { strict as assert } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import { createSlackChannels } from "../../../components/internal/slack-channels";
import type { SlackDelivery } from "../../../components/internal/slack-channels";
import { build } from "../../helpers/graph";

const CONFIGURATION = "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration";

class Parent extends pulumi.ComponentResource {
  constructor(deliveries: readonly SlackDelivery[]) {
    super("groundwork:test:Parent", "parent");
    createSlackChannels(this, "parent", { namePrefix: "operations-production", accountId: "123456789012", deliveries });
  }
}

const delivery = (topic: string, channelId: string): SlackDelivery => ({
  workspaceId: "T07EA123LEP",
  channelId,
  topicArn: pulumi.output(`arn:aws:sns:eu-central-1:123456789012:${topic}`),
});

describe("channels of Slack", () => {
  it("may do nothing in AWS: their role has no permission, and the guardrail refuses everything", async () => {
    const graph = await build(() => new Parent([delivery("database", "C07EZ1ABC23")]));
    assert.deepEqual(graph.list(), [
      `${CONFIGURATION} parent-slack-T07EA123LEP-C07EZ1ABC23`,
      "aws:iam/role:Role parent-slack",
      "groundwork:test:Parent parent",
    ]);
    const role = graph.one("aws:iam/role:Role");
    assert.deepEqual(JSON.parse(String(role.inputs.assumeRolePolicy)).Statement, [
      {
        Effect: "Allow",
        Principal: { Service: "chatbot.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
      },
    ]);
    assert.deepEqual(graph.one(CONFIGURATION).inputs, {
      configurationName: "operations-production-T07EA123LEP-C07EZ1ABC23",
      slackTeamId: "T07EA123LEP",
      slackChannelId: "C07EZ1ABC23",
      iamRoleArn: role.outputs.arn,
      guardrailPolicyArns: ["arn:aws:iam::aws:policy/AWSDenyAll"],
      snsTopicArns: ["arn:aws:sns:eu-central-1:123456789012:database"],
      loggingLevel: "ERROR",
      userAuthorizationRequired: false,
    });
  });

  it("have one configuration each, which topics that lead to the same one share", async () => {
    const graph = await build(
      () => new Parent([delivery("database", "C000000001"), delivery("security", "C000000002"), delivery("operations", "C000000001")]),
    );
    assert.equal(graph.all("aws:iam/role:Role").length, 1);
    const topics = graph.all(CONFIGURATION).map(({ inputs }) => [inputs.slackChannelId, inputs.snsTopicArns]);
    const arn = (topic: string) => `arn:aws:sns:eu-central-1:123456789012:${topic}`;
    assert.deepEqual(topics, [
      ["C000000001", [arn("database"), arn("operations")]],
      ["C000000002", [arn("security")]],
    ]);
  });

  it("are none where nothing leads to Slack, and then there is no role", async () => {
    assert.deepEqual((await build(() => new Parent([]))).list(), ["groundwork:test:Parent parent"]);
  });
});
