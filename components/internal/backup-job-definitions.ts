import { output } from "@pulumi/pulumi";
import type * as pulumi from "@pulumi/pulumi";
import { checkBackups, DUMP_DATABASE, RESTORE_MARK, SNAPSHOT_FILES, SYNC_FILES } from "./backup-scripts";
import { encrypts, lists, objects, readsAll, writes } from "./bucket-statements";
import type { StoredBucket } from "./bucket-statements";
import type { LifecycleRule } from "./lifecycle";
import type { PolicyStatement } from "./policy-document";

/** Where CHECK_BACKUPS reports to, and how an alarm finds it. */
export const BACKUP_METRIC = { namespace: "Groundwork/Backups", name: "BackupProblems" } as const;

/** The database that is dumped, and restored into. */
export interface DumpedDatabase {
  readonly host: pulumi.Input<string>;
  readonly port: pulumi.Input<number>;
  readonly name: string;
  /** The role that owns the tables, or one that may read them all. */
  readonly username: pulumi.Input<string>;
  /**
   * `valueFrom` of the user's name, where two users take turns with the password; it stands for `username` then.
   * @default - `username` is the user
   */
  readonly usernameFrom?: pulumi.Input<string> | undefined;
  /** `valueFrom` of its password: the ARN of a secret, or `arn:json-key::`. */
  readonly passwordFrom: pulumi.Input<string>;
  /** Path in the image of the certificates that the server is signed with; the dump is refused by anything else. */
  readonly certificateBundle: string;
}

/** What the jobs back up, from where to where. What a system lacks has no job. */
export interface BackupSubjects {
  readonly namePrefix: string;
  readonly database?: DumpedDatabase | undefined;
  readonly documents?: StoredBucket | undefined;
  readonly backups: StoredBucket;
}

/** When the database is dumped, and what the check finds fault with. */
export interface DumpTimes {
  readonly schedule: string;
  readonly maxAgeHours: number;
  /** A dump smaller than so many percent of the one before is a problem. */
  readonly minimumSizePercent: number;
}

/** When the documents are copied, and what the check finds fault with. */
export interface FileTimes {
  readonly syncSchedule: string;
  readonly snapshotSchedule: string;
  readonly maxSyncAgeHours: number;
  readonly maxSnapshotAgeHours: number;
}

