import * as pulumi from "@pulumi/pulumi";
import { BackupJobs } from "../components/backup-jobs";
import { backupLifecycle } from "../components/internal/backup-job-definitions";
import { RestoreJobs } from "../components/restore-jobs";
import type { Settings } from "../settings/schema";
import { createBucket } from "./buckets";
import type { Data } from "./data";
import { topic } from "./data";
import type { Foundation } from "./foundation";
import { namePrefix } from "./names";
import type { Providers } from "./providers";

/** Where the logical backups are, and how a person brings them back. */
export interface LogicalBackups {
  readonly backupBucketName: pulumi.Output<string>;
  /** Restore job -> the command that starts it. */
  readonly restoreCommands: Readonly<Record<string, pulumi.Output<string>>>;
}

/** The bucket of dumps and copies, the jobs that fill and check it, and those that bring back what it holds. */
export function buildBackupJobs(
  settings: Settings,
  providers: Providers,
  foundation: Foundation,
  data: Data,
): LogicalBackups {
  const { account, alarms, backups, databaseRoles } = settings;
  const prefix = namePrefix(settings);
  const inRegion = { provider: providers.aws };
  const { keyArns, topicArns } = foundation;
  const bucket = createBucket(settings, providers, foundation, {
    name: "backups",
    baseName: `${prefix}-backups`,
    dataClass: "restricted",
    keyPurpose: "backups",
    lifecycle: backupLifecycle(backups.databaseRetentionDays, backups.filesRetentionDays),
    replicateToBackupRegion: backups.replicateToBackupRegion,
  });
  const { documents } = data.buckets;
  if (documents === undefined) throw new Error('groundwork:storage.buckets has no "documents", which the file backup copies');
  const task = {
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
    runbookBaseUrl: alarms.runbookBaseUrl,
    failureTopicArns: [topic(topicArns, backups.failureChannel)],
  };
  const subjects = {
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
  };
  // Dump and restore log in as a role of the database.
  const opts = { ...inRegion, dependsOn: [data.roles] };
  new BackupJobs("backup", { task: { ...task, timezone: backups.timezone }, subjects, times: backups }, opts);
  const { runCommands } = new RestoreJobs("restore", { task, subjects }, opts);
  return { backupBucketName: bucket.bucketName, restoreCommands: runCommands };
}
