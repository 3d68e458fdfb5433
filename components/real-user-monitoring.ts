import * as pulumi from "@pulumi/pulumi";
import { MetricAlarm } from "@pulumi/aws/cloudwatch/metricAlarm";
import { IdentityPool } from "@pulumi/aws/cognito/identityPool";
import { IdentityPoolRoleAttachment } from "@pulumi/aws/cognito/identityPoolRoleAttachment";
import { Role } from "@pulumi/aws/iam/role";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy";
import { AppMonitor } from "@pulumi/aws/rum/appMonitor";
import { BROWSER_VITALS, BROWSER_VITAL_KEYS } from "./internal/browser-vitals";
import type { BrowserVitalKey } from "./internal/browser-vitals";
import { guestTrustOutline } from "./internal/guest-trust";
import { policyDocument, policyOutline } from "./internal/policy-document";
import type { PolicyStatement } from "./internal/policy-document";

export interface BrowserAlarm {
  /** In the metric's unit: milliseconds, errors in five minutes, or the score of the layout's shifts. */
  limit: number;
  /** SNS topics that are told, 1 to 5. */
  topicArns: readonly pulumi.Input<string>[];
}

export interface RealUserMonitoringArgs {
  /** `<system>-<environment>`, the name of the app monitor and of the pool. Changing this replaces both. */
  namePrefix: string;
  accountId: string;
  region: string;
  /** Hosts whose pages report, 1 to 5. Reports of other pages are refused. */
  domains: readonly string[];
  /** Percent of the visits that report, above 0 to 100. */
  sampleRatePercent: number;
  /** Whether the client may set its two cookies, by which visits and visitors are counted. Consent is the page's affair. */
  allowCookies: boolean;
  /** When somebody is told; what has no limit is recorded only. */
  alarms: Readonly<Partial<Record<BrowserVitalKey, BrowserAlarm>>>;
  /** Where docs/runbooks can be read, without a slash at the end. */
  runbookBaseUrl: string;
}

/**
 * What visitors' browsers measure: load times, the Core Web Vitals, errors of scripts and of requests.
 *
 * Creates: an app monitor, an identity pool whose guests may report to it, with their role, and an alarm for each limit.
 * Guarantees: a guest can send events to this app monitor and nothing else; only through Cognito's enhanced flow, which narrows
 * their credentials once more; only pages of the domains report.
 * Anybody can be a guest and send made-up events, as with every such service: the figures are for people to look into. AWS has
 * a resource policy in place of the pool, which the provider can't set; it would let in as many.
 * RUM keeps events for 30 days. It has no metric for the time to the first byte: a canary's step measures that. FID is what
 * older browsers report, INP what newer ones do.
 * Cost: 1 USD for 100,000 events, a few dozen a visit. https://aws.amazon.com/cloudwatch/pricing/
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-RUM-get-started-authorization.html
 */
export class RealUserMonitoring extends pulumi.ComponentResource {
  /** What the web client is started with, beside the region. None of it is a secret. */
  public readonly appMonitorId: pulumi.Output<string>;
  public readonly identityPoolId: pulumi.Output<string>;
  /** The dimension application_name of the metrics in AWS/RUM. */
  public readonly appMonitorName: pulumi.Output<string>;

  constructor(name: string, args: RealUserMonitoringArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundwork:real-user-monitoring:RealUserMonitoring", name, {}, opts);
    const { namePrefix, domains } = args;

    const pool = new IdentityPool(
      `${name}-guests`,
      {
        identityPoolName: namePrefix,
        // Visitors of a public site have no account.
        allowUnauthenticatedIdentities: true,
        allowClassicFlow: false,
      },
      { parent: this },
    );
    const trust = guestTrustOutline(pool.id);
    const guest = new Role(
      `${name}-guest`,
      {
        description: `${namePrefix}: visitors' browsers report what they measure`,
        assumeRolePolicy: pulumi.output(trust).apply((document) => JSON.stringify(document)),
      },
      { parent: this },
    );
    const statements: readonly PolicyStatement[] = [
      {
        sid: "ReportEvents",
        actions: ["rum:PutRumEvents"],
        resources: [`arn:aws:rum:${args.region}:${args.accountId}:appmonitor/${namePrefix}`],
      },
    ];
    new RolePolicy(`${name}-guest-reports`, { role: guest.name, policy: policyDocument(statements) }, { parent: this });
    new IdentityPoolRoleAttachment(
      `${name}-guest`,
      { identityPoolId: pool.id, roles: { unauthenticated: guest.arn } },
      { parent: this },
    );

    const monitor = new AppMonitor(
      `${name}-monitor`,
      {
        name: namePrefix,
        domainLists: [...domains],
        appMonitorConfiguration: {
          identityPoolId: pool.id,
          sessionSampleRate: args.sampleRatePercent / 100,
          allowCookies: args.allowCookies,
          telemetries: ["errors", "http", "performance"],
          enableXray: false,
        },
        customEvents: { status: "DISABLED" },
        // A copy would stand in a log group that RUM makes, without an end and without our key.
        cwLogEnabled: false,
      },
      { parent: this },
    );

    for (const key of BROWSER_VITAL_KEYS) {
      const alarm = args.alarms[key];
      if (alarm !== undefined) this.createAlarm(name, args, key, alarm);
    }

    this.appMonitorId = monitor.appMonitorId;
    this.identityPoolId = pool.id;
    this.appMonitorName = monitor.name;
    this.registerOutputs({
      appMonitorId: this.appMonitorId,
      identityPoolId: this.identityPoolId,
      appMonitorName: this.appMonitorName,
      documents: { [`${name}-guest`]: trust, [`${name}-guest-reports`]: policyOutline(statements) },
    });
  }

  private createAlarm(name: string, args: RealUserMonitoringArgs, key: BrowserVitalKey, alarm: BrowserAlarm): void {
    const { metricName, statistic, unit, happened, page } = BROWSER_VITALS[key];
    const { limit, topicArns } = alarm;
    new MetricAlarm(
      `${name}-${key}`,
      {
        name: `${args.namePrefix}-browser-${key}`,
        alarmDescription: `${happened}: ${statistic} above ${[limit, unit].join(" ").trim()} for 15 minutes. Runbook: ${args.runbookBaseUrl}/${page}.md`,
        namespace: "AWS/RUM",
        metricName,
        dimensions: { application_name: args.namePrefix },
        // With few visits a percentile is chance: the alarm then keeps its state.
        ...(statistic === "Sum"
          ? { statistic }
          : { extendedStatistic: statistic, evaluateLowSampleCountPercentiles: "ignore" }),
        period: 300,
        evaluationPeriods: 3,
        datapointsToAlarm: 3,
        comparisonOperator: "GreaterThanThreshold",
        threshold: limit,
        // At night nobody visits.
        treatMissingData: "notBreaching",
        alarmActions: [...topicArns],
        okActions: [...topicArns],
      },
      { parent: this },
    );
  }
}
