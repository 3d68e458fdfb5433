import type * as pulumi from "@pulumi/pulumi";
import type { Capacity } from "./capacity";
import { runTaskCommand } from "./run-task-command";
import { createTask } from "./task";
import type { MadeTask, TaskArgs } from "./task";
import { reportTaskFailures } from "./task-failures";

export interface JobArgs extends TaskArgs {
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

/** A task that ends by itself, and people who hear of it when it fails; as children of a component. No line of its log is lost. */
export function createJob(
  parent: pulumi.ComponentResource,
  name: string,
  { clusterArn, subnetIds, securityGroupIds, capacity = "on-demand", runbookBaseUrl, failureTopicArns, ...taskArgs }: JobArgs,
): { readonly task: MadeTask; readonly runCommand: pulumi.Output<string> } {
  const { accountId, region, losslessLogs = true } = taskArgs;
  const task = createTask(parent, `${name}-task`, { ...taskArgs, losslessLogs });
  reportTaskFailures(parent, `${name}-failures`, {
    accountId,
    region,
    clusterArn,
    family: task.family,
    logGroupName: task.logGroupName,
    runbookBaseUrl,
    failureTopicArns,
  });
  const { taskDefinitionArn } = task;
  return { task, runCommand: runTaskCommand({ region, clusterArn, taskDefinitionArn, subnetIds, securityGroupIds, capacity }) };
}
