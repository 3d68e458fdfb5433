import * as pulumi from "@pulumi/pulumi";
import { RestoreTestingPlan } from "@pulumi/aws/backup/restoreTestingPlan";
import { RestoreTestingSelection } from "@pulumi/aws/backup/restoreTestingSelection";
import { EventRule } from "@pulumi/aws/cloudwatch/eventRule";
import { EventTarget } from "@pulumi/aws/cloudwatch/eventTarget";
import { Role } from "@pulumi/aws/iam/role";
import { RolePolicyAttachment } from "@pulumi/aws/iam/rolePolicyAttachment";
import { BACKUP_TRUST, failedJobs, policyNameOf, restorePolicies } from "./internal/backup-service";

/** What a test restores, and where to. */
export type RestoredResources =
  | {
      readonly kind: "database";
      readonly resourceArns: readonly pulumi.Input<string>[];
      /** The DB subnet group of the restored instance. Without one AWS looks for a default VPC and fails. */
      readonly subnetGroupName: pulumi.Input<string>;
      /** Its security groups. One that nothing may enter is right: only AWS Backup looks at the instance. */
      readonly securityGroupIds: readonly pulumi.Input<string>[];
    }
  | {
      readonly kind: "bucket";
      readonly resourceArns: readonly pulumi.Input<string>[];
      /** The key of the restored bucket, so that the copy is kept no worse than the original. */
      readonly keyArn: pulumi.Input<string>;
    };

export interface RestoreTestingArgs {
  /** 1 to 50 letters, digits and underscores, no hyphen. Changing this replaces the plan. */
  planName: string;
  /** `cron(0 6 1 * ? *)`: AWS restores for real, so each run costs an instance and a bucket for some hours. */
  schedule: string;
  /** The IANA time zone of the schedule. */
  timezone: string;
  /** Hours in which the restores start, 1 to 168. */
  startWindowHours: number;
  /** Hours that a restored copy stays for a look at it, 1 to 168. AWS Backup then deletes it. */
  validationWindowHours: number;
  /** Only recovery points of the last so many days, 1 to 365: an older one proves nothing about last night's backup. */
  selectionWindowDays: number;
  /** The vault whose newest recovery points are restored. */
  vaultArn: pulumi.Input<string>;
  resources: readonly RestoredResources[];
  /** The SNS topic that hears of each restore that fails. */
  failureTopicArn: pulumi.Input<string>;
}

/**
 * Restores the newest recovery points on a schedule and throws the copies away: the proof that a backup is one.
 *
 * Creates: a role, the plan, a selection per kind of resource, a rule that reports restores that fail.
 * Guarantees: the restored copy is private and encrypted, in the given subnets; a restore that fails is reported.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing-inferred-metadata.html
 */
export class RestoreTesting extends pulumi.ComponentResource {
  public readonly planName: pulumi.Output<string>;

  constructor(name: string, args: RestoreTestingArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundwork:restore-testing:RestoreTesting", name, {}, opts);
    validate(args);

    const role = new Role(
      name,
      { description: `AWS Backup, restore testing plan ${args.planName}`, assumeRolePolicy: BACKUP_TRUST },
      { parent: this },
    );
    const attachments = restorePolicies(args.resources.map(({ kind }) => kind)).map(
      (policyArn) =>
        new RolePolicyAttachment(`${name}-${policyNameOf(policyArn)}`, { role: role.name, policyArn }, { parent: this }),
    );

    const plan = new RestoreTestingPlan(
      name,
      {
        name: args.planName,
        scheduleExpression: args.schedule,
        scheduleExpressionTimezone: args.timezone,
        startWindowHours: args.startWindowHours,
        recoveryPointSelection: {
          algorithm: "LATEST_WITHIN_WINDOW",
          includeVaults: [args.vaultArn],
          recoveryPointTypes: ["CONTINUOUS", "SNAPSHOT"],
          selectionWindowDays: args.selectionWindowDays,
        },
      },
      { parent: this },
    );

    for (const restored of args.resources) {
      new RestoreTestingSelection(
        `${name}-${restored.kind}`,
        {
          name: restored.kind,
          restoreTestingPlanName: plan.name,
          protectedResourceType: restored.kind === "database" ? "RDS" : "S3",
          protectedResourceArns: [...restored.resourceArns],
          iamRoleArn: role.arn,
          validationWindowHours: args.validationWindowHours,
          restoreMetadataOverrides: overridesOf(restored),
        },
        { parent: this, dependsOn: attachments },
      );
    }

    const failures = new EventRule(
      `${name}-failures`,
      {
        description: `Restores of the testing plan ${args.planName} that did not succeed`,
        eventPattern: failedJobs("restore", role.arn),
      },
      { parent: this },
    );
    new EventTarget(`${name}-failures`, { rule: failures.name, arn: args.failureTopicArn }, { parent: this });

    this.planName = plan.name;

    this.registerOutputs({ planName: this.planName });
  }
}

/** A list among the overrides is written as a JSON array in a string. */
function overridesOf(restored: RestoredResources): Record<string, pulumi.Input<string>> {
  if (restored.kind === "bucket") return { encryptionType: "SSE-KMS", kmsKey: restored.keyArn };
  return {
    dbSubnetGroupName: restored.subnetGroupName,
    vpcSecurityGroupIds: pulumi.jsonStringify([...restored.securityGroupIds]),
  };
}

function validate(args: RestoreTestingArgs): void {
  if (!/^[A-Za-z0-9_]{1,50}$/.test(args.planName)) {
    throw new Error(`the restore testing plan name "${args.planName}" must be 1 to 50 letters, digits and underscores`);
  }
  for (const { kind, resourceArns } of args.resources) {
    // https://docs.aws.amazon.com/aws-backup/latest/devguide/API_RestoreTestingSelectionForCreate.html
    if (resourceArns.length === 0 || resourceArns.length > 30) {
      throw new Error(`a restore test of kind ${kind} takes 1 to 30 resources, got ${resourceArns.length}`);
    }
  }
}
