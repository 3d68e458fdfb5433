import type { FirewallPlan, TaskRow } from "../components/internal/firewall-matrix";
import type { Settings } from "../settings/schema";

const POSTGRESQL_PORT = 5432;
const REDIS_PORT = 6379;

/**
 * Who may reach whom, read off the settings: services as they say, jobs as all tasks together need, monitoring what it
 * reads, and the tunnel the database alone.
 */
export function firewallPlan(
  settings: Pick<Settings, "services" | "tasks" | "loadBalancer" | "network" | "prometheus" | "database" | "externalDatabase" | "cache" | "edge" | "queues" | "connectionProxy" | "rotation" | "tunnel">,
): FirewallPlan {
  const { externalDatabase } = settings;
  const { services, tasks, loadBalancer, network, prometheus, database, cache, edge, queues, connectionProxy, rotation, tunnel: way } = settings;
  // Who reaches the database may use any of its hosts: the proxy for the primary, and the replicas, which have none.
  const beside = (reaches: readonly string[]) =>
    connectionProxy !== undefined && reaches.includes("database") ? [...reaches, "connection-proxy"] : reaches;
  const serviceRows = Object.entries(services).map(
    ([role, { port, reaches, smtpPort }]): TaskRow => ({
      role,
      reaches: beside(reaches),
      ...(port === undefined ? {} : { port }),
      ...(smtpPort === undefined ? {} : { smtpPort }),
    }),
  );
  // The backup jobs dump the database and copy objects; the other tasks say themselves what they reach. The settings hold
  // all tasks that send mail to one port, since they share one group.
  const [jobsSmtpPort] = Object.values(tasks).flatMap(({ smtpPort }) => smtpPort ?? []);
  const dumped = database === undefined ? [] : ["database"];
  const jobs: TaskRow = {
    role: "jobs",
    reaches: beside([...new Set([...dumped, "storage", ...Object.values(tasks).flatMap(({ reaches }) => reaches)])].sort()),
    ...(jobsSmtpPort === undefined ? {} : { smtpPort: jobsSmtpPort }),
    ...(externalDatabase === undefined ? {} : { externalDatabasePort: externalDatabase.port }),
  };
  const monitoring: TaskRow[] = prometheus.enabled
    ? [{ role: "monitoring", reaches: ["database", ...Object.keys(prometheus.scrape)] }]
    : [];
  const queueDepth: TaskRow[] = queues === undefined ? [] : [{ role: "queue-depth", reaches: ["cache"] }];
  const proxy: TaskRow[] =
    connectionProxy === undefined ? [] : [{ role: "connection-proxy", runs: "proxy", port: POSTGRESQL_PORT, reaches: ["database"] }];
  // It calls Secrets Manager and ECS, from inside the VPC where endpoints for both are.
  const isInside = ["ecs", "secretsmanager"].every((service) => network.interfaceEndpoints.includes(service));
  const rotator: TaskRow[] =
    rotation?.classes.database?.kind !== "schedule" || database === undefined
      ? []
      : [{ role: "rotation", runs: "function", reaches: [...beside(["database"]), ...(isInside ? [] : ["internet"])] }];
  const tunnel: TaskRow[] = database === undefined ? [] : [{ role: "tunnel", reaches: ["database", ...(way?.services ?? [])] }];
  return {
    tasks: [...serviceRows, jobs, ...tunnel, ...monitoring, ...queueDepth, ...proxy, ...rotator],
    loadBalancerReaches: [loadBalancer.defaultService, ...Object.keys(loadBalancer.routes)],
    ...(database === undefined ? {} : { databasePort: POSTGRESQL_PORT }),
    ...(cache === undefined ? {} : { cachePort: REDIS_PORT }),
    interfaceEndpoints: network.interfaceEndpoints,
    // Both families, though the load balancer has no IPv6 today: who gives it one finds the door as narrow.
    ...(edge === undefined ? {} : { admitLists: ["cloudflare-ipv4", "cloudflare-ipv6"] }),
  };
}
