import * as pulumi from "@pulumi/pulumi";
import { MetricAlarm } from "@pulumi/aws/cloudwatch/metricAlarm";
import { errorRate } from "./alarm-catalogue/web";
import { physicalName } from "./names";

/** What a version of a service must not do while it is deployed. */
export interface DeploymentLimits {
  /** Share of requests that it may answer with 5xx, in percent. */
  readonly errorPercent: number;
  /** A minute with fewer requests has no error rate. */
  readonly minimumRequests: number;
  /** What 95 of 100 requests may take, in seconds. */
  readonly latencySeconds: number;
  /** How many minutes in a row are too many. */
  readonly forMinutes: number;
}

export interface DeploymentGuardArgs {
  /** Prefix of the alarms' names. Changing this replaces them. */
  readonly namePrefix: string;
  readonly limits: DeploymentLimits;
  /** Name, part of the alarms' names -> the target group that is watched. */
  readonly targetGroups: Readonly<Record<string, { readonly arnSuffix: pulumi.Input<string> }>>;
  readonly loadBalancerArnSuffix: pulumi.Input<string>;
  /** Where docs/runbooks can be read, without a slash at the end. */
  readonly runbookBaseUrl: string;
  /** SNS topics that are told, 1 to 5. */
  readonly topicArns: readonly pulumi.Input<string>[];
}

/**
 * The alarms that take a deployment back: on errors and on slowness of the service's own target groups. They look at what
 * clients get, where the circuit breaker looks at whether tasks start. Their names are fixed, so that people and CI can ask
 * for them. ECS wants them to exist; an alarm that was in ALARM before the deployment began decides nothing about it.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-alarm-failure.html
 *
 * @returns their names, known once they are there
 */
export function createDeploymentGuard(parent: pulumi.Resource, name: string, args: DeploymentGuardArgs): pulumi.Output<string>[] {
  const { limits } = args;
  return Object.entries(args.targetGroups).flatMap(([group, { arnSuffix }]) => {
    const dimensions = { LoadBalancer: args.loadBalancerArnSuffix, TargetGroup: arnSuffix };
    const metric = (metricName: string, stat: string) => ({ namespace: "AWS/ApplicationELB", metricName, dimensions, stat, period: 60 });
    const common = {
      comparisonOperator: "GreaterThanThreshold",
      evaluationPeriods: limits.forMinutes,
      datapointsToAlarm: limits.forMinutes,
      // A target group that waits for its turn has no requests, and that is no fault.
      treatMissingData: "notBreaching",
      alarmActions: [...args.topicArns],
      okActions: [...args.topicArns],
    };
    const why = `ECS takes a deployment back that does it. Runbook: ${args.runbookBaseUrl}/deployment-taken-back.md`;
    const errors = new MetricAlarm(
      `${name}-${group}-errors`,
      {
        name: physicalName("alarm", args.namePrefix, group, "deployment-errors"),
        alarmDescription: `${group} answers more than ${limits.errorPercent} % of its requests with an error. ${why}`,
        metricQueries: [
          { id: "errors", returnData: false, metric: metric("HTTPCode_Target_5XX_Count", "Sum") },
          { id: "requests", returnData: false, metric: metric("RequestCount", "Sum") },
          { id: "percent", label: "Errors (percent)", returnData: true, expression: errorRate("requests", limits.minimumRequests) },
        ],
        threshold: limits.errorPercent,
        ...common,
      },
      { parent },
    );
    const latency = new MetricAlarm(
      `${name}-${group}-latency`,
      {
        name: physicalName("alarm", args.namePrefix, group, "deployment-latency"),
        alarmDescription: `Five of 100 requests to ${group} take longer than ${limits.latencySeconds} s. ${why}`,
        namespace: "AWS/ApplicationELB",
        metricName: "TargetResponseTime",
        dimensions,
        extendedStatistic: "p95",
        // The 95th percentile of a handful of requests is the slowest of them: then the alarm keeps the state it has.
        // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/percentiles-with-low-samples.html
        evaluateLowSampleCountPercentiles: "ignore",
        period: 60,
        threshold: limits.latencySeconds,
        ...common,
      },
      { parent },
    );
    // The name alone is known before the alarm is there.
    return [errors, latency].map((alarm) => pulumi.all([alarm.name, alarm.arn]).apply(([alarmName]) => alarmName));
  });
}
