import * as pulumi from "@pulumi/pulumi";
import type { Capacity } from "./internal/capacity";
import { runTaskCommand } from "./internal/run-task-command";
import { createTask } from "./internal/task";
import type { TaskArgs } from "./internal/task";
import { reportTaskFailures } from "./internal/task-failures";

export interface OneOffTaskArgs extends TaskArgs {
  clusterArn: pulumi.Input<string>;
  /** Private subnets that the task may run in. */
  subnetIds: readonly pulumi.Input<string>[];
  securityGroupIds: readonly pulumi.Input<string>[];
  /** On demand or spot. @default "on-demand" */
  capacity?: Capacity | undefined;
  /** Where docs/runbooks can be read, without a slash at the end; messages link to their page. */
  runbookBaseUrl: string;
  /** SNS topics that are told when the task fails, 1 to 5. */
  failureTopicArns: readonly pulumi.Input<string>[];
}

/**
 * A job that a deployment or a person starts: a migration, the first administrator.
 *
 * Creates: a task and the rule that reports its failures. Nothing runs until somebody starts it.
 * Guarantees: what every task does; a failure is reported; no line of its log is lost.
 * Cost: Fargate while it runs.
 */
export class OneOffTask extends pulumi.ComponentResource {
  public readonly taskDefinitionArn: pulumi.Output<string>;
  public readonly logGroupName: pulumi.Output<string>;
  /** The command that starts it. */
  public readonly runCommand: pulumi.Output<string>;

  constructor(name: string, args: OneOffTaskArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundwork:one-off-task:OneOffTask", name, {}, opts);
    const { clusterArn, subnetIds, securityGroupIds, capacity = "on-demand", runbookBaseUrl, failureTopicArns, ...taskArgs } = args;

    const task = createTask(this, `${name}-task`, { ...taskArgs, losslessLogs: args.losslessLogs ?? true });

    reportTaskFailures(this, `${name}-failures`, {
      accountId: args.accountId,
      region: args.region,
      clusterArn,
      family: task.family,
      logGroupName: task.logGroupName,
      runbookBaseUrl,
      failureTopicArns,
    });

    this.taskDefinitionArn = task.taskDefinitionArn;
    this.logGroupName = task.logGroupName;
    this.runCommand = runTaskCommand({
      region: args.region,
      clusterArn,
      taskDefinitionArn: task.taskDefinitionArn,
      subnetIds,
      securityGroupIds,
      capacity,
    });
    this.registerOutputs({
      ...task.published,
      taskDefinitionArn: this.taskDefinitionArn,
      logGroupName: this.logGroupName,
      runCommand: this.runCommand,
    });
  }
}
