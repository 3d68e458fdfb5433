import * as pulumi from "@pulumi/pulumi";
import { MetricAlarm } from "@pulumi/aws/cloudwatch/metricAlarm";
import type { MetricAlarmArgs } from "@pulumi/aws/cloudwatch/metricAlarm";
import { planAlarms } from "./internal/alarm-catalogue";
import type { PlannedAlarm } from "./internal/alarm-catalogue";
import type { AlarmRules } from "./internal/alarm-definition";
import type { MonitoredTarget } from "./internal/monitored-target";

export interface AlarmsArgs {
  /** Prefix of the alarms' names, `<system>-<environment>`. Changing this replaces every alarm. */
  namePrefix: string;
  /** What exists. Each brings the alarms of its kind. */
  targets: readonly MonitoredTarget[];
  /** Alarm -> limit and channels. */
  rules: AlarmRules;
  /** Where docs/runbooks can be read, without a slash at the end; each alarm links to its page. */
  runbookBaseUrl: string;
  /** Channel -> ARN of its topic. */
  topicArns: Readonly<Record<string, pulumi.Input<string>>>;
}

/**
 * The CloudWatch alarms of all that is monitored, derived from it: a new replica brings its alarms along.
 *
 * Creates: an alarm for each target and each entry of the catalogue for its kind.
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
        `${name}-${alarm.target}-${alarm.key}`,
        {
          name: alarm.name,
          alarmDescription: alarm.description,
          ...signalArgs(alarm),
          comparisonOperator: alarm.comparison === "above" ? "GreaterThanThreshold" : "LessThanThreshold",
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
      `groundwork:alarms["${alarm.key}"].channels names "${channel}", but groundwork:channels has only ${Object.keys(topicArns).join(", ")}`,
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
  if (statistic !== "p95") return { ...metric, period, statistic };
  // With few requests a percentile is chance: the alarm then keeps its state.
  return { ...metric, period, extendedStatistic: statistic, evaluateLowSampleCountPercentiles: "ignore" };
}
