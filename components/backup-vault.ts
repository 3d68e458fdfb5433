import * as pulumi from "@pulumi/pulumi";
import { Vault } from "@pulumi/aws/backup/vault";
import { VaultLockConfiguration } from "@pulumi/aws/backup/vaultLockConfiguration";
import { VaultNotifications } from "@pulumi/aws/backup/vaultNotifications";
import { VaultPolicy } from "@pulumi/aws/backup/vaultPolicy";
import { policyDocument } from "./internal/policy-document";

export interface BackupVaultArgs {
  /**
   * 2 to 50 letters, digits, hyphens and underscores. Changing this replaces the vault, which AWS refuses while it holds
   * anything.
   */
  vaultName: string;
  /** The key that encrypts the recovery points, in the vault's own region. Changing this replaces the vault. */
  keyArn: pulumi.Input<string>;
  /** The account of the vault. */
  accountId: string;
  /** Days. A job that would keep a recovery point for less fails. 1 or more. */
  minimumRetentionDays: number;
  /** Days. A job that would keep a recovery point for longer fails. At most 36500. */
  maximumRetentionDays: number;
  /** The only roles that may delete a recovery point before its time. */
  breakGlassRoleArns: readonly pulumi.Input<string>[];
  /** The SNS topic of the vault's own region that hears of failures inside jobs. @default - none, as for a vault of copies */
  failureTopicArn?: pulumi.Input<string>;
}

/** What `BACKUP_JOB_FAILED` and the like said is deprecated and silent: a plan hears of failed jobs from EventBridge. */
const FAILURE_EVENTS = [
  "CONTINUOUS_BACKUP_INTERRUPTED",
  "COPY_JOB_FAILED",
  "S3_BACKUP_OBJECT_FAILED",
  "S3_RESTORE_OBJECT_FAILED",
];

/**
 * A vault of AWS Backup that keeps what is put into it. A vault of copies is a second instance of this component, with the
 * provider of the other region and a key of that region.
 *
 * Creates: a vault, its lock, its policy, its notifications.
 * Guarantees: encrypted with the given key; no retention shorter than the lock allows; nobody but the break-glass roles
 * deletes a recovery point early or shortens its life; protected.
 *
 * The lock is in governance mode: who may administer the lock may lift it. Compliance mode (`changeableForDays`) is not
 * offered: after its grace time nobody, AWS included, can shorten a retention or delete the vault, and the bill runs on.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html
 */
export class BackupVault extends pulumi.ComponentResource {
  public readonly vaultName: pulumi.Output<string>;
  public readonly arn: pulumi.Output<string>;

  constructor(name: string, args: BackupVaultArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundwork:backup-vault:BackupVault", name, {}, opts);
    validate(args);

    const vault = new Vault(
      name,
      { name: args.vaultName, kmsKeyArn: args.keyArn, tags: { DataClass: "confidential" } },
      { parent: this, protect: true },
    );

    new VaultLockConfiguration(
      name,
      {
        backupVaultName: vault.name,
        minRetentionDays: args.minimumRetentionDays,
        maxRetentionDays: args.maximumRetentionDays,
      },
      { parent: this, protect: true },
    );

    new VaultPolicy(
      name,
      {
        backupVaultName: vault.name,
        policy: policyDocument([
          {
            sid: "OnlyBreakGlassShortensLives",
            effect: "Deny",
            principals: { AWS: ["*"] },
            actions: ["backup:DeleteRecoveryPoint", "backup:UpdateRecoveryPointLifecycle"],
            // A recovery point has the ARN of what it is, a snapshot say, never one below the vault.
            resources: ["*"],
            conditions: {
              ArnNotLike: {
                "aws:PrincipalArn": [
                  // The service's own role removes what has expired. Nobody else can assume it.
                  `arn:aws:iam::${args.accountId}:role/aws-service-role/backup.amazonaws.com/*`,
                  ...args.breakGlassRoleArns,
                ],
              },
            },
          },
        ]),
      },
      { parent: this },
    );

    if (args.failureTopicArn !== undefined) {
      new VaultNotifications(
        name,
        { backupVaultName: vault.name, snsTopicArn: args.failureTopicArn, backupVaultEvents: FAILURE_EVENTS },
        { parent: this },
      );
    }

    this.vaultName = vault.name;
    this.arn = vault.arn;

    this.registerOutputs({ vaultName: this.vaultName, arn: this.arn });
  }
}

function validate(args: BackupVaultArgs): void {
  if (!/^[A-Za-z0-9_-]{2,50}$/.test(args.vaultName)) {
    throw new Error(`the vault name "${args.vaultName}" must be 2 to 50 letters, digits, hyphens and underscores`);
  }
  if (args.minimumRetentionDays < 1 || args.maximumRetentionDays < args.minimumRetentionDays) {
    throw new Error(
      `the lock needs 1 <= minimum <= maximum days, got ${args.minimumRetentionDays} and ${args.maximumRetentionDays}`,
    );
  }
}
