import { strict as assert } from "node:assert";
import { FlowLogs } from "../../components/flow-logs";
import { build } from "../helpers/graph";
import type { Graph } from "../helpers/graph";

describe("FlowLogs", () => {
  let graph: Graph;
  before(async () => {
    graph = await build(
      () =>
        new FlowLogs("flow-logs", {
          namePrefix: "scholarship-production",
          vpcId: "vpc-1",
          retentionDays: 90,
          logKeyArn: "arn:aws:kms:eu-central-1:123456789012:key/logs",
          accountId: "123456789012",
          region: "eu-central-1",
        }),
    );
  });

  it("makes a log group, a role with its permission, and the flow log", () => {
    assert.deepEqual(graph.list(), [
      "aws:cloudwatch/logGroup:LogGroup flow-logs-records",
      "aws:ec2/flowLog:FlowLog flow-logs-vpc",
      "aws:iam/role:Role flow-logs-writer",
      "aws:iam/rolePolicy:RolePolicy flow-logs-writer",
      "groundwork:flow-logs:FlowLogs flow-logs",
    ]);
  });

  it("records what is taken and what is refused", () => {
    const { inputs } = graph.one("aws:ec2/flowLog:FlowLog");
    assert.equal(inputs.trafficType, "ALL");
    assert.equal(inputs.vpcId, "vpc-1");
    assert.equal(inputs.logDestinationType, "cloud-watch-logs");
  });

  it("keeps records encrypted, for the days that were asked for", () => {
    const { inputs } = graph.one("aws:cloudwatch/logGroup:LogGroup");
    assert.equal(inputs.name, "/scholarship-production/vpc-flow-logs");
    assert.equal(inputs.retentionInDays, 90);
    assert.equal(inputs.kmsKeyId, "arn:aws:kms:eu-central-1:123456789012:key/logs");
  });

  it("lets flow logs of this account, and nobody else, write to this log group, and no other", () => {
    const trust = JSON.parse(String(graph.one("aws:iam/role:Role").inputs.assumeRolePolicy));
    assert.deepEqual(trust.Statement, [
      {
        Effect: "Allow",
        Principal: { Service: "vpc-flow-logs.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
      },
    ]);
    const logGroupArn = graph.one("aws:ec2/flowLog:FlowLog").inputs.logDestination;
    const policy = JSON.parse(String(graph.one("aws:iam/rolePolicy:RolePolicy").inputs.policy));
    assert.deepEqual(policy.Statement, [
      {
        Sid: "WriteRecords",
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
        Resource: [`${String(logGroupArn)}:*`],
      },
      {
        Sid: "FindTheLogGroup",
        Effect: "Allow",
        Action: ["logs:DescribeLogGroups"],
        Resource: ["arn:aws:logs:eu-central-1:123456789012:log-group:*"],
      },
    ]);
  });
});
