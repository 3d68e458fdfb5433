import type * as pulumi from "@pulumi/pulumi";
import { errorRate } from "./alarm-catalogue/web";

/** A metric of CloudWatch that the program doesn't know by name. */
export interface CustomMetric {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: "Average" | "Maximum" | "Minimum" | "Sum";
}

/** The unit is in the name: CloudWatch gives response times in seconds. */
export const SERVICE_METRICS = ["cpu-percent", "memory-percent", "response-time-seconds", "requests-per-task", "error-percent"] as const;

/** What the load balancer alone can count. */
export const LOAD_BALANCER_METRICS: readonly unknown[] = ["response-time-seconds", "requests-per-task", "error-percent"];

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
export function metricQuery(metric: Exclude<ScalingMetric, "error-percent">, source: MetricSource): MetricQuery {
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

/** One condition of a step. */
export interface StepCondition {
  readonly metric: ScalingMetric;
  readonly comparison: "above" | "below";
  readonly threshold: number;
  /** Of error-percent, and only of it: a minute with fewer requests has no error rate. */
  readonly minimumRequests?: number | undefined;
}

/** A query of metric math: a metric, or an expression over metrics. */
export type MathQuery =
  | { readonly id: string; readonly metric: MetricQuery }
  | { readonly id: string; readonly expression: string };

/**
 * A condition as metric math that yields its value under the name `id`. The error rate counts 5xx answers of the service's own
 * tasks; a restful minute counts as one without errors.
 */
export function conditionQueries({ metric, minimumRequests }: StepCondition, source: MetricSource, id: string): readonly MathQuery[] {
  if (metric !== "error-percent") return [{ id, metric: metricQuery(metric, source) }];
  const { loadBalancer } = source;
  if (loadBalancer === undefined) throw new Error(`the metric ${metric} is the load balancer's, and the service has none`);
  const count = (metricName: string): MetricQuery => ({
    namespace: "AWS/ApplicationELB",
    metricName,
    dimensions: { LoadBalancer: loadBalancer.arnSuffix, TargetGroup: loadBalancer.targetGroupArnSuffix },
    stat: "Sum",
  });
  return [
    { id: "errors", metric: count("HTTPCode_Target_5XX_Count") },
    { id: "requests", metric: count("RequestCount") },
    { id, expression: errorRate("requests", minimumRequests ?? 0) },
  ];
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
  readonly when: readonly StepCondition[];
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
  if (when.filter(({ metric }) => metric === "error-percent").length > 1) return "error-percent in one condition only";
  if (when.some(({ metric, minimumRequests }) => (metric === "error-percent") !== (minimumRequests !== undefined))) {
    return "minimumRequests with error-percent, of which one request in two would be 50, and with nothing else";
  }
  // Of several conditions the alarm only knows whether all hold, not by how much.
  if (when.length > 1 && changes.length > 1) return "one change where several conditions must hold";
  return undefined;
}
