import { z } from "zod";
import { LOG_RETENTION_DAYS } from "../components/internal/log-retention";
import { imageReference } from "./image";
import { partName } from "./part-name";

/** The way from the deploying machine to the database, which has no public address. */
export const tunnelSchema = z.strictObject({
  image: imageReference
    .meta({
      description: "Any image with `sleep` and no entrypoint, registry/repository:tag or @sha256:digest. It only waits.",
    }),
  logRetentionDays: z
    .literal(LOG_RETENTION_DAYS)
    .meta({ description: "Days that the log of its task is kept, one of CloudWatch's steps." }),
  maxMinutes: z
    .int()
    .min(10)
    .max(720)
    .meta({ description: "When it ends by itself. Minutes, 10 to 720: longer than a deployment with its migrations." }),
  localHost: z
    .string()
    .min(1)
    .meta({ description: "Host where the deploying machine finds the tunnel's end; 127.0.0.1 where it opens it itself." }),
  localPort: z.int().min(1024).max(65_535).meta({ description: "The port there, 1024 to 65535." }),
  services: z
    .array(partName)
    .default([])
    .meta({
      description:
        "Services whose port people reach through it too, each on the next local port: what must not be public, such as an editor. The output tunnelServiceCommands says how.",
    }),
});

export type TunnelSettings = z.infer<typeof tunnelSchema>;
