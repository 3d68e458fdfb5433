import { z } from "zod";
import { LOG_RETENTION_DAYS } from "../components/internal/log-retention";
import { imageReference } from "./image";

const minutes = z.int().min(1).max(1440).meta({ description: "Minutes that it must hold before anybody is told, 1 to 1440." });
const channels = z.array(z.string()).min(1).meta({ description: "Who is told, names of groundwork:channels, at least one." });

const enabled = z.strictObject({
  enabled: z.literal(true).meta({ description: "`true`: a managed Prometheus workspace and a collector." }),
  // https://docs.aws.amazon.com/prometheus/latest/userguide/AMP_quotas.html: 1095 days are the most.
  retentionDays: z.int().min(1).max(1095).meta({ description: "How long metrics are kept. Days, 1 to 1095." }),
  logRetentionDays: z
    .int()
    .refine((days) => LOG_RETENTION_DAYS.some((allowed) => allowed === days), `one of ${LOG_RETENTION_DAYS.join(", ")}`)
    .meta({ description: "How long the logs of the workspace and of the collector are kept. Days, a value that CloudWatch has." }),
  scrapeIntervalSeconds: z.int().min(10).max(300).meta({ description: "Seconds between two readings, 10 to 300." }),
  collector: z
    .strictObject({
      image: imageReference
        .meta({
          description: "The OpenTelemetry collector, contrib distribution: it needs sqlquery and sigv4auth. A version that never moves.",
        }),
      vcpu: z.number().min(0.25).max(16).meta({ description: "CPU of the collector's task. vCPU." }),
      memoryMib: z.int().min(512).max(122_880).meta({ description: "Memory of the collector's task. MiB." }),
    })
    .meta({ description: "The task that reads metrics and writes them to the workspace." }),
  scrape: z
    .record(
      z.string(),
      z.strictObject({ path: z.string().startsWith("/", "a path that begins with /").meta({ description: "Path of the metrics, such as /metrics." }) }),
    )
    .meta({ description: "Name of a service in groundwork:services -> where its metrics are." }),
  alerts: z
    .strictObject({
      "scrape-failed": z.strictObject({ minutes, channels }).meta({ description: "The metrics of a task can't be read." }),
      "database-unreachable": z
        .strictObject({ minutes, channels })
        .meta({ description: "The monitoring user can't query the database, or the collector is gone." }),
      "idle-transactions": z
        .strictObject({
          maxSessions: z.int().min(0).max(10_000).meta({ description: "Sessions that may sit idle in a transaction. A count." }),
          minutes,
          channels,
        })
        .meta({
          description: "Sessions idle in a transaction. In force only with groundwork:databaseRoles.monitoringReadsStatistics.",
        }),
    })
    .meta({ description: "What Prometheus alerts on." }),
});

const disabled = z.strictObject({
  enabled: z.literal(false).meta({ description: "`false`: CloudWatch's alarms and dashboard are all there is." }),
});

/** Prometheus as a service, beside CloudWatch. */
export const prometheusSchema = z.discriminatedUnion("enabled", [enabled, disabled]);

export type PrometheusSettings = z.infer<typeof prometheusSchema>;
