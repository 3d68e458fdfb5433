import { z } from "zod";
import { LOG_RETENTION_DAYS } from "../components/internal/log-retention";
import { REDIS_KEY } from "../components/internal/queue-depth-script";
import { imageReference } from "./image";
import { partName } from "./part-name";

/** Queues of BullMQ in the cache, whose length the topology publishes for scalers and alarms. */
export const queuesSchema = z.strictObject({
  publisher: z
    .strictObject({
      image: imageReference.meta({
        description: "An image with sh, timeout, awk and redis-cli with TLS, such as Redis's own. Never a tag that moves.",
      }),
      architecture: z.enum(["X86_64", "ARM64"]).default("X86_64").meta({ description: "The processor that the image is built for." }),
      logRetentionDays: z.literal(LOG_RETENTION_DAYS).meta({ description: "Days that its log is kept, a value CloudWatch offers." }),
    })
    .meta({ description: "The task that counts the waiting jobs each minute." }),
  jobs: z
    .record(
      partName,
      z.strictObject({
        redisKey: z
          .string()
          .regex(REDIS_KEY, "BullMQ's prefix and the queue's name, such as bull:forecasts")
          .meta({ description: "What the queue's keys begin with, `<prefix>:<queue>`; bull is BullMQ's prefix." }),
      }),
    )
    .refine((jobs) => Object.keys(jobs).length > 0, "at least one queue, or no queues at all")
    .meta({
      description:
        "Name -> queue. Its metric is WaitingJobs in the namespace Groundwork/Queues, with the dimensions System, <system>-<environment>, and Queue, this name.",
    }),
});

export type QueuesSettings = z.infer<typeof queuesSchema>;
