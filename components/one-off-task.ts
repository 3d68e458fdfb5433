import * as pulumi from "@pulumi/pulumi";
import { createJob } from "./internal/job";
import type { JobArgs } from "./internal/job";

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

  constructor(name: string, args: JobArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundwork:one-off-task:OneOffTask", name, {}, opts);
    const { task, runCommand } = createJob(this, name, args);

    this.taskDefinitionArn = task.taskDefinitionArn;
    this.logGroupName = task.logGroupName;
    this.runCommand = runCommand;
    this.registerOutputs({
      ...task.published,
      taskDefinitionArn: this.taskDefinitionArn,
      logGroupName: this.logGroupName,
      runCommand: this.runCommand,
    });
  }
}
