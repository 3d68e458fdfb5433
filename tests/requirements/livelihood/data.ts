import type { Fact, Proof } from "../proof";
import { secretVariable, TYPE, variable } from "../resources";
import { alarm, BACKUP_PLAN, facts, job, kept, OBJECT_LOCK, parameter, PURGE, runs, SUBSCRIPTION_FILTER } from "./resources";

const CHECK = "backup-check-backups";
const DUMP = "backup-backup-database";
const VACUUM = "database-jobs-database-vacuum-analyze";
const REINDEX = "database-jobs-database-reindex";
const INDEXES = "database-jobs-database-indexes";
const FIREHOSE = "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream";

const lifecycle = (bucket: string, properties: Readonly<Record<string, Fact["equals"]>>): readonly Fact[] => facts(TYPE.lifecycle, `${bucket}-lifecycle`, properties);

/** All that is in an archive goes after these days, and not before. */
const archived = (bucket: string, days: number): readonly Fact[] => lifecycle(bucket, { "rules[1].id": "all-objects", "rules[1].status": "Enabled", "rules[1].expiration.days": days });
const locked = (bucket: string): readonly Fact[] =>
  facts(OBJECT_LOCK, `${bucket}-object-lock`, { "rule.defaultRetention.mode": "GOVERNANCE", "rule.defaultRetention.days": 2557 });

/** Lines of both versions of the API go to an archive through a stream. */
const split = (logClass: string, filterPattern: string): readonly Fact[] => [
  ...["api-blue", "api-green"].flatMap((version): Fact[] => [
    ...facts(SUBSCRIPTION_FILTER, `logs-${logClass}-${version}`, { filterPattern }),
    { type: SUBSCRIPTION_FILTER, name: `logs-${logClass}-${version}`, property: "destinationArn", linksTo: { type: FIREHOSE, name: `logs-${logClass}-stream`, output: "arn" } },
  ]),
  { type: FIREHOSE, name: `logs-${logClass}-stream`, property: "extendedS3Configuration.bucketArn", linksTo: { type: TYPE.bucket, name: `archive-${logClass}-logs`, output: "arn" } },
];
const AUDIT_LOGS: readonly Fact[] = [
  ...split("audit", '{ $.kind = "audit" }'),
  ...archived("archive-audit-logs", 2557),
  ...locked("archive-audit-logs"),
  ...archived("archive-audit", 2557),
  ...locked("archive-audit"),
];

/** The job makes an index concurrently, where it is missing or invalid. */
const index = (name: string, table: string, column: string): readonly Fact[] => [
  ...job(INDEXES, "cron(0 17 * * ? *)"),
  runs(INDEXES, `create index concurrently if not exists "${name}" on public."${table}" ("${column}")`),
  runs(INDEXES, `drop index concurrently if exists public."${name}"`),
  variable(`${INDEXES}-task-definition`, "PGDATABASE", "mswd_production"),
  secretVariable(`${INDEXES}-task-definition`, "PGUSER", "credentials-owner", "username"),
];

const WEEKLY: readonly Fact[] = [
  ...job(VACUUM, "cron(30 2 ? * SUN *)"),
  runs(VACUUM, "sql 'vacuum (analyze)'"),
  variable(`${VACUUM}-task-definition`, "MAX_MINUTES", "14"),
  ...job(REINDEX, "cron(45 2 ? * SUN *)"),
  runs(REINDEX, "reindex"),
  variable(`${REINDEX}-task-definition`, "PGDATABASE", "mswd_production"),
  variable(`${REINDEX}-task-definition`, "MAX_MINUTES", "14"),
];

