import type * as pulumi from "@pulumi/pulumi";
import { policyDocument } from "./policy-document";

/** Services that publish to a channel and say for which account they do. */
const PUBLISHERS = [
  "backup.amazonaws.com",
  "budgets.amazonaws.com",
  "cloudwatch.amazonaws.com",
  // https://docs.aws.amazon.com/cost-management/latest/userguide/ad-SNS.html
  "costalerts.amazonaws.com",
  "events.rds.amazonaws.com",
];

/**
 * Who may publish to a channel. It replaces the policy that SNS gives a new topic; people of the account publish and
 * subscribe by their own IAM permissions. The ARN is built from its parts so that a preview knows the whole text.
 */
export function topicPolicy(topicName: string, accountId: string, region: string): pulumi.Output<string> {
  const topicArn = `arn:aws:sns:${region}:${accountId}:${topicName}`;
  return policyDocument([
    {
      sid: "ServicesOfThisAccountPublish",
      principals: { Service: PUBLISHERS },
      actions: ["sns:Publish"],
      resources: [topicArn],
      conditions: { StringEquals: { "aws:SourceAccount": [accountId] } },
    },
    {
      // EventBridge gives SNS no source account: with a condition the statement never holds and every event is lost in
      // silence. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-sns-permissions
      sid: "EventBridgePublishes",
      principals: { Service: ["events.amazonaws.com"] },
      actions: ["sns:Publish"],
      resources: [topicArn],
    },
    {
      // https://docs.aws.amazon.com/prometheus/latest/userguide/AMP-alertmanager-receiver-AMPpermission.html
      sid: "PrometheusOfThisAccountPublishes",
      principals: { Service: ["aps.amazonaws.com"] },
      actions: ["sns:GetTopicAttributes", "sns:Publish"],
      resources: [topicArn],
      conditions: {
        ArnLike: { "aws:SourceArn": [`arn:aws:aps:${region}:${accountId}:workspace/*`] },
        StringEquals: { "aws:SourceAccount": [accountId] },
      },
    },
    {
      sid: "TlsOnly",
      effect: "Deny",
      principals: { AWS: ["*"] },
      actions: ["sns:Publish"],
      resources: [topicArn],
      conditions: { Bool: { "aws:SecureTransport": ["false"] } },
    },
  ]);
}
