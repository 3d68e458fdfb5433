import type * as pulumi from "@pulumi/pulumi";

/** A metric of CloudWatch that the program doesn't know by name. */
export interface CustomMetric {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: "Average" | "Maximum" | "Minimum" | "Sum";
}

/** The unit is in the name: CloudWatch gives response times in seconds. */
export const SERVICE_METRICS = ["cpu-percent", "memory-percent", "response-time-seconds", "requests-per-task"] as const;

export type ScalingMetric = (typeof SERVICE_METRICS)[number] | CustomMetric;

export interface MetricSource {
  readonly clusterName: pulumi.Input<string>;
  readonly serviceName: pulumi.Input<string>;
  readonly loadBalancer?: { readonly arnSuffix: pulumi.Input<string>; readonly targetGroupArnSuffix: pulumi.Input<string> };
}

export interface MetricQuery {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, pulumi.Input<string>>>;
  readonly stat: string;
}

/**
 * Where CloudWatch keeps a metric of a service.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
 */
export function metricQuery(metric: ScalingMetric, source: MetricSource): MetricQuery {
  if (typeof metric === "object") {
    const { statistic, ...rest } = metric;
    return { ...rest, stat: statistic };
  }
  if (metric === "cpu-percent" || metric === "memory-percent") {
    return {
      namespace: "AWS/ECS",
      metricName: metric === "cpu-percent" ? "CPUUtilization" : "MemoryUtilization",
      dimensions: { ClusterName: source.clusterName, ServiceName: source.serviceName },
      stat: "Average",
    };
  }
  const { loadBalancer } = source;
  if (loadBalancer === undefined) throw new Error(`the metric ${metric} is the load balancer's, and the service has none`);
  if (metric === "response-time-seconds") {
    return {
      namespace: "AWS/ApplicationELB",
      metricName: "TargetResponseTime",
      dimensions: { LoadBalancer: loadBalancer.arnSuffix, TargetGroup: loadBalancer.targetGroupArnSuffix },
      stat: "Average",
    };
  }
  return {
    namespace: "AWS/ApplicationELB",
    metricName: "RequestCountPerTarget",
    dimensions: { TargetGroup: loadBalancer.targetGroupArnSuffix },
    stat: "Sum",
  };
}

/** What happens from a distance beyond the threshold on. */
export interface ScalingChange {
  /** Distance from the threshold, in the metric's unit; the first is 0. */
  readonly beyond: number;
  /** Copies to add, or to take away where negative. */
  readonly tasks: number;
}

export interface StepBounds {
  readonly scalingAdjustment: number;
  readonly metricIntervalLowerBound?: string;
  readonly metricIntervalUpperBound?: string;
}

/** Distances become the intervals of a step policy, which lie above the threshold or, below it, on its negative side. */
export function stepBounds(changes: readonly ScalingChange[], comparison: "above" | "below"): readonly StepBounds[] {
  return changes.map(({ beyond, tasks }, index) => {
    const next = changes[index + 1]?.beyond;
    return comparison === "above"
      ? {
          scalingAdjustment: tasks,
          metricIntervalLowerBound: String(beyond),
          ...(next === undefined ? {} : { metricIntervalUpperBound: String(next) }),
        }
      : {
          scalingAdjustment: tasks,
          metricIntervalUpperBound: beyond === 0 ? "0" : String(-beyond),
          ...(next === undefined ? {} : { metricIntervalLowerBound: String(-next) }),
        };
  });
}

export interface StepRule {
  readonly name: string;
  /** Conditions that must all hold. */
  readonly when: readonly {
    readonly metric: ScalingMetric;
    readonly comparison: "above" | "below";
    readonly threshold: number;
  }[];
  readonly changes: readonly ScalingChange[];
}

/** Why a step policy can't be, as a phrase that follows "expected"; undefined for a good one. */
export function stepProblem({ when, changes }: StepRule): string | undefined {
  const distances = changes.map(({ beyond }) => beyond);
  if (distances[0] !== 0) return "the first change to begin 0 beyond the threshold";
  if (distances.some((distance, index) => index > 0 && distance <= (distances[index - 1] ?? 0))) {
    return "changes in rising distance from the threshold";
  }
  if (changes.some(({ tasks }) => tasks === 0) || new Set(changes.map(({ tasks }) => Math.sign(tasks))).size > 1) {
    return "changes that all add copies or all take copies away";
  }
  // Of several conditions the alarm only knows whether all hold, not by how much.
  if (when.length > 1 && changes.length > 1) return "one change where several conditions must hold";
  return undefined;
}
