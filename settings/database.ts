import { z } from "zod";
import { databaseProblems } from "../components/internal/database-rules";
import { LATEST } from "../components/internal/database-instance";
import { LOG_RETENTION_DAYS } from "../components/internal/log-retention";

/** Names that RDS or PostgreSQL keep for themselves, and the two that every attacker tries first. */
const RESERVED_USERS =
  /^(admin|postgres|root|public|none|user|all|default|current_role|current_user|session_user|rds.*|pg_.*)$/;
const TIME = new RegExp(`^(${LATEST}|\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ)$`);

const storagePerformance = z
  .discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("baseline").meta({ description: "`baseline`: what gp3 gives for its price." }) }),
    z.strictObject({
      kind: z.literal("provisioned").meta({ description: "`provisioned`: more than that, from 400 GiB on." }),
      iops: z.int().meta({ description: "Operations a second, 12000 to 64000." }),
      throughputMibps: z.int().meta({ description: "MiB a second, 500 to 4000, at most a quarter of the IOPS." }),
    }),
  ], "an object whose kind is baseline or provisioned")
  .default({ kind: "baseline" })
  .meta({ description: "gp3's own baseline (3000 IOPS and 125 MiB/s below 400 GiB, 12000 and 500 above), or more." });

const restoreFrom = z
  .discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("nothing").meta({ description: "`nothing`: an empty database." }) }),
    z.strictObject({
      kind: z.literal("snapshot").meta({ description: "`snapshot`: a snapshot in this region, encrypted with this stack's data key." }),
      snapshotIdentifier: z.string().min(1).meta({ description: "Identifier or ARN of the snapshot." }),
    }),
    z.strictObject({
      kind: z.literal("pointInTime").meta({ description: "`pointInTime`: the automated backups of a database in this region." }),
      source: z
        .string()
        .min(1)
        .meta({ description: "Identifier of the database, or the ARN of backups that outlived it or were copied here." }),
      timeUtc: z
        .string()
        .regex(TIME, `${LATEST}, or a time such as 2026-11-21T02:00:00Z`)
        .meta({ description: "`latest`, or a time in UTC such as 2026-11-21T02:00:00Z." }),
    }),
  ], "an object whose kind is nothing, snapshot or pointInTime")
  .default({ kind: "nothing" })
  .meta({ description: "What the database is made from. It counts when the database is made, and never again." });

/** The PostgreSQL database and its read replicas. */
export const databaseSchema = z
  .strictObject({
    engineVersion: z
      .string()
      .regex(/^1[3-9]$/, "a major version of PostgreSQL in quotes, 13 to 19; RDS chooses the minor version")
      .meta({ description: "Major version of PostgreSQL, in quotes. Changing it is a migration, not a deployment." }),
    instanceClass: z.string().meta({ description: "Class of the primary, such as db.r7g.large." }),
    multiAz: z.boolean().meta({ description: "Whether a standby in another zone takes over by itself." }),
    replicas: z
      .int()
      .min(0)
      .max(5)
      .meta({ description: "Read replicas, 0 to 5, one zone after the other. Lowering it deletes the last ones." }),
    replicaInstanceClass: z.string().meta({ description: "Class of each replica; a smaller one falls behind under writes." }),
    // RDS's range for gp3 and PostgreSQL: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html
    storageGib: z.int().min(20).max(65_536).meta({ description: "Storage at the start, 20 to 65536 GiB." }),
    maxStorageGib: z
      .int()
      .max(65_536)
      .meta({ description: "Ceiling of storage autoscaling in GiB, a tenth or more above `storageGib`." }),
    storagePerformance,
    parameters: z
      .record(z.string(), z.string())
      .meta({ description: 'PostgreSQL\'s parameters in the units of postgresql.conf, each in quotes: "2GB", "30s", "on".' }),
    // PostgreSQL's own ceiling; RDS's floor.
    maxConnections: z
      .int()
      .min(6)
      .max(262_143)
      .meta({ description: "Connections that each instance takes, all users together. About 10 MB of memory each." }),
    masterUsername: z
      .string()
      .regex(/^[a-z][a-z0-9_]{0,15}$/, "1 to 16 lower-case letters, digits and underscores, a letter first")
      .refine((name) => !RESERVED_USERS.test(name), "a name that RDS and PostgreSQL don't keep for themselves")
      .meta({ description: "Name of the master user, which no application uses. Changing it replaces the database." }),
    backupRetentionDays: z
      .int()
      .min(1)
      .max(35)
      .meta({ description: "Days that point-in-time recovery reaches back, 1 to 35." }),
    backupWindowUtc: z.string().meta({ description: "Daily window of the automated backup in UTC, such as 02:00-02:30." }),
    maintenanceWindowUtc: z
      .string()
      .meta({ description: "Weekly window of patches in UTC, such as sun:03:00-sun:04:00, apart from `backupWindowUtc`." }),
    logRetentionDays: z
      .literal(LOG_RETENTION_DAYS)
      .meta({ description: "Days that the database's logs are kept, one of CloudWatch's steps." }),
    performanceInsightsRetentionDays: z
      .int()
      .refine(
        (days) => days === 7 || days === 731 || (days % 31 === 0 && days >= 31 && days <= 713),
        "7, 731 or a multiple of 31 up to 713",
      )
      .meta({ description: "Days of Performance Insights: 7 is free; 465 and more is Database Insights' advanced mode." }),
    enhancedMonitoringSeconds: z
      .literal([1, 5, 10, 15, 30, 60])
      .meta({ description: "Interval of the operating system's figures in seconds: 1, 5, 10, 15, 30 or 60." }),
    eventChannel: z
      .string()
      .meta({ description: "Who hears of failovers, failures and low storage: a name of groundwork:channels." }),
    restoreFrom,
  })
  .superRefine((database, context) => {
    for (const { path, expected } of databaseProblems(database)) {
      context.addIssue({ code: "custom", path: [...path], message: expected });
    }
  });

export type DatabaseSettings = z.infer<typeof databaseSchema>;
