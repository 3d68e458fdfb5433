import { acmValidated } from "./acm-validated";
import { alarmRouted } from "./alarm-routed";
import { alarmsCoverAlb } from "./alarms-cover-alb";
import { alarmsCoverBackups } from "./alarms-cover-backups";
import { alarmsCoverEcs } from "./alarms-cover-ecs";
import { alarmsCoverRds } from "./alarms-cover-rds";
import { alarmsCoverRedis } from "./alarms-cover-redis";
import { alarmsCoverReplicaLag } from "./alarms-cover-replica-lag";
import { albEdgeOnly } from "./alb-edge-only";
import { albHttpsOnly } from "./alb-https-only";
import { auditLogPresent } from "./audit-log-present";
import { auditTrail } from "./audit-trail";
import { backupCopyElsewhere } from "./backup-copy-elsewhere";
import { backupCoversBuckets } from "./backup-covers-buckets";
import { backupLockConsistent } from "./backup-lock-consistent";
import { backupRestoreTest } from "./backup-restore-test";
import { budgetPresent } from "./budget-present";
import { cfCacheSafe } from "./cf-cache-safe";
import { cfCsp } from "./cf-csp";
import { cfHeadersExact } from "./cf-headers-exact";
import { cfHsts } from "./cf-hsts";
import { cfOriginAuth } from "./cf-origin-auth";
import { cfProxied } from "./cf-proxied";
import { cfZoneHttps } from "./cf-zone-https";
import { dataInDataSubnets } from "./data-in-data-subnets";
import { ecsAutoscaled } from "./ecs-autoscaled";
import { ecsConnectionBudget } from "./ecs-connection-budget";
import { ecsDesiredIgnored } from "./ecs-desired-ignored";
import { ecsPrivateSubnets } from "./ecs-private-subnets";
import { ecsRolesDistinct } from "./ecs-roles-distinct";
import { ecsRollbackAlarms } from "./ecs-rollback-alarms";
import { ecsSmokeTested } from "./ecs-smoke-tested";
import { failedLoginsWatched } from "./failed-logins-watched";
import { findingsRouted } from "./findings-routed";
import { iamDeployersDistinct } from "./iam-deployers-distinct";
import { iamPreviewReadonly } from "./iam-preview-readonly";
import { ignoredChangesListed } from "./ignored-changes-listed";
import { inspectorOn } from "./inspector-on";
import { logOwned } from "./log-owned";
import { logPiiMasked } from "./log-pii-masked";
import { logRetentionByClass } from "./log-retention-by-class";
import { netDataIsolated } from "./net-data-isolated";
import { netDefaultSgClosed } from "./net-default-sg-closed";
import { netFlowLogs } from "./net-flow-logs";
import { netNoDefaultVpc } from "./net-no-default-vpc";
import { netTwoAzs } from "./net-two-azs";
import { postgresqlGrantsReplaceSafely } from "./postgresql-grants-replace-safely";
import { postgresqlMonitoringReadOnly } from "./postgresql-monitoring-read-only";
import { postgresqlPublicRevoked } from "./postgresql-public-revoked";
import { providerNotDefault } from "./provider-not-default";
import { rdsForceSsl } from "./rds-force-ssl";
import { rdsInBackupPlan } from "./rds-in-backup-plan";
import { rdsLogExportsOwned } from "./rds-log-exports-owned";
import { rdsOwnParameterGroup } from "./rds-own-parameter-group";
import { rdsReplicaInherits } from "./rds-replica-inherits";
import { rdsReplicaNoBlueGreen } from "./rds-replica-no-blue-green";
import { rdsReplicaPresent } from "./rds-replica-present";
import { rdsUpgradeOrder } from "./rds-upgrade-order";
import { regionsAllowed } from "./regions-allowed";
import { resourcesTagged } from "./resources-tagged";
import { rlsAuditScheduled } from "./rls-audit-scheduled";
import { s3AclOff } from "./s3-acl-off";
import { s3BlockPublic } from "./s3-block-public";
import { s3Encrypted } from "./s3-encrypted";
import { s3Lifecycle } from "./s3-lifecycle";
import { s3LockVsLifecycle } from "./s3-lock-vs-lifecycle";
import { s3ObjectLockLegal } from "./s3-object-lock-legal";
import { s3Replicated } from "./s3-replicated";
import { s3ReplicationKeeps } from "./s3-replication-keeps";
import { s3TlsOnly } from "./s3-tls-only";
import { s3Versioned } from "./s3-versioned";
import { secretNotExported } from "./secret-not-exported";
import { sgDataFromSgOnly } from "./sg-data-from-sg-only";
import { smRotated } from "./sm-rotated";
import { smRotationRedeploys } from "./sm-rotation-redeploys";
import { snsSubscribed } from "./sns-subscribed";
import { statefulNotDeleteBeforeReplace } from "./stateful-not-delete-before-replace";
import { statefulProtected } from "./stateful-protected";
import { wafAttached } from "./waf-attached";
import { wafClientAddress } from "./waf-client-address";
import { wafRateFloors } from "./waf-rate-floors";
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
  albEdgeOnly,
  albHttpsOnly,
  auditLogPresent,
  auditTrail,
  backupCopyElsewhere,
  backupCoversBuckets,
  backupLockConsistent,
  backupRestoreTest,
  budgetPresent,
  cfCacheSafe,
  cfCsp,
  cfHeadersExact,
  cfHsts,
  cfOriginAuth,
  cfProxied,
  cfZoneHttps,
  dataInDataSubnets,
  ecsAutoscaled,
  ecsConnectionBudget,
  ecsDesiredIgnored,
  ecsPrivateSubnets,
  ecsRolesDistinct,
  ecsRollbackAlarms,
  ecsSmokeTested,
  failedLoginsWatched,
  findingsRouted,
  iamDeployersDistinct,
  iamPreviewReadonly,
  ignoredChangesListed,
  inspectorOn,
  logOwned,
  logPiiMasked,
  logRetentionByClass,
  netDataIsolated,
  netDefaultSgClosed,
  netFlowLogs,
  netNoDefaultVpc,
  netTwoAzs,
  postgresqlGrantsReplaceSafely,
  postgresqlMonitoringReadOnly,
  postgresqlPublicRevoked,
  providerNotDefault,
  rdsForceSsl,
  rdsInBackupPlan,
  rdsLogExportsOwned,
  rdsOwnParameterGroup,
  rdsReplicaInherits,
  rdsReplicaNoBlueGreen,
  rdsReplicaPresent,
  rdsUpgradeOrder,
  regionsAllowed,
  resourcesTagged,
  rlsAuditScheduled,
  s3AclOff,
  s3BlockPublic,
  s3Encrypted,
  s3Lifecycle,
  s3LockVsLifecycle,
  s3ObjectLockLegal,
  s3Replicated,
  s3ReplicationKeeps,
  s3TlsOnly,
  s3Versioned,
  secretNotExported,
  sgDataFromSgOnly,
  smRotated,
  smRotationRedeploys,
  snsSubscribed,
  statefulNotDeleteBeforeReplace,
  statefulProtected,
  wafAttached,
  wafClientAddress,
  wafRateFloors,
];
