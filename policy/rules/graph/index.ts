import { acmValidated } from "./acm-validated";
import { alarmRouted } from "./alarm-routed";
import { alarmsCoverAlb } from "./alarms-cover-alb";
import { alarmsCoverBackups } from "./alarms-cover-backups";
import { alarmsCoverEcs } from "./alarms-cover-ecs";
import { alarmsCoverRds } from "./alarms-cover-rds";
import { alarmsCoverRedis } from "./alarms-cover-redis";
import { alarmsCoverReplicaLag } from "./alarms-cover-replica-lag";
import { albHttpsOnly } from "./alb-https-only";
import { auditLogPresent } from "./audit-log-present";
import { backupCopyElsewhere } from "./backup-copy-elsewhere";
import { backupLockConsistent } from "./backup-lock-consistent";
import { backupRestoreTest } from "./backup-restore-test";
import { cacheInDataSubnets } from "./cache-in-data-subnets";
import { ecsDesiredIgnored } from "./ecs-desired-ignored";
import { ecsRolesDistinct } from "./ecs-roles-distinct";
import { netDataIsolated } from "./net-data-isolated";
import { netDefaultSgClosed } from "./net-default-sg-closed";
import { netFlowLogs } from "./net-flow-logs";
import { postgresqlGrantsReplaceSafely } from "./postgresql-grants-replace-safely";
import { postgresqlMonitoringReadOnly } from "./postgresql-monitoring-read-only";
import { postgresqlPublicRevoked } from "./postgresql-public-revoked";
import { rdsForceSsl } from "./rds-force-ssl";
import { rdsInBackupPlan } from "./rds-in-backup-plan";
import { rdsLogExportsOwned } from "./rds-log-exports-owned";
import { s3AclOff } from "./s3-acl-off";
import { s3BlockPublic } from "./s3-block-public";
import { s3Encrypted } from "./s3-encrypted";
import { s3Lifecycle } from "./s3-lifecycle";
import { s3TlsOnly } from "./s3-tls-only";
import { s3Versioned } from "./s3-versioned";
import { sgDataFromSgOnly } from "./sg-data-from-sg-only";
import { snsSubscribed } from "./sns-subscribed";
import { statefulNotDeleteBeforeReplace } from "./stateful-not-delete-before-replace";
import { statefulProtected } from "./stateful-protected";
import { wafAttached } from "./waf-attached";
import type { GraphRule } from "../../rule";

/** Every rule over several resources or over options. */
export const GRAPH_RULES: readonly GraphRule[] = [
  acmValidated,
  alarmRouted,
  alarmsCoverAlb,
  alarmsCoverBackups,
  alarmsCoverEcs,
  alarmsCoverRds,
  alarmsCoverRedis,
  alarmsCoverReplicaLag,
  albHttpsOnly,
  auditLogPresent,
  backupCopyElsewhere,
  backupLockConsistent,
  backupRestoreTest,
  cacheInDataSubnets,
  ecsDesiredIgnored,
  ecsRolesDistinct,
  netDataIsolated,
  netDefaultSgClosed,
  netFlowLogs,
  postgresqlGrantsReplaceSafely,
  postgresqlMonitoringReadOnly,
  postgresqlPublicRevoked,
  rdsForceSsl,
  rdsInBackupPlan,
  rdsLogExportsOwned,
  s3AclOff,
  s3BlockPublic,
  s3Encrypted,
  s3Lifecycle,
  s3TlsOnly,
  s3Versioned,
  sgDataFromSgOnly,
  snsSubscribed,
  statefulNotDeleteBeforeReplace,
  statefulProtected,
  wafAttached,
];
