import type { Evidence, Fact, Proof } from "../proof";
import { linkedVariable, secretVariable, TYPE, variable } from "../resources";
import { MIGRATE } from "./resources";

const SCHEDULE = "aws:scheduler/schedule:Schedule";
const LIFECYCLE = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";
const REPLICATION = "aws:s3/bucketReplicationConfig:BucketReplicationConfig";
const RESILIENCE = "aws:resiliencehub/resiliencyPolicy:ResiliencyPolicy";
const DUMP = "backup-backup-database-task-definition";
const SYNC = "backup-sync-files-task-definition";
const SNAPSHOT = "backup-snapshot-files-task-definition";
const RESTORE_DATABASE = "restore-restore-database-task-definition";
const RESTORE_FILES = "restore-restore-files-task-definition";

const DATABASE_HOST = { type: TYPE.database, name: "database-primary", output: "address" } as const;
const BACKUPS = { type: TYPE.bucket, name: "backups" } as const;
const DOCUMENTS = { type: TYPE.bucket, name: "bucket-documents" } as const;

/** The script of a job, the last word of its command. */
const script = (task: string, matches: RegExp): Fact => ({
  type: TYPE.task, name: task, property: "containerDefinitions[0].command[4]", matches,
});

/** The command of a job of one statement. */
const statement = (task: string, equals: string): readonly Fact[] => [
  { type: TYPE.task, name: task, property: "containerDefinitions[0].command[0]", equals: "psql" },
  { type: TYPE.task, name: task, property: "containerDefinitions[0].command[3]", equals: "--command" },
  { type: TYPE.task, name: task, property: "containerDefinitions[0].command[4]", equals },
];

/** A job is started by the clock: its own schedule, in a time zone that is said, switched on, on its own task. */
const runs = (job: string, expression: string): readonly Fact[] => [
  { type: SCHEDULE, name: `${job}-schedule`, property: "scheduleExpression", equals: expression },
  { type: SCHEDULE, name: `${job}-schedule`, property: "scheduleExpressionTimezone", equals: "Etc/UTC" },
  { type: SCHEDULE, name: `${job}-schedule`, property: "state", equals: "ENABLED" },
  {
    type: SCHEDULE, name: `${job}-schedule`, property: "target.ecsParameters.taskDefinitionArn",
    linksTo: { type: TYPE.task, name: `${job}-task-definition`, output: "arn" },
  },
];

/** Objects below a prefix of the backup bucket are deleted so many days after they were written. */
const expires = (id: string, prefix: string, days: number): readonly Fact[] => [
  { type: LIFECYCLE, name: "backups-lifecycle", property: "bucket", linksTo: { ...BACKUPS, output: "bucket" } },
  { type: LIFECYCLE, name: "backups-lifecycle", property: `rules[id=${id}].filter.prefix`, equals: prefix },
  { type: LIFECYCLE, name: "backups-lifecycle", property: `rules[id=${id}].expiration.days`, equals: days },
  { type: LIFECYCLE, name: "backups-lifecycle", property: `rules[id=${id}].status`, equals: "Enabled" },
];

/** One statement of a job's task role: exactly these actions, on objects of that bucket alone. */
const allows = (role: string, sid: string, actions: readonly string[], bucket: typeof BACKUPS | typeof DOCUMENTS, keys: string): readonly Fact[] => [
  { type: TYPE.rolePolicy, name: role, property: `policy.Statement[Sid=${sid}].Action`, equals: [...actions] },
  { type: TYPE.rolePolicy, name: role, property: `policy.Statement[Sid=${sid}].Resource`, linksTo: { ...bucket, output: "arn", suffix: keys } },
];
const WRITES = ["s3:AbortMultipartUpload", "s3:PutObject", "s3:PutObjectTagging"];

const parameter = (name: string, value: string, applyMethod: "immediate" | "pending-reboot"): readonly Fact[] =>
  Object.entries({ value, applyMethod }).map(([key, equals]) => ({
    type: "aws:rds/parameterGroup:ParameterGroup", name: "database-parameters", property: `parameters[name=${name}].${key}`, equals,
  }));

/** libpq logs in as the role that the document names, and knows the server before it sends the password. */
const asOwner = (task: string): readonly Fact[] => [
  variable(task, "PGUSER", "scholarship_prod"),
  variable(task, "PGDATABASE", "scholarship_prod"),
  variable(task, "PGSSLMODE", "verify-full"),
  linkedVariable(task, "PGHOST", DATABASE_HOST),
  secretVariable(task, "PGPASSWORD", "credentials-owner", "password"),
];

/** Maintenance logs in as the same role, with its name and password from the same secret. */
const maintains = (task: string): readonly Fact[] => [
  variable(task, "PGDATABASE", "scholarship_prod"),
  linkedVariable(task, "PGHOST", DATABASE_HOST),
  secretVariable(task, "PGUSER", "credentials-owner", "username"),
  secretVariable(task, "PGPASSWORD", "credentials-owner", "password"),
];

