import { z } from "zod";
import type { ChannelsSettings } from "./channels";
import { keyOf, printable } from "./problems";
import type { Problem } from "./problems";
import type { PrometheusSettings } from "./prometheus";

const channels = z
  .array(z.string())
  .min(1)
  .refine((names) => new Set(names).size === names.length, "channels that differ")
  .meta({ description: "Who is told, names of groundwork:channels, at least one." });

const ALARM = { description: "When the alarm goes off, and who is told." };

const minRequests = z
  .int()
  .min(0)
  .max(1_000_000)
  .meta({ description: "Requests in five minutes below which a share of errors says nothing and does not alarm." });

/** A rule whose limit is a percentage. */
function percent(description: string) {
  return z
    .strictObject({ maxPercent: z.number().gt(0).max(100).meta({ description: `${description} Percent, up to 100.` }), channels })
    .transform((rule) => ({ limit: rule.maxPercent, channels: rule.channels }))
    .meta(ALARM);
}

/** A rule whose limit is a percentage of requests. */
function errorPercent(description: string) {
  return z
    .strictObject({
      maxPercent: z.number().gt(0).max(100).meta({ description: `${description} Percent, up to 100.` }),
      minRequests,
      channels,
    })
    .transform((rule) => ({ limit: rule.maxPercent, minRequests: rule.minRequests, channels: rule.channels }))
    .meta(ALARM);
}

/** A rule whose limit is a count that must not be exceeded. */
function atMost(description: string) {
  return z
    .strictObject({ maxCount: z.int().min(0).max(1_000_000).meta({ description: `${description} A count.` }), channels })
    .transform((rule) => ({ limit: rule.maxCount, channels: rule.channels }))
    .meta(ALARM);
}

/** A rule whose limit is a delay. */
function seconds(description: string) {
  return z
    .strictObject({ maxSeconds: z.number().gt(0).max(86_400).meta({ description: `${description} Seconds, up to a day.` }), channels })
    .transform((rule) => ({ limit: rule.maxSeconds, channels: rule.channels }))
    .meta(ALARM);
}

/** When each alarm goes off and who is told. No document gives these limits, so each stack says its own. */
export const alarmsSchema = z.strictObject({
  runbookBaseUrl: z
    .url({ protocol: /^https$/, error: "an https URL" })
    .refine((url) => !url.endsWith("/"), "a URL without a slash at the end")
    .meta({ description: "Where docs/runbooks can be read; each alarm links to its page there. No slash at the end." }),
  "load-balancer-errors": errorPercent("Share of requests that the load balancer itself answers with 5xx."),
  "unhealthy-targets": atMost("Tasks that may fail the load balancer's health check."),
  "few-healthy-targets": z
    .strictObject({
      minCount: z.int().min(1).max(1000).meta({ description: "Healthy tasks that each service behind the load balancer must have." }),
      channels,
    })
    .transform((rule) => ({ limit: rule.minCount, channels: rule.channels }))
    .meta(ALARM),
  "target-errors": errorPercent("Share of requests that a service answers with 5xx."),
  "target-latency": z
    .strictObject({
      maxMilliseconds: z.int().min(1).max(60_000).meta({ description: "Response time, 95th percentile. Milliseconds, up to 60000." }),
      channels,
    })
    .transform((rule) => ({ limit: rule.maxMilliseconds, channels: rule.channels }))
    .meta(ALARM),
  "certificate-expiry": z
    .strictObject({
      // ACM tries to renew from 60 days before the expiry on: https://docs.aws.amazon.com/acm/latest/userguide/managed-renewal.html
      minDays: z.int().min(1).max(59).meta({ description: "Days that the certificate must still be valid, up to 59: ACM renews at 60." }),
      channels,
    })
    .transform((rule) => ({ limit: rule.minDays, channels: rule.channels }))
    .meta(ALARM),
  "task-cpu": percent("CPU of a service's tasks, on average."),
  "task-memory": percent("Memory of a service's fullest task."),
  "few-tasks": z
    .strictObject({
      maxMissing: z.int().min(0).max(100).meta({ description: "Tasks that may be missing from a service's minimum; one must always run." }),
      channels,
    })
    .transform((rule) => ({ limit: rule.maxMissing, channels: rule.channels }))
    .meta(ALARM),
  "database-cpu": percent("CPU of a database instance."),
  "database-connections": percent("Share of max_connections in use."),
  "database-storage": z
    .strictObject({
      minFreeGib: z.number().gt(0).max(65_536).meta({ description: "Free storage that an instance must have. GiB." }),
      channels,
    })
    .transform((rule) => ({ limit: rule.minFreeGib, channels: rule.channels }))
    .meta(ALARM),
  "database-memory": z
    .strictObject({
      minFreeMib: z.int().min(1).max(4_000_000).meta({ description: "Memory that an instance must have free. MiB." }),
      channels,
    })
    .transform((rule) => ({ limit: rule.minFreeMib, channels: rule.channels }))
    .meta(ALARM),
  "replica-lag": seconds("How far a replica may be behind the primary."),
  "cache-cpu": percent("CPU of the Redis engine, which works on one thread."),
  "cache-memory": percent("Share of the cache's memory in use."),
  "cache-evictions": atMost("Keys that a cache node may evict in five minutes."),
  "cache-replication-lag": seconds("How far a cache replica may be behind."),
  "backup-failed": atMost("Failed backup jobs in an hour."),
  "backup-missing": z
    .strictObject({
      // CloudWatch looks back at most seven days.
      maxHours: z.int().min(2).max(168).meta({ description: "Hours in which a backup must have been completed, 2 to 168." }),
      channels,
    })
    .transform((rule) => ({ limit: rule.maxHours, channels: rule.channels }))
    .meta(ALARM),
  "backup-copy-failed": atMost("Failed copies to the backup region in an hour."),
});

export type AlarmsSettings = z.infer<typeof alarmsSchema>;

/** A rule over three topics: alarms and alerts name channels that exist. */
export function unknownChannels(settings: {
  readonly channels?: ChannelsSettings | undefined;
  readonly alarms?: AlarmsSettings | undefined;
  readonly prometheus?: PrometheusSettings | undefined;
}): Problem[] {
  if (settings.channels === undefined) return [];
  const known = Object.keys(settings.channels);
  const { runbookBaseUrl: _, ...rules } = settings.alarms ?? { runbookBaseUrl: "" };
  const alerts = settings.prometheus?.enabled === true ? Object.entries(settings.prometheus.alerts) : [];
  const named = [
    ...Object.entries(rules).map(([key, rule]) => ({ topic: "alarms", path: [key, "channels"], names: rule.channels })),
    ...alerts.map(([key, alert]) => ({ topic: "prometheus", path: ["alerts", key, "channels"], names: alert.channels })),
  ];
  return named.flatMap(({ topic, path, names }) =>
    names.flatMap((channel, index) =>
      known.includes(channel)
        ? []
        : [
            {
              key: keyOf(topic, [...path, index]),
              got: printable(channel, path),
              expected: `one of groundwork:channels: ${known.join(", ")}`,
            },
          ],
    ),
  );
}
