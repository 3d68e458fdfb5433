import * as pulumi from "@pulumi/pulumi";
import { AlarmMuteRule } from "@pulumi/aws/cloudwatch/alarmMuteRule";
import { physicalName } from "./internal/names";

export interface AlarmMutesArgs {
  /** Prefix of the rules' names, `<system>-<environment>`. Changing this replaces the rules. */
  namePrefix: string;
  /** Why the alarms are silent, for whoever wonders. */
  reason: string;
  /** IANA name; the rules move with its clocks. */
  timezone: string;
  /** When, and for how long. */
  times: readonly {
    /** Changing this replaces the rule. */
    readonly name: string;
    /** Cron with five fields, `cron(0 2 * * SUN)`: the scheduler's six are refused. */
    readonly expression: string;
    /** ISO 8601, a minute to 15 days: `PT2H`. */
    readonly duration: string;
  }[];
  /** The alarms that are silent then. Their metrics are watched on, and their states change. */
  alarmNames: readonly string[];
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutAlarmMuteRule.html */
const ALARMS_A_RULE = 100;
const EXPRESSION = /^cron\([^ ?]+( [^ ?]+){4}\)$/;

/**
 * Hours in which alarms tell nobody, because what they see is meant to be.
 *
 * Creates: for each time a mute rule for every hundred alarms.
 * Guarantees: only the alarms that are named are silent; one that still has reason to when the hours are over goes off then.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-mute-rules.html
 */
export class AlarmMutes extends pulumi.ComponentResource {
  constructor(name: string, args: AlarmMutesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundwork:alarm-mutes:AlarmMutes", name, {}, opts);
    const alarmNames = [...args.alarmNames].sort();
    const parts = Array.from({ length: Math.ceil(alarmNames.length / ALARMS_A_RULE) }, (_, index) =>
      alarmNames.slice(index * ALARMS_A_RULE, (index + 1) * ALARMS_A_RULE),
    );

    for (const time of args.times) {
      if (!EXPRESSION.test(time.expression)) {
        throw new Error(`mute rule ${time.name}: "${time.expression}": expected cron with five fields and no question mark`);
      }
      for (const [index, part] of parts.entries()) {
        const suffix = index === 0 ? time.name : `${time.name}-${index + 1}`;
        new AlarmMuteRule(
          `${name}-${suffix}`,
          {
            name: physicalName("alarm", args.namePrefix, suffix),
            description: args.reason,
            rule: { schedule: { expression: time.expression, duration: time.duration, timezone: args.timezone } },
            muteTargets: { alarmNames: part },
          },
          { parent: this },
        );
      }
    }

    this.registerOutputs({});
  }
}
