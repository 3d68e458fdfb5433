import type { Fact, Proof } from "../proof";
import { secretVariable, TYPE, variable } from "../resources";
import { API, facts, tells } from "./resources";

const JOBS = "database-jobs-database";
const LOCK = "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration";

/** A job of the database: when it starts and what its script says, as which role. */
const job = (name: string, schedule: string, says: readonly string[]): readonly Fact[] => [
  ...facts(TYPE.schedule, `${JOBS}-${name}-schedule`, { scheduleExpression: schedule, scheduleExpressionTimezone: "Etc/UTC", state: "ENABLED" }),
  {
    type: TYPE.schedule, name: `${JOBS}-${name}-schedule`, property: "target.ecsParameters.taskDefinitionArn",
    linksTo: { type: TYPE.task, name: `${JOBS}-${name}-task-definition`, output: "arn" },
  },
  ...says.map((text): Fact => ({
    type: TYPE.task, name: `${JOBS}-${name}-task-definition`, property: "containerDefinitions[0].command[4]", includes: text,
  })),
];

const grows = (atLeast: number): readonly Fact[] => [
  ...facts(TYPE.database, "database-primary", { allocatedStorage: 40 }),
  { type: TYPE.database, name: "database-primary", property: "maxAllocatedStorage", atLeast },
];

/** Objects end, and move before, on these days. */
const lives = (bucket: string, days: number, moves: Readonly<Record<string, number>>): readonly Fact[] =>
  facts(TYPE.lifecycle, `${bucket}-lifecycle`, {
    "rules[id=all-objects].status": "Enabled",
    "rules[id=all-objects].filter": {},
    "rules[id=all-objects].expiration.days": days,
    ...Object.fromEntries(Object.entries(moves).map(([storageClass, after]) => [`rules[id=all-objects].transitions[storageClass=${storageClass}].days`, after])),
  });

const audit: readonly Fact[] = [
  ...facts(TYPE.logGroup, "service-api-task-log", { retentionInDays: 90 }),
  ...facts("aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter", "logs-audit-api", { filterPattern: '{ $.log = "audit" }' }),
  ...facts(TYPE.lifecycle, "archive-audit-logs-lifecycle", { "rules[id=all-objects].transitions[storageClass=GLACIER_IR].days": 90 }),
];

const locked: readonly Fact[] = [
  ...facts(LOCK, "bucket-financial-object-lock", { "rule.defaultRetention.days": 2557, "rule.defaultRetention.mode": "GOVERNANCE" }),
  ...facts(LOCK, "copy-bucket-financial-object-lock", { "rule.defaultRetention.days": 2557 }),
];

