import * as pulumi from "@pulumi/pulumi";
import type { BackupJobsArgs } from "./backup-jobs";
import type { BackupSubjects } from "./internal/backup-job-definitions";
import { restoreJobs } from "./internal/restore-job-definitions";
import { OneOffTask } from "./one-off-task";

export interface RestoreJobsArgs {
  /** What both tasks have in common: where they run, how large, who hears of a failure. The image is that of BackupJobs. */
  task: Omit<BackupJobsArgs["task"], "timezone">;
  /** What is brought back, from where to where: the same as BackupJobs has. */
  subjects: BackupSubjects;
}

/**
 * The way back from the logical backups: one task restores a dump, one copies documents back. They stand ready, so that
 * nobody writes a command in the hour in which everything is down.
 *
 * Creates: two one-off tasks. Nothing runs until a person starts one.
 * Guarantees: neither can change or delete a backup; a dump goes into an empty database only, whole or not at all; a failure
 * is reported.
 * Cost: none until one runs.
 */
export class RestoreJobs extends pulumi.ComponentResource {
  /** Job -> the command that starts it. */
  public readonly runCommands: Readonly<Record<string, pulumi.Output<string>>>;

  constructor(name: string, args: RestoreJobsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundwork:restore-jobs:RestoreJobs", name, {}, opts);

    this.runCommands = Object.fromEntries(
      restoreJobs(args.subjects).map(({ script, environment, ...job }) => {
        const task = new OneOffTask(
          `${name}-${job.taskName}`,
          {
            ...args.task,
            ...job,
            namePrefix: args.subjects.namePrefix,
            user: "1001:1001",
            command: ["bash", "-euo", "pipefail", "-c", script],
            environment: { ...environment, AWS_REGION: args.task.region },
          },
          { parent: this },
        );
        return [job.taskName, task.runCommand];
      }),
    );

    this.registerOutputs({ runCommands: this.runCommands });
  }
}
