import * as pulumi from "@pulumi/pulumi";
import { Role } from "@pulumi/aws/iam/role";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy";
import { Schedule } from "@pulumi/aws/scheduler/schedule";
import { ScheduleGroup } from "@pulumi/aws/scheduler/scheduleGroup";
import { capacityArgs } from "./internal/capacity";
import { createDeadLetterQueue } from "./internal/dead-letter-queue";
import { FARGATE_PLATFORM } from "./internal/fargate-sizes";
import { createJob } from "./internal/job";
import type { JobArgs } from "./internal/job";
import { physicalName } from "./internal/names";
import { policyDocument, policyOutline, serviceTrust } from "./internal/policy-document";
import { runTaskStatements } from "./internal/run-task-statements";
import { createScheduleAlarms } from "./internal/schedule-alarms";
import { longestGapHours, scheduleProblem } from "./internal/schedule-expression";

export interface ScheduledTaskArgs extends JobArgs {
  /** `cron(0 2 * * ? *)` or `rate(1 hour)`. */
  schedule: string;
  /** IANA name, `Europe/Berlin`: a cron expression means nothing without one. */
  timezone: string;
  /** How much later than scheduled it may start, 1 to 1440 minutes. @default - on time */
  flexibleWindowMinutes?: number | undefined;
}

/** What the jobs of one kind have in common: where they run, how large, who hears of a failure. */
export type SharedJobArgs = Pick<
  ScheduledTaskArgs,
  | "accountId"
  | "clusterArn"
  | "cpu"
  | "failureTopicArns"
  | "image"
  | "logKeyArn"
  | "logRetentionDays"
  | "memoryMib"
  | "region"
  | "runbookBaseUrl"
  | "secretsKeyArn"
  | "securityGroupIds"
  | "subnetIds"
  | "timezone"
>;

/**
 * A job that runs on a schedule, and people who hear of it when it doesn't.
 *
 * Creates: a task, a schedule in a group of its own, the role it starts the task with, a dead letter queue, alarms and a rule
 * for failures.
 * Guarantees: the role can start this family in this cluster and nothing else; a start that fails is tried again, then kept
 * in the queue; a failed task, a failed start and, where the schedule is regular, a missing start are each reported.
 * Cost: Fargate while it runs, up to four alarms.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html
 */
export class ScheduledTask extends pulumi.ComponentResource {
  public readonly taskDefinitionArn: pulumi.Output<string>;
  public readonly scheduleName: pulumi.Output<string>;
  public readonly logGroupName: pulumi.Output<string>;
  /** Starts it once more, by hand. */
  public readonly runCommand: pulumi.Output<string>;

  constructor(name: string, args: ScheduledTaskArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundwork:scheduled-task:ScheduledTask", name, {}, opts);
    const { clusterArn, subnetIds, securityGroupIds, capacity = "on-demand", schedule, timezone, flexibleWindowMinutes, ...others } = args;
    const { runbookBaseUrl, failureTopicArns } = args;
    const problem = scheduleProblem(schedule);
    if (problem !== undefined) throw new Error(`task ${args.taskName}: schedule "${schedule}": expected ${problem}`);
    const scheduleName = physicalName("schedule", args.namePrefix, args.taskName);

    const { task, runCommand } = createJob(this, name, { ...others, clusterArn, subnetIds, securityGroupIds, capacity });
    const { queue: deadLetters, statements: queueStatements } = createDeadLetterQueue(this, `${name}-dead-letters`);

    const role = new Role(
      `${name}-scheduler`,
      {
        description: `${task.family}: EventBridge Scheduler starts the task`,
        assumeRolePolicy: serviceTrust("scheduler.amazonaws.com", args.accountId),
      },
      { parent: this },
    );
    const runStatements = runTaskStatements({
      accountId: args.accountId,
      region: args.region,
      clusterArn,
      family: task.family,
      roleArns: [task.taskRoleArn, task.executionRoleArn],
      deadLetterQueueArn: deadLetters.arn,
    });
    const permission = new RolePolicy(
      `${name}-scheduler`,
      {
        role: role.name,
        policy: policyDocument(runStatements),
      },
      { parent: this },
    );

    // The scheduler counts by group only, so a group of its own is what makes this job's runs countable.
    const group = new ScheduleGroup(`${name}-group`, { name: scheduleName }, { parent: this });
    const timer = new Schedule(
      `${name}-schedule`,
      {
        name: scheduleName,
        groupName: group.name,
        description: `Starts ${task.family}`,
        scheduleExpression: schedule,
        scheduleExpressionTimezone: timezone,
        state: "ENABLED",
        flexibleTimeWindow:
          flexibleWindowMinutes === undefined
            ? { mode: "OFF" }
            : { mode: "FLEXIBLE", maximumWindowInMinutes: flexibleWindowMinutes },
        target: {
          arn: clusterArn,
          roleArn: role.arn,
          ecsParameters: {
            taskDefinitionArn: task.taskDefinitionArn,
            ...capacityArgs(capacity),
            platformVersion: FARGATE_PLATFORM,
            taskCount: 1,
            enableEcsManagedTags: true,
            propagateTags: "TASK_DEFINITION",
            networkConfiguration: {
              subnets: [...subnetIds],
              securityGroups: [...securityGroupIds],
              assignPublicIp: false,
            },
          },
          // An hour of attempts: later the next run is near, or somebody has looked.
          retryPolicy: { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 10 },
          deadLetterConfig: { arn: deadLetters.arn },
        },
      },
      { parent: this, dependsOn: [permission] },
    );

    createScheduleAlarms(this, `${name}-alarms`, {
      family: task.family,
      groupName: group.name,
      deadLetterQueueName: deadLetters.name,
      longestGapHours: longestGapHours(schedule),
      runbookBaseUrl,
      topicArns: failureTopicArns,
    });

    this.taskDefinitionArn = task.taskDefinitionArn;
    this.scheduleName = timer.name;
    this.logGroupName = task.logGroupName;
    this.runCommand = runCommand;
    this.registerOutputs({
      ...task.published,
      taskDefinitionArn: this.taskDefinitionArn,
      scheduleName: this.scheduleName,
      logGroupName: this.logGroupName,
      runCommand: this.runCommand,
      documents: {
        ...task.published.documents,
        [`${name}-dead-letters`]: policyOutline(queueStatements),
        [`${name}-scheduler`]: policyOutline(runStatements),
      },
    });
  }
}
