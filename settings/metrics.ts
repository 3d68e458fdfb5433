import { z } from "zod";
import { ALARM_LEVELS, METRIC_STATISTICS, MISSING_DATA } from "../components/internal/alarm-definition";
import {
  EXPRESSION_METRICS_MAX,
  hasRegularExpression,
  longestLookBackMinutes,
  patternExpectations,
  REGEX_FILTERS_PER_LOG_GROUP,
} from "../components/internal/custom-metric";
import type { CustomRule } from "../components/internal/custom-metric";
import { alarmChannels } from "./alarms";
import { partName } from "./part-name";

const NAME = /^[a-z][a-z0-9-]{1,60}[a-z0-9]$/;
const name = z.string().regex(NAME, "3 to 62 lower-case letters, digits and hyphens, a letter first");
const text = (most: number) => z.string().min(1).max(most);

/** Namespaces that AWS's own services publish in; nobody else may write to AWS/. */
const AWS_NAMESPACE = /^(AWS\/\w+|ECS\/ContainerInsights|CloudWatchSynthetics)$/;

const metricName = text(255).meta({ description: "What CloudWatch calls the metric." });
const statistic = z
  .enum(METRIC_STATISTICS)
  .meta({ description: "What of the values of a period counts: Sum, Average, Minimum, Maximum, SampleCount or a percentile such as p95." });
const dimensions = z
  .record(text(255), text(1024))
  .refine((all) => Object.keys(all).length <= 30, "at most 30 dimensions")
  .default({})
  .meta({ description: "Dimension -> value, exactly those that it is published with: with one missing it is another metric. Up to 30." });
