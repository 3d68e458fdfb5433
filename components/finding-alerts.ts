import * as pulumi from "@pulumi/pulumi";
import { EventRule } from "@pulumi/aws/cloudwatch/eventRule";
import { EventTarget } from "@pulumi/aws/cloudwatch/eventTarget";
import { guardDutyPattern, securityHubPattern } from "./internal/security-services";
import type { FindingSeverity } from "./internal/security-services";

export interface FindingAlertsArgs {
  /** The least severity that is told. */
  leastSeverity: FindingSeverity;
  /** Where docs/runbooks can be read, without a slash at the end. */
  runbookBaseUrl: string;
  /** SNS topics that are told, 1 to 5. Their policy and key must admit events.amazonaws.com. */
  topicArns: readonly pulumi.Input<string>[];
}

/**
 * Tells people what GuardDuty, Security Hub, Inspector and Access Analyzer have found.
 *
 * Creates: two EventBridge rules and, for each of them, one target for each topic.
 * Guarantees: each finding is told once, with the place to look at and the runbook; one that somebody has taken on in
 * Security Hub is told no more.
 * Cost: none, events of AWS services are free.
 * https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-cloudwatch-events.html
 */
export class FindingAlerts extends pulumi.ComponentResource {
  public readonly ruleNames: readonly pulumi.Output<string>[];

  constructor(name: string, args: FindingAlertsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundwork:finding-alerts:FindingAlerts", name, {}, opts);
    const { leastSeverity, runbookBaseUrl, topicArns } = args;
    // A rule has at most five targets. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
    if (topicArns.length < 1 || topicArns.length > 5) {
      throw new Error(`findings: expected 1 to 5 topics, got ${topicArns.length}`);
    }

    const runbook = `Runbook: ${runbookBaseUrl}/security-finding.md`;
    const alert = (source: string, eventPattern: string, inputPaths: Readonly<Record<string, string>>, where: string) => {
      const rule = new EventRule(
        `${name}-${source}`,
        { description: `Findings of ${source}, ${leastSeverity} and worse`, eventPattern },
        { parent: this },
      );
      for (const [index, arn] of topicArns.entries()) {
        new EventTarget(
          `${name}-${source}-topic-${index}`,
          {
            rule: rule.name,
            arn,
            inputTransformer: { inputPaths, inputTemplate: `"<title> (severity <severity>, <region>). ${where} ${runbook}"` },
          },
          { parent: this },
        );
      }
      return rule.name;
    };

    this.ruleNames = [
      alert(
        "guardduty",
        guardDutyPattern(leastSeverity),
        { id: "$.detail.id", region: "$.detail.region", severity: "$.detail.severity", title: "$.detail.title" },
        "GuardDuty finding <id>.",
      ),
      alert(
        "securityhub",
        securityHubPattern(leastSeverity),
        {
          id: "$.detail.findings[0].Id",
          product: "$.detail.findings[0].ProductName",
          region: "$.region",
          severity: "$.detail.findings[0].Severity.Label",
          title: "$.detail.findings[0].Title",
        },
        "Found by <product>: <id>.",
      ),
    ];

    this.registerOutputs({ ruleNames: this.ruleNames });
  }
}
