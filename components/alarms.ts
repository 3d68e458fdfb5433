import * as pulumi from "@pulumi/pulumi";
import { MetricAlarm } from "@pulumi/aws/cloudwatch/metricAlarm";
import type { MetricAlarmArgs } from "@pulumi/aws/cloudwatch/metricAlarm";
import { planAlarms } from "./internal/alarm-catalogue";
import type { AlarmPlan, PlannedAlarm } from "./internal/alarm-catalogue";
import type { AlarmRules, Comparison } from "./internal/alarm-definition";
import type { CustomMetrics } from "./internal/custom-metric";
import type { MonitoredTarget } from "./internal/monitored-target";

export interface AlarmsArgs {
  /** Prefix of the alarms' names, `<system>-<environment>`. Changing this replaces every alarm. */
  namePrefix: string;
  /** What exists. Each brings the alarms of its kind. */
  targets: readonly MonitoredTarget[];
  /** Alarm -> level -> limit, duration and channels. An alarm without levels is not made. */
  rules: AlarmRules;
  /** Name -> what else is measured, with its alarms. @default - nothing */
  metrics?: CustomMetrics;
  /** Level -> minutes in which somebody must act; the alarms say so. @default - they don't */
  responseMinutes?: NonNullable<AlarmPlan["responseMinutes"]>;
  /** Where docs/runbooks can be read, without a slash at the end; each alarm links to its page. */
  runbookBaseUrl: string;
  /** Channel -> ARN of its topic. */
  topicArns: Readonly<Record<string, pulumi.Input<string>>>;
}

const OPERATORS: Readonly<Record<Comparison, string>> = {
  above: "GreaterThanThreshold",
  "at-or-above": "GreaterThanOrEqualToThreshold",
  below: "LessThanThreshold",
  "at-or-below": "LessThanOrEqualToThreshold",
};

/**
 * The CloudWatch alarms of all that is monitored, derived from it: a new replica brings its alarms along.
 *
 * Creates: an alarm for each target, each entry of the catalogue for its kind and each level that the rules give it, and for
 * each level of each custom metric. Its name ends in the level, and so does its tag Severity.
 * Guarantees: each tells at least one channel of trouble and of recovery, says what happened and what to look at first,
 * and treats missing data as its kind of metric demands.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Best_Practice_Recommended_Alarms_AWS_Services.html
 */
export class Alarms extends pulumi.ComponentResource {
  /** The alarms' names, in the order of the targets. */
  public readonly alarmNames: readonly string[];

  constructor(name: string, args: AlarmsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundwork:alarms:Alarms", name, {}, opts);

    const alarms = planAlarms(args);
    for (const alarm of alarms) {
      const actions = alarm.channels.map((channel) => topicOf(channel, alarm, args.topicArns));
      new MetricAlarm(
        `${name}-${alarm.id}`,
        {
          name: alarm.name,
          alarmDescription: alarm.description,
          ...signalArgs(alarm),
          comparisonOperator: OPERATORS[alarm.comparison],
          threshold: alarm.threshold,
          evaluationPeriods: alarm.evaluation.periods,
          datapointsToAlarm: alarm.evaluation.breaches,
          treatMissingData: alarm.missingData,
          ...(alarm.warmUpMinutes === undefined
            ? {}
            : { warmUpConfiguration: { warmUpPeriodDurationInMinutes: alarm.warmUpMinutes } }),
          alarmActions: actions,
          // Whoever was woken may sleep again when it is over.
          okActions: actions,
          tags: { Severity: alarm.level },
        },
        { parent: this },
      );
    }
    this.alarmNames = alarms.map((alarm) => alarm.name);

    this.registerOutputs({ alarmNames: this.alarmNames });
  }
}

function topicOf(channel: string, alarm: PlannedAlarm, topicArns: AlarmsArgs["topicArns"]): pulumi.Input<string> {
  const arn = topicArns[channel];
  if (arn === undefined) {
    throw new Error(
      `${alarm.setting}.channels names "${channel}", but groundwork:channels has only ${Object.keys(topicArns).join(", ")}`,
    );
  }
  return arn;
}

/** The metric, or the expression over metrics, that an alarm watches. */
function signalArgs({ signal, evaluation, title }: PlannedAlarm): Partial<MetricAlarmArgs> {
  const period = evaluation.periodSeconds;
  if ("expression" in signal) {
    const inputs = Object.entries(signal.metrics).map(([id, { statistic, ...metric }]) => ({
      id,
      metric: { ...metric, stat: statistic, period },
    }));
    const rate = { id: "rate", expression: signal.expression, label: title, returnData: true };
    return { metricQueries: [rate, ...inputs] };
  }
  const { statistic, ...metric } = signal;
  if (!/^p\d/.test(statistic)) return { ...metric, period, statistic };
  // With few requests a percentile is chance: the alarm then keeps its state.
  return { ...metric, period, extendedStatistic: statistic, evaluateLowSampleCountPercentiles: "ignore" };
}