const ownNamespace = z
  .string()
  .regex(/^[\w./#-]{1,255}$/, "1 to 255 letters, digits and ./#-_")
  .refine((namespace) => !namespace.startsWith("AWS/"), "a namespace that does not begin with AWS/, which AWS keeps for itself")
  .meta({ description: "The namespace of the system, such as Shop/production: two stacks of one account must not share it." });

const source = z
  .discriminatedUnion(
    "kind",
    [
      z.strictObject({
        kind: z.literal("application").meta({
          description: "`application`: a service or task publishes it, in its log in the embedded metric format or by the API.",
        }),
        publisher: z.string().meta({ description: "The service or task that does, or a job of groundwork:databaseJobs that reports, as database-<name>." }),
        namespace: ownNamespace,
        metricName,
        dimensions,
        statistic,
      }),
      z.strictObject({
        kind: z.literal("log").meta({ description: "`log`: it is counted in, or read from, lines of logs." }),
        of: z
          .array(z.string())
          .min(1)
          .refine((all) => new Set(all).size === all.length, "logs that differ")
          .meta({ description: "Whose log: services, or `database` for PostgreSQL's own of the primary and each replica." }),
        pattern: z
          .string()
          .superRefine((pattern, context) => {
            for (const message of patternExpectations(pattern)) context.addIssue({ code: "custom", message });
          })
          .meta({ description: "Which lines, in CloudWatch Logs' filter pattern syntax. Up to 1024 characters; empty is every line." }),
        value: z
          .string()
          .regex(/^(\d+(\.\d+)?|\$\.?[\w.[\]]{1,98})$/, "a number, or a field of the pattern such as $.duration, in quotes")
          .default("1")
          .meta({ description: "What a line adds: a number, or a field such as $.duration. In quotes." }),
        defaultValue: z
          .number()
          .optional()
          .meta({ description: "What counts where lines come and none matches, mostly 0. Without it the metric is silent then." }),
        namespace: ownNamespace,
        metricName,
        statistic,
      }),
      z.strictObject({
        kind: z.literal("aws").meta({ description: "`aws`: a service of AWS publishes it." }),
        namespace: z
          .string()
          .regex(AWS_NAMESPACE, "AWS/ and a service, ECS/ContainerInsights or CloudWatchSynthetics")
          .meta({ description: "Such as AWS/WAFV2 or AWS/RUM." }),
        metricName,
        dimensions,
        statistic,
      }),
      z.strictObject({
        kind: z.literal("queue").meta({ description: "`queue`: the length of one of groundwork:queues, which the topology publishes." }),
        queue: partName.meta({ description: "Its name in groundwork:queues." }),
      }),
      z.strictObject({
        kind: z.literal("expression").meta({ description: "`expression`: it is computed from other metrics of this topic." }),
        expression: text(1024).meta({
          description: "CloudWatch metric math that gives one series, up to 1024 characters; guard divisions: IF(sent > 0, 100 * ok / sent, 100).",
        }),
        of: z
          .record(z.string().regex(/^[a-z][a-z0-9_]*$/, "lower-case letters, digits and underscores, a letter first"), z.string())
          .refine((all) => Object.keys(all).length >= 1 && Object.keys(all).length <= EXPRESSION_METRICS_MAX, `1 to ${EXPRESSION_METRICS_MAX} metrics`)
          .meta({ description: "Name in the expression -> metric of this topic that is no expression itself, 1 to 9." }),
      }),
    ],
    { error: "kind application, log, aws, queue or expression, with its keys" },
  )
  .meta({ description: "Who publishes it: application, log, aws, queue or expression." });

const LIMITS = [
  ["above", "above"],
  ["atOrAbove", "at-or-above"],
  ["below", "below"],
  ["atOrBelow", "at-or-below"],
] as const;
const limit = (phrase: string) => z.number().optional().meta({ description: `Alarms ${phrase} this value, in the metric's unit. One of the four limits.` });

const rule = z
  .strictObject({
    above: limit("above"),
    atOrAbove: limit("at or above"),
    below: limit("below"),
    atOrBelow: limit("at or below"),
    forMinutes: z
      .int()
      .min(1)
      .max(10_080)
      .meta({ description: "Minutes in a row, a multiple of the metric's period; 1440 at most, a week where the period has an hour or more." }),
    missingData: z.enum(MISSING_DATA).meta({
      description: "What a period without a value means: breaching where silence is trouble, notBreaching, ignore to keep the state, or missing.",
    }),
    channels: alarmChannels,
  })
  .superRefine((settings, context) => {
    if (LIMITS.filter(([key]) => settings[key] !== undefined).length !== 1) {
      context.addIssue({ code: "custom", message: `exactly one of ${LIMITS.map(([key]) => key).join(", ")}` });
    }
  })
  .transform((settings): CustomRule => {
    const { forMinutes, missingData, channels } = settings;
    const [key, comparison] = LIMITS.find(([each]) => settings[each] !== undefined) ?? LIMITS[0];
    return { comparison, limit: settings[key] ?? 0, forMinutes, missingData, channels };
  });

const metric = z
  .strictObject({
    title: text(200).meta({ description: "What its graphs and alarms call it, with the unit: Jobs that wait (count)." }),
    periodMinutes: z.int().min(1).max(1440).default(1).meta({ description: "How often it has a value, 1 to 1440 minutes." }),
    source,
    firstLook: text(300).meta({ description: "One sentence for whoever is woken: what to look at first." }),
    alarms: z.partialRecord(z.enum(ALARM_LEVELS), rule).default({}).meta({ description: "Level -> when somebody is told. Empty or absent: the metric is only shown." }),
  })
  .superRefine(({ alarms, periodMinutes }, context) => {
    const longest = longestLookBackMinutes(periodMinutes);
    for (const [level, { forMinutes }] of Object.entries(alarms)) {
      if (forMinutes % periodMinutes === 0 && forMinutes <= longest) continue;
      const message = `a multiple of the period, ${periodMinutes}, and at most ${longest}: further back CloudWatch does not look`;
      context.addIssue({ code: "custom", path: ["alarms", level, "forMinutes"], message });
    }
  });

/** What else is measured: business figures, service level objectives, lines of logs. */
export const metricsSchema = z.record(name, metric).superRefine((metrics, context) => {
  const owners = new Map<string, string>();
  const expressions = new Map<string, number>();
  for (const [key, { source: from }] of Object.entries(metrics)) {
    if (from.kind === "expression") {
      for (const [id, of] of Object.entries(from.of)) {
        const able = Object.keys(metrics).filter((other) => metrics[other]?.source.kind !== "expression");
        if (!able.includes(of)) {
          context.addIssue({ code: "custom", path: [key, "source", "of", id], message: `one of the metrics ${able.join(", ")}` });
        }
        if (!new RegExp(`\\b${id}\\b`).test(from.expression)) {
          context.addIssue({ code: "custom", path: [key, "source", "expression"], message: `an expression that uses ${id}` });
        }
      }
    }
    if (from.kind !== "log") continue;
    const identity = `${from.namespace} ${from.metricName}`;
    const owner = owners.get(identity);
    if (owner === undefined) owners.set(identity, key);
    else context.addIssue({ code: "custom", path: [key, "source", "metricName"], message: `another name: ${owner} counts in ${identity}` });
    if (!hasRegularExpression(from.pattern)) continue;
    for (const log of from.of) {
      const count = (expressions.get(log) ?? 0) + 1;
      expressions.set(log, count);
      if (count === REGEX_FILTERS_PER_LOG_GROUP + 1) {
        const message = `no regular expression: the log of ${log} has ${REGEX_FILTERS_PER_LOG_GROUP} already, and takes no more`;
        context.addIssue({ code: "custom", path: [key, "source", "pattern"], message });
      }
    }
  }
});

export type MetricsSettings = z.infer<typeof metricsSchema>;
