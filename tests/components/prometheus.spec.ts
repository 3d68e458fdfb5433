import { strict as assert } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import { Prometheus } from "../../components/prometheus";
import type { PrometheusArgs } from "../../components/prometheus";
import { build } from "../helpers/graph";
import type { Graph } from "../helpers/graph";
import { valueOf } from "../helpers/outputs";

const sound: PrometheusArgs = {
  namePrefix: "scholarship-production",
  region: "eu-central-1",
  keyArn: "arn:aws:kms:eu-central-1:123456789012:key/data",
  logKeyArn: "arn:aws:kms:eu-central-1:123456789012:key/logs",
  retentionDays: 90,
  logRetentionDays: 30,
  alerts: {
    "scrape-failed": { minutes: 10, channels: ["operations"] },
    "database-unreachable": { minutes: 5, channels: ["database"] },
    "idle-transactions": undefined,
  },
  runbookBaseUrl: "https://runbooks.example.org",
  topicArns: { operations: pulumi.output("arn:topic:operations"), database: "arn:topic:database" },
  scrapeIntervalSeconds: 30,
  scrapeTargets: [{ job: "backend", dnsName: "backend.scholarship.internal", port: 8000, path: "/metrics" }],
  collectorImage: "otel/opentelemetry-collector-contrib:0.136.0",
  databaseSecretArn: "arn:aws:secretsmanager:eu-central-1:123456789012:secret:monitoring-AbCdEf",
};

describe("Prometheus", () => {
  let graph: Graph;
  let prometheus: Prometheus;
  before(async () => {
    graph = await build(() => {
      prometheus = new Prometheus("prometheus", sound);
    });
  });

  it("makes a workspace with its retention, rules, alert manager and log, and nothing else", () => {
    assert.deepEqual(graph.list(), [
      "aws:amp/alertManagerDefinition:AlertManagerDefinition prometheus-alert-manager",
      "aws:amp/ruleGroupNamespace:RuleGroupNamespace prometheus-rules",
      "aws:amp/workspace:Workspace prometheus-workspace",
      "aws:amp/workspaceConfiguration:WorkspaceConfiguration prometheus-retention",
      "aws:cloudwatch/logGroup:LogGroup prometheus-log",
      "groundwork:prometheus:Prometheus prometheus",
    ]);
  });

  it("encrypts the metrics with our key and protects them", () => {
    const { inputs, options } = graph.one("aws:amp/workspace:Workspace");
    assert.equal(inputs.kmsKeyArn, "arn:aws:kms:eu-central-1:123456789012:key/data");
    assert.equal(inputs.alias, "scholarship-production");
    assert.equal(options.protect, true);
  });

  it("logs to an encrypted group that AWS may write to without a policy of its own", () => {
    const { inputs } = graph.one("aws:cloudwatch/logGroup:LogGroup");
    assert.equal(inputs.name, "/aws/vendedlogs/prometheus/scholarship-production");
    assert.equal(inputs.retentionInDays, 30);
    assert.equal(inputs.kmsKeyId, "arn:aws:kms:eu-central-1:123456789012:key/logs");
    assert.match(JSON.stringify(graph.one("aws:amp/workspace:Workspace").inputs.loggingConfiguration), /:\*"}$/);
  });

  it("keeps metrics as long as the setting says", () => {
    assert.equal(graph.one("aws:amp/workspaceConfiguration:WorkspaceConfiguration").inputs.retentionPeriodInDays, 90);
  });

  it("routes its alerts to the topics of their channels", () => {
    const { definition } = graph.one("aws:amp/alertManagerDefinition:AlertManagerDefinition").inputs;
    assert.match(String(definition), /"topic_arn": "arn:topic:operations"/);
    assert.match(String(definition), /"topic_arn": "arn:topic:database"/);
  });

  it("lets the collector write to this workspace and do nothing else", async () => {
    const [statement, ...more] = prometheus.collector.taskPolicy;
    assert.deepEqual(more, []);
    assert.deepEqual(statement?.actions, ["aps:RemoteWrite"]);
    assert.equal(statement?.resources.length, 1);
    const [resource = ""] = statement?.resources ?? [];
    assert.equal(await valueOf(pulumi.output(resource)), await valueOf(prometheus.workspaceArn));
  });

  it("hands the collector the monitoring user's address by reference, never as a value", async () => {
    const { DATABASE_URL } = prometheus.collector.secrets;
    assert.deepEqual(Object.keys(prometheus.collector.secrets), ["DATABASE_URL"]);
    assert.equal(
      await valueOf(pulumi.output(DATABASE_URL ?? "")),
      "arn:aws:secretsmanager:eu-central-1:123456789012:secret:monitoring-AbCdEf:url::",
    );
  });

  it("runs the collector from its own configuration, not as root", async () => {
    const { image, command, user, environment } = prometheus.collector;
    assert.equal(image, "otel/opentelemetry-collector-contrib:0.136.0");
    assert.deepEqual(command, ["--config=env:COLLECTOR_CONFIG"]);
    assert.equal(user, "1001:1001");
    const { COLLECTOR_CONFIG } = environment;
    const { exporters } = JSON.parse(await valueOf(pulumi.output(COLLECTOR_CONFIG ?? "")));
    assert.equal(exporters.prometheusremotewrite.endpoint, `${await valueOf(prometheus.endpoint)}api/v1/remote_write`);
  });

  it("refuses a channel that does not exist, and names the setting", async () => {
    const alerts = { ...sound.alerts, "scrape-failed": { minutes: 10, channels: ["pager"] } };
    await assert.rejects(build(() => new Prometheus("prometheus", { ...sound, alerts })), {
      message: 'groundwork:prometheus.alerts names the channel "pager", but groundwork:channels has only operations, database',
    });
  });

  it("refuses a retention of its log that CloudWatch does not have", async () => {
    await assert.rejects(build(() => new Prometheus("prometheus", { ...sound, logRetentionDays: 31 })), /keeps no log for 31 days/);
  });
});
