import type * as pulumi from "@pulumi/pulumi";
import { MetricAlarm } from "@pulumi/aws/cloudwatch/metricAlarm";
import { deadLetterSignal } from "./dead-letter-queue";

export interface ScheduleAlarmsArgs {
  /** What the schedule starts; it stands in the alarms' names. Changing this replaces the alarms. */
  family: string;
  /** The schedule's group, which holds no other schedule. */
  groupName: pulumi.Input<string>;
  deadLetterQueueName: pulumi.Input<string>;
  /** The longest time between two runs, in hours; undefined where the calendar decides it. */
  longestGapHours: number | undefined;
  /** Where docs/runbooks can be read, without a slash at the end. */
  runbookBaseUrl: string;
  /** SNS topics that are told. */
  topicArns: readonly pulumi.Input<string>[];
}

/**
 * CloudWatch looks back at most seven days.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
 */
const LONGEST_LOOK_BACK_HOURS = 168;

/**
 * Alarms on a job that was not started.
 *
 * Creates: alarms on failed starts, on starts given up, and on a start that never came, where the schedule is regular and
 * at most six days long.
 * Guarantees: a start that fails is never silent. A schedule of more than six days, or one that the calendar decides, has no
 * alarm on a missing start: what such a job leaves behind has to be watched instead.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/monitoring-cloudwatch.html
 */
export function createScheduleAlarms(parent: pulumi.Resource, name: string, args: ScheduleAlarmsArgs): void {
  const scheduler = { namespace: "AWS/Scheduler", dimensions: { ScheduleGroup: args.groupName } };
  const runbook = `Runbook: ${args.runbookBaseUrl}/job-not-started.md`;
  const told = { alarmActions: [...args.topicArns], okActions: [...args.topicArns] };

  new MetricAlarm(
    `${name}-start-failed`,
    {
      name: `${args.family}-start-failed`,
      alarmDescription: `ECS refused to start ${args.family}; the scheduler tries again for an hour. ${runbook}`,
      ...scheduler,
      metricName: "TargetErrorCount",
      statistic: "Sum",
      period: 300,
      evaluationPeriods: 1,
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      threshold: 1,
      // No attempt, no error.
      treatMissingData: "notBreaching",
      ...told,
    },
    { parent },
  );

  new MetricAlarm(
    `${name}-start-given-up`,
    {
      name: `${args.family}-start-given-up`,
      alarmDescription: `${args.family} was never started; the dead letter queue holds the reason. Run it by hand. ${runbook}`,
      ...deadLetterSignal(args.deadLetterQueueName),
      ...told,
    },
    { parent },
  );

  // Two hours more than the gap: one for the start that comes late, one for the change to summer time.
  const hours = args.longestGapHours === undefined ? undefined : args.longestGapHours + 2;
  if (hours !== undefined && hours <= LONGEST_LOOK_BACK_HOURS) {
    new MetricAlarm(
      `${name}-did-not-run`,
      {
        name: `${args.family}-did-not-run`,
        alarmDescription: `No start of ${args.family} in ${hours} hours. Is the schedule on, and its group there? ${runbook}`,
        ...scheduler,
        metricName: "InvocationAttemptCount",
        statistic: "Sum",
        period: 3600,
        evaluationPeriods: hours,
        datapointsToAlarm: hours,
        comparisonOperator: "LessThanThreshold",
        threshold: 1,
        // The hour without a start has no data point: its absence is what the alarm is about.
        treatMissingData: "breaching",
        // A new schedule has not run yet. CloudWatch offers 48 hours at most, so a rarer one reports itself once, when new.
        warmUpConfiguration: {
          warmUpPeriodDurationInMinutes: Math.min(hours * 60, 2880),
          onlyStartEvaluatingAfterWarmUpPeriodEnds: true,
        },
        ...told,
      },
      { parent },
    );
  }
}
