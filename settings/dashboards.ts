import { z } from "zod";
import { LOG_RETENTION_DAYS } from "../components/internal/log-retention";
import { schedule } from "./schedule";
import { timezone } from "./timezone";

const NAME = /^[a-z][a-z0-9-]{1,60}[a-z0-9]$/;
const name = z.string().regex(NAME, "3 to 62 lower-case letters, digits and hyphens, a letter first");
const title = z.string().min(1).max(200);

const plain = (kind: "throughput" | "connections" | "tasks" | "cache-hit-rate", description: string) =>
  z.strictObject({ kind: z.literal(kind).meta({ description: `\`${kind}\`: ${description}` }) });
const ofPercent = (kind: "errors" | "availability" | "cpu" | "memory" | "disk", description: string) =>
  z
    .strictObject({
      kind: z.literal(kind).meta({ description: `\`${kind}\`: ${description}` }),
      objectivePercent: z.number().min(0).max(100).optional().meta({ description: "A line across the graph at the value that was promised. Percent." }),
    })
    .transform(({ kind: same, objectivePercent }) => ({ kind: same, objective: objectivePercent }));

const panel = z
  .discriminatedUnion(
    "kind",
    [
      z.strictObject({ kind: z.literal("alarms").meta({ description: "`alarms`: the state of every alarm." }) }),
      z
        .strictObject({
          kind: z.literal("latency").meta({ description: "`latency`: response times of each service, average, p95 and p99." }),
          objectiveMilliseconds: z.int().min(1).max(60_000).optional().meta({ description: "A line at the value that was promised. Milliseconds." }),
        })
        .transform(({ kind, objectiveMilliseconds }) => ({
          kind,
          // The graph is in seconds.
          objective: objectiveMilliseconds === undefined ? undefined : objectiveMilliseconds / 1000,
        })),
      ofPercent("errors", "share of requests that each service answers with 5xx."),
      plain("throughput", "requests per second of each service."),
      ofPercent("availability", "share of all requests that were answered without a 5xx."),
      ofPercent("cpu", "CPU of services, database and cache."),
      ofPercent("memory", "memory of services and cache, freeable memory of the database."),
      ofPercent("disk", "storage of the database in use."),
      plain("connections", "connections to the database."),
      plain("tasks", "running tasks of each service."),
      plain("cache-hit-rate", "share of reads that the cache answered."),
      z.strictObject({
        kind: z.literal("metrics").meta({ description: "`metrics`: one graph of metrics of groundwork:metrics, with the limits of their alarms." }),
        title: title.meta({ description: "What stands over the graph." }),
        metrics: z.array(z.string()).min(1).max(50).meta({ description: "Names of groundwork:metrics, 1 to 50 of one unit." }),
        objective: z.number().optional().meta({ description: "A line at the value that was promised, in the metrics' unit." }),
      }),
      z.strictObject({ kind: z.literal("deployments").meta({ description: "`deployments`: the latest deployments of the services." }) }),
      z.strictObject({
        kind: z.literal("log").meta({ description: "`log`: the answer to a saved query." }),
        title: title.meta({ description: "What stands over it." }),
        query: z.string().meta({ description: "A name of savedQueries." }),
      }),
      z.strictObject({
        kind: z.literal("text").meta({ description: "`text`: words and links." }),
        markdown: z.string().min(1).max(10_000).meta({ description: "Markdown." }),
      }),
    ],
    { error: "a panel of a known kind, with its keys" },
  )
  .meta({ description: "What is shown: a kind, and what that kind asks for." });

const board = z.strictObject({
  lookBackHours: z.int().min(1).max(8760).meta({ description: "How far it looks back when it is opened, 1 to 8760 hours." }),
  // A list and not a map: the engine sorts the keys of maps, and people read from top to bottom.
  widgets: z
    .array(
      z.strictObject({
        title: title.meta({ description: "The heading." }),
        show: z.array(panel).min(1).max(10).meta({ description: "What stands under it, from left to right, 1 to 10." }),
      }),
    )
    .min(1)
    .max(40)
    .meta({ description: "From top to bottom, 1 to 40." }),
});

/** What people look at, besides the dashboard that is derived from the alarms. */
export const dashboardsSchema = z.strictObject({
  deploymentLogRetentionDays: z
    .literal(LOG_RETENTION_DAYS)
    .meta({ description: "Days that deployments of the services are remembered: a number that CloudWatch Logs offers, 1 to 3653." }),
  savedQueries: z
    .record(
      name,
      z.strictObject({
        of: z
          .array(z.string())
          .min(1)
          .max(10)
          .meta({ description: "Whose log: services, `database` for PostgreSQL's own, or `deployments`. 1 to 10." }),
        query: z.string().min(1).max(10_000).meta({ description: "The question, in the language of CloudWatch Logs Insights." }),
      }),
    )
    .meta({ description: "Name -> a question to the logs that stands ready in the console. May be empty." }),
  boards: z
    .record(name.refine((key) => key !== "overview", "another name: overview is the derived one"), board)
    .meta({ description: "Name -> dashboard `<system>-<environment>-<name>`. May be empty." }),
  reports: z
    .strictObject({
      timezone: timezone.meta({ description: "IANA time zone of the schedules below." }),
      failureChannel: z.string().meta({ description: "Who hears that a message could not be sent: a name of groundwork:channels." }),
      messages: z
        .record(
          z.string().regex(/^[a-z][a-z0-9-]{1,28}[a-z0-9]$/, "3 to 30 lower-case letters, digits and hyphens, a letter first"),
          z.strictObject({
            schedule: schedule.meta({ description: "When it is sent: cron(minutes hours day month weekday year) or rate(1 day)." }),
            channel: z.string().meta({ description: "Who gets it: a name of groundwork:channels." }),
            board: z.string().meta({ description: "Where it leads: a name of boards, or `overview`, the one of all alarms." }),
            text: z.string().min(10).max(500).meta({ description: "What to look at, 10 to 500 characters; the dashboard's address comes after it." }),
          }),
        )
        .refine((all) => Object.keys(all).length > 0, "at least one message")
        .meta({ description: "Name -> message." }),
    })
    .optional()
    .meta({ description: "Messages by the calendar that lead people to a dashboard. Absent: none." }),
});

export type DashboardsSettings = z.infer<typeof dashboardsSchema>;
