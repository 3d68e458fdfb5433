import { z } from "zod";
import { ALARM_LEVELS, LATENCY_STATISTICS } from "../components/internal/alarm-definition";
import type { AlarmRule } from "../components/internal/alarm-definition";
import type { ChannelsSettings } from "./channels";
import type { MetricsSettings } from "./metrics";
import { keyOf, printable } from "./problems";
import type { Problem } from "./problems";
import type { PrometheusSettings } from "./prometheus";

export const alarmChannels = z
  .array(z.string())
  .min(1)
  .refine((names) => new Set(names).size === names.length, "channels that differ")
  .meta({ description: "Who is told, names of groundwork:channels, at least one." });

/** One alarm: level -> rule, whatever the rule is. */
function alarmLevels<Rule extends z.ZodType>(rule: Rule) {
  return z
    .partialRecord(z.enum(ALARM_LEVELS), rule)
    .refine((levels) => Object.keys(levels).length > 0, `at least one level of ${ALARM_LEVELS.join(", ")}`)
    .meta({
      description: `When the alarm goes off, and who is told, for each level: ${ALARM_LEVELS.join(", ")}. At least one; its name ends in it.`,
    });
}

// CloudWatch looks back a day at most where a period is shorter than an hour, and ours are one minute.
const forMinutes = z.int().min(1).max(1440).meta({ description: "Minutes in a row that must be over the limit, 1 to 1440." });
const minRequestsPerMinute = z
  .int()
  .min(0)
  .max(1_000_000)
  .meta({ description: "A minute with fewer requests says nothing about a share of them and does not alarm." });
const asked = { channels: alarmChannels, forMinutes };

const percentage = (description: string) => z.number().gt(0).max(100).meta({ description: `${description} Percent, up to 100.` });
const counted = (description: string) => z.int().min(0).max(1_000_000).meta({ description: `${description} A count.` });

/** An alarm whose limit is a percentage. */
function percent(description: string) {
  return alarmLevels(
    z
      .strictObject({ maxPercent: percentage(description), ...asked })
      .transform(({ maxPercent, ...rest }): AlarmRule => ({ limit: maxPercent, ...rest })),
  );
}

/** An alarm whose limit is a percentage of requests. */
function errorPercent(description: string) {
  return alarmLevels(
    z
      .strictObject({ maxPercent: percentage(description), minRequestsPerMinute, ...asked })
      .transform(({ maxPercent, ...rest }): AlarmRule => ({ limit: maxPercent, ...rest })),
  );
}

/** An alarm whose limit is a count in a window that the metric has by nature. */
function atMost(description: string) {
  return alarmLevels(
    z
      .strictObject({ maxCount: counted(description), channels: alarmChannels })
      .transform(({ maxCount, channels }): AlarmRule => ({ limit: maxCount, channels })),
  );
}

/** An alarm whose limit is a delay. */
function seconds(description: string) {
  return alarmLevels(
    z
      .strictObject({ maxSeconds: z.number().gt(0).max(86_400).meta({ description: `${description} Seconds, up to a day.` }), ...asked })
      .transform(({ maxSeconds, ...rest }): AlarmRule => ({ limit: maxSeconds, ...rest })),
  );
}

const storage = z
  .strictObject({
    minFreeGib: z.number().gt(0).max(65_536).optional().meta({ description: "Free storage that an instance must have. GiB." }),
    minFreePercent: percentage("Instead: free storage, of the storage that the instance was made with.").optional(),
    ...asked,
  })
  .refine((rule) => (rule.minFreeGib === undefined) !== (rule.minFreePercent === undefined), {
    error: "either minFreeGib or minFreePercent",
    path: ["minFreeGib"],
  })
  .transform(
    ({ minFreeGib, minFreePercent, ...rest }): AlarmRule =>
      minFreePercent === undefined
        ? { limit: minFreeGib ?? 0, unit: "absolute", ...rest }
        : { limit: minFreePercent, unit: "percent", ...rest },
  );

