import type * as pulumi from "@pulumi/pulumi";

/** What every target has. */
export interface Named {
  /** Part of the name of each of its alarms, `<system>-<environment>-<name>-<alarm>`. Changing this replaces them. */
  readonly name: string;
}

export interface LoadBalancerTarget extends Named {
  readonly kind: "load-balancer";
  /** `app/<name>/<id>`, what CloudWatch calls the load balancer. */
  readonly arnSuffix: pulumi.Input<string>;
}

export interface TargetGroupTarget extends Named {
  readonly kind: "target-group";
  /** `targetgroup/<name>/<id>`. */
  readonly arnSuffix: pulumi.Input<string>;
  readonly loadBalancerArnSuffix: pulumi.Input<string>;
  /** Whether it rests from time to time, as one of two versions of a service does. @default false */
  readonly mayBeEmpty?: boolean;
}

export interface ServiceTarget extends Named {
  readonly kind: "service";
  readonly clusterName: pulumi.Input<string>;
  readonly serviceName: pulumi.Input<string>;
  /** The fewest tasks that the service may run; the alarm counts from it. */
  readonly minTasks: number;
}

/** What a primary and a replica share. */
export interface DatabaseInstance extends Named {
  readonly instanceIdentifier: pulumi.Input<string>;
  /** The server's `max_connections`; the alarm's limit is a share of it. */
  readonly maxConnections: number;
  /** Its storage when it was made. */
  readonly allocatedStorageGib: number;
}

export interface DatabaseTarget extends DatabaseInstance {
  readonly kind: "database";
}

export interface DatabaseReplicaTarget extends DatabaseInstance {
  readonly kind: "database-replica";
}

export interface CacheNodeTarget extends Named {
  readonly kind: "cache-node";
  /** `<replication group>-001` and so on. */
  readonly cacheClusterId: pulumi.Input<string>;
}

export interface BackupVaultTarget extends Named {
  readonly kind: "backup-vault";
  readonly vaultName: pulumi.Input<string>;
  /** Whether a plan copies from this vault to another region. */
  readonly copies: boolean;
}

export interface CertificateTarget extends Named {
  readonly kind: "certificate";
  readonly certificateArn: pulumi.Input<string>;
}

/**
 * What alarms and the dashboard can be derived from. A new kind does not compile until it has alarms. Jobs are not among
 * them: a ScheduledTask brings its own alarms, which tell the channels of that one job.
 */
export type MonitoredTarget =
  | LoadBalancerTarget
  | TargetGroupTarget
  | ServiceTarget
  | DatabaseTarget
  | DatabaseReplicaTarget
  | CacheNodeTarget
  | BackupVaultTarget
  | CertificateTarget;
