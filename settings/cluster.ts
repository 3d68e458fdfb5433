import { z } from "zod";
import { LOG_RETENTION_DAYS } from "../components/internal/log-retention";

/** The ECS cluster that all tasks run in. */
export const clusterSchema = z.strictObject({
  execLogRetentionDays: z
    .literal(LOG_RETENTION_DAYS)
    .meta({ description: "Days that the record of a shell session in a container is kept, one of CloudWatch's steps." }),
});

export type ClusterSettings = z.infer<typeof clusterSchema>;
