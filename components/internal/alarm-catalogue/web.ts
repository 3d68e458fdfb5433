import type { AlarmTable, Evaluation, Metric } from "../alarm-definition";
import type { CertificateTarget, LoadBalancerTarget, TargetGroupTarget } from "../monitored-target";

const FIVE_MINUTES_TWICE: Evaluation = { periodSeconds: 300, periods: 3, breaches: 2 };
const THREE_OF_FIVE_MINUTES: Evaluation = { periodSeconds: 60, periods: 5, breaches: 3 };

/**
 * Errors as a percentage of requests. The load balancer reports a count only while it is not zero, so FILL makes silence a
 * zero, and the guard keeps a division by zero, or two requests at night of which one fails, from being an outage.
 */
function errorRate(total: string, minRequests: number): string {
  return `IF(${total} > ${Math.max(minRequests - 1, 0)}, 100 * FILL(errors, 0) / (${total}), 0)`;
}

// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html

export const LOAD_BALANCER_ALARMS: AlarmTable<LoadBalancerTarget> = [
  {
    key: "load-balancer-errors",
    signal: ({ arnSuffix }, { minRequests }) => {
      const metric = (metricName: string): Metric => ({
        namespace: "AWS/ApplicationELB",
        metricName,
        dimensions: { LoadBalancer: arnSuffix },
        statistic: "Sum",
      });
      return {
        // RequestCount leaves out requests for which no target could be chosen, the very ones that fail in a full outage.
        expression: errorRate("FILL(requests, 0) + FILL(errors, 0)", minRequests ?? 0),
        metrics: { errors: metric("HTTPCode_ELB_5XX_Count"), requests: metric("RequestCount") },
      };
    },
    comparison: "above",
    threshold: ({ limit }) => limit,
    evaluation: () => FIVE_MINUTES_TWICE,
    // No requests, no errors: too few targets have an alarm of their own.
    missingData: "notBreaching",
    title: "5xx answers of the load balancer itself (percent)",
    happened: "The load balancer itself answers with 502, 503 or 504: targets are missing, refuse or are too slow.",
    firstLook: "Look at the health of the target groups and at the latest deployment.",
  },
];

export const TARGET_GROUP_ALARMS: AlarmTable<TargetGroupTarget> = [
  {
    key: "unhealthy-targets",
    signal: (target) => targetMetric(target, "UnHealthyHostCount", "Maximum"),
    comparison: "above",
    threshold: ({ limit }) => limit,
    evaluation: () => THREE_OF_FIVE_MINUTES,
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
    evaluation: () => THREE_OF_FIVE_MINUTES,
    // The count is reported as long as a target is registered. Silence means that none is: users see nothing but errors.
    missingData: "breaching",
    warmUpMinutes: 30,
    title: "Healthy targets (count)",
    happened: "The service has too few healthy tasks, perhaps none: users may see only errors.",
    firstLook: "Look at the events of the ECS service: why do tasks stop or not start?",
  },
  {
    key: "target-errors",
    signal: (target, { minRequests }) => ({
      expression: errorRate("requests", minRequests ?? 0),
      metrics: {
        errors: targetMetric(target, "HTTPCode_Target_5XX_Count", "Sum"),
        requests: targetMetric(target, "RequestCount", "Sum"),
      },
    }),
    comparison: "above",
    threshold: ({ limit }) => limit,
    evaluation: () => FIVE_MINUTES_TWICE,
    // No requests, no errors.
    missingData: "notBreaching",
    title: "5xx answers of the service (percent)",
    happened: "The service answers too many requests with a 5xx error.",
    firstLook: "Read the error logs of the service since the alarm began, and the time of the latest deployment.",
  },
  {
    key: "target-latency",
    signal: (target) => targetMetric(target, "TargetResponseTime", "p95"),
    comparison: "above",
    // The metric is in seconds.
    threshold: ({ limit }) => limit / 1000,
    evaluation: () => FIVE_MINUTES_TWICE,
    // No requests, no waiting.
    missingData: "notBreaching",
    title: "Response time, 95th percentile (seconds)",
    happened: "One request in twenty takes longer than the limit.",
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

function targetMetric(target: TargetGroupTarget, metricName: string, statistic: Metric["statistic"]): Metric {
  return {
    namespace: "AWS/ApplicationELB",
    metricName,
    dimensions: { LoadBalancer: target.loadBalancerArnSuffix, TargetGroup: target.arnSuffix },
    statistic,
  };
}
