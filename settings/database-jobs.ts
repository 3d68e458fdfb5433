import { z } from "zod";
import { LOG_RETENTION_DAYS } from "../components/internal/log-retention";
import { imageReference } from "./image";
import { schedule } from "./schedule";
import { timezone } from "./timezone";

const JOB_NAME = /^[a-z][a-z0-9-]{1,28}[a-z0-9]$/;
const identifier = z
  .string()
  .regex(/^[a-z_][a-z0-9_]{0,62}$/, "1 to 63 lower-case letters, digits and underscores, no digit first");
const channels = z.array(z.string()).min(1, "at least one channel");

const common = {
  schedule: schedule.meta({ description: "When it starts: cron(minutes hours day month weekday year) or rate(5 minutes)." }),
  maintenanceWindow: z.enum(["inside", "outside", "anytime"]).meta({
    description:
      "`inside`: it starts and ends in groundwork:maintenance.windowUtc; `outside`: it shares no minute with it; `anytime`. " +
      "The first two need a cron schedule and the time zone UTC.",
  }),
  maxMinutes: z
    .int()
    .min(1)
    .max(720)
    .meta({ description: "Its time, 1 to 720 minutes. Then the statement at hand is cancelled and no other begins." }),
  lockTimeoutSeconds: z.int().min(1).max(3600).meta({
    description: "How long a statement waits for a lock before it gives up, 1 to 3600 seconds. Longer holds up who comes after it.",
  }),
};

const plain = (kind: "analyze" | "reindex-database" | "vacuum" | "vacuum-analyze", does: string) =>
  z.strictObject({ kind: z.literal(kind).meta({ description: `\`${kind}\`: ${does}` }), ...common });

const dangerous = (kind: "dangerously-reset-statistics" | "dangerously-vacuum-full", does: string, why: string) =>
  z.strictObject({
    kind: z.literal(kind).meta({ description: `\`${kind}\`: ${does}` }),
    enabled: z.boolean().default(false).meta({ description: `Whether the job is made. Off by default: ${why}` }),
    ...common,
  });

const index = z.strictObject({
  name: identifier.meta({ description: "Name of the index. Another name makes another index; the old one stays." }),
  table: identifier.meta({ description: "Its table in schema public." }),
  columns: z
    .array(identifier)
    .min(1)
    .max(32)
    .meta({ description: "Its columns in their order, 1 to 32." }),
  where: z
    .string()
    .min(1)
    .max(500)
    .regex(/^[^;]*$/, "a condition without a semicolon")
    .refine((text) => !text.includes("--") && !text.includes("/*"), "a condition without a comment")
    .optional()
    .meta({ description: "SQL condition of a partial index, such as `status = 'pending'`. Without it every row is in it." }),
});

