import type * as pulumi from "@pulumi/pulumi";

/** Every alarm that groundwork knows. Each has a runbook, docs/runbooks/<key>.md, and a setting, groundwork:alarms["<key>"]. */
export type AlarmKey =
  | "load-balancer-errors"
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

/** What the stack decides about one alarm. */
export interface AlarmRule {
  /** In the unit that the setting's name states; the catalogue turns it into the metric's own unit. */
  readonly limit: number;
  /** Who is told, names of groundwork:channels. */
  readonly channels: readonly string[];
  /** Below this many requests in five minutes a rate says nothing and does not alarm. @default 0 */
  readonly minRequests?: number;
}

export type AlarmRules = Readonly<Record<AlarmKey, AlarmRule>>;

/** One CloudWatch metric, as https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/aws-services-cloudwatch-metrics.html lists it. */
export interface Metric {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, pulumi.Input<string>>>;
  readonly statistic: "Average" | "Maximum" | "Minimum" | "Sum" | "p95";
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
  readonly missingData: "breaching" | "notBreaching" | "missing";
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
