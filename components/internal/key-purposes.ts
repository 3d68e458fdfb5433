import type * as pulumi from "@pulumi/pulumi";
import { policyDocument } from "./policy-document";
import type { PolicyStatement } from "./policy-document";

interface Purpose {
  readonly description: string;
  /** Service principals that use the key on their own behalf, not through a caller's IAM permissions. */
  readonly services: (region: string) => readonly string[];
  /** What must hold besides. @default - nothing */
  readonly conditions?: (accountId: string, region: string) => NonNullable<PolicyStatement["conditions"]>;
}

/** What the keys are for. A service stands here only where it calls KMS as itself; others act with the caller's rights. */
const PURPOSES = {
  data: { description: "database, cache and documents", services: () => [] },
  secrets: { description: "Secrets Manager secrets", services: () => [] },
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
  logs: {
    description: "CloudWatch log groups",
    services: (region) => [`logs.${region}.amazonaws.com`],
    // The service acts for every customer; the context says for whose log group.
    conditions: (accountId, region) => ({
      ArnLike: { "kms:EncryptionContext:aws:logs:arn": [`arn:aws:logs:${region}:${accountId}:*`] },
    }),
  },
  // https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
  notifications: {
    description: "SNS topics",
    services: () => [
      // https://docs.aws.amazon.com/prometheus/latest/userguide/AMP-alertmanager-receiver-AMPpermission.html
      "aps.amazonaws.com",
      "backup.amazonaws.com",
      "budgets.amazonaws.com",
      "cloudwatch.amazonaws.com",
      "costalerts.amazonaws.com",
      "events.amazonaws.com",
      "events.rds.amazonaws.com",
    ],
  },
  backups: { description: "backup vaults and backup buckets", services: () => ["backup.amazonaws.com"] },
  // Its own key, so that who may read the logs of today can be kept from the archive. Only a stack with an archive has one.
  // https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
  archive: {
    description: "audit and log archives",
    services: () => ["cloudtrail.amazonaws.com"],
    conditions: (accountId) => ({ ArnLike: { "aws:SourceArn": [`arn:aws:cloudtrail:*:${accountId}:trail/*`] } }),
  },
} as const satisfies Readonly<Record<string, Purpose>>;

export type KeyPurpose = keyof typeof PURPOSES;
export const KEY_PURPOSES: Readonly<Record<KeyPurpose, Purpose>> = PURPOSES;

/** The policy of one key: the account's IAM decides, and the services that the purpose names may use it. */
export function keyPolicy(purpose: KeyPurpose, accountId: string, region: string): pulumi.Output<string> {
  const account: PolicyStatement = {
    sid: "AccountAdministersThroughIam",
    principals: { AWS: [`arn:aws:iam::${accountId}:root`] },
    actions: ["kms:*"],
    resources: ["*"],
  };
  const { services: servicesIn, conditions } = KEY_PURPOSES[purpose];
  const services = servicesIn(region);
  if (services.length === 0) return policyDocument([account]);
  return policyDocument([
    account,
    {
      sid: "ServicesUseTheKey",
      principals: { Service: services },
      actions: ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"],
      resources: ["*"],
      ...(conditions === undefined ? {} : { conditions: conditions(accountId, region) }),
    },
  ]);
}
