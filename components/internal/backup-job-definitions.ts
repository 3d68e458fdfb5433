import { output } from "@pulumi/pulumi";
import type * as pulumi from "@pulumi/pulumi";
import { CHECK_BACKUPS, DUMP_DATABASE, RESTORE_MARK, SNAPSHOT_FILES, SYNC_FILES } from "./backup-scripts";
import { encrypts, lists, objects, readsAll, writes } from "./bucket-statements";
import type { StoredBucket } from "./bucket-statements";
import type { LifecycleRule } from "./lifecycle";
import type { PolicyStatement } from "./policy-document";

/** Where CHECK_BACKUPS reports to, and how an alarm finds it. */
export const BACKUP_METRIC = { namespace: "Groundwork/Backups", name: "BackupProblems" } as const;

/** What the jobs back up, from where to where. */
export interface BackupSubjects {
  readonly namePrefix: string;
  readonly database: {
    readonly host: pulumi.Input<string>;
    readonly port: pulumi.Input<number>;
    readonly name: string;
    /** The role that owns the tables, or one that may read them all. */
    readonly username: pulumi.Input<string>;
    /** `valueFrom` of its password: the ARN of a secret, or `arn:json-key::`. */
    readonly passwordFrom: pulumi.Input<string>;
    /** Path in the image of the certificates that RDS is signed with; the dump is refused by anything else. */
    readonly certificateBundle: string;
  };
  readonly documents: StoredBucket;
  readonly backups: StoredBucket;
}

/** When the jobs run, and what the check finds fault with. */
export interface BackupTimes {
  readonly databaseSchedule: string;
  readonly filesSyncSchedule: string;
  readonly filesSnapshotSchedule: string;
  readonly checkSchedule: string;
  readonly maxDatabaseAgeHours: number;
  readonly maxSnapshotAgeHours: number;
  readonly maxSyncAgeHours: number;
  /** A dump smaller than so many percent of the one before is a problem. */
  readonly minimumSizePercent: number;
}

/** One job, as a ScheduledTask takes it. */
export interface BackupJob {
  readonly taskName: string;
  readonly schedule: string;
  readonly script: string;
  readonly environment: Readonly<Record<string, pulumi.Input<string>>>;
  readonly secrets: Readonly<Record<string, pulumi.Input<string>>>;
  /** What the job may do, and no more: none can delete or overwrite what another has written. */
  readonly taskPolicy: readonly PolicyStatement[];
}

/** Days in which a dump that was overwritten or deleted can still be had back: a week to notice. */
const NONCURRENT_DUMP_DAYS = 7;

/**
 * How long the backup bucket keeps what. `files/latest/` is a mirror: an object that never changes is never written again,
 * so an expiry by age would delete documents that are alive. Only what a later sync replaced or deleted expires there.
 */
export function backupLifecycle(databaseRetentionDays: number, filesRetentionDays: number): readonly LifecycleRule[] {
  return [
    { prefix: "postgresql/", expirationDays: databaseRetentionDays, noncurrentDays: NONCURRENT_DUMP_DAYS },
    { prefix: "files/snapshots/", expirationDays: filesRetentionDays, noncurrentDays: filesRetentionDays },
    { prefix: "files/", noncurrentDays: filesRetentionDays },
  ];
}

export function backupJobs(
  { namePrefix, database, documents, backups }: BackupSubjects,
  times: BackupTimes,
): readonly BackupJob[] {
  const backupBucket = { BACKUP_BUCKET: backups.name };
  const bothBuckets = { DOCUMENTS_BUCKET: documents.name, ...backupBucket };
  return [
    {
      taskName: "backup-database",
      schedule: times.databaseSchedule,
      script: DUMP_DATABASE,
      environment: { ...backupBucket, ...connectionOf(database) },
      secrets: { PGPASSWORD: database.passwordFrom },
      taskPolicy: [writes("WriteDumps", backups, ["postgresql/*"]), encrypts(backups)],
    },
    {
      taskName: "sync-files",
      schedule: times.filesSyncSchedule,
      script: SYNC_FILES,
      environment: bothBuckets,
      secrets: {},
      taskPolicy: [
        ...readsAll("Documents", documents),
        lists("ListLatest", backups, ["files/latest/*", RESTORE_MARK]),
        writes("WriteLatest", backups, ["files/latest/*", "files/last-sync"]),
        {
          // The object only: its versions, by which a deletion is undone, need another permission.
          sid: "DeleteFromLatest",
          actions: ["s3:DeleteObject"],
          resources: [objects(backups, "files/latest/*")],
        },
        encrypts(backups),
      ],
    },
    {
      taskName: "snapshot-files",
      schedule: times.filesSnapshotSchedule,
      script: SNAPSHOT_FILES,
      environment: bothBuckets,
      secrets: {},
      taskPolicy: [
        ...readsAll("Documents", documents),
        lists("ListSnapshots", backups, ["files/snapshots/*", RESTORE_MARK]),
        writes("WriteSnapshots", backups, ["files/snapshots/*"]),
        encrypts(backups),
      ],
    },
    {
      taskName: "check-backups",
      schedule: times.checkSchedule,
      script: CHECK_BACKUPS,
      environment: {
        ...backupBucket,
        PGDATABASE: database.name,
        MAX_DATABASE_AGE_HOURS: String(times.maxDatabaseAgeHours),
        MAX_SNAPSHOT_AGE_HOURS: String(times.maxSnapshotAgeHours),
        MAX_SYNC_AGE_HOURS: String(times.maxSyncAgeHours),
        MINIMUM_SIZE_PERCENT: String(times.minimumSizePercent),
        METRIC_NAMESPACE: BACKUP_METRIC.namespace,
        METRIC_SYSTEM: namePrefix,
      },
      secrets: {},
      taskPolicy: [
        lists("ListBackups", backups, ["files/snapshots/*", "postgresql/*"]),
        {
          sid: "ReadBackups",
          actions: ["s3:GetObject"],
          resources: [objects(backups, "postgresql/*"), objects(backups, "files/last-sync")],
        },
        { sid: "Decrypt", actions: ["kms:Decrypt"], resources: [backups.keyArn] },
        {
          sid: "Report",
          actions: ["cloudwatch:PutMetricData"],
          // The action knows no resource; the namespace is what narrows it.
          resources: ["*"],
          conditions: { StringEquals: { "cloudwatch:namespace": [BACKUP_METRIC.namespace] } },
        },
      ],
    },
  ];
}

/** libpq's own variables but for the password. The server shows its certificate before the password is sent. */
export function connectionOf(database: BackupSubjects["database"]): Readonly<Record<string, pulumi.Input<string>>> {
  return {
    PGHOST: database.host,
    PGPORT: output(database.port).apply(String),
    PGDATABASE: database.name,
    PGUSER: database.username,
    PGSSLMODE: "verify-full",
    PGSSLROOTCERT: database.certificateBundle,
  };
}