/**
 * No provider makes an index of a table that migrations make. What can be proved is that the task for it is there, that it
 * runs before the services do, and that its role may: it acts as the owner of the tables.
 */
const MIGRATES: readonly Fact[] = [
  { type: TYPE.task, name: MIGRATE, property: "containerDefinitions[0].command", equals: ["alembic", "upgrade", "head"] },
  secretVariable(MIGRATE, "DATABASE_URL_SYNC", "credentials-migration", "url"),
  { type: TYPE.role, name: "database-roles-migration", property: "assumeRole", equals: "scholarship_prod" },
  { type: TYPE.role, name: "database-roles-migration", property: "roles", equals: ["scholarship_prod"] },
];

/** A fault of any kind has the same objective. */
const objective = (kind: "rto" | "rpo", equals: string): readonly Fact[] =>
  ["software", "hardware", "az", "region"].map((fault) => ({
    type: RESILIENCE, name: "resilience-objectives", property: `policy.${fault}.${kind}`, equals,
  }));

/** The monthly restore of the newest recovery points, which shows how long one takes, and who hears when it fails. */
const RESTORES_ARE_TESTED: readonly Evidence[] = [
  { type: "aws:backup/restoreTestingPlan:RestoreTestingPlan", name: "restore-testing", property: "scheduleExpression", equals: "cron(0 9 1 * ? *)" },
  { type: "aws:backup/restoreTestingSelection:RestoreTestingSelection", count: 2 },
  {
    type: "aws:cloudwatch/eventTarget:EventTarget", name: "restore-testing-failures", property: "arn",
    linksTo: { type: "aws:sns/topic:Topic", name: "channels-operations", output: "arn" },
  },
];

