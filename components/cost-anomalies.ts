import * as pulumi from "@pulumi/pulumi";
import { AnomalyMonitor } from "@pulumi/aws/costexplorer/anomalyMonitor";
import { AnomalySubscription } from "@pulumi/aws/costexplorer/anomalySubscription";

export interface CostAnomaliesArgs {
  /** The name of the monitor and of its subscription. */
  monitorName: string;
  /**
   * What is watched: resources with one tag, or each service of the account. The first only in an account that pays its own
   * bill or for an organisation; of the second an account has one, so one stack makes it. Changing this replaces the monitor,
   * which then learns for ten days.
   */
  watches: { readonly tag: { readonly key: string; readonly value: string } } | "account-services";
  /** US dollars above what was to be expected, from which on somebody is told. */
  minImpactUsd: number;
  /** The SNS topic that is told; its policy and its key must admit Cost Anomaly Detection. */
  topicArn: pulumi.Input<string>;
}

/**
 * Tells somebody when costs rise as they never did before, long before the budget is used up.
 *
 * Creates: a monitor of Cost Anomaly Detection and its subscription.
 * Guarantees: each anomaly is told at once, within a day of its cause.
 * Cost: none. AWS lets a monitor look at one tag; with the system's it sees all its environments in the account, so one stack
 * of them makes it. The provider calls Cost Explorer in us-east-1 by itself, whatever its region.
 * https://docs.aws.amazon.com/cost-management/latest/userguide/getting-started-ad.html
 */
export class CostAnomalies extends pulumi.ComponentResource {
  public readonly monitorArn: pulumi.Output<string>;

  constructor(name: string, args: CostAnomaliesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundwork:cost-anomalies:CostAnomalies", name, {}, opts);
    const { monitorName, watches } = args;

    const monitor = new AnomalyMonitor(
      `${name}-monitor`,
      watches === "account-services"
        ? { name: monitorName, monitorType: "DIMENSIONAL", monitorDimension: "SERVICE" }
        : { name: monitorName, monitorType: "CUSTOM", monitorSpecification: tagExpression(watches.tag) },
      { parent: this },
    );
    new AnomalySubscription(
      `${name}-subscription`,
      {
        name: monitorName,
        monitorArnLists: [monitor.arn],
        // The one frequency that goes to a topic; daily and weekly summaries go to addresses.
        frequency: "IMMEDIATE",
        subscribers: [{ type: "SNS", address: args.topicArn }],
        thresholdExpression: {
          dimension: {
            key: "ANOMALY_TOTAL_IMPACT_ABSOLUTE",
            matchOptions: ["GREATER_THAN_OR_EQUAL"],
            values: [String(args.minImpactUsd)],
          },
        },
      },
      { parent: this },
    );

    this.monitorArn = monitor.arn;
    this.registerOutputs({ monitorArn: this.monitorArn });
  }
}

/** All members are written, as AWS gives them back: one left out would be a change in every preview. */
function tagExpression({ key, value }: { readonly key: string; readonly value: string }): string {
  return JSON.stringify({
    And: null,
    CostCategories: null,
    Dimensions: null,
    Not: null,
    Or: null,
    Tags: { Key: key, MatchOptions: null, Values: [value] },
  });
}