const job = z
  .discriminatedUnion(
    "kind",
    [
      plain("analyze", "new statistics for the planner, of every table."),
      plain("vacuum", "frees the space of dead rows in every table. Readers and writers go on."),
      plain("vacuum-analyze", "both in one pass."),
      plain("reindex-database", "builds every index anew, concurrently: readers and writers go on, and it needs the space twice."),
      z.strictObject({
        kind: z.literal("reindex-bloated").meta({ description: "`reindex-bloated`: builds indexes anew that have become fragmented." }),
        indexes: z.array(identifier).min(1).meta({ description: "B-tree indexes in schema public. One that does not exist is a failure." }),
        maxFragmentationPercent: z
          .int()
          .min(1)
          .max(99)
          .meta({ description: "Leaf pages that may be out of order, 1 to 99 percent. Needs the extension pgstattuple." }),
        ...common,
      }),
      z.strictObject({
        kind: z.literal("create-indexes").meta({ description: "`create-indexes`: makes the indexes that are missing or invalid, concurrently." }),
        indexes: z
          .array(index)
          .min(1)
          .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, "indexes with names that differ")
          .meta({ description: "The indexes that must exist. A run that finds them all changes nothing." }),
        ...common,
      }),
      z.strictObject({
        kind: z.literal("statistics").meta({ description: "`statistics`: publishes sizes, connections by state and slow statements." }),
        tables: z.int().min(1).max(50).meta({ description: "So many largest tables, 1 to 50. Each is a metric that costs money." }),
        queries: z
          .int()
          .min(0)
          .max(100)
          .meta({ description: "So many slow statements are listed in the log, 0 to 100. Above 0 needs pg_stat_statements." }),
        orderQueriesBy: z
          .enum(["mean-time", "total-time"])
          .meta({ description: "Which statements are the slow ones: by the mean of a call, or by all calls together." }),
        ...common,
      }),
      z.strictObject({
        kind: z.literal("security-audit").meta({
          description: "`security-audit`: finds tables without row-level security and functions without a search_path of their own.",
        }),
        schemas: z.array(identifier).min(1).meta({ description: "The schemas that clients reach." }),
        functions: z.enum(["all", "security-definer"]).meta({
          description: "Which functions must set their search_path: all, or those that run with their owner's rights.",
        }),
        accepted: z
          .record(
            z.string().regex(/^[a-z_][a-z0-9_]*\.\w+$/, "schema.name, such as public.countries"),
            z.string().min(10, "a reason of 10 or more characters"),
          )
          .default({})
          .meta({ description: "Table or function that is right although it looks wrong -> why. It is listed and not counted." }),
        channels: channels.meta({ description: "Who hears of a finding: names of groundwork:channels." }),
        ...common,
      }),
      dangerous(
        "dangerously-vacuum-full",
        "rewrites every table of schema public to give its free space back.",
        "it locks each table against readers too while it lasts and needs its space twice; vacuum is enough for tables that stay as large.",
      ),
      dangerous(
        "dangerously-reset-statistics",
        "empties the statistics of the database.",
        "autovacuum forgets which tables need it, and every figure that is watched begins at 0.",
      ),
    ],
    "an object whose kind is one of the database jobs",
  )
  .superRefine((value, context) => {
    // A full vacuum in the daytime is an outage, so it has no choice of hours.
    if (value.kind === "dangerously-vacuum-full" && value.enabled && value.maintenanceWindow !== "inside") {
      context.addIssue({ code: "custom", path: ["maintenanceWindow"], message: "inside: every table is locked while it is rewritten" });
    }
  });

/** Work that the database needs again and again. */
export const databaseJobsSchema = z.strictObject({
  timezone: timezone.meta({ description: "IANA time zone of the schedules below." }),
  failureChannels: channels.meta({ description: "Who hears of a job that failed or did not run: names of groundwork:channels." }),
  task: z
    .strictObject({
      image: imageReference.meta({ description: "The image of the jobs, with bash and psql; that of the backup jobs has both." }),
      certificateBundle: z
        .string()
        .startsWith("/", "an absolute path")
        .optional()
        .meta({ description: "Path in the image of the certificates of RDS. With groundwork:database only: an external one has its own setting." }),
      limitVcpu: z.number().min(0.25).max(16).meta({ description: "What a job may use. vCPU, 0.25 to 16; the database does the work." }),
      memoryMib: z.int().min(512).max(122_880).meta({ description: "Where a job is killed. MiB, 512 to 122880." }),
      logRetentionDays: z
        .literal(LOG_RETENTION_DAYS)
        .meta({ description: "Days that the logs of the jobs are kept, one of CloudWatch's steps." }),
    })
    .meta({ description: "The tasks that run the jobs." }),
  jobs: z
    .record(z.string().regex(JOB_NAME, "3 to 30 lower-case letters, digits and hyphens, a letter first"), job)
    .meta({ description: "Name of the job -> what it does and when. Its task is called database-<name>." }),
});

export type DatabaseJobsSettings = z.infer<typeof databaseJobsSchema>;
export type DatabaseJobSettings = DatabaseJobsSettings["jobs"][string];

/** What is made: all but the dangerous jobs that nobody has turned on. */
export function enabledJobs(jobs: DatabaseJobsSettings["jobs"]): readonly (readonly [string, DatabaseJobSettings])[] {
  return Object.entries(jobs).filter(([, work]) => !("enabled" in work) || work.enabled);
}