/** Rows about the database's settings, backups, how long they are kept, and maintenance. */
export const DATA: readonly Proof[] = [
  {
    id: "LIV-011",
    what: "RDS backs the database up by itself, and keeps that if the database is deleted.",
    proofs: facts(TYPE.database, "database-primary", { backupRetentionPeriod: 7, deleteAutomatedBackups: false, skipFinalSnapshot: false }),
  },
  {
    id: "LIV-012",
    what: "The cache has a copy in memory in another zone and a snapshot of each of the last 7 days, which is what ElastiCache has in place of an append-only file.",
    proofs: facts(TYPE.cache, "cache-group", {
      snapshotRetentionLimit: 7, snapshotWindow: "00:30-01:30", automaticFailoverEnabled: true, multiAzEnabled: true, numCacheClusters: 2,
    }),
  },
  {
    id: "LIV-063",
    what: "Logs of services and tasks are kept for 30 days.",
    proofs: [
      ...kept(30, ...["api-blue", "api-green", "frontend-blue", "frontend-green", "workflows"].map((name) => `service-${name}-task-log`)),
      ...kept(30, ...["migrate", "migrate-back", "purge-closed-accounts"].map((name) => `task-${name}-task-log`)),
      { setting: "services.api.logRetentionDays", refuses: 90, expected: /^30, groundwork:logArchive\.retentionDays\.application/ },
    ],
  },
  { id: "LIV-064", what: "The record of users' actions and that of the account are kept for 7 years, locked.", proofs: AUDIT_LOGS },
  {
    id: "LIV-065",
    what: "Records of requests are kept for 90 days, at the load balancer and at the web firewall.",
    proofs: [
      ...archived("access-logs", 90),
      { type: TYPE.loadBalancer, name: "web", property: "accessLogs.bucket", linksTo: { type: TYPE.bucket, name: "access-logs", output: "bucket" } },
      ...facts(TYPE.loadBalancer, "web", { "accessLogs.enabled": true }),
      ...kept(90, "web-firewall-requests"),
      { setting: "loadBalancer.accessLogRetentionDays", refuses: 30, expected: /^90, groundwork:logArchive\.retentionDays\.access/ },
    ],
  },
  {
    id: "LIV-066",
    what: "Lines of errors are split off into an archive of their own, for a year.",
    proofs: [
      ...split("error", "?ERROR ?CRITICAL"),
      ...["frontend-blue", "frontend-green", "workflows"].flatMap((name) => facts(SUBSCRIPTION_FILTER, `logs-error-${name}`, { filterPattern: "?ERROR ?CRITICAL" })),
      ...archived("archive-error-logs", 365),
    ],
  },
  {
    id: "LIV-067",
    what: "The library of pg_stat_statements is loaded, and the extension made in the database.",
    proofs: [
      ...parameter("shared_preload_libraries", "pg_stat_statements", "pending-reboot"),
      ...facts("postgresql:index/extension:Extension", "database-extensions-pg_stat_statements", { name: "pg_stat_statements" }),
      {
        type: "postgresql:index/extension:Extension", name: "database-extensions-pg_stat_statements", property: "database",
        linksTo: { type: "postgresql:index/database:Database", name: "database-roles-database", output: "name" },
      },
    ],
  },
  { id: "LIV-068", what: "max_connections is 100.", proofs: parameter("max_connections", "100", "pending-reboot") },
  { id: "LIV-069", what: "shared_buffers is 256 MB, 32768 blocks of 8 kB.", proofs: parameter("shared_buffers", "32768", "pending-reboot") },
  { id: "LIV-070", what: "effective_cache_size is 1 GB, 131072 blocks of 8 kB.", proofs: parameter("effective_cache_size", "131072", "immediate") },
  { id: "LIV-071", what: "work_mem is 4 MB, 4096 kB.", proofs: parameter("work_mem", "4096", "immediate") },
  { id: "LIV-072", what: "maintenance_work_mem is 64 MB, 65536 kB.", proofs: parameter("maintenance_work_mem", "65536", "immediate") },
  {
    id: "LIV-076",
    what: "RDS backs up from 02:00 UTC, and the dump starts at 02:00 UTC, every day.",
    proofs: [
      ...facts(TYPE.database, "database-primary", { backupWindow: "02:00-02:30", maintenanceWindow: "sun:03:00-sun:04:00" }),
      ...job(DUMP, "cron(0 2 * * ? *)"),
      { setting: "database.maintenanceWindowUtc", refuses: "sun:02:00-sun:03:00", expected: /shares no minute with the daily window 02:00-02:30/ },
    ],
  },
  { id: "LIV-077", what: "Any second of the last 7 days can be had back.", proofs: facts(TYPE.database, "database-primary", { backupRetentionPeriod: 7 }) },
  {
    id: "LIV-078",
    what: "Daily recovery points and dumps are kept for 30 days.",
    proofs: [
      ...facts(BACKUP_PLAN, "plan-database", { "rules[0].schedule": "cron(0 4 * * ? *)", "rules[0].lifecycle.deleteAfter": 30 }),
      ...facts(BACKUP_PLAN, "plan-buckets", { "rules[0].lifecycle.deleteAfter": 30 }),
      ...lifecycle("backups", { "rules[1].filter.prefix": "postgresql/", "rules[1].expiration.days": 30 }),
    ],
  },
  {
    id: "LIV-079",
    what: "Recovery points, dumps and documents are copied to Tokyo.",
    proofs: [
      ...facts(TYPE.awsProvider, "aws-backup-region", { region: "ap-northeast-1" }),
      { type: BACKUP_PLAN, name: "plan-database", property: "rules[0].copyActions[0].destinationVaultArn", linksTo: { type: "aws:backup/vault:Vault", name: "copy-vault", output: "arn" } },
      ...facts(BACKUP_PLAN, "plan-database", { "rules[0].copyActions[0].lifecycle.deleteAfter": 30 }),
      ...["backups", "bucket-documents"].flatMap((bucket): Fact[] => [
        ...facts("aws:s3/bucketReplicationConfig:BucketReplicationConfig", `replication-${bucket}-config`, {
          "rules[0].status": "Enabled", "rules[0].destination.replicationTime.time.minutes": 15,
        }),
        {
          type: "aws:s3/bucketReplicationConfig:BucketReplicationConfig", name: `replication-${bucket}-config`,
          property: "rules[0].destination.bucket", linksTo: { type: TYPE.bucket, name: `copy-${bucket}`, output: "arn" },
        },
      ]),
    ],
  },
  {
    id: "LIV-080",
    what: "A task dumps the database into the bucket, by the clock and whenever somebody starts it; in custom format, which pg_restore can read.",
    proofs: [
      runs(DUMP, "pg_dump --format=custom"),
      runs(DUMP, "timestamp=$(date -u +%Y%m%d_%H%M%S)"),
      variable(`${DUMP}-task-definition`, "PGDATABASE", "mswd_production"),
      { document: "docs/recovery.md", heading: "The database, from a dump" },
    ],
  },
  {
    id: "LIV-081",
    what: "Every day pg_restore reads the newest dump to its end, and its checksum is compared.",
    proofs: [...job(CHECK, "cron(0 7 * * ? *)"), runs(CHECK, "pg_restore --format=custom"), runs(CHECK, "sha256sum")],
  },
  {
    id: "LIV-082",
    what: "VACUUM ANALYZE runs every Sunday at 02:30 UTC, in the window, as the owner of the tables.",
    proofs: [...job(VACUUM, "cron(30 2 ? * SUN *)"), runs(VACUUM, "sql 'vacuum (analyze)'"), secretVariable(`${VACUUM}-task-definition`, "PGUSER", "credentials-owner", "username")],
  },
  {
    id: "LIV-083",
    what: "REINDEX DATABASE mswd_production runs every Sunday at 02:45 UTC, concurrently.",
    proofs: [
      ...facts("postgresql:index/database:Database", "database-roles-database", { name: "mswd_production" }),
      ...job(REINDEX, "cron(45 2 ? * SUN *)"),
      runs(REINDEX, "reindex"),
      runs(REINDEX, "concurrently"),
      variable(`${REINDEX}-task-definition`, "PGDATABASE", "mswd_production"),
    ],
  },
  { id: "LIV-096", what: "idx_applications_status exists on applications(status).", proofs: index("idx_applications_status", "applications", "status") },
  { id: "LIV-097", what: "idx_applications_created_at exists on applications(created_at).", proofs: index("idx_applications_created_at", "applications", "created_at") },
  { id: "LIV-098", what: "idx_users_email exists on users(email).", proofs: index("idx_users_email", "users", "email") },
  { id: "LIV-099", what: "idx_programs_active exists on programs(is_active).", proofs: index("idx_programs_active", "programs", "is_active") },
  {
    id: "LIV-124",
    what: "Every day a task judges the newest dump by its age and size, and an alarm goes off when AWS Backup has completed nothing for 26 hours.",
    proofs: [
      ...job(CHECK, "cron(0 7 * * ? *)"),
      variable(`${CHECK}-task-definition`, "MAX_DATABASE_AGE_HOURS", "26"),
      ...alarm("alarms-vault-backup-missing-warning", "warning", {
        metricName: "NumberOfBackupJobsCompleted", threshold: 1, comparisonOperator: "LessThanThreshold", period: 3600, evaluationPeriods: 26, treatMissingData: "breaching",
      }),
    ],
  },
  { id: "LIV-125", what: "Vacuum and reindex run every Sunday, within the window and before the patches of 03:00 UTC.", proofs: WEEKLY },
  {
    id: "LIV-132",
    what: "On the first of each month AWS Backup restores the newest recovery points of database and buckets.",
    proofs: [
      ...facts("aws:backup/restoreTestingPlan:RestoreTestingPlan", "restore-testing", { scheduleExpression: "cron(0 8 1 * ? *)", scheduleExpressionTimezone: "Etc/UTC" }),
      ...facts("aws:backup/restoreTestingSelection:RestoreTestingSelection", "restore-testing-database", { protectedResourceType: "RDS" }),
      ...facts("aws:backup/restoreTestingSelection:RestoreTestingSelection", "restore-testing-bucket", { protectedResourceType: "S3", "protectedResourceArns.length": 2 }),
    ],
  },
  {
    id: "LIV-187",
    what: "Every night a task removes what belongs to accounts that were closed two years ago.",
    proofs: [
      ...job("task-purge-closed-accounts", "cron(0 18 * * ? *)"),
      variable(PURGE, "RETENTION_DAYS", "731"),
      secretVariable(PURGE, "DATABASE_URL", "credentials-application", "url"),
      // Nothing in the bucket but applications goes by its own age.
      ...lifecycle("bucket-documents", { "rules.length": 3, "rules[1].expiration": undefined }),
    ],
  },
  {
    id: "LIV-188",
    what: "Documents of applications are kept for 7 years and go then; rows stay in a database that can't be deleted by mistake.",
    proofs: [
      ...lifecycle("bucket-documents", { "rules[2].filter.prefix": "applications/", "rules[2].expiration.days": 2557 }),
      ...facts(TYPE.database, "database-primary", { deletionProtection: true, "option:protect": true }),
    ],
  },
  { id: "LIV-189", what: "Audit logs are kept for 7 years, locked, as row LIV-064 says.", proofs: AUDIT_LOGS },
  {
    id: "LIV-190",
    what: "Logs of database, cache, network and shells are kept for a year.",
    proofs: [
      ...kept(365, "database-logs-postgresql", "database-logs-upgrade", "cache-engine-log", "cache-slow-log", "network-flow-logs-records", "cluster-shell", "connection-proxy-log"),
      { setting: "database.logRetentionDays", refuses: 30, expected: /^365, groundwork:logArchive\.retentionDays\.system/ },
    ],
  },
];
