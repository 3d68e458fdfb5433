import { strict as assert } from "node:assert";
import { BackupVault } from "../../components/backup-vault";
import type { BackupVaultArgs } from "../../components/backup-vault";
import { build } from "../helpers/graph";
import type { Graph } from "../helpers/graph";

const KEY = "arn:aws:kms:eu-central-1:123456789012:key/backups";
const TOPIC = "arn:aws:sns:eu-central-1:123456789012:critical";

const compliant: BackupVaultArgs = {
  vaultName: "scholarship-production",
  keyArn: KEY,
  accountId: "123456789012",
  minimumRetentionDays: 7,
  maximumRetentionDays: 365,
  breakGlassRoleArns: ["arn:aws:iam::123456789012:role/break-glass"],
  failureTopicArn: TOPIC,
};

const vault = (change: Partial<BackupVaultArgs> = {}) =>
  build(() => new BackupVault("vault", { ...compliant, ...change }));

describe("BackupVault", () => {
  let graph: Graph;
  before(async () => {
    graph = await vault();
  });

  it("makes a vault, its lock, its policy and its notifications, and nothing else", () => {
    assert.deepEqual(graph.list(), [
      "aws:backup/vault:Vault vault",
      "aws:backup/vaultLockConfiguration:VaultLockConfiguration vault",
      "aws:backup/vaultNotifications:VaultNotifications vault",
      "aws:backup/vaultPolicy:VaultPolicy vault",
      "groundwork:backup-vault:BackupVault vault",
    ]);
  });

  it("encrypts with the given key, is classified and protected, and is never emptied by the program", () => {
    const { inputs, options } = graph.one("aws:backup/vault:Vault");
    assert.deepEqual(inputs, { name: "scholarship-production", kmsKeyArn: KEY, tags: { DataClass: "confidential" } });
    assert.equal(options.protect, true);
  });

  it("locks the retention in governance mode, never in the mode that nobody can undo", () => {
    const { inputs, options } = graph.one("aws:backup/vaultLockConfiguration:VaultLockConfiguration");
    assert.deepEqual(inputs, { backupVaultName: "scholarship-production", minRetentionDays: 7, maxRetentionDays: 365 });
    assert.equal(options.protect, true);
  });

  it("denies early deletion to everybody but the break-glass roles and the service itself", () => {
    const { Statement } = JSON.parse(String(graph.one("aws:backup/vaultPolicy:VaultPolicy").inputs.policy));
    assert.deepEqual(Statement, [
      {
        Sid: "OnlyBreakGlassShortensLives",
        Effect: "Deny",
        Principal: { AWS: ["*"] },
        Action: ["backup:DeleteRecoveryPoint", "backup:UpdateRecoveryPointLifecycle"],
        Resource: ["*"],
        Condition: {
          ArnNotLike: {
            "aws:PrincipalArn": [
              "arn:aws:iam::123456789012:role/aws-service-role/backup.amazonaws.com/*",
              "arn:aws:iam::123456789012:role/break-glass",
            ],
          },
        },
      },
    ]);
  });

  it("reports the failures that AWS Backup still sends events for", () => {
    assert.deepEqual(graph.one("aws:backup/vaultNotifications:VaultNotifications").inputs, {
      backupVaultName: "scholarship-production",
      snsTopicArn: TOPIC,
      backupVaultEvents: [
        "CONTINUOUS_BACKUP_INTERRUPTED",
        "COPY_JOB_FAILED",
        "S3_BACKUP_OBJECT_FAILED",
        "S3_RESTORE_OBJECT_FAILED",
      ],
    });
  });

  it("reports nothing without a topic", async () => {
    const { failureTopicArn: _, ...silent } = compliant;
    const copies = await build(() => new BackupVault("vault", silent));
    assert.deepEqual(copies.all("aws:backup/vaultNotifications:VaultNotifications"), []);
  });

  it("refuses a name that AWS refuses", async () => {
    await assert.rejects(vault({ vaultName: "scholarship/production" }), /must be 2 to 50 letters, digits, hyphens/);
    await assert.rejects(vault({ vaultName: "a".repeat(51) }), /must be 2 to 50/);
  });

  it("refuses a lock without a range", async () => {
    await assert.rejects(vault({ minimumRetentionDays: 8, maximumRetentionDays: 7 }), /got 8 and 7/);
    await assert.rejects(vault({ minimumRetentionDays: 0 }), /got 0 and 365/);
  });
});
