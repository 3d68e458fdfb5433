import * as pulumi from "@pulumi/pulumi";
import { Role } from "@pulumi/aws/iam/role";
import { RolePolicyAttachment } from "@pulumi/aws/iam/rolePolicyAttachment";
import { serviceTrust } from "./internal/policy-document";

export interface DatabaseMonitoringArgs {
  /** Prefix of descriptions, `<system>-<environment>`. */
  namePrefix: string;
  /** The only account for whose databases RDS may use the role. */
  accountId: string;
}

/**
 * The role by which RDS writes enhanced monitoring, the operating system's figures, to CloudWatch Logs.
 *
 * Creates: the role and its policy. The log group RDSOSMetrics is the whole account's; RDS makes and keeps it.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Monitoring.OS.Enabling.html
 */
export class DatabaseMonitoring extends pulumi.ComponentResource {
  /** ARN of the role, known once its policy is attached: RDS tries the role when an instance is made. */
  public readonly roleArn: pulumi.Output<string>;

  constructor(name: string, args: DatabaseMonitoringArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundwork:database-monitoring:DatabaseMonitoring", name, {}, opts);

    const role = new Role(
      `${name}-role`,
      {
        description: `${args.namePrefix}: RDS writes enhanced monitoring to CloudWatch Logs`,
        assumeRolePolicy: serviceTrust("monitoring.rds.amazonaws.com", args.accountId),
      },
      { parent: this },
    );
    const policy = new RolePolicyAttachment(
      `${name}-role`,
      { role: role.name, policyArn: "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole" },
      { parent: this },
    );
    this.roleArn = pulumi.all([role.arn, policy.id]).apply(([arn]) => arn);

    this.registerOutputs({ roleArn: this.roleArn });
  }
}