/** When the jobs run: for each subject its times. */
export interface BackupTimes {
  readonly checkSchedule: string;
  readonly database?: DumpTimes | undefined;
  readonly files?: FileTimes | undefined;
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

/** Where the backup bucket mirrors the documents, deletions included. */
export const MIRROR_PREFIX = "files/latest/";

/**
 * How long the backup bucket keeps what. `files/latest/` is a mirror: an object that never changes is never written again,
 * so an expiry by age would delete documents that are alive. Only what a later sync replaced or deleted expires there.
 */
export function backupLifecycle(retentionDays: {
  readonly database?: number | undefined;
  readonly files?: number | undefined;
}): readonly LifecycleRule[] {
  const { database, files } = retentionDays;
  return [
    ...(database === undefined
      ? []
      : [{ prefix: "postgresql/", expirationDays: database, noncurrentDays: NONCURRENT_DUMP_DAYS }]),
    ...(files === undefined
      ? []
      : [
          { prefix: "files/snapshots/", expirationDays: files, noncurrentDays: files },
          { prefix: "files/", noncurrentDays: files },
        ]),
  ];
}

/** @throws where a subject has no times, or times no subject: half a backup is none */
export function backupJobs(subjects: BackupSubjects, times: BackupTimes): readonly BackupJob[] {
  const { database, documents, backups } = subjects;
  if ((database === undefined) !== (times.database === undefined)) {
    throw new Error("the backup jobs need the database and its times, or neither");
  }
  if ((documents === undefined) !== (times.files === undefined)) {
    throw new Error("the backup jobs need the documents and their times, or neither");
  }
  return [
    ...(database === undefined || times.database === undefined ? [] : [dumpJob(database, backups, times.database)]),
    ...(documents === undefined || times.files === undefined ? [] : fileJobs(documents, backups, times.files)),
    checkJob(subjects, times),
  ];
}

function dumpJob(database: DumpedDatabase, backups: StoredBucket, { schedule }: DumpTimes): BackupJob {
  return {
    taskName: "backup-database",
    schedule,
    script: DUMP_DATABASE,
    environment: { BACKUP_BUCKET: backups.name, ...connectionOf(database) },
    secrets: loginOf(database),
    taskPolicy: [writes("WriteDumps", backups, ["postgresql/*"]), encrypts(backups)],
  };
}

function fileJobs(documents: StoredBucket, backups: StoredBucket, times: FileTimes): readonly BackupJob[] {
  const environment = { DOCUMENTS_BUCKET: documents.name, BACKUP_BUCKET: backups.name };
  return [
    {
      taskName: "sync-files",
      schedule: times.syncSchedule,
      script: SYNC_FILES,
      environment,
      secrets: {},
      taskPolicy: [
        ...readsAll("Documents", documents),
        lists("ListLatest", backups, [`${MIRROR_PREFIX}*`, RESTORE_MARK]),
        writes("WriteLatest", backups, [`${MIRROR_PREFIX}*`, "files/last-sync"]),
        {
          // The object only: its versions, by which a deletion is undone, need another permission.
          sid: "DeleteFromLatest",
          actions: ["s3:DeleteObject"],
          resources: [objects(backups, `${MIRROR_PREFIX}*`)],
        },
        encrypts(backups),
      ],
    },
    {
      taskName: "snapshot-files",
      schedule: times.snapshotSchedule,
      script: SNAPSHOT_FILES,
      environment,
      secrets: {},
      taskPolicy: [
        ...readsAll("Documents", documents),
        lists("ListSnapshots", backups, ["files/snapshots/*", RESTORE_MARK]),
        writes("WriteSnapshots", backups, ["files/snapshots/*"]),
        encrypts(backups),
      ],
    },
  ];
}

function checkJob({ namePrefix, database, backups }: BackupSubjects, times: BackupTimes): BackupJob {
  const { database: dump, files } = times;
  const listed = [...(files === undefined ? [] : ["files/snapshots/*"]), ...(dump === undefined ? [] : ["postgresql/*"])];
  const read = [
    ...(dump === undefined ? [] : [objects(backups, "postgresql/*")]),
    ...(files === undefined ? [] : [objects(backups, "files/last-sync")]),
  ];
  return {
    taskName: "check-backups",
    schedule: times.checkSchedule,
    script: checkBackups({ database: dump !== undefined, files: files !== undefined }),
    environment: {
      BACKUP_BUCKET: backups.name,
      ...(database === undefined || dump === undefined
        ? {}
        : {
            PGDATABASE: database.name,
            MAX_DATABASE_AGE_HOURS: String(dump.maxAgeHours),
            MINIMUM_SIZE_PERCENT: String(dump.minimumSizePercent),
          }),
      ...(files === undefined
        ? {}
        : {
            MAX_SNAPSHOT_AGE_HOURS: String(files.maxSnapshotAgeHours),
            MAX_SYNC_AGE_HOURS: String(files.maxSyncAgeHours),
          }),
      METRIC_NAMESPACE: BACKUP_METRIC.namespace,
      METRIC_SYSTEM: namePrefix,
    },
    secrets: {},
    taskPolicy: [
      lists("ListBackups", backups, listed),
      { sid: "ReadBackups", actions: ["s3:GetObject"], resources: read },
      { sid: "Decrypt", actions: ["kms:Decrypt"], resources: [backups.keyArn] },
      {
        sid: "Report",
        actions: ["cloudwatch:PutMetricData"],
        // The action knows no resource; the namespace is what narrows it.
        resources: ["*"],
        conditions: { StringEquals: { "cloudwatch:namespace": [BACKUP_METRIC.namespace] } },
      },
    ],
  };
}

/** libpq's own variables but for the password. The server shows its certificate before the password is sent. */
export function connectionOf(database: DumpedDatabase): Readonly<Record<string, pulumi.Input<string>>> {
  return {
    PGHOST: database.host,
    PGPORT: output(database.port).apply(String),
    PGDATABASE: database.name,
    ...(database.usernameFrom === undefined ? { PGUSER: database.username } : {}),
    PGSSLMODE: "verify-full",
    PGSSLROOTCERT: database.certificateBundle,
  };
}

/** What of libpq's variables comes from a secret, read when the job starts. */
export function loginOf({ usernameFrom, passwordFrom }: DumpedDatabase): Readonly<Record<string, pulumi.Input<string>>> {
  return { ...(usernameFrom === undefined ? {} : { PGUSER: usernameFrom }), PGPASSWORD: passwordFrom };
}
