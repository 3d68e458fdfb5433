import { strict as assert } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import { createLambda } from "../../../components/internal/lambda-function";
import type { LambdaArgs } from "../../../components/internal/lambda-function";
import { build } from "../../helpers/graph";
import { statementsOf } from "../../helpers/policy-text";

const KEY = "arn:aws:kms:eu-central-1:123456789012:key/1";
const args: LambdaArgs = {
  accountId: "123456789012",
  functionName: "shop-production-secret-age",
  description: "shop-production: reports the age of secrets",
  code: "secret-age",
  memoryMib: 128,
  timeoutSeconds: 60,
  environment: { SYSTEM: "shop-production" },
  statements: [],
  logRetentionDays: 90,
  logKeyArn: KEY,
};
const made = (change: Partial<LambdaArgs> = {}) =>
  build(() => {
    createLambda(new pulumi.ComponentResource("groundwork:test:Parent", "parent"), "job", { ...args, ...change });
  });

describe("Lambda function", () => {
  it("runs our code on ARM, with the log that is there before its first line", async () => {
    const graph = await made();
    const { inputs, dependsOn } = graph.one("aws:lambda/function:Function", "job");
    assert.deepEqual([inputs.runtime, inputs.architectures, inputs.handler, inputs.code], ["nodejs24.x", ["arm64"], "index.handler", "(archive)"]);
    assert.deepEqual(inputs.loggingConfig, { logFormat: "Text", logGroup: "/aws/lambda/shop-production-secret-age" });
    assert.deepEqual(dependsOn, ["aws:iam/rolePolicy:RolePolicy::job-policy"]);
    const { inputs: log } = graph.one("aws:cloudwatch/logGroup:LogGroup");
    assert.deepEqual([log.name, log.retentionInDays, log.kmsKeyId], ["/aws/lambda/shop-production-secret-age", 90, KEY]);
  });

  it("may write to its own log and to no other, for this account alone", async () => {
    const graph = await made();
    const [write, ...more] = statementsOf(graph.one("aws:iam/rolePolicy:RolePolicy").inputs.policy);
    assert.deepEqual(write?.Resource, ["arn:aws:logs:eu-central-1:123456789012:log-group:/aws/lambda/shop-production-secret-age:*"]);
    assert.deepEqual(more, []);
    assert.match(String(graph.one("aws:iam/role:Role").inputs.assumeRolePolicy), /"Service":"lambda\.amazonaws\.com".*"aws:SourceAccount":"123456789012"/);
  });

  it("gets the right to interfaces in the VPC only where it runs there", async () => {
    const ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
    assert.deepEqual((await made()).all(ATTACHMENT), []);
    const inside = await made({ network: { subnetIds: ["subnet-1"], securityGroupIds: ["sg-1"] } });
    assert.equal(inside.one(ATTACHMENT).inputs.policyArn, "arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole");
    assert.deepEqual(inside.one("aws:lambda/function:Function").inputs.vpcConfig, { subnetIds: ["subnet-1"], securityGroupIds: ["sg-1"] });
  });
});
