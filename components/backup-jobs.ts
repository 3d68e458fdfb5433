import * as pulumi from "@pulumi/pulumi";
import { MetricAlarm } from "@pulumi/aws/cloudwatch/metricAlarm";
import { BACKUP_METRIC, backupJobs } from "./internal/backup-job-definitions";
import type { BackupSubjects, BackupTimes } from "./internal/backup-job-definitions";
import { longestGapHours } from "./internal/schedule-expression";
import { ScheduledTask } from "./scheduled-task";
import type { SharedJobArgs } from "./scheduled-task";

export interface BackupJobsArgs {
  /** What all four tasks have in common: where they run, how large, who hears of a failure. */
  task: SharedJobArgs;
  /** What is backed up, from where to where. */
  subjects: BackupSubjects;
  /** When, and what the check finds fault with. */
  times: BackupTimes;
}

/**
 * The logical backups: a daily dump of the database, an hourly mirror and a daily copy of the documents, and a daily check
 * that reads the newest ones as a restore would.
 *
 * Creates: four scheduled tasks, and an alarm for when no check has found the backups sound.
 * Guarantees: each task can write below its own prefix only and deletes no version; a task that fails or doesn't run is
 * reported, and so is a check that hangs.
 *
 * The image holds bash, coreutils, gzip, the AWS CLI 2, the PostgreSQL client of the server's major version and the
 * certificates of RDS. No public image holds both tools, so it is built once and kept in the system's own registry:
 *
 *     FROM public.ecr.aws/amazonlinux/amazonlinux:2023
 *     RUN dnf install -y awscli-2 postgresql15 gzip && dnf clean all
 *     ADD --chmod=644 https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem /etc/ssl/rds/global-bundle.pem
 *     USER 1001:1001
 *
 * It has no ENTRYPOINT, since the command names bash itself.
 */
export class BackupJobs extends pulumi.ComponentResource {
  /** Job -> its log group. */
  public readonly logGroupNames: Readonly<Record<string, pulumi.Output<string>>>;
  /** Job -> the command that runs it once more, by hand. */
  public readonly runCommands: Readonly<Record<string, pulumi.Output<string>>>;

  constructor(name: string, args: BackupJobsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundwork:backup-jobs:BackupJobs", name, {}, opts);
    const { namePrefix } = args.subjects;

    const tasks = backupJobs(args.subjects, args.times).map(({ script, environment, ...job }) => {
      const task = new ScheduledTask(
        `${name}-${job.taskName}`,
        {
          ...args.task,
          ...job,
          namePrefix,
          user: "1001:1001",
          command: ["bash", "-euo", "pipefail", "-c", script],
          environment: { ...environment, AWS_REGION: args.task.region },
        },
        { parent: this },
      );
      return { name: job.taskName, task };
    });

    // One hour more than the check's own gap, for the time that it takes; a calendar schedule counts as a week.
    const hours = Math.min((longestGapHours(args.times.checkSchedule) ?? 167) + 1, 168);
    new MetricAlarm(
      `${name}-not-proven`,
      {
        name: `${namePrefix}-backups-not-proven`,
        alarmDescription:
          `For ${hours} hours no check of ${namePrefix} has found fresh and readable backups. ` +
          `The log of check-backups names what is wrong. Runbook: ${args.task.runbookBaseUrl}/backups-not-proven.md`,
        namespace: BACKUP_METRIC.namespace,
        metricName: BACKUP_METRIC.name,
        dimensions: { System: namePrefix },
        statistic: "Minimum",
        period: 3600,
        evaluationPeriods: hours,
        datapointsToAlarm: hours,
        comparisonOperator: "GreaterThanThreshold",
        threshold: 0,
        // A check that hangs or never starts sends nothing: that is as bad as one that finds a problem.
        treatMissingData: "breaching",
        // A new system has no check behind it yet. The longest warm-up that CloudWatch offers is 48 hours.
        warmUpConfiguration: {
          warmUpPeriodDurationInMinutes: Math.min(hours * 60, 2880),
          onlyStartEvaluatingAfterWarmUpPeriodEnds: true,
        },
        alarmActions: [...args.task.failureTopicArns],
        okActions: [...args.task.failureTopicArns],
      },
      { parent: this },
    );

    this.logGroupNames = Object.fromEntries(tasks.map(({ name: job, task }) => [job, task.logGroupName]));
    this.runCommands = Object.fromEntries(tasks.map(({ name: job, task }) => [job, task.runCommand]));

    this.registerOutputs({ logGroupNames: this.logGroupNames, runCommands: this.runCommands });
  }
}