/** Rows about the database's settings, backups, how long they are kept, and maintenance. */
export const DATA: readonly Proof[] = [
  {
    id: "OPS-078",
    what: "A job makes the partial index, concurrently, and makes it anew where it is invalid.",
    proofs: job("indexes", "cron(30 7 * * ? *)", [
      `create index concurrently if not exists "idx_orders_status_date" on public."orders" ("status", "created_at") where (status = '\\''pending'\\'')`,
    ]),
  },
  {
    id: "OPS-095",
    what: "Maintenance runs every night from three on, and somebody hears where it did not.",
    proofs: [
      ...job("analyze", "cron(0 3 * * ? *)", []), ...job("vacuum", "cron(30 3 * * ? *)", []), ...job("reindex-bloated", "cron(30 4 * * ? *)", []),
      ...tells(`${JOBS}-vacuum-alarms-did-not-run`, ["slack"]),
    ],
  },
  { id: "OPS-096", what: "Every night the planner's statistics are made anew.", proofs: job("analyze", "cron(0 3 * * ? *)", ["sql 'analyze'"]) },
  { id: "OPS-097", what: "Every night every table is vacuumed.", proofs: job("vacuum", "cron(30 3 * * ? *)", ["sql 'vacuum'"]) },
  {
    id: "OPS-098",
    what: "Every night the index that exists is built anew, concurrently, where more than 20 percent of it is out of order.",
    proofs: [
      ...job("reindex-bloated", "cron(30 4 * * ? *)", [
        "leaf_fragmentation > 20", "pgstatindex(wanted)", 'reindex index concurrently public."idx_orders_status_date"',
      ]),
      ...facts("postgresql:index/extension:Extension", "database-extensions-pgstattuple", { name: "pgstattuple" }),
    ],
  },
  { id: "OPS-121", what: "Storage grows by itself: from 40 GiB by 5 a month it reaches its limit after more than a year.", proofs: grows(40 + 12 * 5) },
  { id: "OPS-125", what: "Storage grows to what 6 months need: 30 GB that there must be, and 30 more.", proofs: grows(60) },
  { id: "OPS-129", what: "Storage grows to what 12 months need: 30 GB that there must be, and 60 more.", proofs: grows(90) },
  {
    id: "OPS-173",
    what: "Audit lines are kept for 90 days in the log, and the API is told the same for its table.",
    proofs: [...audit, variable(API, "AUDIT_LOG_RETENTION_DAYS", "90"), { setting: "services.api.logRetentionDays", refuses: 365, expected: /^90, groundwork:logArchive.retentionDays.application$/ }],
  },
  {
    id: "OPS-175",
    what: "Financial data can't be deleted for seven years, and ends then.",
    proofs: [...locked, ...lives("bucket-financial", 2557, { STANDARD_IA: 90, GLACIER: 400 })],
  },
  { id: "OPS-176", what: "Audit logs are at hand for 90 days and go to cheaper storage then.", proofs: audit },
  { id: "OPS-177", what: "Analytics end after two years.", proofs: lives("bucket-analytics", 731, { STANDARD_IA: 90 }) },
  {
    id: "OPS-186",
    what: "The database is backed up by itself, dumped every night, and protected by AWS Backup together with the buckets.",
    proofs: [
      ...facts(TYPE.database, "database-primary", { backupRetentionPeriod: 30, deleteAutomatedBackups: false, deletionProtection: true }),
      ...facts(TYPE.schedule, "backup-backup-database-schedule", { scheduleExpression: "cron(0 2 * * ? *)", state: "ENABLED" }),
      ...facts("aws:backup/plan:Plan", "plan-database", { "rules[0].schedule": "cron(30 5 * * ? *)", "rules[0].lifecycle.deleteAfter": 30 }),
      { type: "aws:backup/plan:Plan", count: 2 },
    ],
  },
  {
    id: "OPS-187",
    what: "Recovery points, dumps and files are copied to another region, a restore is tried every month, and a page says how.",
    proofs: [
      {
        type: "aws:backup/plan:Plan", name: "plan-database", property: "rules[0].copyActions[0].destinationVaultArn",
        linksTo: { type: "aws:backup/vault:Vault", name: "copy-vault", output: "arn" },
      },
      { type: "aws:s3/bucketReplicationConfig:BucketReplicationConfig", count: 3 },
      ...facts("aws:backup/restoreTestingPlan:RestoreTestingPlan", "restore-testing", { scheduleExpression: "cron(0 10 1 * ? *)" }),
      { document: "docs/recovery.md", heading: "The database, to a point in time" },
    ],
  },
  {
    id: "OPS-193",
    what: "The application's migrations make the table, as the one role that may; no table is made here, since one that Pulumi made would be dropped with its stack.",
    proofs: [
      secretVariable("task-migrate-task-definition", "DATABASE_URL", "credentials-migration", "url"),
      ...facts(TYPE.task, "task-migrate-task-definition", { "containerDefinitions[0].command": ["npx", "prisma", "migrate", "deploy"] }),
    ],
  },
  {
    id: "OPS-202",
    what: "Financial records keep every version, and nobody deletes or overwrites one under its lock.",
    proofs: [...locked, ...facts("aws:s3/bucketVersioning:BucketVersioning", "bucket-financial-versioning", { "versioningConfiguration.status": "Enabled" })],
  },
  {
    id: "OPS-207",
    what: "The statistics are never reset: the job is there, switched off, since autovacuum and the slow queries live on them.",
    proofs: [
      { type: TYPE.schedule, named: /reset-statistics/, count: 0 },
      { type: TYPE.schedule, named: /^database-jobs-/, count: 5 },
      { setting: "databaseJobs.jobs.reset-statistics.enabled", refuses: "yes", expected: /boolean/ },
    ],
  },
  {
    id: "OPS-209",
    what: "Every day the newest dump is read to its end and judged; somebody hears where it is old, short or missing, or was not looked at.",
    proofs: [
      ...facts(TYPE.schedule, "backup-check-backups-schedule", { scheduleExpression: "cron(0 8 * * ? *)", state: "ENABLED" }),
      {
        type: TYPE.task, name: "backup-check-backups-task-definition", property: "containerDefinitions[0].command[4]",
        includes: 'problem "there is no finished database dump"',
      },
      variable("backup-check-backups-task-definition", "MAX_DATABASE_AGE_HOURS", "26"),
      ...facts(TYPE.metricAlarm, "backup-not-proven", { metricName: "BackupProblems", treatMissingData: "breaching", threshold: 0 }),
      ...tells("backup-not-proven", ["slack"]),
      { test: "tests/components/internal/backup-scripts.spec.ts", title: "fails on an empty bucket with all that is missing, in one run" },
    ],
  },
];
