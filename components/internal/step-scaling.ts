import type * as pulumi from "@pulumi/pulumi";
import { Policy } from "@pulumi/aws/appautoscaling/policy";
import { MetricAlarm } from "@pulumi/aws/cloudwatch/metricAlarm";
import { metricQuery, stepBounds } from "./scaling-metrics";
import type { MetricSource, StepRule } from "./scaling-metrics";

export interface StepPolicy extends StepRule {
  /** How long all conditions must hold before anything happens, in minutes. */
  readonly forMinutes: number;
  /** How long after a change the next one waits. */
  readonly cooldownSeconds: number;
}

export interface StepScalingArgs {
  serviceNamespace: string;
  scalableDimension: string;
  resourceId: pulumi.Input<string>;
  /** Whose metrics the conditions are about. */
  source: MetricSource;
  step: StepPolicy;
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
  const { serviceNamespace, scalableDimension, resourceId, source, step } = args;
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

  const queries = step.when.map(({ metric }) => metricQuery(metric, source));
  const [query] = queries;
  const conditions = step.when.map(({ comparison, threshold }, index) => `m${index} ${SIGNS[comparison]} ${threshold}`);
  new MetricAlarm(
    `${name}-alarm`,
    {
      alarmDescription: `Scaling policy ${step.name}: not for people, it changes the number of copies.`,
      ...(others.length === 0 && query !== undefined
        ? {
            namespace: query.namespace,
            metricName: query.metricName,
            dimensions: query.dimensions,
            statistic: query.stat,
            period: 60,
            comparisonOperator: OPERATORS[first.comparison],
            threshold: first.threshold,
          }
        : {
            metricQueries: [
              ...queries.map(({ stat, ...metric }, index) => ({
                id: `m${index}`,
                returnData: false,
                metric: { ...metric, stat, period: 60 },
              })),
              { id: "all", label: step.name, returnData: true, expression: `IF(${conditions.join(" AND ")}, 1, 0)` },
            ],
            comparisonOperator: "GreaterThanThreshold",
            threshold: 0,
          }),
      evaluationPeriods: step.forMinutes,
      datapointsToAlarm: step.forMinutes,
      // No metric, no change: a service that reports nothing is for people, not for a scaler.
      treatMissingData: "notBreaching",
      alarmActions: [policy.arn],
    },
    opts,
  );
}
