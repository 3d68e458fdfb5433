import { everyMinute } from "../alarm-definition";
import type { AlarmDefinition, AlarmTable, Metric } from "../alarm-definition";
import type { CertificateTarget, LoadBalancerTarget, TargetGroupTarget } from "../monitored-target";

/**
 * Errors as a percentage of requests. The load balancer reports a count only while it is not zero, so FILL makes silence a
 * zero, and the guard keeps a division by zero, or two requests at night of which one fails, from being an outage.
 */
export function errorRate(total: string, minRequestsPerMinute: number): string {
  return `IF(${total} > ${Math.max(minRequestsPerMinute - 1, 0)}, 100 * FILL(errors, 0) / (${total}), 0)`;
}

// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html

export const LOAD_BALANCER_ALARMS: AlarmTable<LoadBalancerTarget> = [
  {
    key: "load-balancer-errors",
    signal: (target, { minRequestsPerMinute }) => ({
      // RequestCount leaves out requests for which no target could be chosen, the very ones that fail in a full outage.
      expression: errorRate("FILL(requests, 0) + FILL(errors, 0)", minRequestsPerMinute ?? 0),
      metrics: { errors: count(target, "HTTPCode_ELB_5XX_Count"), requests: count(target, "RequestCount") },
    }),
    comparison: "above",
    threshold: ({ limit }) => limit,
    evaluation: everyMinute,
    // No requests, no errors: too few targets have an alarm of their own.
    missingData: "notBreaching",
    title: "5xx answers of the load balancer itself (percent)",
    happened: "The load balancer itself answers with 502, 503 or 504: targets are missing, refuse or are too slow.",
    firstLook: "Look at the health of the target groups and at the latest deployment.",
  },
];

/** The share of requests that were answered, whoever failed: what a service level objective promises. */
export const AVAILABILITY_ALARM: AlarmDefinition<LoadBalancerTarget> = {
  key: "availability",
  signal: availability,
  comparison: "below",
  threshold: ({ limit }) => limit,
  // One period as long as the window of the objective: CloudWatch has no longer period than a day.
  evaluation: ({ forMinutes }) => ({ periodSeconds: (forMinutes ?? 1440) * 60, periods: 1, breaches: 1 }),
  // Nobody asked, nobody was disappointed; an outage shows in few-healthy-targets.
  missingData: "notBreaching",
  title: "Requests answered without a 5xx (percent)",
  happened: "More requests failed in the window of the objective than it allows.",
  firstLook: "See in the graphs of errors whether it was one outage or a trickle, and which side failed: load balancer or service.",
};

export const TARGET_GROUP_ALARMS: AlarmTable<TargetGroupTarget> = [
  {
    key: "unhealthy-targets",
    signal: (target) => targetMetric(target, "UnHealthyHostCount", "Maximum"),
    comparison: "above",
    threshold: ({ limit }) => limit,
    evaluation: everyMinute,
    // Nothing is registered while a service starts from nothing; few-healthy-targets watches that.
    missingData: "notBreaching",
    title: "Unhealthy targets (count)",
    happened: "Tasks of the service fail the health check of the load balancer.",
    firstLook: "Read why the targets are unhealthy, then the logs of those tasks.",
  },
  {
    key: "few-healthy-targets",
    signal: (target) => targetMetric(target, "HealthyHostCount", "Minimum"),
    comparison: "below",
    threshold: ({ limit }) => limit,
    evaluation: everyMinute,
    // The count is reported as long as a target is registered. Silence means that none is: users see nothing but errors.
    missingData: "breaching",
    warmUpMinutes: 30,
    title: "Healthy targets (count)",
    happened: "The service has too few healthy tasks, perhaps none: users may see only errors.",
    firstLook: "Look at the events of the ECS service: why do tasks stop or not start?",
  },
  {
    key: "target-errors",
    signal: (target, { minRequestsPerMinute }) => ({
      expression: errorRate("requests", minRequestsPerMinute ?? 0),
      metrics: {
        errors: targetMetric(target, "HTTPCode_Target_5XX_Count", "Sum"),
        requests: targetMetric(target, "RequestCount", "Sum"),
      },
    }),
    comparison: "above",
    threshold: ({ limit }) => limit,
    evaluation: everyMinute,
    // No requests, no errors.
    missingData: "notBreaching",
    title: "5xx answers of the service (percent)",
    happened: "The service answers too many requests with a 5xx error.",
    firstLook: "Read the error logs of the service since the alarm began, and the time of the latest deployment.",
  },
  {
    key: "target-latency",
    signal: (target, { statistic }) => targetMetric(target, "TargetResponseTime", statistic ?? "p95"),
    comparison: "above",
    // The metric is in seconds.
    threshold: ({ limit }) => limit / 1000,
    evaluation: everyMinute,
    // No requests, no waiting.
    missingData: "notBreaching",
    title: "Response time (seconds)",
    happened: "Requests take longer than the limit, by the statistic that the alarm watches.",
    firstLook: "Compare with the CPU of the tasks and of the database: which of them is busy?",
  },
];

export const CERTIFICATE_ALARMS: AlarmTable<CertificateTarget> = [
  {
    key: "certificate-expiry",
    // https://docs.aws.amazon.com/acm/latest/userguide/cloudwatch-metrics.html: two values a day, none after the expiry.
    signal: ({ certificateArn }) => ({
      namespace: "AWS/CertificateManager",
      metricName: "DaysToExpiry",
      dimensions: { CertificateArn: certificateArn },
      statistic: "Minimum",
    }),
    comparison: "below",
    threshold: ({ limit }) => limit,
    evaluation: () => ({ periodSeconds: 86_400, periods: 1, breaches: 1 }),
    // An expired certificate reports no more.
    missingData: "breaching",
    warmUpMinutes: 2880,
    title: "Days until the certificate expires",
    happened: "The certificate expires soon and has not been renewed.",
    firstLook: "See whether its DNS validation record still exists; without it ACM can't renew.",
  },
];

/** Answered requests of all, in percent; without requests all were answered. */
export function availability(target: LoadBalancerTarget) {
  const failed = "FILL(refused, 0) + FILL(errors, 0)";
  const all = "FILL(requests, 0) + FILL(refused, 0)";
  return {
    expression: `IF(${all} > 0, 100 - 100 * (${failed}) / (${all}), 100)`,
    metrics: {
      errors: count(target, "HTTPCode_Target_5XX_Count"),
      refused: count(target, "HTTPCode_ELB_5XX_Count"),
      requests: count(target, "RequestCount"),
    },
  };
}

function count({ arnSuffix }: LoadBalancerTarget, metricName: string): Metric {
  return { namespace: "AWS/ApplicationELB", metricName, dimensions: { LoadBalancer: arnSuffix }, statistic: "Sum" };
}

export function targetMetric(target: TargetGroupTarget, metricName: string, statistic: Metric["statistic"]): Metric {
  return {
    namespace: "AWS/ApplicationELB",
    metricName,
    dimensions: { LoadBalancer: target.loadBalancerArnSuffix, TargetGroup: target.arnSuffix },
    statistic,
  };
}
