import { z } from "zod";
import { LOG_RETENTION_DAYS } from "../components/internal/log-retention";

/** Secrets Manager's own range. https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RotationRulesType.html */
const everyDays = z
  .int()
  .min(1)
  .max(1000)
  .meta({ description: "Days that a value may live, 1 to 1000. Then it is rotated, or, where only a person can, somebody is told." });

const onDemand = z.strictObject({
  kind: z.literal("on-demand").meta({ description: "`on-demand`: changed when there is need, not by the clock." }),
  reason: z
    .string()
    .min(10)
    .max(300)
    .meta({ description: "Why the clock has no say, in one sentence of 10 to 300 characters." }),
});

const schedule = z.strictObject({
  kind: z.literal("schedule").meta({ description: "`schedule`: changed by the clock." }),
  everyDays,
});

const error = "kind schedule with everyDays, or kind on-demand with a reason";
const plan = z.discriminatedUnion("kind", [schedule, onDemand], { error });

/** Keys that sign: the one before the current must outlive what it has signed. */
const keyPlan = z.discriminatedUnion(
  "kind",
  [
    schedule.extend({
      longestTokenDays: z
        .int()
        .min(1)
        .max(365)
        .meta({ description: "Days that the longest-lived token or session is valid, 1 to 365. Keys never change faster." }),
    }),
    onDemand,
  ],
  { error: "kind schedule with everyDays and longestTokenDays, or kind on-demand with a reason" },
);

/** How often secrets of each class are changed, and who hears of it. */
export const rotationSchema = z
  .strictObject({
    classes: z
      .strictObject({
        database: plan.optional().meta({
          description:
            "The database's roles, by two users that take turns. Master user and cache can only be changed by a person: somebody is told.",
        }),
        "application-key": keyPlan.optional().meta({
          description: "Keys that the program makes, JSON secrets with current and previous, perhaps next. Tasks verify with all of them.",
        }),
        "api-key": plan.optional().meta({
          description: "Keys of third parties: nobody but them can make a new one, so somebody is told when one is too old.",
        }),
        webhook: plan.optional().meta({ description: "Secrets shared with who calls us. Mostly on-demand, as both sides must change." }),
        external: plan.optional().meta({ description: "What only a person knows, such as the account at a mail server." }),
      })
      .meta({ description: "Class of groundwork:secrets -> its rotation. Every class that the stack has, and no other." }),
    channels: z
      .array(z.string())
      .min(1)
      .max(5)
      .meta({ description: "Channels that are told of a failed rotation and of a secret that is too old, 1 to 5 of groundwork:channels." }),
    logRetentionDays: z
      .literal(LOG_RETENTION_DAYS)
      .meta({ description: "Days that the log of the rotation is kept: a number that CloudWatch Logs offers, 1 to 3653." }),
  })
  .superRefine(({ classes }, context) => {
    const keys = classes["application-key"];
    if (keys?.kind === "schedule" && keys.longestTokenDays >= keys.everyDays) {
      context.addIssue({
        code: "custom",
        path: ["classes", "application-key", "everyDays"],
        message: `more than ${keys.longestTokenDays}, longestTokenDays: a key keeps one predecessor, which must outlive its tokens`,
      });
    }
  });

export type RotationSettings = z.infer<typeof rotationSchema>;