/** When each alarm goes off and who is told. The alarms of what a system lacks are left out. */
export const alarmsSchema = z.strictObject({
  runbookBaseUrl: z
    .url({ protocol: /^https$/, error: "an https URL" })
    .refine((url) => !url.endsWith("/"), "a URL without a slash at the end")
    .meta({ description: "Where docs/runbooks can be read; each alarm links to its page there. No slash at the end." }),
  responseMinutes: z
    .partialRecord(z.enum(ALARM_LEVELS), z.int().min(1).max(10_080))
    .optional()
    .meta({ description: "Level -> minutes in which somebody must act, up to a week; the alarms say so. Without it they don't." }),
  "load-balancer-errors": errorPercent("Share of requests that the load balancer itself answers with 5xx."),
  availability: alarmLevels(
    z
      .strictObject({
        minPercent: percentage("Share of all requests that must be answered without a 5xx."),
        windowHours: z.int().min(1).max(24).meta({ description: "The window in which they are counted, 1 to 24 hours." }),
        channels: alarmChannels,
      })
      .transform(({ minPercent, windowHours, channels }): AlarmRule => ({ limit: minPercent, forMinutes: windowHours * 60, channels })),
  ).optional(),
  "unhealthy-targets": alarmLevels(
    z
      .strictObject({ maxCount: counted("Tasks that may fail the load balancer's health check."), ...asked })
      .transform(({ maxCount, ...rest }): AlarmRule => ({ limit: maxCount, ...rest })),
  ),
  "few-healthy-targets": alarmLevels(
    z
      .strictObject({
        minCount: z.int().min(1).max(1000).meta({ description: "Healthy tasks that each service behind the load balancer must have." }),
        ...asked,
      })
      .transform(({ minCount, ...rest }): AlarmRule => ({ limit: minCount, ...rest })),
  ).optional(),
  "target-errors": errorPercent("Share of requests that a service answers with 5xx."),
  "target-latency": alarmLevels(
    z
      .strictObject({
        statistic: z
          .enum(LATENCY_STATISTICS)
          .meta({ description: "What of the response times is watched: Average, or the percentile p50, p90, p95 or p99." }),
        maxMilliseconds: z.int().min(1).max(60_000).meta({ description: "The longest response time. Milliseconds, up to 60000." }),
        ...asked,
      })
      .transform(({ maxMilliseconds, ...rest }): AlarmRule => ({ limit: maxMilliseconds, ...rest })),
  ),
  "certificate-expiry": alarmLevels(
    z
      .strictObject({
        // ACM tries to renew from 60 days before the expiry on: https://docs.aws.amazon.com/acm/latest/userguide/managed-renewal.html
        minDays: z.int().min(1).max(59).meta({ description: "Days that the certificate must still be valid, up to 59: ACM renews at 60." }),
        channels: alarmChannels,
      })
      .transform(({ minDays, channels }): AlarmRule => ({ limit: minDays, channels })),
  ),
  "task-cpu": percent("CPU of a service's tasks, on average."),
  "task-memory": percent("Memory of a service's fullest task."),
  "task-out-of-memory": z
    .strictObject({
      // A rule of EventBridge has at most five targets.
      channels: alarmChannels.max(5).meta({ description: "Who is told, names of groundwork:channels, 1 to 5." }),
    })
    .meta({ description: "Who is told when a task of a service was killed because its memory did not suffice." }),
  "few-tasks": alarmLevels(
    z
      .strictObject({
        maxMissing: z.int().min(0).max(100).meta({ description: "Tasks that may be missing from a service's minimum; one must always run." }),
        ...asked,
      })
      .transform(({ maxMissing, ...rest }): AlarmRule => ({ limit: maxMissing, ...rest })),
  ),
  "database-cpu": percent("CPU of a database instance.").optional(),
  "database-connections": percent("Share of max_connections in use.").optional(),
  "database-storage": alarmLevels(storage).optional(),
  "database-memory": alarmLevels(
    z
      .strictObject({
        minFreeMib: z.int().min(1).max(4_000_000).meta({ description: "Memory that an instance must have free. MiB." }),
        ...asked,
      })
      .transform(({ minFreeMib, ...rest }): AlarmRule => ({ limit: minFreeMib, ...rest })),
  ).optional(),
  "replica-lag": seconds("How far a replica may be behind the primary.").optional(),
  "cache-cpu": percent("CPU of the Redis engine, which works on one thread.").optional(),
  "cache-memory": percent("Share of the cache's memory in use.").optional(),
  "cache-evictions": atMost("Keys that a cache node may evict in five minutes.").optional(),
  "cache-replication-lag": seconds("How far a cache replica may be behind.").optional(),
  "backup-failed": atMost("Failed backup jobs in an hour.").optional(),
  "backup-missing": alarmLevels(
    z
      .strictObject({
        // CloudWatch looks back at most seven days.
        maxHours: z.int().min(2).max(168).meta({ description: "Hours in which a backup must have been completed, 2 to 168." }),
        channels: alarmChannels,
      })
      .transform(({ maxHours, channels }): AlarmRule => ({ limit: maxHours, channels })),
  ).optional(),
  "backup-copy-failed": atMost("Failed copies to the backup region in an hour.").optional(),
});

export type AlarmsSettings = z.infer<typeof alarmsSchema>;

/** The rules of alarms: everything but what the topic says about all of them, and about events. */
export function alarmRules(alarms: AlarmsSettings) {
  const { runbookBaseUrl: _url, responseMinutes: _minutes, "task-out-of-memory": _event, ...rules } = alarms;
  return rules;
}

/** A rule over four topics: alarms and alerts name channels that exist. */
export function unknownChannels(settings: {
  readonly channels?: ChannelsSettings | undefined;
  readonly alarms?: AlarmsSettings | undefined;
  readonly metrics?: MetricsSettings | undefined;
  readonly prometheus?: PrometheusSettings | undefined;
}): Problem[] {
  if (settings.channels === undefined) return [];
  const known = Object.keys(settings.channels);
  const { alarms, metrics, prometheus } = settings;
  const alerts = prometheus?.enabled === true ? Object.entries(prometheus.alerts) : [];
  const named = [
    ...Object.entries(alarms === undefined ? {} : alarmRules(alarms)).flatMap(([key, levels]) => ofLevels("alarms", [key], levels)),
    ...(alarms === undefined
      ? []
      : [{ topic: "alarms", path: ["task-out-of-memory", "channels"], names: alarms["task-out-of-memory"].channels }]),
    ...Object.entries(metrics ?? {}).flatMap(([name, metric]) => ofLevels("metrics", [name, "alarms"], metric.alarms)),
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

function ofLevels(topic: string, path: readonly string[], levels: Readonly<Record<string, { readonly channels: readonly string[] }>> = {}) {
  return Object.entries(levels).map(([level, { channels }]) => ({ topic, path: [...path, level, "channels"], names: channels }));
}
