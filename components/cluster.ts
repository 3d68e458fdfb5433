import * as pulumi from "@pulumi/pulumi";
import { LogGroup } from "@pulumi/aws/cloudwatch/logGroup";
import { Cluster as EcsCluster } from "@pulumi/aws/ecs/cluster";
import { ClusterCapacityProviders } from "@pulumi/aws/ecs/clusterCapacityProviders";
import { SPOT_PROVIDERS } from "./internal/capacity";
import { physicalName } from "./internal/names";
import { shellLogGroupName } from "./internal/shell-access";

export interface ClusterArgs {
  /** Name of the cluster, `<system>-<environment>`. Changing this replaces the cluster and every service in it. */
  namePrefix: string;
  /** The KMS key of the log group. Its policy must admit CloudWatch Logs of this region. */
  logKeyArn: pulumi.Input<string>;
  /** How long the record of a shell session is kept, in days: a value that CloudWatch Logs offers. */
  execLogRetentionDays: number;
  /** Whether anything in it asks for spot capacity. @default false */
  spot?: boolean | undefined;
}

/**
 * The ECS cluster that services and jobs run in, on Fargate.
 *
 * Creates: cluster, log group for shell sessions; the spot capacity provider where it is used. No provider is the default:
 * what asks for none runs on demand.
 * Guarantees: every shell session into a container is recorded in an encrypted log; Container Insights is on.
 * Cost: Container Insights, by the number of metrics.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html#ecs-exec-logging
 */
export class Cluster extends pulumi.ComponentResource {
  public readonly arn: pulumi.Output<string>;
  public readonly clusterName: pulumi.Output<string>;

  constructor(name: string, args: ClusterArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundwork:cluster:Cluster", name, {}, opts);

    const shellLog = new LogGroup(
      `${name}-shell`,
      {
        name: shellLogGroupName(args.namePrefix),
        retentionInDays: args.execLogRetentionDays,
        kmsKeyId: args.logKeyArn,
        tags: { DataClass: "restricted" },
      },
      { parent: this },
    );

    const cluster = new EcsCluster(
      `${name}-cluster`,
      {
        name: physicalName("cluster", args.namePrefix),
        settings: [{ name: "containerInsights", value: "enabled" }],
        configuration: {
          executeCommandConfiguration: {
            logging: "OVERRIDE",
            logConfiguration: { cloudWatchLogGroupName: shellLog.name, cloudWatchEncryptionEnabled: true },
          },
        },
      },
      { parent: this },
    );

    const ready =
      args.spot === true
        ? [
            new ClusterCapacityProviders(
              `${name}-spot`,
              { clusterName: cluster.name, capacityProviders: [...SPOT_PROVIDERS] },
              { parent: this },
            ).id,
          ]
        : [];

    // Who runs something here gets the ARN once the provider that it may ask for is there.
    this.arn = pulumi.all([cluster.arn, pulumi.all(ready)]).apply(([arn]) => arn);
    this.clusterName = cluster.name;
    this.registerOutputs({ arn: this.arn, clusterName: this.clusterName });
  }
}
