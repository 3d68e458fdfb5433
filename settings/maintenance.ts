import { z } from "zod";
import { maintenanceProblem } from "../components/internal/maintenance-times";

/** The weekly hours in which the system may be disturbed, and who is told before. */
export const maintenanceSchema = z.strictObject({
  windowUtc: z
    .string()
    .superRefine((text, context) => {
      const problem = maintenanceProblem(text);
      if (problem !== undefined) context.addIssue({ code: "custom", message: problem });
    })
    .meta({
      description: "Weekly window in UTC, at most 2 hours, such as sun:02:00-sun:04:00. Database and cache are patched inside it.",
    }),
  noticeHours: z.int().min(1).max(167).meta({ description: "How long before it people are told. Hours, 1 to 167." }),
  noticeChannel: z.string().meta({ description: "Who is told: a name of groundwork:channels." }),
  failureChannel: z.string().meta({ description: "Who hears that the notice could not be sent: a name of groundwork:channels." }),
  neverMutedChannels: z
    .array(z.string())
    .min(1, "at least one channel: some alarms must never be silent")
    .meta({ description: "Alarms that tell one of these channels also go off inside the window; all others are silent in it." }),
});

export type MaintenanceSettings = z.infer<typeof maintenanceSchema>;
