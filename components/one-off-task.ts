import * as pulumi from "@pulumi/pulumi";
import { FARGATE_PLATFORM } from "./internal/fargate-sizes";
import { Task } from "./task";
import type { TaskArgs } from "./task";
import { TaskFailures } from "./task-failures";

export interface OneOffTaskArgs extends TaskArgs {
  clusterArn: pulumi.Input<string>;
  /** Private subnets that the task may run in. */
  subnetIds: readonly pulumi.Input<string>[];
  securityGroupIds: readonly pulumi.Input<string>[];
  /** Where docs/runbooks can be read, without a slash at the end; messages link to their page. */
  runbookBaseUrl: string;
  /** SNS topics that are told when the task fails, 1 to 5. */
  failureTopicArns: readonly pulumi.Input<string>[];
}

/**
 * A job that a deployment or a person starts: a migration, the first administrator.
 *
 * Creates: a Task and the rule that reports its failures. Nothing runs until somebody starts it.
 * Guarantees: what a Task guarantees; a failure is reported; no line of its log is lost.
 * Cost: Fargate while it runs.
 */
export class OneOffTask extends pulumi.ComponentResource {
  public readonly taskDefinitionArn: pulumi.Output<string>;
  public readonly logGroupName: pulumi.Output<string>;
  /** The command that starts it: the network is part of the call, not of the task definition. */
  public readonly runCommand: pulumi.Output<string>;

  constructor(name: string, args: OneOffTaskArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundwork:one-off-task:OneOffTask", name, args, opts);
    const { clusterArn, subnetIds, securityGroupIds, runbookBaseUrl, failureTopicArns, ...taskArgs } = args;

    const task = new Task(`${name}-task`, { ...taskArgs, losslessLogs: args.losslessLogs ?? true }, { parent: this });

    new TaskFailures(
      `${name}-failures`,
      {
        accountId: args.accountId,
        region: args.region,
        clusterArn,
        family: task.family,
        logGroupName: task.logGroupName,
        runbookBaseUrl,
        failureTopicArns,
      },
      { parent: this },
    );

    const network = pulumi.jsonStringify({
      awsvpcConfiguration: { subnets: subnetIds, securityGroups: securityGroupIds, assignPublicIp: "DISABLED" },
    });
    this.taskDefinitionArn = task.taskDefinitionArn;
    this.logGroupName = task.logGroupName;
    const what = pulumi.interpolate`--cluster ${clusterArn} --task-definition ${task.taskDefinitionArn}`;
    const where = pulumi.interpolate`--launch-type FARGATE --platform-version ${FARGATE_PLATFORM} --network-configuration '${network}'`;
    this.runCommand = pulumi.interpolate`aws ecs run-task --region ${args.region} ${what} ${where}`;
    this.registerOutputs({
      taskDefinitionArn: this.taskDefinitionArn,
      logGroupName: this.logGroupName,
      runCommand: this.runCommand,
    });
  }
}