/** Rows about the database's settings, backups, how long they are kept, and maintenance. */
export const DATA: readonly Proof[] = [
  {
    id: "SCH-069",
    what: "A role scholarship_prod that logs in, with a generated password.",
    proofs: [
      { type: TYPE.role, name: "database-roles-owner", property: "name", equals: "scholarship_prod" },
      { type: TYPE.role, name: "database-roles-owner", property: "login", equals: true },
      {
        type: TYPE.role, name: "database-roles-owner",
        property: "password", linksTo: { type: TYPE.password, name: "credentials-owner", output: "result" },
      },
      { type: TYPE.role, name: "database-roles-owner", property: "secret:password", equals: true },
    ],
  },
  {
    id: "SCH-070",
    what: "A database scholarship_prod that belongs to scholarship_prod, and sorts as people do.",
    proofs: Object.entries({ name: "scholarship_prod", owner: "scholarship_prod", encoding: "UTF8", lcCollate: "en_US.UTF-8", lcCtype: "en_US.UTF-8" }).map(
      ([property, equals]): Fact => ({ type: "postgresql:index/database:Database", name: "database-roles-database", property, equals }),
    ),
  },
  {
    id: "SCH-092",
    what: "A dump is named after the database and the second at which it began; it ends in .dump.gz, since it is no SQL text.",
    proofs: [
      script(DUMP, /timestamp=\$\(date -u \+%Y%m%d_%H%M%S\)\n/),
      script(DUMP, /name="\$\{PGDATABASE\}_\$\{timestamp\}\.dump\.gz"\n/),
      variable(DUMP, "PGDATABASE", "scholarship_prod"),
    ],
  },
  {
    id: "SCH-093",
    what: "pg_dump runs as scholarship_prod on the primary, in the format that pg_restore reads.",
    proofs: [script(DUMP, /\n +pg_dump --format=custom --compress=0 --no-password \|\n/), ...asOwner(DUMP)],
  },
  { id: "SCH-094", what: "The dump goes through gzip.", proofs: [script(DUMP, /pg_dump [^|]+\|\n +gzip -c \|\n/)] },
  {
    id: "SCH-095",
    what: "The dump is written below postgresql/ of the backup bucket, and its job can write nowhere else.",
    proofs: [
      script(DUMP, /target="s3:\/\/\$\{BACKUP_BUCKET\}\/postgresql\/\$\{name\}"/),
      linkedVariable(DUMP, "BACKUP_BUCKET", { ...BACKUPS, output: "bucket" }),
      ...allows("backup-backup-database-task-task", "WriteDumps", WRITES, BACKUPS, "/postgresql/*"),
      { type: TYPE.rolePolicy, name: "backup-backup-database-task-task", property: "policy.Statement.length", equals: 2 },
    ],
  },
  { id: "SCH-096", what: "Dumps are kept for 30 days, in the bucket too.", proofs: expires("postgresql", "postgresql/", 30) },
  {
    id: "SCH-098",
    what: "The bucket scholarship-documents is mirrored: by the hour into the backup bucket, and at once into another region.",
    proofs: [
      { ...DOCUMENTS, property: "bucket", matches: /^scholarship-documents-/ },
      linkedVariable(SYNC, "DOCUMENTS_BUCKET", { ...DOCUMENTS, output: "bucket" }),
      script(SYNC, /aws s3 sync [^\n]*--delete "s3:\/\/\$\{DOCUMENTS_BUCKET\}\/" "s3:\/\/\$\{BACKUP_BUCKET\}\/files\/latest\/"/),
      { type: REPLICATION, name: "replication-bucket-documents-config", property: "bucket", linksTo: { ...DOCUMENTS, output: "bucket" } },
      {
        type: REPLICATION, name: "replication-bucket-documents-config", property: "rules[0].destination.bucket",
        linksTo: { type: TYPE.bucket, name: "copy-bucket-documents", output: "arn" },
      },
      { type: REPLICATION, name: "replication-bucket-documents-config", property: "rules[0].status", equals: "Enabled" },
    ],
  },
  {
    id: "SCH-099",
    what: "Copies of the files are written below files/ of the backup bucket.",
    proofs: [
      script(SNAPSHOT, /target="s3:\/\/\$\{BACKUP_BUCKET\}\/files\/snapshots\/\$\{timestamp\}"/),
      linkedVariable(SNAPSHOT, "BACKUP_BUCKET", { ...BACKUPS, output: "bucket" }),
      linkedVariable(SYNC, "BACKUP_BUCKET", { ...BACKUPS, output: "bucket" }),
      ...allows("backup-snapshot-files-task-task", "WriteSnapshots", WRITES, BACKUPS, "/files/snapshots/*"),
      ...allows("backup-sync-files-task-task", "WriteLatest", WRITES, BACKUPS, "/files/latest/*"),
    ],
  },
  {
    id: "SCH-100",
    what: "Copies of the files are kept for 7 days; of the mirror, what was replaced or deleted.",
    proofs: [
      ...expires("files/snapshots", "files/snapshots/", 7),
      { type: LIFECYCLE, name: "backups-lifecycle", property: "rules[id=files].noncurrentVersionExpiration.noncurrentDays", equals: 7 },
      // Expiring the mirror by age would delete documents that are alive.
      { type: LIFECYCLE, name: "backups-lifecycle", property: "rules[id=files].expiration", equals: undefined },
    ],
  },
  {
    id: "SCH-101",
    what: "The dump runs at 02:00 every day, in a time zone that is said.",
    proofs: runs("backup-backup-database", "cron(0 2 * * ? *)"),
  },
  {
    id: "SCH-102",
    what: "The files are copied at 03:00 every day, besides the hourly mirror.",
    proofs: runs("backup-snapshot-files", "cron(0 3 * * ? *)"),
  },
  {
    id: "SCH-120",
    what: "idx_applications_student_id is a migration of the application; the task that runs migrations may make it.",
    proofs: MIGRATES,
  },
  { id: "SCH-121", what: "idx_applications_status is a migration of the application; the task that runs migrations may make it.", proofs: MIGRATES },
  {
    id: "SCH-122",
    what: "idx_applications_created_at is a migration of the application; the task that runs migrations may make it.",
    proofs: MIGRATES,
  },
  {
    id: "SCH-123",
    what: "Statistics are made anew by a migration after it made indexes, and by the weekly maintenance in any case.",
    proofs: [...MIGRATES, ...statement("task-vacuum-analyze-task-definition", "VACUUM ANALYZE")],
  },
  {
    id: "SCH-124",
    what: "shared_buffers is 2 GB, in blocks of 8 kB.",
    proofs: parameter("shared_buffers", String((2 * 1024 * 1024) / 8), "pending-reboot"),
  },
  {
    id: "SCH-125",
    what: "effective_cache_size is 6 GB, in blocks of 8 kB.",
    proofs: parameter("effective_cache_size", String((6 * 1024 * 1024) / 8), "immediate"),
  },
  { id: "SCH-126", what: "maintenance_work_mem is 512 MB, in kB.", proofs: parameter("maintenance_work_mem", String(512 * 1024), "immediate") },
  {
    id: "SCH-127",
    what: "checkpoint_completion_target is 0.9.",
    proofs: [{ type: "aws:rds/parameterGroup:ParameterGroup", name: "database-parameters", property: "parameters[name=checkpoint_completion_target].value", equals: "0.9" }],
  },
  { id: "SCH-128", what: "wal_buffers is 16 MB, in blocks of 8 kB.", proofs: parameter("wal_buffers", String((16 * 1024) / 8), "pending-reboot") },
  {
    id: "SCH-137",
    what: "A task that a person starts restores the newest dump with pg_restore as scholarship_prod; another server is named by PGHOST.",
    proofs: [
      script(RESTORE_DATABASE, /\n +pg_restore --format=custom --single-transaction [^\n]*\\\n[^\n]*--dbname="\$\{PGDATABASE\}"\n/),
      variable(RESTORE_DATABASE, "DUMP", "newest"),
      linkedVariable(RESTORE_DATABASE, "BACKUP_BUCKET", { ...BACKUPS, output: "bucket" }),
      ...asOwner(RESTORE_DATABASE),
      ...allows("restore-restore-database-task-task", "ReadDumps", ["s3:GetObject", "s3:GetObjectTagging"], BACKUPS, "/postgresql/*"),
      { type: SCHEDULE, named: /restore/, count: 0 },
    ],
  },
  {
    id: "SCH-138",
    what: "A task that a person starts copies files/latest/, which the hourly mirror writes, back to the documents.",
    proofs: [
      variable(RESTORE_FILES, "COPY", "latest"),
      script(RESTORE_FILES, /prefix="files\/latest\/"\n/),
      script(RESTORE_FILES, /aws s3 sync [^\n]*"s3:\/\/\$\{BACKUP_BUCKET\}\/\$\{prefix\}" "s3:\/\/\$\{DOCUMENTS_BUCKET\}\/"/),
      linkedVariable(RESTORE_FILES, "DOCUMENTS_BUCKET", { ...DOCUMENTS, output: "bucket" }),
      ...allows("restore-restore-files-task-task", "ReadCopies", ["s3:GetObject", "s3:GetObjectTagging"], BACKUPS, "/files/latest/*"),
      ...allows("restore-restore-files-task-task", "WriteDocuments", WRITES, DOCUMENTS, "/*"),
    ],
  },
  {
    id: "SCH-141",
    what: "The system works again within 4 hours of a loss; the objective is stated, and restoring is tested every month.",
    proofs: [...objective("rto", "4h0m0s"), ...RESTORES_ARE_TESTED],
  },
  {
    id: "SCH-142",
    what: "At most 1 hour of work is lost: the database can go back to any point in time, the files are copied all the time.",
    proofs: [
      ...objective("rpo", "1h0m0s"),
      { type: TYPE.database, name: "database-primary", property: "backupRetentionPeriod", atLeast: 1 },
      { type: TYPE.database, name: "database-primary", property: "deleteAutomatedBackups", equals: false },
      { type: REPLICATION, name: "replication-bucket-documents-config", property: "rules[0].destination.replicationTime.time.minutes", equals: 15 },
      {
        type: "aws:s3/bucketVersioning:BucketVersioning", name: "bucket-documents-versioning",
        property: "versioningConfiguration.status", equals: "Enabled",
      },
      ...runs("backup-sync-files", "rate(1 hour)"),
    ],
  },
  {
    id: "SCH-143",
    what: "The database is backed up every day, and somebody hears when a day is left out.",
    proofs: [
      ...runs("backup-backup-database", "cron(0 2 * * ? *)"),
      { type: TYPE.metricAlarm, name: "backup-backup-database-alarms-did-not-run", property: "metricName", equals: "InvocationAttemptCount" },
      { type: TYPE.metricAlarm, name: "backup-backup-database-alarms-did-not-run", property: "treatMissingData", equals: "breaching" },
    ],
  },
  { id: "SCH-144", what: "The files are synchronised every hour.", proofs: runs("backup-sync-files", "rate(1 hour)") },
  {
    id: "SCH-150",
    what: "VACUUM ANALYZE runs once a week, as the owner of the tables.",
    proofs: [
      ...runs("task-vacuum-analyze", "cron(0 20 ? * SAT *)"),
      ...statement("task-vacuum-analyze-task-definition", "VACUUM ANALYZE"),
      ...maintains("task-vacuum-analyze-task-definition"),
    ],
  },
  {
    id: "SCH-151",
    what: "The indexes of scholarship_prod are built anew once a week, while they are in use.",
    proofs: [
      ...runs("task-reindex", "cron(0 22 ? * SAT *)"),
      ...statement("task-reindex-task-definition", "REINDEX DATABASE CONCURRENTLY scholarship_prod"),
      ...maintains("task-reindex-task-definition"),
    ],
  },
  {
    id: "SCH-152",
    what: "VACUUM FULL of every user table, since the view that the document names has no rows of its own; by hand, since it locks.",
    proofs: [
      script("task-vacuum-full-task-definition", /VACUUM \(FULL, ANALYZE\) %I\.%I', schemaname, relname\) from pg_stat_user_tables/),
      variable("task-vacuum-full-task-definition", "PGOPTIONS", "-c lock_timeout=10s"),
      ...maintains("task-vacuum-full-task-definition"),
      { type: SCHEDULE, named: /vacuum-full/, count: 0 },
    ],
  },
];
