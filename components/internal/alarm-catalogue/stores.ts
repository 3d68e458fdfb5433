import { everyMinute } from "../alarm-definition";
import type { AlarmDefinition, AlarmTable, Metric } from "../alarm-definition";
import type { CacheNodeTarget, DatabaseReplicaTarget, DatabaseTarget } from "../monitored-target";

const BYTES_PER_MIB = 2 ** 20;
export const BYTES_PER_GIB = 2 ** 30;

export type Instance = DatabaseTarget | DatabaseReplicaTarget;

// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-metrics.html
const INSTANCE_ALARMS: readonly [AlarmDefinition<Instance>, ...AlarmDefinition<Instance>[]] = [
  {
    key: "database-cpu",
    signal: (target) => instanceMetric(target, "CPUUtilization", "Average"),
    comparison: "above",
    threshold: ({ limit }) => limit,
    evaluation: everyMinute,
    // A restart leaves a gap; an instance that is gone trips database-storage.
    missingData: "missing",
    title: "CPU of the database (percent)",
    happened: "The database is short of CPU.",
    firstLook: "Open Performance Insights and look for the statement with the most load.",
  },
  {
    key: "database-connections",
    signal: (target) => instanceMetric(target, "DatabaseConnections", "Maximum"),
    comparison: "above",
    threshold: ({ limit }, { maxConnections }) => Math.floor((maxConnections * limit) / 100),
    evaluation: everyMinute,
    // As for the CPU.
    missingData: "missing",
    title: "Connections to the database (count)",
    happened: "The database is running out of connections; at the limit it refuses the application.",
    firstLook: "Count the connections by user and state: are they idle, idle in a transaction or busy?",
  },
  {
    key: "database-storage",
    signal: (target) => instanceMetric(target, "FreeStorageSpace", "Minimum"),
    comparison: "below",
    // The metric is in bytes. A share is one of the storage at the start: what storage autoscaling adds does not move it.
    threshold: ({ limit, unit }, { allocatedStorageGib }) =>
      Math.floor((unit === "percent" ? (limit / 100) * allocatedStorageGib : limit) * BYTES_PER_GIB),
    evaluation: everyMinute,
    // An instance that is up reports each minute. Silence means that it is down.
    missingData: "breaching",
    warmUpMinutes: 60,
    title: "Free storage of the database (bytes)",
    happened: "The database is running out of storage, or has stopped reporting at all; a full disk stops every write.",
    firstLook: "See whether the instance is available, then whether storage autoscaling has reached its maximum.",
  },
  {
    key: "database-memory",
    signal: (target) => instanceMetric(target, "FreeableMemory", "Minimum"),
    comparison: "below",
    // The metric is in bytes.
    threshold: ({ limit }) => limit * BYTES_PER_MIB,
    evaluation: everyMinute,
    // As for the CPU.
    missingData: "missing",
    title: "Freeable memory of the database (bytes)",
    happened: "The database is short of memory; soon it swaps or is restarted.",
    firstLook: "Count the connections: each holds memory, and work_mem multiplies with them.",
  },
];

export const DATABASE_ALARMS: AlarmTable<DatabaseTarget> = INSTANCE_ALARMS;

export const DATABASE_REPLICA_ALARMS: AlarmTable<DatabaseReplicaTarget> = [
  ...INSTANCE_ALARMS,
  {
    key: "replica-lag",
    signal: (target) => instanceMetric(target, "ReplicaLag", "Maximum"),
    comparison: "above",
    threshold: ({ limit }) => limit,
    evaluation: everyMinute,
    // A replica that replicates reports its lag; one that does not is worse than late.
    missingData: "breaching",
    warmUpMinutes: 60,
    title: "Lag of the replica (seconds)",
    happened: "The replica is behind the primary: readers see old data.",
    firstLook: "See whether the primary writes unusually much, or a long query on the replica holds replay back.",
  },
];

// https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheMetrics.Redis.html
export const CACHE_NODE_ALARMS: AlarmTable<CacheNodeTarget> = [
  {
    key: "cache-cpu",
    // Redis works on one thread: its own CPU counts, not the host's.
    signal: (target) => nodeMetric(target, "EngineCPUUtilization", "Average"),
    comparison: "above",
    threshold: ({ limit }) => limit,
    evaluation: everyMinute,
    // A node that is replaced is silent for some minutes.
    missingData: "missing",
    title: "CPU of the Redis engine (percent)",
    happened: "The cache's single thread is busy: every command waits.",
    firstLook: "Read the slow log for commands that walk the whole key space.",
  },
  {
    key: "cache-memory",
    signal: (target) => nodeMetric(target, "DatabaseMemoryUsagePercentage", "Maximum"),
    comparison: "above",
    threshold: ({ limit }) => limit,
    evaluation: everyMinute,
    // As for the CPU.
    missingData: "missing",
    title: "Memory of the cache (percent)",
    happened: "The cache is nearly full: it soon evicts keys or refuses writes, by its policy.",
    firstLook: "See whether the number of keys grows, and whether new keys have an expiry time.",
  },
  {
    key: "cache-evictions",
    signal: (target) => nodeMetric(target, "Evictions", "Sum"),
    comparison: "above",
    threshold: ({ limit }) => limit,
    evaluation: () => ({ periodSeconds: 300, periods: 3, breaches: 2 }),
    // No evictions are no trouble.
    missingData: "notBreaching",
    title: "Keys evicted in five minutes (count)",
    happened: "The cache throws keys away to make room.",
    firstLook: "Look at the memory of the cache; if sessions or queues live in it, they are being lost.",
  },
  {
    key: "cache-replication-lag",
    signal: (target) => nodeMetric(target, "ReplicationLag", "Maximum"),
    comparison: "above",
    threshold: ({ limit }) => limit,
    evaluation: everyMinute,
    // Only a replica reports it, and which node is the primary changes with a failover.
    missingData: "notBreaching",
    title: "Lag of the cache replica (seconds)",
    happened: "A cache replica is behind its primary: a failover now would lose the newest writes.",
    firstLook: "Look at the network and CPU of both nodes, and for a bulk write.",
  },
];

export function instanceMetric({ instanceIdentifier }: Instance, metricName: string, statistic: Metric["statistic"]): Metric {
  return { namespace: "AWS/RDS", metricName, dimensions: { DBInstanceIdentifier: instanceIdentifier }, statistic };
}

export function nodeMetric({ cacheClusterId }: CacheNodeTarget, metricName: string, statistic: Metric["statistic"]): Metric {
  return {
    namespace: "AWS/ElastiCache",
    metricName,
    // A Redis cluster of one replication group has exactly one node, and that is always 0001.
    dimensions: { CacheClusterId: cacheClusterId, CacheNodeId: "0001" },
    statistic,
  };
}
