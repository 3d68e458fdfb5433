import { windowProblems } from "./windows";
import type { RuleProblem } from "./database-rules";

/** What Redis does when its memory is full. https://redis.io/docs/latest/develop/reference/eviction/ */
export const EVICTION_POLICIES = [
  "allkeys-lfu",
  "allkeys-lru",
  "allkeys-random",
  "noeviction",
  "volatile-lfu",
  "volatile-lru",
  "volatile-random",
  "volatile-ttl",
] as const;

export type EvictionPolicy = (typeof EVICTION_POLICIES)[number];

/** What the rules over several values of one cache look at; its settings and its component's arguments both have it. */
export interface CachePlan {
  /** Whether keys are spread over shards; the clients must speak the cluster protocol. Chosen once: AWS refuses a change. */
  readonly clusterMode: "disabled" | "enabled";
  /** Shards, each a primary with its replicas; 1 without cluster mode. */
  readonly shards: number;
  /** Replicas of each shard, 1 to 5, in other zones than its primary. */
  readonly replicasPerShard: number;
  /** Daily, UTC, an hour or more, `"02:00-03:00"`. */
  readonly snapshotWindowUtc: string;
  /** Weekly, UTC, an hour or more, `"sun:03:00-sun:04:00"`. */
  readonly maintenanceWindowUtc: string;
}

/**
 * Nodes that one cluster may have; AWS raises it on request.
 * https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/quota-limits.html
 */
const MOST_NODES = 90;
/** ElastiCache's least window for snapshots and for maintenance, in minutes. */
const LEAST_WINDOW_MINUTES = 60;

/** Everything that is wrong with a cache, in the order of its keys. Nothing wrong: an empty list. */
export function cacheProblems(plan: CachePlan): readonly RuleProblem[] {
  const problems: RuleProblem[] = [];
  const nodes = plan.shards * (1 + plan.replicasPerShard);
  if (plan.clusterMode === "disabled" && plan.shards !== 1) {
    problems.push({ path: ["shards"], expected: "1, because clusterMode is disabled" });
  } else if (nodes > MOST_NODES) {
    problems.push({
      path: ["shards"],
      expected: `a number that makes at most ${MOST_NODES} nodes; with the replicas this makes ${nodes}`,
    });
  }
  const windows = windowProblems(plan.snapshotWindowUtc, plan.maintenanceWindowUtc, LEAST_WINDOW_MINUTES);
  return [
    ...problems,
    ...windows.map(({ window, expected }) => ({
      path: [window === "daily" ? "snapshotWindowUtc" : "maintenanceWindowUtc"],
      expected,
    })),
  ];
}

/** @throws for the first thing wrong, so that a caller without settings can't pass it by */
export function checkCache(plan: CachePlan): void {
  const [problem] = cacheProblems(plan);
  if (problem !== undefined) throw new Error(`the cache's ${problem.path.join(".")}: expected ${problem.expected}`);
}

/**
 * The ids that ElastiCache gives to the nodes, shard by shard. An alarm needs them, and a list that is known only after
 * the cache was made can't decide how many alarms there are.
 */
export function memberClusterIds(replicationGroupId: string, plan: CachePlan): readonly string[] {
  const nodes = numbers(1 + plan.replicasPerShard, 3);
  if (plan.clusterMode === "disabled") return nodes.map((node) => `${replicationGroupId}-${node}`);
  return numbers(plan.shards, 4).flatMap((shard) => nodes.map((node) => `${replicationGroupId}-${shard}-${node}`));
}

function numbers(count: number, digits: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => String(index + 1).padStart(digits, "0"));
}
