import { bucketArn } from "./bucket-name";
import type { PolicyStatement } from "./policy-document";

/**
 * The policy of every bucket: nothing but TLS 1.2 or later, whoever asks, and then what the caller allows. Principals of
 * the account need no statement here; their own IAM policies decide.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html
 */
export function bucketPolicyStatements(
  bucketName: string,
  allowStatements: readonly PolicyStatement[],
): readonly PolicyStatement[] {
  const everyone = { AWS: ["*"] };
  const resources = [bucketArn(bucketName), `${bucketArn(bucketName)}/*`];
  return [
    {
      sid: "DenyPlainHttp",
      effect: "Deny",
      principals: everyone,
      actions: ["s3:*"],
      resources,
      conditions: { Bool: { "aws:SecureTransport": ["false"] } },
    },
    {
      sid: "DenyOldTls",
      effect: "Deny",
      principals: everyone,
      actions: ["s3:*"],
      resources,
      // A request of a service on AWS's own network carries no such key; the operator then doesn't match.
      conditions: { NumericLessThan: { "s3:TlsVersion": ["1.2"] } },
    },
    ...allowStatements,
  ];
}

/** Where a load balancer puts its logs. AWS appends `/AWSLogs/<account>/elasticloadbalancing/<region>/<date>/`. */
export const LOAD_BALANCER_LOG_PREFIXES = { access: "access", connection: "connection" } as const;

/**
 * Lets the load balancers of one account and region, and no others, write their logs. One service principal stands for
 * all regions; the account ids per region that older examples list are needed no more.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
 */
export function loadBalancerLogDelivery(bucketName: string, accountId: string, region: string): PolicyStatement {
  return {
    sid: "LoadBalancersDeliverLogs",
    principals: { Service: ["logdelivery.elasticloadbalancing.amazonaws.com"] },
    actions: ["s3:PutObject"],
    resources: Object.values(LOAD_BALANCER_LOG_PREFIXES).map(
      (prefix) => `${bucketArn(bucketName)}/${prefix}/AWSLogs/${accountId}/*`,
    ),
    conditions: {
      ArnLike: { "aws:SourceArn": [`arn:aws:elasticloadbalancing:${region}:${accountId}:loadbalancer/*`] },
    },
  };
}

/**
 * Lets one trail of CloudTrail, and no other, write its records. CloudTrail asks for the bucket's access list first.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
 */
export function cloudTrailDelivery(bucketName: string, accountId: string, trailArn: string): readonly PolicyStatement[] {
  const principals = { Service: ["cloudtrail.amazonaws.com"] };
  const source = { "aws:SourceArn": [trailArn] };
  return [
    {
      sid: "CloudTrailLooksAtTheBucket",
      principals,
      actions: ["s3:GetBucketAcl"],
      resources: [bucketArn(bucketName)],
      conditions: { StringEquals: source },
    },
    {
      sid: "CloudTrailDeliversRecords",
      principals,
      actions: ["s3:PutObject"],
      resources: [`${bucketArn(bucketName)}/AWSLogs/${accountId}/*`],
      conditions: { StringEquals: { ...source, "s3:x-amz-acl": ["bucket-owner-full-control"] } },
    },
  ];
}
