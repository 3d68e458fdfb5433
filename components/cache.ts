import * as pulumi from "@pulumi/pulumi";
import { LogGroup } from "@pulumi/aws/cloudwatch/logGroup";
import { ParameterGroup } from "@pulumi/aws/elasticache/parameterGroup";
import { ReplicationGroup } from "@pulumi/aws/elasticache/replicationGroup";
import { SubnetGroup } from "@pulumi/aws/elasticache/subnetGroup";
import { Secret } from "@pulumi/aws/secretsmanager/secret";
import { SecretVersion } from "@pulumi/aws/secretsmanager/secretVersion";
import { RandomPassword } from "@pulumi/random/randomPassword";
import { checkCache, memberClusterIds } from "./internal/cache-rules";
import type { CachePlan, EvictionPolicy } from "./internal/cache-rules";
import { checkLogRetention } from "./internal/log-retention";
import { physicalName } from "./internal/names";
import { rotationTag, secretTags } from "./internal/secret-names";
import type { Reminder } from "./internal/secret-names";

const PORT = 6379;
const LOGS = ["slow-log", "engine-log"] as const;

/** ElastiCache takes 16 to 128. https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth.html */
const TOKEN_LENGTH = 64;

export interface CacheArgs extends CachePlan {
  /** Prefix of the identifier, `<system>-<environment>`. Changing this replaces the cache. */
  namePrefix: string;
  /** Redis' major and minor version, "7.0" or "7.1". A lower one replaces the cache. */
  engineVersion: string;
  /** Class of each node, such as cache.t4g.small. */
  nodeType: string;
  /** What Redis does when its memory is full. A queue needs noeviction: any other policy drops jobs. */
  maxmemoryPolicy: EvictionPolicy;
  /** Days that a daily snapshot is kept, 1 to 35. */
  snapshotRetentionDays: number;
  /** How long the cache's logs are kept, in days. */
  logRetentionDays: number;
  /** Name of the secret that holds token and URL, from `secretName()`. */
  secretName: string;
  subnetIds: readonly pulumi.Input<string>[];
  securityGroupId: pulumi.Input<string>;
  /** Encrypts memory on disk and snapshots. Changing this replaces the cache. */
  dataKeyArn: pulumi.Input<string>;
  secretsKeyArn: pulumi.Input<string>;
  logKeyArn: pulumi.Input<string>;
  /** SNS topic that ElastiCache tells of failovers, replacements and maintenance. */
  notificationTopicArn: pulumi.Input<string>;
  /** When a person changes the token. @default - nobody has said */
  rotation?: Reminder | undefined;
}

/**
 * A Redis replication group over at least two zones.
 *
 * Creates: the replication group, its subnet and parameter group, log groups, an access token, and a secret that holds
 * `{"authToken", "url"}` with the URL `rediss://:<token>@<host>:6379/0`.
 * Guarantees: TLS only, token required, encrypted at rest, private, automatic failover, daily snapshots, protected; it
 * leaves a final snapshot named `<id>-final`. ElastiCache has no deletion protection of its own. Redis there has no
 * append-only file: a failover may lose the last second of writes, the loss of all nodes what came after the snapshot.
 * https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Replication.html
 */
export class Cache extends pulumi.ComponentResource {
  public readonly replicationGroupId: pulumi.Output<string>;
  /** The host that takes writes; in cluster mode the configuration endpoint. It stays the same through a failover. */
  public readonly primaryHost: pulumi.Output<string>;
  public readonly port: number;
  /** Ids of the nodes, for alarms: `<id>-001`, or `<id>-0001-001` in cluster mode. Known before the cache is made. */
  public readonly memberClusterIds: readonly string[];
  /** ARN of the secret with the keys `authToken` and `url`, known once the values are there. */
  public readonly secretArn: pulumi.Output<string>;

