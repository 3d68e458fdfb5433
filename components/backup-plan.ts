import * as pulumi from "@pulumi/pulumi";
import { Plan } from "@pulumi/aws/backup/plan";
import { Selection } from "@pulumi/aws/backup/selection";
import { EventRule } from "@pulumi/aws/cloudwatch/eventRule";
import { EventTarget } from "@pulumi/aws/cloudwatch/eventTarget";
import { Role } from "@pulumi/aws/iam/role";
import { RolePolicyAttachment } from "@pulumi/aws/iam/rolePolicyAttachment";
import type { input } from "@pulumi/aws/types";
import { BACKUP_TRUST, backupPolicies, failedJobs, policyNameOf } from "./internal/backup-service";
import type { ProtectedKind } from "./internal/backup-service";

/** AWS Backup keeps the log of a continuous backup for 35 days at most. */
const MAXIMUM_CONTINUOUS_DAYS = 35;

export interface BackupPlanArgs {
  /** 1 to 50 letters, digits, hyphens, underscores and dots. */
  planName: string;
  /** What the plan protects. One plan holds one kind, since a continuous rule must never reach a database (see below). */
  kind: ProtectedKind;
  /** The ARNs of what is backed up: explicit, so that a forgotten tag never leaves something out. */
  resourceArns: readonly pulumi.Input<string>[];
  vaultName: pulumi.Input<string>;
  /** When, in UTC: `cron(0 5 * * ? *)`. Not inside a database's windows, nor in the hour before them. */
  schedule: string;
  /** Minutes in which a job must start, 60 or more. */
  startWindowMinutes: number;
  /** Minutes in which a job must end, at least 60 more than the start window. */
  completionWindowMinutes: number;
  /** Days that a recovery point is kept; the vault's lock has its say. */
  retentionDays: number;
  /** Copies each recovery point to a vault in another region. @default - no copy */
  copy?: { vaultArn: pulumi.Input<string>; retentionDays: number };
  /** Days of point-in-time restore for buckets, 1 to 35. @default - none. Refused for databases */
  continuousDays?: number;
  /** The SNS topic that hears of each failed, aborted or expired job. */
  failureTopicArn: pulumi.Input<string>;
}

/**
 * A daily backup of things of one kind by AWS Backup.
 *
 * Creates: a role with the managed policies of the kind, the plan, its selection, a rule that reports jobs that fail.
 * Guarantees: a job that fails, is aborted or never starts is reported.
 *
 * A database has no continuous rule: AWS Backup would take its automated backups over, with their window and retention,
 * and each preview would show a difference. RDS keeps its own log for point-in-time restore, which gives the RPO.
 * Buckets must be versioned, and S3 must be switched on once per account and region; that switch is a singleton of the
 * account, so no stack owns it: `aws backup update-region-settings --resource-type-opt-in-preference RDS=true,S3=true`.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/point-in-time-recovery.html
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/s3-backups.html
 */
export class BackupPlan extends pulumi.ComponentResource {
  public readonly planId: pulumi.Output<string>;
  public readonly roleArn: pulumi.Output<string>;

  constructor(name: string, args: BackupPlanArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundwork:backup-plan:BackupPlan", name, {}, opts);
    validate(args);

    const role = new Role(
      name,
      { description: `AWS Backup, plan ${args.planName}`, assumeRolePolicy: BACKUP_TRUST },
      { parent: this },
    );
    const attachments = backupPolicies(args.kind).map(
      (policyArn) =>
        new RolePolicyAttachment(`${name}-${policyNameOf(policyArn)}`, { role: role.name, policyArn }, { parent: this }),
    );

    const plan = new Plan(name, { name: args.planName, rules: rulesOf(args) }, { parent: this });

    // A selection whose role may do nothing yet starts with a failed job.
    new Selection(
      name,
      { name: args.planName, planId: plan.id, iamRoleArn: role.arn, resources: [...args.resourceArns] },
      { parent: this, dependsOn: attachments },
    );

    const failures = new EventRule(
      `${name}-failures`,
      {
        description: `Backup and copy jobs of the plan ${args.planName} that did not succeed`,
        eventPattern: failedJobs("backup", role.arn),
      },
      { parent: this },
    );
    new EventTarget(`${name}-failures`, { rule: failures.name, arn: args.failureTopicArn }, { parent: this });

    this.planId = plan.id;
    this.roleArn = role.arn;

    this.registerOutputs({ planId: this.planId, roleArn: this.roleArn });
  }
}

function rulesOf(args: BackupPlanArgs): input.backup.PlanRule[] {
  const common = {
    targetVaultName: args.vaultName,
    schedule: args.schedule,
    scheduleExpressionTimezone: "Etc/UTC",
    startWindow: args.startWindowMinutes,
    completionWindow: args.completionWindowMinutes,
  };
  const daily: input.backup.PlanRule = {
    ...common,
    ruleName: "daily",
    lifecycle: { deleteAfter: args.retentionDays },
    ...(args.copy === undefined
      ? {}
      : {
          copyActions: [
            { destinationVaultArn: args.copy.vaultArn, lifecycle: { deleteAfter: args.copy.retentionDays } },
          ],
        }),
  };
  if (args.continuousDays === undefined) return [daily];
  return [
    daily,
    { ...common, ruleName: "continuous", enableContinuousBackup: true, lifecycle: { deleteAfter: args.continuousDays } },
  ];
}

function validate(args: BackupPlanArgs): void {
  const { continuousDays } = args;
  const problems = [
    {
      when: !/^[A-Za-z0-9_.-]{1,50}$/.test(args.planName),
      message: `the plan name "${args.planName}" must be 1 to 50 letters, digits, hyphens, underscores and dots`,
    },
    { when: args.resourceArns.length === 0, message: "a backup plan needs at least one resource" },
    {
      when: args.startWindowMinutes < 60,
      message: `the start window must be 60 minutes or more, got ${args.startWindowMinutes}`,
    },
    {
      when: args.completionWindowMinutes < args.startWindowMinutes + 60,
      message:
        "the completion window must be 60 minutes longer than the start window, " +
        `got ${args.completionWindowMinutes} and ${args.startWindowMinutes}`,
    },
    {
      when: continuousDays !== undefined && args.kind === "database",
      message: "a database has no continuous rule: RDS keeps its own log for point-in-time restore",
    },
    {
      when: continuousDays !== undefined && (continuousDays < 1 || continuousDays > MAXIMUM_CONTINUOUS_DAYS),
      message: `continuous backups are kept for 1 to ${MAXIMUM_CONTINUOUS_DAYS} days, got ${continuousDays}`,
    },
  ];
  const found = problems.filter(({ when }) => when).map(({ message }) => message);
  if (found.length > 0) throw new Error(found.join("; "));
}
