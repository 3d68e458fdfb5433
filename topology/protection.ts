import type * as pulumi from "@pulumi/pulumi";
import { BackupPlan } from "../components/backup-plan";
import { BackupVault } from "../components/backup-vault";
import type { Bucket } from "../components/bucket";
import { ResiliencePolicy } from "../components/resilience-policy";
import { RestoreTesting } from "../components/restore-testing";
import type { RestoredResources } from "../components/restore-testing";
import type { VaultSettings } from "../settings/backups";
import { buildBackupJobs } from "./backup-jobs";
import type { LogicalBackups } from "./backup-jobs";
import { namePrefix } from "./names";
import type { AllTiers } from "./tiers";
import { topic } from "./topics";

/** What brings back what was lost. */
export interface Protection extends LogicalBackups {
  /** Undefined for a system that AWS Backup does not protect. */
  readonly vault: BackupVault | undefined;
}

type Tiers = Pick<AllTiers, "settings" | "providers" | "foundation" | "data" | "secrets">;

export function buildProtection(tiers: Tiers): Protection {
  const { settings, providers } = tiers;
  const { backups, resilience } = settings;
  const jobs = buildBackupJobs(tiers);
  if (resilience !== undefined) {
    new ResiliencePolicy("resilience", { ...resilience, policyName: namePrefix(settings) }, { provider: providers.aws });
  }
  return { ...jobs, vault: backups.vault === undefined ? undefined : buildVault(tiers, backups.vault, jobs.backupBucket) };
}

/** The vault, its copy in another region, what goes into it every day, and the proof that it comes out again. */
function buildVault(tiers: Tiers, vaultSettings: VaultSettings, backupBucket: Bucket): BackupVault {
  const { settings, providers, foundation, data } = tiers;
  const { account, backups } = settings;
  const prefix = namePrefix(settings);
  const inRegion = { provider: providers.aws };
  const failureTopicArn = topic(foundation.topicArns, backups.failureChannel);

  const lock = {
    accountId: account.id,
    minimumRetentionDays: vaultSettings.minimumRetentionDays,
    maximumRetentionDays: vaultSettings.maximumRetentionDays,
    breakGlassRoleArns: vaultSettings.breakGlassRoles.map((role) => `arn:aws:iam::${account.id}:role/${role}`),
  };
  const vault = new BackupVault(
    "vault",
    { ...lock, vaultName: prefix, keyArn: foundation.keyArns.backups, failureTopicArn },
    inRegion,
  );
  const copy = vaultSettings.copyToBackupRegion
    ? {
        vaultArn: new BackupVault(
          "copy-vault",
          { ...lock, vaultName: `${prefix}-copy`, keyArn: foundation.backupRegionKeyArn("backups") },
          { provider: providers.awsBackupRegion },
        ).arn,
        retentionDays: vaultSettings.copyRetentionDays,
      }
    : undefined;

  const buckets = [...Object.values(data.buckets), ...(vaultSettings.protectBackupBucket ? [backupBucket] : [])];
  const bucketArns = buckets.map(({ bucketArn }) => bucketArn);
  const plan = {
    vaultName: vault.vaultName,
    schedule: vaultSettings.schedule,
    startWindowMinutes: vaultSettings.startWindowMinutes,
    completionWindowMinutes: vaultSettings.completionWindowMinutes,
    retentionDays: vaultSettings.retentionDays,
    failureTopicArn,
    ...(copy === undefined ? {} : { copy }),
  };
  if (data.database !== undefined) {
    new BackupPlan(
      "plan-database",
      { ...plan, planName: `${prefix}-database`, kind: "database", resourceArns: [data.database.primary.instanceArn] },
      inRegion,
    );
  }
  if (bucketArns.length > 0) {
    new BackupPlan(
      "plan-buckets",
      {
        ...plan,
        planName: `${prefix}-buckets`,
        kind: "bucket",
        resourceArns: bucketArns,
        continuousDays: vaultSettings.continuousDays,
      },
      inRegion,
    );
  }
  new RestoreTesting(
    "restore-testing",
    {
      ...vaultSettings.restoreTest,
      planName: prefix.replaceAll("-", "_"),
      timezone: backups.timezone,
      vaultArn: vault.arn,
      failureTopicArn,
      resources: restoredResources(tiers, bucketArns),
    },
    inRegion,
  );
  return vault;
}

function restoredResources(
  { foundation, data: { database } }: Tiers,
  bucketArns: readonly pulumi.Output<string>[],
): readonly RestoredResources[] {
  return [
    ...(database === undefined
      ? []
      : [
          {
            kind: "database" as const,
            resourceArns: [database.primary.instanceArn],
            subnetGroupName: database.primary.subnetGroupName,
            securityGroupIds: [foundation.firewall.groupIdOf("database")],
          },
        ]),
    ...(bucketArns.length === 0
      ? []
      : [{ kind: "bucket" as const, resourceArns: bucketArns, keyArn: foundation.keyArns.data }]),
  ];
}
