import { atLeast, isOff, isOn, isStated, must, numberOf, objectsOf } from "../../judgements";
import { ADVISED, EVERYWHERE, IN_PRODUCTION } from "../../levels";
import type { PolicyResource } from "../../model";
import type { PropertyRule } from "../../rule";

const INSTANCE = "aws:rds/instance:Instance";
const CLUSTER = "aws:rds/cluster:Cluster";
const MEMBER = "aws:rds/clusterInstance:ClusterInstance";

/** A replica takes backups, zones, key and user from its source. That it has one is known even where the source is not. */
const isPrimary = ({ properties }: PolicyResource) => !("replicateSourceDb" in properties) && !("replicationSourceIdentifier" in properties);

/** Read when the server starts: a change that is to apply at once would fail. The pack knows those that the settings offer. */
const STATIC_PARAMETERS = ["max_connections", "rds.force_ssl", "shared_buffers", "shared_preload_libraries", "wal_buffers", "max_worker_processes", "track_activity_query_size"];

/** The minute of the day of `hh:mm`. */
function minuteOf(clock: string): number {
  const [hours = Number.NaN, minutes = Number.NaN] = clock.split(":").map(Number);
  return hours * 60 + minutes;
}

/** Whether the daily backup `hh:mm-hh:mm` and the weekly maintenance `ddd:hh:mm-ddd:hh:mm` keep apart, in UTC. */
function keepApart(backup: string, maintenance: string): boolean {
  const daily = /^(\d\d:\d\d)-(\d\d:\d\d)$/.exec(backup);
  const weekly = /^([a-z]{3}):(\d\d:\d\d)-([a-z]{3}):(\d\d:\d\d)$/.exec(maintenance.toLowerCase());
  if (daily === null || weekly === null) return false;
  const [, backupStart = "", backupEnd = ""] = daily;
  const [, , start = "", , end = ""] = weekly;
  const minutes = (from: string, to: string) => Array.from({ length: (minuteOf(to) - minuteOf(from) + 1440) % 1440 }, (_, minute) => (minuteOf(from) + minute) % 1440);
  const taken = new Set(minutes(backupStart, backupEnd));
  return minutes(start, end).every((minute) => !taken.has(minute));
}

