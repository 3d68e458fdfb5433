import { strict as assert } from "node:assert";
import { LogArchive } from "../../components/log-archive";
import type { LogArchiveArgs } from "../../components/log-archive";
import { build } from "../helpers/graph";
import type { Graph } from "../helpers/graph";

const args: LogArchiveArgs = {
  namePrefix: "reference-production",
  logClass: "audit",
  accountId: "123456789012",
  region: "eu-central-1",
  bucketArn: "arn:aws:s3:::reference-production-audit-logs-123456789012-eu-central-1",
  bucketKeyArn: "arn:aws:kms:eu-central-1:123456789012:key/archive",
  filterPattern: '{ $.kind = "audit" }',
  logGroupNames: { api: "/reference-production/api", worker: "/reference-production/worker" },
  logRetentionDays: 90,
  logKeyArn: "arn:aws:kms:eu-central-1:123456789012:key/logs",
  runbookBaseUrl: "https://runbooks.example.org",
  topicArns: ["arn:aws:sns:eu-central-1:123456789012:reference-production-operations"],
};
const STREAM = "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream";
const FILTER = "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter";
const statements = (graph: Graph, name: string) =>
  JSON.parse(String(graph.one("aws:iam/rolePolicy:RolePolicy", name).inputs.policy)).Statement;

describe("LogArchive", () => {
  let graph: Graph;
  before(async () => {
    graph = await build(() => new LogArchive("logs-audit", args));
  });

  it("makes a stream, its log, two roles, a subscription for each log and an alarm, and nothing else", () => {
    assert.deepEqual(graph.list(), [
      `${FILTER} logs-audit-api`,
      `${FILTER} logs-audit-worker`,
      "aws:cloudwatch/logGroup:LogGroup logs-audit-errors",
      "aws:cloudwatch/logStream:LogStream logs-audit-errors",
      "aws:cloudwatch/metricAlarm:MetricAlarm logs-audit-late",
      "aws:iam/role:Role logs-audit-feeder",
      "aws:iam/role:Role logs-audit-writer",
      "aws:iam/rolePolicy:RolePolicy logs-audit-feeder",
      "aws:iam/rolePolicy:RolePolicy logs-audit-writer",
      `${STREAM} logs-audit-stream`,
      "groundwork:log-archive:LogArchive logs-audit",
    ].sort());
  });

  it("lays lines by class and day, what failed apart, encrypted on the way and at rest", () => {
    const { inputs, dependsOn } = graph.one(STREAM);
    assert.equal(inputs.name, "reference-production-audit");
    assert.equal(inputs.destination, "extended_s3");
    assert.deepEqual(inputs.serverSideEncryption, { enabled: true, keyType: "CUSTOMER_MANAGED_CMK", keyArn: args.bucketKeyArn });
    assert.ok(inputs.extendedS3Configuration instanceof Object);
    const { roleArn: _, ...s3 } = { roleArn: "", ...inputs.extendedS3Configuration };
    assert.deepEqual(s3, {
      bucketArn: args.bucketArn,
      kmsKeyArn: args.bucketKeyArn,
      bufferingInterval: 300,
      bufferingSize: 16,
      compressionFormat: "UNCOMPRESSED",
      fileExtension: ".json.gz",
      prefix: "audit/!{timestamp:yyyy/MM/dd}/",
      errorOutputPrefix: "failed/audit/!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd}/",
      customTimeZone: "UTC",
      cloudwatchLoggingOptions: { enabled: true, logGroupName: "/reference-production/archive-audit", logStreamName: "delivery" },
    });
    assert.deepEqual(dependsOn, ["aws:iam/rolePolicy:RolePolicy::logs-audit-writer"]);
  });

  it("takes the lines of its class from each log, once it may pass them on", () => {
    for (const [source, logGroup] of Object.entries(args.logGroupNames)) {
      const { inputs, dependsOn } = graph.one(FILTER, `logs-audit-${source}`);
      assert.equal(inputs.logGroup, logGroup);
      assert.equal(inputs.filterPattern, '{ $.kind = "audit" }');
      assert.match(String(inputs.destinationArn), /:deliverystream\/reference-production-audit$/);
      assert.deepEqual(dependsOn, ["aws:iam/rolePolicy:RolePolicy::logs-audit-feeder"]);
    }
  });

  it("lets CloudWatch Logs at its own stream only, for logs of this account", () => {
    assert.deepEqual(statements(graph, "logs-audit-feeder"), [
      {
        Sid: "PassLinesOn",
        Effect: "Allow",
        Action: ["firehose:PutRecord", "firehose:PutRecordBatch"],
        Resource: ["arn:aws:firehose:eu-central-1:123456789012:deliverystream/reference-production-audit"],
      },
    ]);
    assert.match(
      String(graph.one("aws:iam/role:Role", "logs-audit-feeder").inputs.assumeRolePolicy),
      /"aws:SourceArn":"arn:aws:logs:eu-central-1:123456789012:\*"/,
    );
  });

  it("lets Firehose at its own archive and its own log", () => {
    const written: readonly { Resource: readonly string[] }[] = statements(graph, "logs-audit-writer");
    assert.deepEqual(written.flatMap(({ Resource }) => Resource), [
      args.bucketArn,
      `${String(args.bucketArn)}/*`,
      args.bucketKeyArn,
      "arn:aws:logs:eu-central-1:123456789012:log-group:/reference-production/archive-audit:log-stream:delivery",
    ]);
  });

  it("tells people of lines that are late, while Firehose still has them, and says nothing of a quiet day", () => {
    const { inputs } = graph.one("aws:cloudwatch/metricAlarm:MetricAlarm");
    assert.equal(inputs.name, "reference-production-audit-archive-late");
    assert.equal(inputs.metricName, "DeliveryToS3.DataFreshness");
    assert.deepEqual(inputs.dimensions, { DeliveryStreamName: "reference-production-audit" });
    assert.equal(inputs.threshold, 3600);
    assert.equal(inputs.treatMissingData, "notBreaching");
    assert.deepEqual(inputs.alarmActions, args.topicArns);
    assert.match(String(inputs.alarmDescription), /Runbook: https:\/\/runbooks\.example\.org\/archive-late\.md$/);
  });

  it("keeps its log of errors encrypted, for the days given", () => {
    assert.deepEqual(graph.one("aws:cloudwatch/logGroup:LogGroup").inputs, {
      name: "/reference-production/archive-audit",
      retentionInDays: 90,
      kmsKeyId: args.logKeyArn,
      tags: { DataClass: "internal" },
    });
  });
});
