import { z } from "zod";
import { RESILIENCE_TIERS } from "../components/internal/resilience-tiers";

/** What a loss may cost. The objectives are stated, and the backups' own schedule is held against them. */
export const resilienceSchema = z.strictObject({
  tier: z.enum(RESILIENCE_TIERS).meta({ description: "How much depends on the system, as AWS Resilience Hub sorts systems." }),
  rtoHours: z
    .int()
    .min(1)
    .max(168)
    .meta({ description: "Recovery time objective: hours, 1 to 168, until the system works again." }),
  rpoHours: z
    .int()
    .min(1)
    .max(168)
    .meta({
      description: "Recovery point objective: hours of work, 1 to 168, that may be lost. Not less than a file sync is apart.",
    }),
});

export type ResilienceSettings = z.infer<typeof resilienceSchema>;