  constructor(name: string, args: CacheArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundwork:cache:Cache", name, {}, opts);
    checkCache(args);
    checkLogRetention(args.logRetentionDays);
    const id = physicalName("replicationGroup", args.namePrefix, "cache");
    const sharded = args.clusterMode === "enabled";

    const subnetGroup = new SubnetGroup(
      `${name}-subnets`,
      { description: `${args.namePrefix}: data subnets`, subnetIds: [...args.subnetIds] },
      { parent: this },
    );
    // Named by the engine with a random end: a new major version needs a new group beside the old one.
    const parameterGroup = new ParameterGroup(
      `${name}-parameters`,
      {
        description: `${args.namePrefix}: Redis ${args.engineVersion}`,
        family: `redis${args.engineVersion.split(".")[0] ?? ""}`,
        parameters: [
          ...(sharded ? [{ name: "cluster-enabled", value: "yes" }] : []),
          { name: "maxmemory-policy", value: args.maxmemoryPolicy },
        ],
      },
      { parent: this },
    );
    const logs = LOGS.map((log) => ({
      log,
      group: new LogGroup(
        `${name}-${log}`,
        {
          // Below /aws/vendedlogs/ no account-wide resource policy grows, which has room for few groups.
          // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html
          name: `/aws/vendedlogs/elasticache/${id}/${log}`,
          retentionInDays: args.logRetentionDays,
          kmsKeyId: args.logKeyArn,
          // The slow log holds commands with their arguments.
          tags: { DataClass: "confidential" },
        },
        { parent: this },
      ),
    }));
    // Letters and digits only: ElastiCache refuses most other characters, a URL gives meaning to the rest.
    const random = new RandomPassword(
      `${name}-token`,
      { length: TOKEN_LENGTH, special: false, minLower: 1, minUpper: 1, minNumeric: 1 },
      { parent: this, protect: true },
    );
    const authToken = pulumi.secret(random.result);

    const group = new ReplicationGroup(
      `${name}-group`,
      {
        replicationGroupId: id,
        description: `${args.namePrefix}: cache`,
        engine: "redis",
        engineVersion: args.engineVersion,
        autoMinorVersionUpgrade: true,
        nodeType: args.nodeType,
        port: PORT,
        clusterMode: args.clusterMode,
        ...(sharded
          ? { numNodeGroups: args.shards, replicasPerNodeGroup: args.replicasPerShard }
          : { numCacheClusters: 1 + args.replicasPerShard }),
        automaticFailoverEnabled: true,
        multiAzEnabled: true,
        parameterGroupName: parameterGroup.name,
        subnetGroupName: subnetGroup.name,
        securityGroupIds: [args.securityGroupId],
        atRestEncryptionEnabled: true,
        kmsKeyId: args.dataKeyArn,
        transitEncryptionEnabled: true,
        transitEncryptionMode: "required",
        authToken,
        // The old token stays valid beside the new one, for the tasks that were started with it.
        authTokenUpdateStrategy: "ROTATE",
        snapshotRetentionLimit: args.snapshotRetentionDays,
        snapshotWindow: args.snapshotWindowUtc,
        finalSnapshotIdentifier: `${id}-final`,
        maintenanceWindow: args.maintenanceWindowUtc,
        applyImmediately: false,
        notificationTopicArn: args.notificationTopicArn,
        logDeliveryConfigurations: logs.map(({ log, group: { name: destination } }) => ({
          destinationType: "cloudwatch-logs",
          destination,
          logFormat: "json",
          logType: log,
        })),
        tags: { DataClass: "confidential" },
      },
      { parent: this, protect: true },
    );
    this.primaryHost = sharded ? group.configurationEndpointAddress : group.primaryEndpointAddress;

    const secret = new Secret(
      `${name}-secret`,
      {
        name: args.secretName,
        description: "Access token and URL of the cache",
        kmsKeyId: args.secretsKeyArn,
        // The longest wait that Secrets Manager offers.
        recoveryWindowInDays: 30,
        tags: secretTags("database", args.rotation === undefined ? undefined : rotationTag(args.rotation)),
      },
      { parent: this, protect: true },
    );
    const url = pulumi.interpolate`rediss://:${authToken}@${this.primaryHost}:${PORT}/0`;
    const version = new SecretVersion(
      `${name}-secret`,
      { secretId: secret.id, secretString: pulumi.secret(pulumi.jsonStringify({ authToken, url })) },
      { parent: this },
    );

    this.replicationGroupId = group.id;
    this.port = PORT;
    this.memberClusterIds = memberClusterIds(id, args);
    this.secretArn = pulumi.all([secret.arn, version.versionId]).apply(([arn]) => arn);

    this.registerOutputs({ primaryHost: this.primaryHost, secretArn: this.secretArn });
  }
}
