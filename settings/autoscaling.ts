import { z } from "zod";
import { SERVICE_METRICS, stepProblem } from "../components/internal/scaling-metrics";
import { TRACKED_METRICS } from "../components/internal/scaling-rules";
import { scheduleProblem } from "../components/internal/schedule-expression";
import { partName } from "./part-name";
import { timezone } from "./timezone";

const NAME = /^[a-z][a-z0-9-]{0,30}$/;
const name = z
  .string()
  .regex(NAME, "up to 31 lower-case letters, digits and hyphens, a letter first")
  .meta({ description: "Its name, unique among the policies. Changing it replaces it." });

const cooldownSeconds = z.int().min(0).max(3600);

const customMetric = z.strictObject({
  namespace: z.string().min(1).max(255).meta({ description: "CloudWatch namespace of the metric." }),
  metricName: z.string().min(1).max(255).meta({ description: "Its name. Something must publish it." }),
  dimensions: z.record(z.string(), z.string()).meta({ description: "Its dimensions, name to value, exactly as published." }),
  statistic: z
    .enum(["Average", "Maximum", "Minimum", "Sum"])
    .meta({ description: "How a minute's values become one: Average, Maximum, Minimum or Sum." }),
});

const targetTracking = z.strictObject({
  metric: z.enum(TRACKED_METRICS).meta({ description: "What is held at the target: CPU, memory, or requests a minute and copy." }),
  target: z.number().positive().meta({ description: "The value to hold, in the metric's unit." }),
  scaleIn: z
    .boolean()
    .meta({ description: "Whether copies are also taken away below the target. No, where a step does it at a lower value." }),
  scaleOutCooldownSeconds: cooldownSeconds.meta({ description: "Wait after adding copies, 0 to 3600 seconds." }),
  scaleInCooldownSeconds: cooldownSeconds.meta({ description: "Wait after taking copies away, 0 to 3600 seconds." }),
});

const step = z
  .strictObject({
    name,
    when: z
      .array(
        z.strictObject({
          metric: z
            .union([z.enum(SERVICE_METRICS), customMetric])
            .meta({ description: "A metric of the service with its unit, or any metric of CloudWatch." }),
          comparison: z.enum(["above", "below"]).meta({ description: "Which side of the threshold counts." }),
          threshold: z.number().meta({ description: "The threshold, in the metric's unit." }),
          minimumRequests: z
            .int()
            .min(1)
            .optional()
            .meta({ description: "With error-percent: requests a minute below which an error says nothing about a rate." }),
        }),
      )
      .min(1)
      .max(5)
      .meta({ description: "Conditions, 1 to 5, that must all hold." }),
    forMinutes: z.int().min(1).max(60).meta({ description: "How long they must hold, 1 to 60 minutes." }),
    changes: z
      .array(
        z.strictObject({
          beyond: z.number().min(0).meta({ description: "Distance from the threshold, in the metric's unit; the first is 0." }),
          tasks: z.int().min(-20).max(20).meta({ description: "Copies to add, or to take away where negative, -20 to 20." }),
        }),
      )
      .min(1)
      .max(10)
      .meta({ description: "What happens, by distance from the threshold, 1 to 10." }),
    cooldownSeconds: cooldownSeconds.meta({ description: "Wait after a change, 0 to 3600 seconds." }),
    notifyChannels: z
      .array(z.string())
      .max(4)
      .default([])
      .meta({ description: "Notification channels that are told when it acts, where the cause must be looked into; 4 at most." }),
  })
  .superRefine((value, context) => {
    const problem = stepProblem(value);
    if (problem !== undefined) context.addIssue({ code: "custom", path: ["changes"], message: problem });
  });

const schedule = z
  .strictObject({
    name,
    schedule: z.string().meta({ description: "cron(…) with six fields, or rate(…)." }),
    timezone,
    minimum: z.int().min(0).max(100).meta({ description: "The minimum from then on." }),
    maximum: z.int().min(0).max(100).meta({ description: "The maximum from then on." }),
  })
  .superRefine((value, context) => {
    const problem = scheduleProblem(value.schedule);
    if (problem !== undefined) context.addIssue({ code: "custom", path: ["schedule"], message: problem });
    if (value.minimum > value.maximum) {
      context.addIssue({ code: "custom", path: ["minimum"], message: `at most the maximum ${value.maximum}` });
    }
  });

/** How the number of copies of a service follows its load. Its limits are the service's `replicas`. */
export const autoscalingSchema = z
  .strictObject({
    targetTracking: z
      .array(targetTracking)
      .default([])
      .meta({ description: "Policies that hold a metric at a value." }),
    steps: z.array(step).default([]).meta({ description: "Policies that act after minutes beyond a threshold." }),
    schedules: z.array(schedule).default([]).meta({ description: "New limits at given times." }),
    queueDepth: z
      .strictObject({
        source: z
          .discriminatedUnion(
            "kind",
            [
              z.strictObject({
                kind: z.literal("queue").meta({ description: "`queue`: one of groundwork:queues, whose length the topology publishes." }),
                queue: partName.meta({ description: "Its name in groundwork:queues." }),
              }),
              z.strictObject({
                kind: z.literal("application").meta({ description: "`application`: the system's own code publishes the metric." }),
                metric: customMetric.meta({ description: "The number of waiting jobs." }),
              }),
            ],
            { error: "kind queue with a queue, or kind application with a metric" },
          )
          .meta({ description: "Who counts the jobs: AWS does not." }),
        jobsPerTask: z.number().positive().meta({ description: "How many waiting jobs each copy should have." }),
      })
      .optional()
      .meta({ description: "Follow the length of a queue. @default none" }),
  })
  .superRefine(({ targetTracking, steps, schedules, queueDepth }, context) => {
    const refuse = (path: string[], message: string) => context.addIssue({ code: "custom", path, message });
    if (targetTracking.length + steps.length + schedules.length === 0 && queueDepth === undefined) {
      refuse([], "at least one policy or schedule, or no autoscaling at all");
    }
    // The names of policies are one set, and those of schedules another.
    const metrics = targetTracking.map(({ metric }) => metric);
    const others = queueDepth === undefined ? metrics : [...metrics, "queue-depth"];
    if (different(metrics) && !different([...others, ...steps.map(({ name }) => name)])) {
      refuse(["steps"], "names that differ, also from those of the other policies: a metric's, or queue-depth");
    }
    if (!different(metrics)) refuse(["targetTracking"], "each metric once");
    if (!different(schedules.map(({ name }) => name))) refuse(["schedules"], "names that differ");
  });

function different(names: readonly string[]): boolean {
  return new Set(names).size === names.length;
}

export type AutoscalingSettings = z.infer<typeof autoscalingSchema>;
