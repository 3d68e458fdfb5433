import { coverage } from "../../alarm-coverage";
import { ofType } from "../../join";
import { EVERYWHERE } from "../../levels";
import type { PolicyResource } from "../../model";
import type { GraphRule } from "../../rule";

const METRICS = ["EngineCPUUtilization", "DatabaseMemoryUsagePercentage", "Evictions", "ReplicationLag"];

/** Nodes of a group: one number where it is one shard, else shards times their members. */
function nodes({ properties }: PolicyResource): number {
  const { numCacheClusters, numNodeGroups, replicasPerNodeGroup } = properties;
  if (typeof numCacheClusters === "number") return numCacheClusters;
  return (typeof numNodeGroups === "number" ? numNodeGroups : 1) * (1 + (typeof replicasPerNodeGroup === "number" ? replicasPerNodeGroup : 0));
}

export const alarmsCoverRedis: GraphRule = {
  id: "alarms-cover-redis",
  reason: "Each node of a cache can be full or behind on its own, so each is watched.",
  severity: "high",
  levels: EVERYWHERE,
  remedy: "Give the cache to the Alarms component as a target; groundwork:alarms sets the thresholds.",
  checklist: ["S-41"],
  equivalents: [],
  evaluate: (stack) =>
    coverage(
      stack,
      ofType(stack, "aws:elasticache/replicationGroup:ReplicationGroup"),
      // A single node replicates to nobody.
      (group) =>
        METRICS.filter((metric) => metric !== "ReplicationLag" || nodes(group) > 1).map((metric) => ({
          namespace: "AWS/ElastiCache",
          metrics: [metric],
          dimension: "CacheClusterId",
        })),
      { nodes },
    ),
};
