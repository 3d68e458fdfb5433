import type * as pulumi from "@pulumi/pulumi";
import { MetricAlarm } from "@pulumi/aws/cloudwatch/metricAlarm";
import { canaryAlarmExpectations } from "./canary-limits";
import type { CanaryFailing } from "./canary-limits";

export interface CanaryAvailability {
  /** Percent of the runs that must be as expected. */
  readonly minPercent: number;
  /** Whole hours that are looked back on, 1 to 24. */
  readonly overHours: number;
  /** SNS topics that are told. */
  readonly topicArns: readonly pulumi.Input<string>[];
}

export interface CanaryAlarmArgs {
  readonly canaryName: string;
  readonly rateMinutes: number;
  readonly failing: CanaryFailing;
  /** What a whole run may take, in ms. @default - no alarm */
  readonly maxMilliseconds?: number | undefined;
  /** @default - no alarm */
  readonly availability?: CanaryAvailability | undefined;
  readonly runbookBaseUrl: string;
  readonly topicArns: readonly pulumi.Input<string>[];
}

/**
 * The alarms of a canary: on runs that fail or are missing, and where asked for on slow runs and on too little success over
 * hours. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Canaries_metrics.html
 */
export function createCanaryAlarms(parent: pulumi.Resource, name: string, args: CanaryAlarmArgs): void {
  const { canaryName, rateMinutes, failing, maxMilliseconds, availability, topicArns } = args;
  const expectations = canaryAlarmExpectations(rateMinutes, failing);
  if (expectations.length > 0) throw new Error(`canary ${canaryName}: expected ${expectations.join("; ")}`);
  const metric = { namespace: "CloudWatchSynthetics", dimensions: { CanaryName: canaryName } };
  const runbook = (page: string) => `Runbook: ${args.runbookBaseUrl}/${page}.md`;
  const eachRun = { period: rateMinutes * 60, evaluationPeriods: failing.of, datapointsToAlarm: failing.runs };
  const told = { alarmActions: [...topicArns], okActions: [...topicArns] };

  new MetricAlarm(
    `${name}-failed`,
    {
      name: `${canaryName}-probe-failed`,
      alarmDescription: `${failing.runs} of ${failing.of} runs of the canary ${canaryName} failed or are missing; its report names the step. ${runbook("probe-failed")}`,
      ...metric,
      ...eachRun,
      metricName: "SuccessPercent",
      statistic: "Average",
      comparisonOperator: "LessThanThreshold",
      // A run has 100 percent or 0.
      threshold: 100,
      // A canary that stopped proves nothing, and nobody would notice.
      treatMissingData: "breaching",
      // A new one has not run yet.
      warmUpConfiguration: {
        warmUpPeriodDurationInMinutes: rateMinutes * failing.of,
        onlyStartEvaluatingAfterWarmUpPeriodEnds: true,
      },
      ...told,
    },
    { parent },
  );

  if (maxMilliseconds !== undefined) {
    new MetricAlarm(
      `${name}-slow`,
      {
        name: `${canaryName}-probe-slow`,
        alarmDescription: `${failing.runs} of ${failing.of} runs of the canary ${canaryName} took more than ${maxMilliseconds} ms. ${runbook("probe-slow")}`,
        ...metric,
        ...eachRun,
        // In milliseconds, of the whole run.
        metricName: "Duration",
        statistic: "Average",
        comparisonOperator: "GreaterThanThreshold",
        threshold: maxMilliseconds,
        // The alarm above tells of runs that are missing.
        treatMissingData: "notBreaching",
        ...told,
      },
      { parent },
    );
  }

  if (availability !== undefined) {
    const { minPercent, overHours } = availability;
    new MetricAlarm(
      `${name}-availability`,
      {
        name: `${canaryName}-probe-availability`,
        alarmDescription: `Less than ${minPercent} percent of the runs of the canary ${canaryName} in ${overHours} hours were as expected. ${runbook("probe-availability")}`,
        ...metric,
        metricName: "SuccessPercent",
        statistic: "Average",
        period: overHours * 3600,
        evaluationPeriods: 1,
        comparisonOperator: "LessThanThreshold",
        threshold: minPercent,
        // Silence is told at once by the first alarm; here it says nothing about the past.
        treatMissingData: "missing",
        alarmActions: [...availability.topicArns],
        okActions: [...availability.topicArns],
      },
      { parent },
    );
  }
}
