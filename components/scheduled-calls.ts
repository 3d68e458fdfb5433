import * as pulumi from "@pulumi/pulumi";
import { MetricAlarm } from "@pulumi/aws/cloudwatch/metricAlarm";
import { Role } from "@pulumi/aws/iam/role";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy";
import { Schedule } from "@pulumi/aws/scheduler/schedule";
import { ScheduleGroup } from "@pulumi/aws/scheduler/scheduleGroup";
import { createDeadLetterQueue, deadLetterSignal } from "./internal/dead-letter-queue";
import { physicalName } from "./internal/names";
import { policyDocument, policyOutline, serviceTrust } from "./internal/policy-document";
import type { PolicyStatement } from "./internal/policy-document";
import { scheduleProblem } from "./internal/schedule-expression";

export interface ScheduledCall {
  /** One sentence for whoever finds it in the console. */
  readonly description: string;
  /** `cron(0 2 ? * FRI *)` */
  readonly schedule: string;
  /** The ARN of an SNS topic, or of an API action: `arn:aws:scheduler:::aws-sdk:rds:stopDBInstance`. */
  readonly targetArn: pulumi.Input<string>;
  /** The message, or the action's arguments as JSON. */
  readonly input: pulumi.Input<string>;
}

export interface ScheduledCallsArgs {
  /** Name of the schedule group, of the role's description and of the alarm. Changing this replaces everything here. */
  groupName: string;
  accountId: string;
  /** IANA name. The schedules move with its clocks. */
  timezone: string;
  /** Name -> what is called when. */
  calls: Readonly<Record<string, ScheduledCall>>;
  /** What the calls need, and no more. */
  permissions: readonly PolicyStatement[];
  /** Where docs/runbooks can be read, without a slash at the end. */
  runbookBaseUrl: string;
  /** SNS topics that hear of a call that failed. */
  failureTopicArns: readonly pulumi.Input<string>[];
}

/**
 * Calls of AWS itself at given times, without a program that would have to run for them.
 *
 * Creates: a schedule for each call, their group, the role they call with, a dead letter queue and an alarm on it.
 * Guarantees: the role can do what `permissions` says; a call that fails is tried again for an hour, then kept in the queue,
 * and people are told. That the calls do what they should was not tried on AWS.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html
 */
export class ScheduledCalls extends pulumi.ComponentResource {
  constructor(name: string, args: ScheduledCallsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundwork:scheduled-calls:ScheduledCalls", name, {}, opts);
    for (const [call, { schedule }] of Object.entries(args.calls)) {
      const problem = scheduleProblem(schedule);
      if (problem !== undefined) throw new Error(`scheduled call ${call}: schedule "${schedule}": expected ${problem}`);
    }

    const { queue: deadLetters, statements: queueStatements } = createDeadLetterQueue(this, `${name}-dead-letters`);

    const role = new Role(
      `${name}-caller`,
      {
        description: `${args.groupName}: EventBridge Scheduler makes the calls`,
        assumeRolePolicy: serviceTrust("scheduler.amazonaws.com", args.accountId),
      },
      { parent: this },
    );
    const statements: readonly PolicyStatement[] = [
      ...args.permissions,
      { sid: "KeepFailedCalls", actions: ["sqs:SendMessage"], resources: [deadLetters.arn] },
    ];
    const permission = new RolePolicy(
      `${name}-caller`,
      { role: role.name, policy: policyDocument(statements) },
      { parent: this },
    );

    const group = new ScheduleGroup(`${name}-group`, { name: physicalName("schedule", args.groupName) }, { parent: this });
    for (const [call, { description, schedule, targetArn, input }] of Object.entries(args.calls)) {
      new Schedule(
        `${name}-${call}`,
        {
          name: physicalName("schedule", args.groupName, call),
          groupName: group.name,
          description,
          scheduleExpression: schedule,
          scheduleExpressionTimezone: args.timezone,
          state: "ENABLED",
          flexibleTimeWindow: { mode: "OFF" },
          target: {
            arn: targetArn,
            roleArn: role.arn,
            input,
            retryPolicy: { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 10 },
            deadLetterConfig: { arn: deadLetters.arn },
          },
        },
        // A call that comes before its permission fails at once.
        { parent: this, dependsOn: [permission] },
      );
    }

    new MetricAlarm(
      `${name}-call-failed`,
      {
        name: physicalName("alarm", args.groupName, "call-failed"),
        alarmDescription:
          `A scheduled call of ${args.groupName} failed for an hour; the dead letter queue holds the reason. Make it by hand. ` +
          `Runbook: ${args.runbookBaseUrl}/call-failed.md`,
        ...deadLetterSignal(deadLetters.name),
        alarmActions: [...args.failureTopicArns],
        okActions: [...args.failureTopicArns],
      },
      { parent: this },
    );

    this.registerOutputs({
      documents: {
        [`${name}-dead-letters`]: policyOutline(queueStatements),
        [`${name}-caller`]: policyOutline(statements),
      },
    });
  }
}
