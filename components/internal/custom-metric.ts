import type * as pulumi from "@pulumi/pulumi";
import type { AlarmLevel, Comparison, Expression, Metric, MissingData } from "./alarm-definition";

/** One level of an alarm on a custom metric. */
export interface CustomRule {
  readonly comparison: Comparison;
  /** In the metric's unit. */
  readonly limit: number;
  /** A multiple of the metric's period. */
  readonly forMinutes: number;
  readonly missingData: MissingData;
  readonly channels: readonly string[];
}

/** What lines of logs are turned into a metric, and how. */
export interface LogSource {
  readonly logGroupNames: Readonly<Record<string, pulumi.Input<string>>>;
  /** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html */
  readonly pattern: string;
  /** A number, or a field of the line such as `$.duration`. */
  readonly value: string;
  /** Counted where lines come and none matches. @default - nothing: the metric is silent then */
  readonly defaultValue?: number | undefined;
}

/** A metric that some code of the system, its logs or AWS publishes, or that is computed from others. */
export interface CustomMetric {
  /** The axis of its graph, with the unit. */
  readonly title: string;
  /** How often the metric has a value. */
  readonly periodMinutes: number;
  readonly signal: Metric | Expression;
  /** @default - none: something else publishes it */
  readonly log?: LogSource | undefined;
  /** The first thing to look at when its alarm goes off. One sentence. */
  readonly firstLook: string;
  readonly alarms: { readonly [Level in AlarmLevel]?: CustomRule };
}

export type CustomMetrics = Readonly<Record<string, CustomMetric>>;

/** CloudWatch looks back a day at most, a week where a period has an hour or more. API_PutMetricAlarm, EvaluationPeriods. */
export function longestLookBackMinutes(periodMinutes: number): number {
  return periodMinutes < 60 ? 1440 : 10_080;
}

/** An alarm on metric math takes at most ten metrics and expressions together. */
export const EXPRESSION_METRICS_MAX = 9;

/** What is wrong with a pattern, as phrases that follow "expected". */
export function patternExpectations(pattern: string): readonly string[] {
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/regex-expressions.html
  const expressions = [...pattern.matchAll(/%([^%]*)%/g)].map(([, expression]) => expression ?? "");
  return [
    ...(pattern.length > 1024 ? ["at most 1024 characters"] : []),
    ...(expressions.length > 2 ? ["at most two regular expressions"] : []),
    ...(expressions.some((expression) => /[^\w\s:#=@/;,\-^$?[\]{}|\\*+.]/.test(expression))
      ? ["a regular expression without parentheses, quotes and other signs that CloudWatch Logs does not take"]
      : []),
    ...((pattern.match(/"/g) ?? []).length % 2 === 1 ? ["quotes that are closed"] : []),
    ...(/^\s*\{/.test(pattern) !== /\}\s*$/.test(pattern) ? ["a JSON pattern in braces, { $.level = \"error\" }"] : []),
  ];
}

/** At most five filters of a log group may have a regular expression. */
export const REGEX_FILTERS_PER_LOG_GROUP = 5;

export function hasRegularExpression(pattern: string): boolean {
  return /%[^%]+%/.test(pattern);
}
