import * as pulumi from "@pulumi/pulumi";
import { BackupJobs } from "../components/backup-jobs";
import { BackupPlan } from "../components/backup-plan";
import { BackupVault } from "../components/backup-vault";
import { Bucket } from "../components/bucket";
import { backupLifecycle } from "../components/internal/backup-job-definitions";
import { uniqueBucketName } from "../components/internal/bucket-name";
import { RestoreTesting } from "../components/restore-testing";
import type { Settings } from "../settings/schema";
import type { Data } from "./data";
import { topic } from "./data";
import type { Foundation } from "./foundation";
import { namePrefix } from "./names";
import type { Providers } from "./providers";

/** What brings back what was lost. */
export interface Protection {
  readonly vault: BackupVault;
  readonly backupBucketName: pulumi.Output<string>;
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

  return { vault, backupBucketName: buildJobs(settings, providers, foundation, data) };
}

/** The bucket of dumps and copies, and the jobs that fill and check it. */
function buildJobs(settings: Settings, providers: Providers, foundation: Foundation, data: Data): pulumi.Output<string> {
  const { account, alarms, backups, databaseRoles } = settings;
  const prefix = namePrefix(settings);
  const inRegion = { provider: providers.aws };
  const { keyArns, topicArns } = foundation;
  const bucket = new Bucket(
    "backups",
    {
      bucketName: uniqueBucketName(`${prefix}-backups`, account.id, account.region),
      dataClass: "restricted",
      encryption: { keyArn: keyArns.backups },
      lifecycle: backupLifecycle(backups.databaseRetentionDays, backups.filesRetentionDays),
    },
    inRegion,
  );
  const { documents } = data.buckets;
  if (documents === undefined) throw new Error('groundwork:storage.buckets has no "documents", which the file backup copies');
  new BackupJobs(
    "backup",
    {
      task: {
        accountId: account.id,
        region: account.region,
        clusterArn: foundation.cluster.arn,
        subnetIds: foundation.network.applicationSubnetIds,
        securityGroupIds: [foundation.firewall.groupIdOf("jobs")],
        image: backups.job.image,
        cpu: { limitVcpu: backups.job.limitVcpu },
        memoryMib: { limit: backups.job.memoryMib },
        logRetentionDays: backups.job.logRetentionDays,
        logKeyArn: keyArns.logs,
        secretsKeyArn: keyArns.secrets,
        timezone: backups.timezone,
        runbookBaseUrl: alarms.runbookBaseUrl,
        failureTopicArns: [topic(topicArns, backups.failureChannel)],
      },
      subjects: {
        namePrefix: prefix,
        database: {
          host: data.database.endpointHost,
          port: data.database.port,
          name: databaseRoles.databaseName,
          username: databaseRoles.ownerUsername,
          passwordFrom: pulumi.interpolate`${data.roleSecretArns.owner}:password::`,
          certificateBundle: backups.job.certificateBundle,
        },
        documents: { name: documents.bucketName, arn: documents.bucketArn, keyArn: keyArns.data },
        backups: { name: bucket.bucketName, arn: bucket.bucketArn, keyArn: keyArns.backups },
      },
      times: backups,
    },
    // The dump logs in as a role of the database.
    { ...inRegion, dependsOn: [data.roles] },
  );
  return bucket.bucketName;
}
