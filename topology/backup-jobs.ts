import type * as pulumi from "@pulumi/pulumi";
import { BackupJobs } from "../components/backup-jobs";
import type { Bucket } from "../components/bucket";
import { backupLifecycle, MIRROR_PREFIX } from "../components/internal/backup-job-definitions";
import type { DumpedDatabase } from "../components/internal/backup-job-definitions";
import { RestoreJobs } from "../components/restore-jobs";
import type { Settings } from "../settings/schema";
import { createBucket } from "./buckets";
import type { Data } from "./data";
import { namePrefix } from "./names";
import type { Secrets } from "./secrets";
import type { AllTiers } from "./tiers";
import { topic } from "./topics";
import { workedDatabase } from "./worked-database";

/** Where the logical backups are, and how a person brings them back. */
export interface LogicalBackups {
  readonly backupBucket: Bucket;
  /** Backup or restore job -> the command that starts it. */
  readonly runCommands: Readonly<Record<string, pulumi.Output<string>>>;
}

type Tiers = Pick<AllTiers, "settings" | "providers" | "foundation" | "data" | "secrets">;

/** The bucket of dumps and copies, the jobs that fill and check it, and those that bring back what it holds. */
export function buildBackupJobs({ settings, providers, foundation, data, secrets }: Tiers): LogicalBackups {
  const { account, alarms, backups } = settings;
  const prefix = namePrefix(settings);
  const inRegion = { provider: providers.aws };
  const { keyArns, topicArns } = foundation;
  const bucket = createBucket(settings, providers, foundation, {
    name: "backups",
    baseName: `${prefix}-backups`,
    dataClass: "restricted",
    keyPurpose: "backups",
    lifecycle: backupLifecycle({ database: backups.database?.retentionDays, files: backups.files?.retentionDays }),
    replicateToBackupRegion: backups.replicateToBackupRegion,
    copyFollowsDeletions: backups.files === undefined ? [] : [MIRROR_PREFIX],
  });
  const documents = backups.files === undefined ? undefined : data.buckets.documents;
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
    database: dumpedDatabase(settings, data, secrets),
    documents:
      documents === undefined
        ? undefined
        : { name: documents.bucketName, arn: documents.bucketArn, keyArn: keyArns.data },
    backups: { name: bucket.bucketName, arn: bucket.bucketArn, keyArn: keyArns.backups },
  };
  // Dump and restore log in as a role of the database.
  const opts = { ...inRegion, dependsOn: data.database === undefined ? [] : [data.database.roles] };
  const jobs = new BackupJobs("backup", { task: { ...task, timezone: backups.timezone }, subjects, times: backups }, opts);
  const restores = new RestoreJobs("restore", { task, subjects }, opts);
  return { backupBucket: bucket, runCommands: { ...jobs.runCommands, ...restores.runCommands } };
}

function dumpedDatabase(settings: Settings, data: Data, secrets: Secrets): DumpedDatabase | undefined {
  const { backups } = settings;
  const database = backups.database === undefined ? undefined : workedDatabase(settings, data, secrets, backups.job.certificateBundle);
  return database === undefined ? undefined : { ...database, ...database.logins.owner };
}
