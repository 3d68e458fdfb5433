import { z } from "zod";
import { scheduleProblem } from "../components/internal/schedule-expression";
import { checkContainer, containerShape, imageSetting } from "./container";
import { partName } from "./part-name";
import { timezone } from "./timezone";

const trigger = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("before-deployment").meta({ description: "`before-deployment`: whoever deploys runs it before the services change; see docs/deploying.md." }),
  }),
  z.strictObject({ kind: z.literal("by-hand").meta({ description: "`by-hand`: a person starts it." }) }),
  z.strictObject({
    kind: z.literal("schedule").meta({ description: "`schedule`: it runs by the clock." }),
    expression: z
      .string()
      .superRefine((text, context) => {
        const problem = scheduleProblem(text);
        if (problem !== undefined) context.addIssue({ code: "custom", message: problem });
      })
      .meta({ description: "cron(minutes hours day-of-month month day-of-week year) or rate(1 hour)." }),
    timezone,
    flexibleWindowMinutes: z
      .int()
      .min(1)
      .max(1440)
      .optional()
      .meta({ description: "How much later it may start, 1 to 1440 minutes. Without it, on time." }),
  }),
]);

const task = z
  .strictObject({
    imageOf: partName.optional().meta({ description: "The service whose image it runs, so that both always match." }),
    image: imageSetting.optional(),
    command: z.array(z.string()).min(1).meta({ description: "What runs, one word for each item." }),
    trigger: trigger.meta({ description: "What starts it." }),
    failureChannels: z
      .array(z.string())
      .min(1)
      .max(5)
      .meta({ description: "Notification channels that are told when it fails, 1 to 5." }),
    ...containerShape,
  })
  .superRefine((settings, context) => {
    checkContainer(settings, context);
    if ((settings.imageOf === undefined) === (settings.image === undefined)) {
      context.addIssue({ code: "custom", path: ["imageOf"], message: "either imageOf or image" });
    }
    if (settings.capacity === "spot" && settings.trigger.kind === "before-deployment") {
      context.addIssue({ code: "custom", path: ["capacity"], message: "on-demand: a deployment waits for it" });
    }
  });

/** Jobs that run once or by the clock, by name: migrations, the first administrator, maintenance. */
export const tasksSchema = z.record(partName, task).superRefine((tasks, context) => {
  const senders = Object.entries(tasks).filter(([, { smtpPort }]) => smtpPort !== undefined);
  const [first] = senders;
  for (const [name, { smtpPort }] of senders) {
    if (first === undefined || smtpPort === first[1].smtpPort) continue;
    const message = `${first[1].smtpPort}, as ${first[0]} has it: the tasks share one group of the firewall`;
    context.addIssue({ code: "custom", path: [name, "smtpPort"], message });
  }
});

export type TasksSettings = z.infer<typeof tasksSchema>;
export type TaskSettings = TasksSettings[string];
