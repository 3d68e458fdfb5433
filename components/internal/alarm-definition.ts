import type * as pulumi from "@pulumi/pulumi";

/** Every alarm that groundwork knows. Each has a runbook, docs/runbooks/<key>.md, and a setting, groundwork:alarms["<key>"]. */
export type AlarmKey =
  | "load-balancer-errors"
  | "availability"
  | "unhealthy-targets"
  | "few-healthy-targets"
  | "target-errors"
  | "target-latency"
  | "certificate-expiry"
  | "task-cpu"
  | "task-memory"
  | "few-tasks"
  | "database-cpu"
  | "database-connections"
  | "database-storage"
  | "database-memory"
  | "replica-lag"
  | "cache-cpu"
  | "cache-memory"
  | "cache-evictions"
  | "cache-replication-lag"
  | "backup-failed"
  | "backup-missing"
  | "backup-copy-failed";

/** How bad it is, worst first. Who is told does not follow from it: channels belong to the alarm. */
export const ALARM_LEVELS = ["critical", "high", "medium", "warning", "notice"] as const;
export type AlarmLevel = (typeof ALARM_LEVELS)[number];

/** What the stack decides about one level of one alarm. */
export interface AlarmRule {
  /** In the unit that the setting's name states; the catalogue turns it into the metric's own unit. */
  readonly limit: number;
  /** How many minutes in a row must be over the limit, 1 to 1440. @default - the window that the alarm has by nature */
  readonly forMinutes?: number;
  /** Who is told, names of groundwork:channels. */
  readonly channels: readonly string[];
  /** A minute with fewer requests says nothing about a share of them and does not alarm. @default 0 */
  readonly minRequestsPerMinute?: number;
  /** Of a response time. @default "p95" */
  readonly statistic?: LatencyStatistic;
  /** What the limit counts, where it can be either. @default "absolute" */
  readonly unit?: "absolute" | "percent";
}

export const LATENCY_STATISTICS = ["Average", "p50", "p90", "p95", "p99"] as const;
export type LatencyStatistic = (typeof LATENCY_STATISTICS)[number];

/** The levels of one alarm, at least one. */
export type AlarmLevels = { readonly [Level in AlarmLevel]?: AlarmRule };

/** A key without levels makes no alarm: what it watches does not exist, or nobody asked for it. */
export type AlarmRules = { readonly [Key in AlarmKey]?: AlarmLevels | undefined };

export const METRIC_STATISTICS = ["Average", "Maximum", "Minimum", "SampleCount", "Sum", "p50", "p75", "p90", "p95", "p99"] as const;

/** One CloudWatch metric, as https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/aws-services-cloudwatch-metrics.html lists it. */
export interface Metric {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, pulumi.Input<string>>>;
  readonly statistic: (typeof METRIC_STATISTICS)[number];
}

/** Metric math over named metrics: `IF(requests > 0, 100 * errors / requests, 0)`. */
export interface Expression {
  readonly expression: string;
  /** Name in the expression, lower case -> the metric. */
  readonly metrics: Readonly<Record<string, Metric>>;
}

export interface Evaluation {
  /** A multiple of 60. */
  readonly periodSeconds: number;
  /** How many of the latest periods count. */
  readonly periods: number;
  /** How many of those must breach. */
  readonly breaches: number;
}

export type Comparison = "above" | "at-or-above" | "below" | "at-or-below";

/** What a period without data means. */
export const MISSING_DATA = ["breaching", "notBreaching", "ignore", "missing"] as const;
export type MissingData = (typeof MISSING_DATA)[number];

/** How one alarm is derived from one kind of target. */
export interface AlarmDefinition<Target> {
  readonly key: AlarmKey;
  readonly signal: (target: Target, rule: AlarmRule) => Metric | Expression;
  /** `above` alarms on more than the threshold, `below` on less than it. */
  readonly comparison: "above" | "below";
  /** The threshold in the metric's unit. */
  readonly threshold: (rule: AlarmRule, target: Target) => number;
  readonly evaluation: (rule: AlarmRule) => Evaluation;
  /** What silence means; every entry of the catalogue says why. */
  readonly missingData: MissingData;
  /** Where silence breaches: how long after its creation the alarm waits for the first data, at most 2880. @default - none */
  readonly warmUpMinutes?: number;
  /** The axis of its graph, with the unit. */
  readonly title: string;
  /** For the person who is woken: what happened. One sentence without the target's name. */
  readonly happened: string;
  /** The first thing to look at. One sentence. */
  readonly firstLook: string;
}

/** The alarms of one kind of target, at least one. */
export type AlarmTable<Target> = readonly [AlarmDefinition<Target>, ...AlarmDefinition<Target>[]];

/** Minute by minute: each of the rule's minutes must breach, so one good minute ends it. */
export function everyMinute({ forMinutes }: Pick<AlarmRule, "forMinutes">): Evaluation {
  const minutes = forMinutes ?? 1;
  return { periodSeconds: 60, periods: minutes, breaches: minutes };
}
