import * as pulumi from "@pulumi/pulumi";
import { MetricAlarm } from "@pulumi/aws/cloudwatch/metricAlarm";
import { databaseJobContainer } from "./internal/database-job-definitions";
import type { DatabaseJob, WorkedDatabase } from "./internal/database-job-definitions";
import { DATABASE_METRIC_NAMESPACE, FINDINGS_METRIC } from "./internal/database-job-scripts";
import { physicalName } from "./internal/names";
import { longestGapHours } from "./internal/schedule-expression";
import { ScheduledTask } from "./scheduled-task";
import type { ScheduledTaskArgs, SharedJobArgs } from "./scheduled-task";

export interface DatabaseJobsArgs {
  /** What all jobs have in common: where they run, how large, who hears of a failure. */
  task: SharedJobArgs & Pick<ScheduledTaskArgs, "namePrefix">;
  /** The database that they work on, and as whom. */
  database: WorkedDatabase;
  /** Name of the job, and of its task -> what it does and when. Renaming one replaces its log group: what it holds is lost. */
  jobs: Readonly<Record<string, DatabaseJob>>;
  /** Security audit -> ARNs of the SNS topics that hear of its findings. */
  findingTopicArns: Readonly<Record<string, readonly pulumi.Input<string>[]>>;
}

/** CloudWatch looks back at most seven days. */
const LONGEST_LOOK_BACK_HOURS = 168;

/**
 * Work that a database needs again and again: statistics, dead rows, indexes, and a look at what it lets people do.
 *
 * Creates: a scheduled task for each job, and an alarm for each security audit.
 * Guarantees: no AWS permission for any job; each logs in as the least role that can do its work, and only to a server whose
 * certificate it can verify; a job ends when its time is over, is never tried again by itself, and is reported when it fails.
 *
 * The image is that of the backup jobs: bash, coreutils and psql. Metrics leave as lines of the log.
 * https://www.postgresql.org/docs/15/maintenance.html
 */
export class DatabaseJobs extends pulumi.ComponentResource {
  /** Job -> its log group. */
  public readonly logGroupNames: Readonly<Record<string, pulumi.Output<string>>>;

  constructor(name: string, args: DatabaseJobsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundwork:database-jobs:DatabaseJobs", name, {}, opts);
    const { namePrefix, region, runbookBaseUrl } = args.task;

    const tasks = Object.entries(args.jobs).map(([job, work]) => {
      const { script, environment, secrets } = databaseJobContainer(namePrefix, work, args.database);
      const { logGroupName } = new ScheduledTask(
        `${name}-${job}`,
        {
          ...args.task,
          taskName: job,
          schedule: work.schedule,
          user: "1001:1001",
          command: ["bash", "-euo", "pipefail", "-c", script],
          environment: { ...environment, AWS_REGION: region },
          secrets,
          // A statement is cancelled and its transaction undone when the session ends; there is nothing to tidy up.
          stopTimeoutSeconds: 30,
        },
        { parent: this },
      );
      return [job, logGroupName] as const;
    });

    for (const [job, work] of Object.entries(args.jobs)) {
      if (work.kind !== "security-audit") continue;
      const topics = args.findingTopicArns[job] ?? [];
      if (topics.length === 0) throw new Error(`the security audit ${job} tells nobody: give findingTopicArns`);
      // One hour more than the gap, so that the alarm holds from a bad audit to the next; a calendar schedule counts as a week.
      const hours = Math.min((longestGapHours(work.schedule) ?? LONGEST_LOOK_BACK_HOURS - 1) + 1, LONGEST_LOOK_BACK_HOURS);
      new MetricAlarm(
        `${name}-${job}-findings`,
        {
          name: physicalName("alarm", namePrefix, job, "findings"),
          alarmDescription:
            `${job}: a table without row-level security, or a function that takes its search_path from the caller. ` +
            `First: the log of ${job} names it. Runbook: ${runbookBaseUrl}/database-security.md`,
          namespace: DATABASE_METRIC_NAMESPACE,
          metricName: FINDINGS_METRIC,
          dimensions: { System: namePrefix },
          statistic: "Maximum",
          period: 3600,
          evaluationPeriods: hours,
          datapointsToAlarm: 1,
          comparisonOperator: "GreaterThanThreshold",
          threshold: 0,
          // An hour without an audit says nothing. An audit that fails or never starts has alarms of its own.
          treatMissingData: "notBreaching",
          alarmActions: [...topics],
          okActions: [...topics],
        },
        { parent: this },
      );
    }

    this.logGroupNames = Object.fromEntries(tasks);

    this.registerOutputs({ logGroupNames: this.logGroupNames });
  }
}
