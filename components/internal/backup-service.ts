import * as pulumi from "@pulumi/pulumi";

/** What AWS Backup protects here. Its role gets the managed policies of these kinds only. */
export type ProtectedKind = "database" | "bucket";

const MANAGED_POLICIES = "arn:aws:iam::aws:policy";

/** https://docs.aws.amazon.com/aws-backup/latest/devguide/security-iam-awsmanpol.html */
const BACKUP_POLICIES = {
  database: `${MANAGED_POLICIES}/service-role/AWSBackupServiceRolePolicyForBackup`,
  bucket: `${MANAGED_POLICIES}/AWSBackupServiceRolePolicyForS3Backup`,
} as const satisfies Readonly<Record<ProtectedKind, string>>;

/** Copying and tagging recovery points of every kind is in the policy of the databases, so a bucket's role has both. */
export function backupPolicies(kind: ProtectedKind): readonly string[] {
  return kind === "database" ? [BACKUP_POLICIES.database] : [BACKUP_POLICIES.database, BACKUP_POLICIES.bucket];
}

const RESTORE_POLICIES = {
  database: `${MANAGED_POLICIES}/service-role/AWSBackupServiceRolePolicyForRestores`,
  bucket: `${MANAGED_POLICIES}/AWSBackupServiceRolePolicyForS3Restore`,
} as const satisfies Readonly<Record<ProtectedKind, string>>;

export function restorePolicies(kinds: readonly ProtectedKind[]): readonly string[] {
  return [...new Set<string>([RESTORE_POLICIES.database, ...kinds.map((kind) => RESTORE_POLICIES[kind])])];
}

/** The name of a managed policy, the last part of its ARN: a stable logical name for its attachment. */
export function policyNameOf(policyArn: string): string {
  return policyArn.slice(policyArn.lastIndexOf("/") + 1);
}

/**
 * The trust policy of a role for AWS Backup. It has no `aws:SourceAccount`: nothing documents that AWS Backup sends the key
 * when it assumes a role, and where it doesn't every backup fails. Another account can't hand this role to the service,
 * since iam:PassRole never crosses accounts.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/iam-service-roles.html
 */
export const BACKUP_TRUST = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "backup.amazonaws.com" }, Action: "sts:AssumeRole" }],
});

/**
 * The events of jobs that one role ran and that did not succeed. Restore jobs say `status` where the others say `state`.
 * EXPIRED is the job that never started, for instance since the database was in its maintenance window.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/eventbridge.html
 */
export function failedJobs(jobs: "backup" | "restore", roleArn: pulumi.Input<string>): pulumi.Output<string> {
  const unsuccessful = ["ABORTED", "EXPIRED", "FAILED"];
  return pulumi.output(roleArn).apply((arn) =>
    JSON.stringify({
      source: ["aws.backup"],
      "detail-type":
        jobs === "backup" ? ["Backup Job State Change", "Copy Job State Change"] : ["Restore Job State Change"],
      detail: { iamRoleArn: [arn], [jobs === "backup" ? "state" : "status"]: unsuccessful },
    }),
  );
}
