import { z } from "zod";
import { accountSchema } from "./account";
import { accountSecuritySchema } from "./account-security";
import { alarmsSchema } from "./alarms";
import { auditSchema } from "./audit";
import { backupsSchema } from "./backups";
import { budgetSchema } from "./budget";
import { cacheSchema } from "./cache";
import { channelsSchema } from "./channels";
import { clusterSchema } from "./cluster";
import { connectionProxySchema } from "./connection-proxy";
import { dashboardsSchema } from "./dashboards";
import { databaseSchema } from "./database";
import { databaseJobsSchema } from "./database-jobs";
import { databaseRolesSchema } from "./database-roles";
import { deployIdentitySchema } from "./deploy-identity";
import { edgeSchema } from "./edge";
import { externalDatabaseSchema } from "./external-database";
import { loadBalancerSchema } from "./load-balancer";
import { logArchiveSchema } from "./log-archive";
import { logPrivacySchema } from "./log-privacy";
import { maintenanceModeSchema } from "./maintenance-mode";
import { metricsSchema } from "./metrics";
import { maintenanceSchema } from "./maintenance";
import { networkSchema } from "./network";
import { offHoursSchema } from "./off-hours";
import { peopleSchema } from "./people";
import { prometheusSchema } from "./prometheus";
import { queuesSchema } from "./queues";
import { realUserMonitoringSchema } from "./real-user-monitoring";
import { registrySchema } from "./registry";
import { resilienceSchema } from "./resilience";
import { rotationSchema } from "./rotation";
import { secretsSchema } from "./secrets";
import { servicesSchema } from "./services";
import { storageSchema } from "./storage";
import { syntheticsSchema } from "./synthetics";
import { systemSchema } from "./system";
import { tasksSchema } from "./tasks";
import { tunnelSchema } from "./tunnel";
import { webFirewallSchema } from "./web-firewall";

/**
 * All settings of a stack: one topic for each key of the namespace, in the order that a stack file gives them. A topic that
 * is optional is a capability that some systems lack: a stack file leaves it out as a whole.
 */
export const settingsSchema = z.strictObject({
  system: systemSchema,
  account: accountSchema,
  deployIdentity: deployIdentitySchema.optional(),
  people: peopleSchema.optional(),
  accountSecurity: accountSecuritySchema.optional(),
  audit: auditSchema.optional(),
  logArchive: logArchiveSchema.optional(),
  logPrivacy: logPrivacySchema.optional(),
  network: networkSchema,
  loadBalancer: loadBalancerSchema,
  edge: edgeSchema.optional(),
  webFirewall: webFirewallSchema,
  maintenanceMode: maintenanceModeSchema.optional(),
  registry: registrySchema,
  cluster: clusterSchema,
  services: servicesSchema,
  tasks: tasksSchema.default({}),
  database: databaseSchema.optional(),
  databaseRoles: databaseRolesSchema.optional(),
  tunnel: tunnelSchema.optional(),
  connectionProxy: connectionProxySchema.optional(),
  externalDatabase: externalDatabaseSchema.optional(),
  databaseJobs: databaseJobsSchema.optional(),
  cache: cacheSchema.optional(),
  queues: queuesSchema.optional(),
  storage: storageSchema.default({ buckets: {} }),
  secrets: secretsSchema,
  rotation: rotationSchema.optional(),
  backups: backupsSchema,
  resilience: resilienceSchema.optional(),
  maintenance: maintenanceSchema.optional(),
  offHours: offHoursSchema.optional(),
  channels: channelsSchema,
  alarms: alarmsSchema,
  metrics: metricsSchema.optional(),
  dashboards: dashboardsSchema.optional(),
  prometheus: prometheusSchema.default({ enabled: false }),
  synthetics: syntheticsSchema.optional(),
  realUserMonitoring: realUserMonitoringSchema.optional(),
  budget: budgetSchema.optional(),
});

/** What the program is built from, with every default filled in. */
export type Settings = z.infer<typeof settingsSchema>;
