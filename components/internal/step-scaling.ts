import type * as pulumi from "@pulumi/pulumi";
import { Policy } from "@pulumi/aws/appautoscaling/policy";
import { MetricAlarm } from "@pulumi/aws/cloudwatch/metricAlarm";
import { conditionQueries, stepBounds } from "./scaling-metrics";
import type { MathQuery, MetricSource, ScalingMetric, StepRule } from "./scaling-metrics";

export interface StepPolicy extends StepRule {
  /** How long all conditions must hold before anything happens, in minutes. */
  readonly forMinutes: number;
  /** How long after a change the next one waits. */
  readonly cooldownSeconds: number;
  /** SNS topics that are told when the policy acts. @default - nobody: it is what the policy is for */
  readonly notifyTopicArns?: readonly pulumi.Input<string>[] | undefined;
}

export interface StepScalingArgs {
  serviceNamespace: string;
  scalableDimension: string;
  resourceId: pulumi.Input<string>;
  /** Whose metrics the conditions are about. */
  source: MetricSource;
  step: StepPolicy;
  /** Where docs/runbooks can be read, without a slash at the end. */
  runbookBaseUrl: string;
}

const OPERATORS = { above: "GreaterThanThreshold", below: "LessThanThreshold" } as const;
const SIGNS = { above: ">", below: "<" } as const;

/**
 * A policy that adds or takes away copies once its conditions have held for some minutes. Target tracking can't do that: its
 * alarms wait three minutes out and fifteen in, whatever is asked for.
 *
 * Creates: the policy and the alarm that sets it off; several conditions become one alarm with metric math, because a
 * composite alarm can't drive scaling.
 * https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-step-scaling-policies.html
 */
export function createStepScaling(
  name: string,
  args: StepScalingArgs,
  opts: Pick<pulumi.CustomResourceOptions, "parent" | "dependsOn">,
): void {
  const { serviceNamespace, scalableDimension, resourceId, source, step, runbookBaseUrl } = args;
  const [first, ...others] = step.when;
  if (first === undefined) throw new Error(`step ${step.name}: expected at least one condition`);
  // Metric math yields 1 where all conditions hold, which lies above its threshold whatever side the metrics are on.
  const side = others.length === 0 ? first.comparison : "above";

  const policy = new Policy(
    `${name}-policy`,
    {
      name: step.name,
      serviceNamespace,
      scalableDimension,
      resourceId,
      policyType: "StepScaling",
      stepScalingPolicyConfiguration: {
        adjustmentType: "ChangeInCapacity",
        cooldown: step.cooldownSeconds,
        metricAggregationType: "Average",
        stepAdjustments: [...stepBounds(step.changes, side)],
      },
    },
    opts,
  );

  const conditions = step.when.map(({ metric, comparison, threshold }, index) => `${valueOf(metric, `m${index}`)} ${SIGNS[comparison]} ${threshold}`);
  const queries = [
    ...step.when.flatMap((condition, index) => conditionQueries(condition, source, `m${index}`)),
    ...(others.length === 0 ? [] : [{ id: "all", expression: `IF(${conditions.join(" AND ")}, 1, 0)` }]),
  ];
  const [query] = queries;
  const told = step.notifyTopicArns ?? [];
  new MetricAlarm(
    `${name}-alarm`,
    {
      alarmDescription:
        told.length === 0
          ? `Scaling policy ${step.name}: not for people, it changes the number of copies.`
          : `Scaling policy ${step.name} changes the number of copies. Find out why it had to. Runbook: ${runbookBaseUrl}/scaling-step.md`,
      ...(queries.length === 1 && query !== undefined && "metric" in query
        ? {
            namespace: query.metric.namespace,
            metricName: query.metric.metricName,
            dimensions: query.metric.dimensions,
            statistic: query.metric.stat,
            period: 60,
          }
        : { metricQueries: queries.map((each, index) => mathQuery(each, step.name, index === queries.length - 1)) }),
      ...(others.length === 0
        ? { comparisonOperator: OPERATORS[first.comparison], threshold: first.threshold }
        : { comparisonOperator: "GreaterThanThreshold", threshold: 0 }),
      evaluationPeriods: step.forMinutes,
      datapointsToAlarm: step.forMinutes,
      // No metric, no change: a service that reports nothing is for people, not for a scaler.
      treatMissingData: "notBreaching",
      alarmActions: [policy.arn, ...told],
    },
    opts,
  );
}

/**
 * The load balancer reports nothing while nobody asks, and one series without a value would leave the whole expression
 * without one: no request takes no time, so that a night without visitors is as calm as it looks.
 */
function valueOf(metric: ScalingMetric, id: string): string {
  return metric === "response-time-seconds" || metric === "requests-per-task" ? `FILL(${id}, 0)` : id;
}

/** The last query is the one that the alarm looks at. */
function mathQuery(query: MathQuery, label: string, returnData: boolean) {
  if ("expression" in query) return { id: query.id, label, returnData, expression: query.expression };
  const { stat, ...metric } = query.metric;
  return { id: query.id, returnData, metric: { ...metric, stat, period: 60 } };
}
