import type * as pulumi from "@pulumi/pulumi";
import type { InstanceArgs } from "@pulumi/aws/rds/instance";
import type { StoragePerformance } from "./database-rules";

/** What a database is made from. */
export type DatabaseOrigin =
  | { readonly kind: "nothing" }
  /** A snapshot of this region, encrypted with the database's own key; a copy may change key and region. */
  | { readonly kind: "snapshot"; readonly snapshotIdentifier: string }
  /** The automated backups of a database: its identifier, or the ARN of backups that outlived or were copied from it. */
  | { readonly kind: "pointInTime"; readonly source: string; readonly timeUtc: string };

/** `timeUtc` of the newest point that the backups reach. */
export const LATEST = "latest";

/** What the primary and its replicas have in common. */
export interface InstanceProfile {
  /** Ceiling of storage autoscaling, in GiB. */
  readonly maxStorageGib: number;
  readonly storagePerformance: StoragePerformance;
  readonly maintenanceWindowUtc: string;
  readonly performanceInsightsRetentionDays: number;
  /** Interval of enhanced monitoring: 1, 5, 10, 15, 30 or 60. */
  readonly enhancedMonitoringSeconds: number;
  readonly monitoringRoleArn: pulumi.Input<string>;
  readonly parameterGroupName: pulumi.Input<string>;
  readonly securityGroupId: pulumi.Input<string>;
  /** Encrypts the insights; the storage of a replica has the primary's key in any case. */
  readonly dataKeyArn: pulumi.Input<string>;
}

/**
 * The categories of a database instance's events that somebody must hear of; backups and changes in plan are not among them.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Events.Messages.html#USER_Events.Messages.instance
 */
export const DATABASE_EVENTS = [
  "availability",
  "deletion",
  "failover",
  "failure",
  "low storage",
  "maintenance",
  "notification",
  "read replica",
  "recovery",
] as const;

/**
 * Advanced mode wants 15 months of Performance Insights and is billed by vCPU.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DatabaseInsights.Considerations.html
 */
const ADVANCED_FROM_DAYS = 465;

/** The properties that the primary and its replicas have in common. */
export function commonInstanceArgs(profile: InstanceProfile): Omit<InstanceArgs, "instanceClass"> {
  const { storagePerformance: performance } = profile;
  return {
    storageType: "gp3",
    maxAllocatedStorage: profile.maxStorageGib,
    ...(performance.kind === "baseline" ? {} : { iops: performance.iops, storageThroughput: performance.throughputMibps }),
    // A replica inherits it; left out there, the provider would read it as a change that replaces the replica.
    storageEncrypted: true,
    vpcSecurityGroupIds: [profile.securityGroupId],
    publiclyAccessible: false,
    caCertIdentifier: "rds-ca-rsa2048-g1",
    iamDatabaseAuthenticationEnabled: true,
    parameterGroupName: profile.parameterGroupName,
    autoMinorVersionUpgrade: true,
    maintenanceWindow: profile.maintenanceWindowUtc,
    applyImmediately: false,
    databaseInsightsMode: profile.performanceInsightsRetentionDays >= ADVANCED_FROM_DAYS ? "advanced" : "standard",
    performanceInsightsEnabled: true,
    performanceInsightsKmsKeyId: profile.dataKeyArn,
    performanceInsightsRetentionPeriod: profile.performanceInsightsRetentionDays,
    monitoringInterval: profile.enhancedMonitoringSeconds,
    monitoringRoleArn: profile.monitoringRoleArn,
    deletionProtection: true,
    copyTagsToSnapshot: true,
    tags: { DataClass: "restricted" },
  };
}

/** The properties that make a new instance hold an old one's data. */
export function originArgs(origin: DatabaseOrigin): Pick<InstanceArgs, "restoreToPointInTime" | "snapshotIdentifier"> {
  switch (origin.kind) {
    case "nothing":
      return {};
    case "snapshot":
      return { snapshotIdentifier: origin.snapshotIdentifier };
    case "pointInTime":
      return {
        restoreToPointInTime: {
          ...(origin.source.startsWith("arn:")
            ? { sourceDbInstanceAutomatedBackupsArn: origin.source }
            : { sourceDbInstanceIdentifier: origin.source }),
          ...(origin.timeUtc === LATEST ? { useLatestRestorableTime: true } : { restoreTime: origin.timeUtc }),
        },
      };
  }
}

/** The n-th zone, starting over after the last. */
export function zoneOf(zones: readonly string[], index: number): string {
  const zone = zones[index % zones.length];
  if (zone === undefined) throw new Error("the database needs the zones of its subnets");
  return zone;
}
