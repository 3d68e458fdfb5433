import type { Proof } from "../proof";
import { linkedVariable, TYPE, variable } from "../resources";
import { alarm, facts, WEB } from "./resources";

const GIB = 1024 ** 3;

/** Rows about the database's settings, backups, how long they are kept, and maintenance. */
export const DATA: readonly Proof[] = [
  {
    id: "MFG-021",
    what: "The database can be had back as of any second of the last 7 days, a number that the document leaves open.",
    proofs: [
      variable(WEB, "ENABLE_PITR", "true"),
      ...facts(TYPE.database, "database-primary", { backupRetentionPeriod: 7, deleteAutomatedBackups: false }),
      { type: "aws:s3/bucketVersioning:BucketVersioning", name: "backups-versioning", property: "versioningConfiguration.status", equals: "Enabled" },
    ],
  },
  {
    id: "MFG-092",
    what: "Storage grows by itself to 500 GiB, logs end by themselves, and somebody is told when that does not help.",
    proofs: [
      ...facts(TYPE.database, "database-primary", { allocatedStorage: 100, maxAllocatedStorage: 500 }),
      ...alarm("alarms-database-database-storage-critical", ["database", "on-call"], {
        metricName: "FreeStorageSpace", comparisonOperator: "LessThanThreshold", threshold: 8 * GIB, treatMissingData: "breaching",
      }),
      { type: TYPE.logGroup, name: /./, property: "retentionInDays", atLeast: 1 },
    ],
  },
  {
    id: "MFG-139",
    what: "A task dumps the database, each night and whenever somebody runs the command that the stack prints.",
    proofs: [
      { type: TYPE.task, name: "backup-backup-database-task-definition", property: "containerDefinitions[0].command[4]", includes: "pg_dump --format=custom" },
      linkedVariable("backup-backup-database-task-definition", "BACKUP_BUCKET", { type: TYPE.bucket, name: "backups", output: "bucket" }),
      ...facts(TYPE.schedule, "backup-backup-database-schedule", { scheduleExpression: "cron(0 2 * * ? *)", scheduleExpressionTimezone: "Etc/UTC" }),
      { test: "tests/components/scheduled-task.spec.ts", title: "can be started once more by hand, in its own network" },
    ],
  },
];
