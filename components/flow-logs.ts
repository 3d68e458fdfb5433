import * as pulumi from "@pulumi/pulumi";
import { LogGroup } from "@pulumi/aws/cloudwatch/logGroup";
import { FlowLog } from "@pulumi/aws/ec2/flowLog";
import { Role } from "@pulumi/aws/iam/role";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy";
import { physicalName } from "./internal/names";
import { policyDocument, policyOutline, serviceTrust } from "./internal/policy-document";
import type { PolicyStatement } from "./internal/policy-document";

export interface FlowLogsArgs {
  /** Prefix of the log group's name, `<system>-<environment>`. Changing this replaces the log group: what it holds is lost. */
  namePrefix: string;
  /** The VPC whose traffic is recorded. Changing this replaces the flow log. */
  vpcId: pulumi.Input<string>;
  /** How long a record is kept, in days: a value that CloudWatch Logs offers. */
  retentionDays: number;
  /** The KMS key of the log group. Its policy must admit CloudWatch Logs of this region. */
  logKeyArn: pulumi.Input<string>;
  accountId: string;
  region: string;
}

/**
 * A record of every connection in a VPC, taken and refused.
 *
 * Creates: an encrypted log group, the role that writes to it, the flow log.
 * Guarantees: the role can be assumed by flow logs of this account only, and writes to this log group only.
 * Cost: what CloudWatch takes for vended logs, by volume.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html
 */
export class FlowLogs extends pulumi.ComponentResource {
  public readonly logGroupName: pulumi.Output<string>;

  constructor(name: string, args: FlowLogsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundwork:flow-logs:FlowLogs", name, {}, opts);

    const logGroup = new LogGroup(
      `${name}-records`,
      {
        name: physicalName("logGroup", `/${args.namePrefix}/vpc-flow-logs`),
        retentionInDays: args.retentionDays,
        kmsKeyId: args.logKeyArn,
        tags: { DataClass: "confidential" },
      },
      { parent: this },
    );

    const role = new Role(
      `${name}-writer`,
      {
        description: `${args.namePrefix}: VPC flow logs write to CloudWatch Logs`,
        assumeRolePolicy: serviceTrust("vpc-flow-logs.amazonaws.com", args.accountId),
      },
      { parent: this },
    );

    const statements: readonly PolicyStatement[] = [
      {
        sid: "WriteRecords",
        actions: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
        resources: [pulumi.interpolate`${logGroup.arn}:*`],
      },
      {
        sid: "FindTheLogGroup",
        actions: ["logs:DescribeLogGroups"],
        resources: [`arn:aws:logs:${args.region}:${args.accountId}:log-group:*`],
      },
    ];
    const permission = new RolePolicy(
      `${name}-writer`,
      {
        role: role.name,
        policy: policyDocument(statements),
      },
      { parent: this },
    );

    new FlowLog(
      `${name}-vpc`,
      {
        vpcId: args.vpcId,
        trafficType: "ALL",
        logDestinationType: "cloud-watch-logs",
        logDestination: logGroup.arn,
        iamRoleArn: role.arn,
        tags: { Name: args.namePrefix },
      },
      // Without its permission the flow log comes up in the state "access error" and drops its first records.
      { parent: this, dependsOn: [permission] },
    );

    this.logGroupName = logGroup.name;
    this.registerOutputs({ logGroupName: this.logGroupName, documents: { [`${name}-writer`]: policyOutline(statements) } });
  }
}
