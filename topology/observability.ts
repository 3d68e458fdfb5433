import type * as pulumi from "@pulumi/pulumi";
import { Alarms } from "../components/alarms";
import { Dashboard } from "../components/dashboard";
import { planAlarms } from "../components/internal/alarm-catalogue";
import type { MonitoredTarget } from "../components/internal/monitored-target";
import { LogMetrics } from "../components/log-metrics";
import { OutOfMemory } from "../components/out-of-memory";
import { Prometheus } from "../components/prometheus";
import { Service } from "../components/service";
import { alarmRules } from "../settings/alarms";
import type { Settings } from "../settings/schema";
import { buildBoards } from "./boards";
import { customMetrics } from "./custom-metrics";
import type { Data } from "./data";
import type { Foundation } from "./foundation";
import { namePrefix } from "./names";
import { buildCalendar } from "./operations-calendar";
import type { AllTiers } from "./tiers";
import { topic } from "./topics";
import { restingTargetGroups, versionsOf } from "./versions";

/** A second collector would count every sample twice. */
const COLLECTORS = 1;

type Tiers = Pick<AllTiers, "settings" | "providers" | "foundation" | "data" | "edge" | "application" | "protection">;

/** Who is told what, and where to look. Returns the dashboard's name. */
export function buildObservability(tiers: Tiers): pulumi.Output<string> {
  const { settings, providers, foundation } = tiers;
  const { account, alarms } = settings;
  const { responseMinutes, runbookBaseUrl } = alarms;
  const collector = buildPrometheus(tiers);
  const targets = [...monitoredTargets(tiers), ...(collector === undefined ? [] : [collectorTarget(foundation, collector)])];
  const inRegion = { provider: providers.aws };
  const prefix = namePrefix(settings);
  const metrics = customMetrics(tiers);
  const shared = { namePrefix: prefix, targets, rules: alarmRules(alarms), metrics, runbookBaseUrl };

  if (Object.values(metrics).some(({ log }) => log !== undefined)) {
    new LogMetrics("log-metrics", { namePrefix: prefix, metrics }, inRegion);
  }
  const made = new Alarms(
    "alarms",
    { ...shared, ...(responseMinutes === undefined ? {} : { responseMinutes }), topicArns: foundation.topicArns },
    inRegion,
  );
  buildCalendar(tiers, planAlarms(shared), made);
  new OutOfMemory(
    "out-of-memory",
    {
      namePrefix: prefix,
      clusterArn: foundation.cluster.arn,
      runbookBaseUrl,
      topicArns: alarms["task-out-of-memory"].channels.map((channel) => topic(foundation.topicArns, channel)),
    },
    inRegion,
  );
  return new Dashboard(
    "dashboard",
    { ...shared, accountId: account.id, region: account.region, boards: buildBoards(tiers) },
    inRegion,
  ).dashboardName;
}

/** Everything that exists and can be watched. What is added to a stack is watched because it stands here. */
function monitoredTargets({ settings, foundation, data, edge, application, protection }: Tiers): MonitoredTarget[] {
  const { loadBalancer, certificate } = edge;
  const { vault } = protection;
  const resting = restingTargetGroups(settings);
  const minimumTasks = new Map(
    Object.entries(settings.services).flatMap(([name, service]) =>
      versionsOf(name, service).filter(({ running }) => running).map((version) => [version.name, service.replicas.minimum] as const),
    ),
  );
  return [
    { kind: "load-balancer", name: "web", arnSuffix: loadBalancer.arnSuffix },
    ...Object.entries(loadBalancer.targetGroups).map(([name, { arnSuffix }]) => ({
      kind: "target-group" as const,
      name,
      arnSuffix,
      loadBalancerArnSuffix: loadBalancer.arnSuffix,
      mayBeEmpty: resting.includes(name),
    })),
    { kind: "certificate", name: "certificate", certificateArn: certificate.arn },
    ...Object.entries(application.services).flatMap(([name, { serviceName }]) => {
      const minTasks = minimumTasks.get(name);
      return minTasks === undefined
        ? []
        : [{ kind: "service" as const, name, clusterName: foundation.cluster.clusterName, serviceName, minTasks }];
    }),
    ...(application.queueDepth === undefined
      ? []
      : [
          {
            kind: "service" as const,
            name: "queue-depth",
            clusterName: foundation.cluster.clusterName,
            serviceName: application.queueDepth.serviceName,
            minTasks: 1,
          },
        ]),
    ...databaseTargets(settings, data),
    ...(data.cache?.memberClusterIds ?? []).map((cacheClusterId, index) => ({
      kind: "cache-node" as const,
      name: `cache-${index + 1}`,
      cacheClusterId,
    })),
    ...(vault === undefined
      ? []
      : [
          {
            kind: "backup-vault" as const,
            name: "vault",
            vaultName: vault.vaultName,
            copies: settings.backups.vault?.copyToBackupRegion === true,
          },
        ]),
  ];
}

