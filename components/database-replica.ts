import * as pulumi from "@pulumi/pulumi";
import { Instance } from "@pulumi/aws/rds/instance";
import { DatabaseLogs } from "./database-logs";
import { commonInstanceArgs } from "./internal/database-instance";
import type { InstanceProfile } from "./internal/database-instance";

export interface DatabaseReplicaArgs {
  /** Identifier of the replica, part of its host name. Changing this replaces the replica. */
  identifier: string;
  /** Identifier of the primary, in the same region. Changing this promotes the replica to a database of its own. */
  primaryIdentifier: pulumi.Input<string>;
  /** The zone where the replica is born. Changing this does nothing to one that exists. */
  zone: string;
  /** Class of the replica. A smaller one than the primary's falls behind under writes. */
  instanceClass: string;
  /** What the replica has in common with its primary; `max_connections` must never be below the primary's. */
  profile: InstanceProfile;
  /** Encrypts the logs: `EncryptionKeys.arns.logs`. */
  logKeyArn: pulumi.Input<string>;
  /** How long the logs are kept, in days. */
  logRetentionDays: number;
}

/**
 * A read replica in the primary's region.
 *
 * Creates: the instance and its log groups.
 * Guarantees: encrypted with the primary's key, private, protected, deletion protection. It has no backups and no final
 * snapshot, because RDS refuses one of a replica: everything it holds is the primary's.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PostgreSQL.Replication.ReadReplicas.html
 */
export class DatabaseReplica extends pulumi.ComponentResource {
  public readonly identifier: pulumi.Output<string>;
  /** Host name for connections that only read. */
  public readonly host: pulumi.Output<string>;

  constructor(name: string, args: DatabaseReplicaArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundwork:database-replica:DatabaseReplica", name, {}, opts);

    const logs = new DatabaseLogs(
      `${name}-logs`,
      { instanceIdentifier: args.identifier, retentionDays: args.logRetentionDays, keyArn: args.logKeyArn },
      { parent: this },
    );

    const instance = new Instance(
      `${name}-instance`,
      {
        ...commonInstanceArgs(args.profile),
        identifier: args.identifier,
        // The identifier, not the ARN: then the replica takes the primary's subnet group and key by itself.
        replicateSourceDb: args.primaryIdentifier,
        availabilityZone: args.zone,
        instanceClass: args.instanceClass,
        enabledCloudwatchLogsExports: [...logs.exports],
        skipFinalSnapshot: true,
      },
      // A replica never moves: another zone in the settings would replace it.
      { parent: this, protect: true, ignoreChanges: ["availabilityZone"], dependsOn: [logs] },
    );
    this.identifier = instance.identifier;
    this.host = instance.address;

    this.registerOutputs({ identifier: this.identifier, host: this.host });
  }
}
