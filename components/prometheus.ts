import * as pulumi from "@pulumi/pulumi";
import { AlertManagerDefinition } from "@pulumi/aws/amp/alertManagerDefinition";
import { RuleGroupNamespace } from "@pulumi/aws/amp/ruleGroupNamespace";
import { Workspace } from "@pulumi/aws/amp/workspace";
import { WorkspaceConfiguration } from "@pulumi/aws/amp/workspaceConfiguration";
import { LogGroup } from "@pulumi/aws/cloudwatch/logGroup";
import { checkLogRetention } from "./internal/log-retention";
import { physicalName } from "./internal/names";
import { alertChannels, alertManagerDefinition, collectorConfig, rulesFile } from "./internal/prometheus-config";
import type { PrometheusAlerts, ScrapeTarget } from "./internal/prometheus-config";
import type { PolicyStatement } from "./internal/policy-document";

export interface PrometheusArgs {
  /** Alias of the workspace, `<system>-<environment>`. */
  namePrefix: string;
  /** The region of the workspace and of the topics. */
  region: string;
  /** The key that encrypts the metrics. Changing this replaces the workspace: all metrics are lost. */
  keyArn: pulumi.Input<string>;
  /** The key of the log group. Its policy must admit CloudWatch Logs of this region. */
  logKeyArn: pulumi.Input<string>;
  /** How long metrics are kept, in days. */
  retentionDays: number;
  /** How long the workspace's own log is kept, in days: a value that CloudWatch Logs offers. */
  logRetentionDays: number;
  /** The alerts, each with its delay and channels. */
  alerts: PrometheusAlerts;
  /** Where docs/runbooks can be read, without a slash at the end. */
  runbookBaseUrl: string;
  /** Channel -> ARN of its topic. Its policy must admit aps.amazonaws.com. */
  topicArns: Readonly<Record<string, pulumi.Input<string>>>;
  /** Seconds between two readings. */
  scrapeIntervalSeconds: number;
  /** The services whose metrics are read. */
  scrapeTargets: readonly ScrapeTarget[];
  /** The OpenTelemetry collector, contrib distribution, `registry/repository:tag`. */
  collectorImage: string;
  /** ARN of the monitoring user's secret; the collector takes its key `url`. */
  databaseSecretArn: pulumi.Input<string>;
}

/** What a Task or Service must be given to run the collector. It needs no port, no health check and no writable path. */
export interface CollectorTask {
  readonly image: string;
  readonly command: readonly string[];
  /** Not root; the collector is one file that anybody may run, and it writes nothing. */
  readonly user: string;
  readonly environment: Readonly<Record<string, pulumi.Input<string>>>;
  readonly secrets: Readonly<Record<string, pulumi.Input<string>>>;
  readonly taskPolicy: readonly PolicyStatement[];
}

/**
 * Prometheus as a service: AWS runs the storage, the rules and the alert manager; one small task of ours collects.
 *
 * Creates: log group, workspace and its retention, rules, alert manager.
 * Guarantees: encrypted with our key; protected; nothing listens to the internet, not on 9090 either, since queries go to
 * AWS's endpoint and are signed. The collector may write to this workspace and do nothing else.
 * The collector asks the database itself (sqlquery) instead of through an exporter beside it: one container, one
 * connection as the monitoring user, and exactly the questions that are written down here.
 * https://docs.aws.amazon.com/prometheus/latest/userguide/what-is-Amazon-Managed-Service-Prometheus.html
 */
export class Prometheus extends pulumi.ComponentResource {
  public readonly workspaceArn: pulumi.Output<string>;
  /** Base of the query and write addresses; it ends in a slash. */
  public readonly endpoint: pulumi.Output<string>;
  /** How to run the collector. */
  public readonly collector: CollectorTask;

  constructor(name: string, args: PrometheusArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundwork:prometheus:Prometheus", name, {}, opts);
    checkLogRetention(args.logRetentionDays);
    checkChannels(args);

    const logGroup = new LogGroup(
      `${name}-log`,
      {
        // The prefix keeps AWS from growing an account-wide resource policy, which is limited to 5120 characters.
        // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-CWL.html
        name: physicalName("logGroup", `/aws/vendedlogs/prometheus/${args.namePrefix}`),
        retentionInDays: args.logRetentionDays,
        kmsKeyId: args.logKeyArn,
        tags: { DataClass: "internal" },
      },
      { parent: this },
    );

    const workspace = new Workspace(
      `${name}-workspace`,
      {
        alias: args.namePrefix,
        kmsKeyArn: args.keyArn,
        // The service wants the form with `:*` at the end.
        loggingConfiguration: { logGroupArn: pulumi.interpolate`${logGroup.arn}:*` },
        tags: { DataClass: "internal" },
      },
      { parent: this, protect: true },
    );

    new WorkspaceConfiguration(
      `${name}-retention`,
      { workspaceId: workspace.id, retentionPeriodInDays: args.retentionDays },
      { parent: this },
    );

    new RuleGroupNamespace(
      `${name}-rules`,
      { workspaceId: workspace.id, name: "groundwork", data: rulesFile(args.alerts, args.runbookBaseUrl) },
      { parent: this },
    );

    new AlertManagerDefinition(
      `${name}-alert-manager`,
      {
        workspaceId: workspace.id,
        definition: pulumi
          .output(args.topicArns)
          .apply((topicArns) => alertManagerDefinition(args.alerts, topicArns, args.region)),
      },
      { parent: this },
    );

    this.workspaceArn = workspace.arn;
    this.endpoint = workspace.prometheusEndpoint;
    this.collector = {
      image: args.collectorImage,
      command: ["--config=env:COLLECTOR_CONFIG"],
      user: "1001:1001",
      environment: {
        COLLECTOR_CONFIG: workspace.prometheusEndpoint.apply((endpoint) =>
          collectorConfig({
            endpoint,
            region: args.region,
            scrapeIntervalSeconds: args.scrapeIntervalSeconds,
            targets: args.scrapeTargets,
          }),
        ),
      },
      secrets: { DATABASE_URL: pulumi.interpolate`${args.databaseSecretArn}:url::` },
      taskPolicy: [{ sid: "WriteMetrics", actions: ["aps:RemoteWrite"], resources: [workspace.arn] }],
    };

    this.registerOutputs({ workspaceArn: this.workspaceArn, endpoint: this.endpoint });
  }
}

function checkChannels({ alerts, topicArns }: PrometheusArgs): void {
  for (const channel of alertChannels(alerts)) {
    if (topicArns[channel] === undefined) {
      throw new Error(
        `groundwork:prometheus.alerts names the channel "${channel}", but groundwork:channels has only ${Object.keys(topicArns).join(", ")}`,
      );
    }
  }
}