function databaseTargets({ database: settings }: Settings, { database }: Data): readonly MonitoredTarget[] {
  if (settings === undefined || database === undefined) return [];
  const { maxConnections, storageGib: allocatedStorageGib } = settings;
  const { primary } = database;
  return [
    { kind: "database", name: "database", instanceIdentifier: primary.primaryIdentifier, maxConnections, allocatedStorageGib },
    ...primary.replicaIdentifiers.map((instanceIdentifier, index) => ({
      kind: "database-replica" as const,
      name: `database-replica-${index + 1}`,
      instanceIdentifier,
      maxConnections,
      allocatedStorageGib,
    })),
  ];
}

/** Who watches the watcher: without the collector every alert of Prometheus is silent. */
function collectorTarget({ cluster }: Foundation, { serviceName }: Service): MonitoredTarget {
  return { kind: "service", name: "monitoring", clusterName: cluster.clusterName, serviceName, minTasks: COLLECTORS };
}

/**
 * Prometheus as a service, and the collector that reads the services' metrics and, as the monitoring user, the database.
 * Returns the collector.
 */
function buildPrometheus({ settings, providers, foundation, data, application }: Tiers): Service | undefined {
  const { account, alarms, databaseRoles, prometheus } = settings;
  if (!prometheus.enabled) return undefined;
  if (databaseRoles === undefined || data.database === undefined) {
    throw new Error("Prometheus reads the database as its monitoring user, but there is no database");
  }
  const { roles, roleSecretArns } = data.database;
  const inRegion = { provider: providers.aws };
  const prefix = namePrefix(settings);
  const { "idle-transactions": idle, ...alerts } = prometheus.alerts;
  const { collector } = new Prometheus(
    "prometheus",
    {
      namePrefix: prefix,
      region: account.region,
      keyArn: foundation.keyArns.data,
      logKeyArn: foundation.keyArns.logs,
      retentionDays: prometheus.retentionDays,
      logRetentionDays: prometheus.logRetentionDays,
      scrapeIntervalSeconds: prometheus.scrapeIntervalSeconds,
      alerts: {
        ...alerts,
        "idle-transactions": databaseRoles.monitoringReadsStatistics ? idle : undefined,
      },
      runbookBaseUrl: alarms.runbookBaseUrl,
      topicArns: foundation.topicArns,
      scrapeTargets: Object.entries(prometheus.scrape).map(([job, { path }]) => ({
        job,
        dnsName: `${job}.${foundation.discovery.domain}`,
        port: portOf(settings, job),
        path,
      })),
      collectorImage: prometheus.collector.image,
      databaseSecretArn: roleSecretArns.monitoring,
    },
    inRegion,
  );
  return new Service(
    "service-monitoring",
    {
      ...collector,
      namePrefix: prefix,
      taskName: "monitoring",
      accountId: account.id,
      region: account.region,
      cpu: { limitVcpu: prometheus.collector.vcpu },
      memoryMib: { limit: prometheus.collector.memoryMib },
      logRetentionDays: prometheus.logRetentionDays,
      logKeyArn: foundation.keyArns.logs,
      secretsKeyArn: foundation.keyArns.secrets,
      clusterArn: foundation.cluster.arn,
      clusterName: foundation.cluster.clusterName,
      subnetIds: foundation.network.applicationSubnetIds,
      securityGroupIds: [foundation.firewall.groupIdOf("monitoring")],
      desiredCount: COLLECTORS,
      countOwner: "stack-file",
    },
    { ...inRegion, dependsOn: [roles, ...Object.values(application.services)] },
  );
}

function portOf({ services }: Settings, name: string): number {
  const port = services[name]?.port;
  if (port === undefined) throw new Error(`metrics of ${name} can't be read: it is no service with a port`);
  return port;
}
