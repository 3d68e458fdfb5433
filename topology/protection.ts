import { BackupPlan } from "../components/backup-plan";
import { BackupVault } from "../components/backup-vault";
import { ResiliencePolicy } from "../components/resilience-policy";
import { RestoreTesting } from "../components/restore-testing";
import type { Settings } from "../settings/schema";
import { buildBackupJobs } from "./backup-jobs";
import type { LogicalBackups } from "./backup-jobs";
import type { Data } from "./data";
import { topic } from "./data";
import type { Foundation } from "./foundation";
import { namePrefix } from "./names";
import type { Providers } from "./providers";

/** What brings back what was lost. */
export interface Protection extends LogicalBackups {
  readonly vault: BackupVault;
}

export function buildProtection(
  settings: Settings,
  providers: Providers,
  foundation: Foundation,
  data: Data,
): Protection {
  const { account, backups } = settings;
  const prefix = namePrefix(settings);
  const inRegion = { provider: providers.aws };
  const failureTopicArn = topic(foundation.topicArns, backups.failureChannel);
  const { vault: vaultSettings } = backups;

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
          { ...lock, vaultName: `${prefix}-copy`, keyArn: foundation.backupRegionKeyArns.backups },
          { provider: providers.awsBackupRegion },
        ).arn,
        retentionDays: vaultSettings.copyRetentionDays,
      }
    : undefined;

  const bucketArns = Object.values(data.buckets).map(({ bucketArn }) => bucketArn);
  const plan = {
    vaultName: vault.vaultName,
    schedule: vaultSettings.schedule,
    startWindowMinutes: vaultSettings.startWindowMinutes,
    completionWindowMinutes: vaultSettings.completionWindowMinutes,
    retentionDays: vaultSettings.retentionDays,
    failureTopicArn,
    ...(copy === undefined ? {} : { copy }),
  };
  new BackupPlan(
    "plan-database",
    { ...plan, planName: `${prefix}-database`, kind: "database", resourceArns: [data.database.instanceArn] },
    inRegion,
  );
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
  new RestoreTesting(
    "restore-testing",
    {
      ...backups.restoreTest,
      planName: prefix.replaceAll("-", "_"),
      timezone: backups.timezone,
      vaultArn: vault.arn,
      failureTopicArn,
      resources: [
        {
          kind: "database",
          resourceArns: [data.database.instanceArn],
          subnetGroupName: data.database.subnetGroupName,
          securityGroupIds: [foundation.firewall.groupIdOf("database")],
        },
        { kind: "bucket", resourceArns: bucketArns, keyArn: foundation.keyArns.data },
      ],
    },
    inRegion,
  );

  new ResiliencePolicy("resilience", { ...settings.resilience, policyName: prefix }, inRegion);

  return { vault, ...buildBackupJobs(settings, providers, foundation, data) };
}