/** Databases that last: backups, deletion, zones, maintenance. */
export const RDS_OPERATION_RULES: readonly PropertyRule[] = [
  {
    id: "rds-multi-az",
    reason: "the loss of one zone must not be the loss of the database",
    severity: "high",
    levels: IN_PRODUCTION,
    remedy: "set multiAz of groundwork:database",
    checklist: ["S-35"],
    equivalents: ["CKV_AWS_157", "AwsSolutions-RDS3", "FSBP RDS.5", "Prowler rds_instance_multi_az"],
    types: [INSTANCE],
    property: "multiAz",
    when: isPrimary,
    ...isOn,
  },
  {
    id: "rds-backup-retention",
    reason: "a mistake is found days later, and the database of that day must still be there",
    severity: "high",
    levels: EVERYWHERE,
    remedy: "set backupRetentionDays of groundwork:database",
    checklist: ["S-33"],
    equivalents: ["CKV_AWS_133", "AwsSolutions-RDS13", "FSBP RDS.11", "AVD-AWS-0077"],
    types: [INSTANCE, CLUSTER],
    property: "backupRetentionPeriod",
    when: isPrimary,
    ...atLeast(({ databaseBackupDays }) => databaseBackupDays, "days"),
  },
  {
    id: "rds-deletion-protection",
    reason: "one wrong call must not delete the data",
    severity: "high",
    levels: EVERYWHERE,
    remedy: "make databases with Database",
    checklist: ["S-33"],
    equivalents: ["CKV_AWS_293", "AwsSolutions-RDS10", "FSBP RDS.8", "AVD-AWS-0177"],
    types: [INSTANCE, CLUSTER],
    property: "deletionProtection",
    ...isOn,
  },
  {
    id: "rds-final-snapshot",
    reason: "a database that is deleted leaves a snapshot",
    severity: "high",
    levels: EVERYWHERE,
    remedy: "make databases with Database",
    checklist: ["S-33"],
    equivalents: [],
    types: [INSTANCE, CLUSTER],
    property: "skipFinalSnapshot",
    when: isPrimary,
    absent: false,
    ...isOff,
  },
  {
    id: "rds-final-snapshot-named",
    reason: "without a name for the last snapshot the deletion fails half way",
    severity: "high",
    levels: EVERYWHERE,
    remedy: "make databases with Database",
    checklist: ["S-33"],
    equivalents: [],
    types: [INSTANCE, CLUSTER],
    property: "finalSnapshotIdentifier",
    when: isPrimary,
    ...isStated,
  },
  {
    id: "rds-keep-automated-backups",
    reason: "automated backups must outlive a database that is deleted by mistake",
    severity: "high",
    levels: EVERYWHERE,
    remedy: "make databases with Database",
    checklist: ["S-33"],
    equivalents: [],
    types: [INSTANCE, CLUSTER],
    property: "deleteAutomatedBackups",
    when: isPrimary,
    ...isOff,
  },
  {
    id: "rds-copy-tags",
    reason: "a snapshot without tags belongs to nobody",
    severity: "low",
    levels: ADVISED,
    remedy: "make databases with Database",
    checklist: [],
    equivalents: ["CKV2_AWS_60", "FSBP RDS.17"],
    types: [INSTANCE, CLUSTER],
    property: "copyTagsToSnapshot",
    when: isPrimary,
    ...isOn,
  },
  {
    id: "rds-static-parameters",
    reason: "RDS refuses to change such a parameter at once, in the middle of a deployment",
    severity: "medium",
    levels: EVERYWHERE,
    remedy: "leave applyMethod to Database",
    checklist: [],
    equivalents: [],
    types: ["aws:rds/parameterGroup:ParameterGroup"],
    property: "parameters",
    ...must("applyMethod pending-reboot for parameters that are read at the start", (value) =>
      objectsOf(value).length > 0 && objectsOf(value).every(({ name, applyMethod }) => !STATIC_PARAMETERS.includes(String(name)) || applyMethod === "pending-reboot"), (good) => [objectsOf(good).map((parameter) => ({ ...parameter, applyMethod: "immediate" })), undefined]),
  },
  {
    id: "rds-enhanced-monitoring",
    reason: "what the machine of a slow database does must be seen",
    severity: "medium",
    levels: EVERYWHERE,
    remedy: "set monitoringIntervalSeconds of groundwork:database",
    checklist: ["S-26"],
    equivalents: ["CKV_AWS_118", "cdk-nag RDSEnhancedMonitoringEnabled", "FSBP RDS.6"],
    types: [INSTANCE, MEMBER],
    property: "monitoringInterval",
    ...must("1 to 60 seconds", (value) => numberOf(value) >= 1 && numberOf(value) <= 60, [0, 61, undefined]),
  },
  {
    id: "rds-performance-insights",
    reason: "which query makes a database slow must be seen",
    severity: "medium",
    levels: EVERYWHERE,
    remedy: "make databases with Database",
    checklist: [],
    equivalents: ["CKV_AWS_353", "AVD-AWS-0133"],
    types: [INSTANCE, MEMBER],
    property: "performanceInsightsEnabled",
    ...isOn,
  },
  {
    id: "rds-auto-minor",
    reason: "security fixes come as minor versions",
    severity: "medium",
    levels: EVERYWHERE,
    remedy: "make databases with Database",
    checklist: ["S-32"],
    equivalents: ["CKV_AWS_226", "cdk-nag RDSAutomaticMinorVersionUpgradeEnabled", "FSBP RDS.13"],
    types: [INSTANCE, MEMBER],
    property: "autoMinorVersionUpgrade",
    absent: true,
    ...isOn,
  },
  {
    id: "rds-maintenance-window",
    reason: "updates come at an hour that we chose",
    severity: "low",
    levels: EVERYWHERE,
    remedy: "set maintenanceWindow of groundwork:database",
    checklist: ["S-32"],
    equivalents: [],
    types: [INSTANCE],
    property: "maintenanceWindow",
    ...must("ddd:hh:mm-ddd:hh:mm", (value) => typeof value === "string" && /^[a-z]{3}:\d\d:\d\d-[a-z]{3}:\d\d:\d\d$/i.test(value), ["", "sunday", undefined]),
  },
  {
    id: "rds-engine-supported",
    reason: "a version out of support gets no fixes and costs extra",
    severity: "medium",
    levels: EVERYWHERE,
    remedy: "set engineVersion of groundwork:database",
    checklist: ["S-32"],
    equivalents: ["CKV_AWS_250", "Prowler rds_instance_extended_support", "Prowler rds_instance_deprecated_engine_version"],
    types: [INSTANCE, CLUSTER],
    property: "engineVersion",
    when: isPrimary,
    ...must("PostgreSQL 14 or newer", (value) => Number.parseInt(String(value), 10) >= 14, ["13.20", "9.6", undefined]),
  },
  {
    id: "rds-storage-autoscaling",
    reason: "a database whose disk is full stops",
    severity: "high",
    levels: EVERYWHERE,
    remedy: "set maxStorageGib of groundwork:database",
    checklist: ["S-35"],
    equivalents: [],
    types: [INSTANCE],
    property: "maxAllocatedStorage",
    ...must("more than 1.1 times allocatedStorage", (value, _floors, { properties }) => numberOf(value) > 0 && numberOf(value) >= 1.1 * numberOf(properties.allocatedStorage ?? 0), (_, _floors, { properties }) => [0, properties.allocatedStorage, undefined]),
  },
  {
    id: "rds-no-apply-immediately",
    reason: "a change that restarts the database waits for the maintenance window",
    severity: "medium",
    levels: ADVISED,
    remedy: "leave applyImmediately off",
    checklist: [],
    equivalents: [],
    types: [INSTANCE, CLUSTER, MEMBER],
    property: "applyImmediately",
    absent: false,
    ...isOff,
  },
  {
    id: "rds-windows-apart",
    reason: "RDS refuses windows that overlap",
    severity: "medium",
    levels: EVERYWHERE,
    remedy: "set backupWindow and maintenanceWindow of groundwork:database",
    checklist: ["S-33"],
    equivalents: [],
    types: [INSTANCE],
    property: "backupWindow",
    when: isPrimary,
    ...must("hh:mm-hh:mm outside the maintenance window", (value, _floors, { properties }) => keepApart(String(value), String(properties.maintenanceWindow)), (_, _floors, { properties }) => [String(properties.maintenanceWindow).replace(/[a-z]{3}:/gi, ""), "night", undefined]),
  },
];
