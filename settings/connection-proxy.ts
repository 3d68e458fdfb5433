import { z } from "zod";
import { LOG_RETENTION_DAYS } from "../components/internal/log-retention";

/** A pool of database connections that all tasks share. The application role logs in through it, the other roles don't. */
export const connectionProxySchema = z
  .strictObject({
    maxConnectionsPercent: z
      .int()
      .min(1)
      .max(100)
      .meta({ description: "The share of groundwork:database.maxConnections that the proxy may hold, 1 to 100 percent. The rest is for jobs and people." }),
    maxIdleConnectionsPercent: z
      .int()
      .min(0)
      .max(100)
      .meta({ description: "The share that it keeps open when nobody needs it, 0 percent to maxConnectionsPercent." }),
    borrowTimeoutSeconds: z
      .int()
      .min(0)
      .max(300)
      .meta({ description: "Seconds that a task waits for a connection when all are busy, 0 to 300; then it gets an error." }),
    idleClientTimeoutSeconds: z
      .int()
      .min(1)
      .max(28_800)
      .meta({ description: "Seconds after which a connection that asks nothing is closed, 1 to 28800. At least the idle timeout of the tasks' own pools." }),
    logRetentionDays: z
      .literal(LOG_RETENTION_DAYS)
      .meta({ description: "Days that the proxy's log is kept: a number that CloudWatch Logs offers, 1 to 3653." }),
  })
  .superRefine(({ maxConnectionsPercent, maxIdleConnectionsPercent }, context) => {
    if (maxIdleConnectionsPercent <= maxConnectionsPercent) return;
    context.addIssue({
      code: "custom",
      path: ["maxIdleConnectionsPercent"],
      message: `at most ${maxConnectionsPercent}, maxConnectionsPercent`,
    });
  });

export type ConnectionProxySettings = z.infer<typeof connectionProxySchema>;
