import { z } from "zod";
import { cacheProblems, EVICTION_POLICIES } from "../components/internal/cache-rules";
import { LOG_RETENTION_DAYS } from "../components/internal/log-retention";

/** The Redis cache. */
export const cacheSchema = z
  .strictObject({
    // The versions of Redis 7 that ElastiCache offers.
    // https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/supported-engine-versions.html
    engineVersion: z.enum(["7.0", "7.1"]).meta({ description: "Version of Redis, in quotes." }),
    nodeType: z
      .string()
      .regex(/^cache\.(?!r6gd)[a-z0-9]+\.[a-z0-9]+$/, "a node type such as cache.t4g.small; not r6gd, which tiers data to disk")
      .meta({ description: "Class of each node, such as cache.t4g.small." }),
    clusterMode: z
      .enum(["disabled", "enabled"])
      .meta({ description: "Whether keys are spread over shards; the clients must know. Chosen once: AWS refuses a change." }),
    shards: z.int().min(1).max(500).meta({ description: "Shards, 1 without cluster mode." }),
    replicasPerShard: z
      .int()
      .min(1)
      .max(5)
      .meta({ description: "Replicas of each shard in other zones, 1 to 5. Without one there is no failover." }),
    maxmemoryPolicy: z
      .enum(EVICTION_POLICIES)
      .meta({ description: "What Redis drops when its memory is full. A queue needs noeviction." }),
    snapshotRetentionDays: z.int().min(1).max(35).meta({ description: "Days that a daily snapshot is kept, 1 to 35." }),
    snapshotWindowUtc: z.string().meta({ description: "Daily window of the snapshot in UTC, an hour or more: 01:00-02:00." }),
    maintenanceWindowUtc: z
      .string()
      .meta({ description: "Weekly window of patches in UTC, an hour or more, apart from `snapshotWindowUtc`." }),
    logRetentionDays: z
      .literal(LOG_RETENTION_DAYS)
      .meta({ description: "Days that the slow log and the engine log are kept, one of CloudWatch's steps." }),
    eventChannel: z
      .string()
      .meta({ description: "Who hears of failovers, replaced nodes and maintenance: a name of groundwork:channels." }),
  })
  .superRefine((cache, context) => {
    for (const { path, expected } of cacheProblems(cache)) {
      context.addIssue({ code: "custom", path: [...path], message: expected });
    }
  });

export type CacheSettings = z.infer<typeof cacheSchema>;
