import * as pulumi from "@pulumi/pulumi";
import type { PolicyStatement } from "./policy-document";

export interface CanaryPermissions {
  readonly accountId: string;
  readonly region: string;
  readonly canaryName: string;
  readonly bucketName: pulumi.Input<string>;
  /** Where the canary writes in the bucket, without a slash at its end. */
  readonly prefix: string;
  readonly bucketKeyArn: pulumi.Input<string>;
  readonly secretArns: readonly pulumi.Input<string>[];
  readonly secretsKeyArn: pulumi.Input<string>;
}

/**
 * What Lambda's limit of 64 characters leaves of a canary's name in that of its function, `cwsyn-<name>-<uuid>`.
 * https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html
 */
const NAME_IN_FUNCTION = 21;

function functionPattern(canaryName: string): string {
  return canaryName.length > NAME_IN_FUNCTION ? `cwsyn-${canaryName.slice(0, NAME_IN_FUNCTION)}*` : `cwsyn-${canaryName}-*`;
}

/**
 * What the role of a canary may do: what AWS asks for, but to make a log group, and to read the secrets of its steps.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Canaries_CanaryPermissions.html
 */
export function canaryStatements(permissions: CanaryPermissions): readonly PolicyStatement[] {
  const { accountId, region, canaryName, bucketName, prefix, secretArns } = permissions;
  const bucketArn = pulumi.interpolate`arn:aws:s3:::${bucketName}`;
  return [
    {
      sid: "KeepReports",
      actions: ["s3:GetObject", "s3:PutObject"],
      resources: [pulumi.interpolate`${bucketArn}/${prefix}/*`],
    },
    { sid: "FindTheBucket", actions: ["s3:GetBucketLocation"], resources: [bucketArn] },
    // The names of the buckets, nothing of what they hold; AWS lets nobody narrow it down.
    { sid: "ListBucketNames", actions: ["s3:ListAllMyBuckets"], resources: ["*"] },
    {
      sid: "EncryptReports",
      actions: ["kms:Decrypt", "kms:GenerateDataKey"],
      resources: [permissions.bucketKeyArn],
      conditions: { StringEquals: { "kms:ViaService": [`s3.${region}.amazonaws.com`] } },
    },
    {
      // Not CreateLogGroup: a group that Lambda makes keeps its lines for ever and takes the name of ours.
      sid: "WriteLog",
      actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
      resources: [`arn:aws:logs:${region}:${accountId}:log-group:/aws/lambda/${functionPattern(canaryName)}`],
    },
    {
      sid: "ReportResult",
      actions: ["cloudwatch:PutMetricData"],
      resources: ["*"],
      conditions: { StringEquals: { "cloudwatch:namespace": ["CloudWatchSynthetics"] } },
    },
    ...(secretArns.length === 0
      ? []
      : [
          { sid: "ReadSecrets", actions: ["secretsmanager:GetSecretValue"], resources: secretArns },
          {
            sid: "DecryptSecrets",
            actions: ["kms:Decrypt"],
            resources: [permissions.secretsKeyArn],
            conditions: { StringEquals: { "kms:ViaService": [`secretsmanager.${region}.amazonaws.com`] } },
          },
        ]),
  ];
}
