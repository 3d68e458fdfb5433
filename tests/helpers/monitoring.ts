import type { AlarmKey, AlarmRule, AlarmRules } from "../../components/internal/alarm-definition";
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
  database: { kind: "database", name: "database", instanceIdentifier: "primary", maxConnections: 200 },
  "database-replica": { kind: "database-replica", name: "replica-1", instanceIdentifier: "replica-1", maxConnections: 150 },
  "cache-node": { kind: "cache-node", name: "cache-1", cacheClusterId: "cache-001" },
  "backup-vault": { kind: "backup-vault", name: "backups", vaultName: "vault", copies: true },
  certificate: { kind: "certificate", name: "certificate", certificateArn: "arn:certificate" },
} as const satisfies { readonly [Kind in MonitoredTarget["kind"]]: MonitoredTarget & { readonly kind: Kind } };

const rule = (limit: number): AlarmRule => ({ limit, channels: ["operations"] });

/** A limit that fits each alarm's unit; everything goes to operations. */
export const RULES = {
  "load-balancer-errors": { ...rule(1), minRequests: 20 },
  "unhealthy-targets": rule(0),
  "few-healthy-targets": rule(1),
  "target-errors": { ...rule(2), minRequests: 50 },
  "target-latency": rule(2000),
  "certificate-expiry": rule(21),
  "task-cpu": rule(85),
  "task-memory": rule(90),
  "few-tasks": rule(0),
  "database-cpu": rule(80),
  "database-connections": rule(75),
  "database-storage": rule(10),
  "database-memory": rule(256),
  "replica-lag": rule(60),
  "cache-cpu": rule(80),
  "cache-memory": rule(75),
  "cache-evictions": rule(100),
  "cache-replication-lag": rule(10),
  "backup-failed": rule(0),
  "backup-missing": rule(36),
  "backup-copy-failed": rule(0),
} satisfies AlarmRules & Readonly<Record<AlarmKey, AlarmRule>>;

export const PLAN = {
  namePrefix: "scholarship-production",
  targets: Object.values(TARGETS),
  rules: RULES,
  runbookBaseUrl: "https://runbooks.example.org",
};
