import type { AlarmKey, AlarmLevels, AlarmRule, AlarmRules } from "../../components/internal/alarm-definition";
import type { MonitoredTarget } from "../../components/internal/monitored-target";

/** One target of each kind, named after what it is. */
export const TARGETS = {
  "load-balancer": { kind: "load-balancer", name: "web", arnSuffix: "app/web/1" },
  "target-group": {
    kind: "target-group",
    name: "backend",
    arnSuffix: "targetgroup/backend/1",
    loadBalancerArnSuffix: "app/web/1",
  },
  service: { kind: "service", name: "backend", clusterName: "cluster", serviceName: "backend", minTasks: 2 },
  database: { kind: "database", name: "database", instanceIdentifier: "primary", maxConnections: 200, allocatedStorageGib: 100 },
  "database-replica": { kind: "database-replica", name: "replica-1", instanceIdentifier: "replica-1", maxConnections: 150, allocatedStorageGib: 100 },
  "cache-node": { kind: "cache-node", name: "cache-1", cacheClusterId: "cache-001" },
  "backup-vault": { kind: "backup-vault", name: "backups", vaultName: "vault", copies: true },
  certificate: { kind: "certificate", name: "certificate", certificateArn: "arn:certificate" },
} as const satisfies { readonly [Kind in MonitoredTarget["kind"]]: MonitoredTarget & { readonly kind: Kind } };

const rule = (limit: number, forMinutes?: number): AlarmRule => ({
  limit,
  channels: ["operations"],
  ...(forMinutes === undefined ? {} : { forMinutes }),
});

/** A limit that fits each alarm's unit, one level each; everything goes to operations. */
export const RULES = {
  "load-balancer-errors": { critical: { ...rule(1, 10), minRequestsPerMinute: 20 } },
  availability: { high: rule(99.9, 1440) },
  "unhealthy-targets": { warning: rule(0, 5) },
  "few-healthy-targets": { critical: rule(1, 5) },
  "target-errors": { critical: { ...rule(2, 10), minRequestsPerMinute: 50 } },
  "target-latency": { warning: { ...rule(2000, 3), statistic: "p95" } },
  "certificate-expiry": { warning: rule(21) },
  "task-cpu": { warning: rule(85, 15) },
  "task-memory": { warning: rule(90, 10) },
  "few-tasks": { critical: rule(0, 10) },
  "database-cpu": { warning: rule(80, 15) },
  "database-connections": { critical: rule(75, 5) },
  "database-storage": { critical: rule(10, 15) },
  "database-memory": { warning: rule(256, 15) },
  "replica-lag": { warning: rule(60, 10) },
  "cache-cpu": { warning: rule(80, 15) },
  "cache-memory": { warning: rule(75, 15) },
  "cache-evictions": { warning: rule(100) },
  "cache-replication-lag": { warning: rule(10, 10) },
  "backup-failed": { high: rule(0) },
  "backup-missing": { high: rule(36) },
  "backup-copy-failed": { high: rule(0) },
} satisfies AlarmRules & Readonly<Record<AlarmKey, AlarmLevels>>;

export const PLAN = {
  namePrefix: "scholarship-production",
  targets: Object.values(TARGETS),
  rules: RULES,
  runbookBaseUrl: "https://runbooks.example.org",
};
