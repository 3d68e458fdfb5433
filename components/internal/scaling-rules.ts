import * as pulumi from "@pulumi/pulumi";
import type { CustomMetric, MetricSource, StepRule } from "./scaling-metrics";
import { stepProblem } from "./scaling-metrics";
import { scheduleProblem } from "./schedule-expression";

/** Metrics that Application Auto Scaling can hold at a value by itself. */
export const TRACKED_METRICS = ["cpu-percent", "memory-percent", "requests-per-task"] as const;

export type TrackedMetric = (typeof TRACKED_METRICS)[number];

interface Capacity {
  readonly minimum: number;
  readonly maximum: number;
  readonly targetTracking: readonly { readonly metric: TrackedMetric }[];
  readonly steps: readonly StepRule[];
  readonly schedules: readonly {
    readonly name: string;
    readonly schedule: string;
    readonly minimum: number;
    readonly maximum: number;
  }[];
  readonly queueDepth?: unknown;
}

/** Everything about limits and policies that Application Auto Scaling would refuse, or that could never act. */
export function capacityProblems(capacity: Capacity): readonly string[] {
  const { minimum, maximum, targetTracking, steps, schedules, queueDepth } = capacity;
  const names = [...targetTracking.map(({ metric }) => metric), ...steps.map(({ name }) => name)];
  return [
    ...(minimum > maximum ? [`minimum: expected at most the maximum ${maximum}, got ${minimum}`] : []),
    ...(names.length + schedules.length === 0 && queueDepth === undefined ? ["expected at least one policy or schedule"] : []),
    ...(new Set(names).size === names.length ? [] : [`expected policies with names that differ, got ${names.join(", ")}`]),
    ...steps.flatMap((step) => {
      const problem = stepProblem(step);
      return problem === undefined ? [] : [`step ${step.name}: expected ${problem}`];
    }),
    ...schedules.flatMap(({ name, schedule, minimum: low, maximum: high }) => {
      const problem = scheduleProblem(schedule);
      return [
        ...(problem === undefined ? [] : [`schedule ${name}: expected ${problem}`]),
        ...(low > high ? [`schedule ${name}: expected a minimum of at most ${high}, got ${low}`] : []),
      ];
    }),
  ];
}

/** https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PredefinedMetricSpecification.html */
export function predefinedMetric(
  metric: TrackedMetric,
  loadBalancer: MetricSource["loadBalancer"],
): { predefinedMetricType: string; resourceLabel?: pulumi.Input<string> } {
  if (metric === "cpu-percent") return { predefinedMetricType: "ECSServiceAverageCPUUtilization" };
  if (metric === "memory-percent") return { predefinedMetricType: "ECSServiceAverageMemoryUtilization" };
  if (loadBalancer === undefined) throw new Error(`the metric ${metric} is the load balancer's, and the service has none`);
  return {
    predefinedMetricType: "ALBRequestCountPerTarget",
    resourceLabel: pulumi.interpolate`${loadBalancer.arnSuffix}/${loadBalancer.targetGroupArnSuffix}`,
  };
}

/**
 * Waiting jobs for each running copy. A queue's length alone doesn't fall when copies are added, so tracking it would add
 * copies without end.
 * https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-target-tracking-metric-math.html
 */
export function queueMetrics(queue: CustomMetric, service: Pick<MetricSource, "clusterName" | "serviceName">) {
  return [
    {
      id: "waiting",
      label: "Waiting jobs",
      returnData: false,
      metricStat: {
        metric: {
          namespace: queue.namespace,
          metricName: queue.metricName,
          dimensions: Object.entries(queue.dimensions)
            .toSorted()
            .map(([name, value]) => ({ name, value })),
        },
        stat: queue.statistic,
      },
    },
    {
      id: "copies",
      label: "Running copies",
      returnData: false,
      metricStat: {
        metric: {
          namespace: "ECS/ContainerInsights",
          metricName: "RunningTaskCount",
          dimensions: [
            { name: "ClusterName", value: service.clusterName },
            { name: "ServiceName", value: service.serviceName },
          ],
        },
        stat: "Average",
      },
    },
    {
      id: "perCopy",
      label: "Waiting jobs for each copy",
      returnData: true,
      // With no copy running a division would be no data, and nothing would ever start.
      expression: "IF(copies > 0, waiting / copies, waiting)",
    },
  ];
}
