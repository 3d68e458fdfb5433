import { z } from "zod";
import { LOG_RETENTION_DAYS } from "../components/internal/log-retention";
import { imageReference } from "./image";

const guard = z
  .strictObject({
    errorPercent: z.number().positive().max(100).meta({ description: "Share of requests that may fail with 5xx, in percent." }),
    minimumRequests: z.int().min(1).meta({ description: "Requests a minute below which an error says nothing about a share." }),
    latencySeconds: z.number().positive().meta({ description: "What 95 of 100 requests may take, in seconds." }),
    forMinutes: z.int().min(1).max(60).meta({ description: "Minutes in a row that are too many, 1 to 60." }),
    channels: z.array(z.string()).min(1).max(5).meta({ description: "Notification channels that are told, 1 to 5." }),
  })
  .meta({
    description:
      "Alarms <system>-<environment>-<version>-deployment-errors and -latency of the service's own target groups; ECS takes a deployment back on them.",
  });

const version = z.strictObject({
  image: imageReference.meta({ description: "The image of this version. Never a tag that moves." }),
  running: z.boolean().meta({ description: "Whether its ECS service is there. No, once the other one has had all requests for long enough; its log stays." }),
});

/** The shares that a rollout goes through, in both directions. */
export const GREEN_PERCENTS = [0, 10, 50, 90, 100] as const;

/** How a new version of a service takes the place of the old one. docs/rollout.md has the steps. */
export const rolloutSchema = z.discriminatedUnion(
  "kind",
  [
    z.strictObject({
      kind: z.literal("rolling").meta({ description: "`rolling`: task by task." }),
      guard: guard.optional(),
    }),
    z
      .strictObject({
        kind: z.literal("weighted").meta({ description: "`weighted`: a blue and a green service, and people or CI who shift requests step by step." }),
        guard,
        blue: version.meta({ description: "The one of the two versions." }),
        green: version.meta({ description: "The other one." }),
        greenPercent: z
          .literal(GREEN_PERCENTS)
          .meta({ description: "Percent of requests that green gets: 0, 10, 50, 90 or 100; blue gets the rest. A step changes this and nothing else." }),
      })
      .superRefine(({ blue, green, greenPercent }, context) => {
        const refuse = (path: string[]) =>
          context.addIssue({ code: "custom", path, message: `true: with greenPercent ${greenPercent} it gets requests` });
        if (greenPercent < 100 && !blue.running) refuse(["blue", "running"]);
        if (greenPercent > 0 && !green.running) refuse(["green", "running"]);
      }),
    z.strictObject({
      kind: z.literal("blue-green").meta({ description: "`blue-green`: ECS starts the new version beside the old one, tests it, and moves all requests at once." }),
      guard,
      bakeMinutes: z.int().min(0).max(1440).meta({ description: "Minutes that the old version stays ready to take all requests back, 0 to 1440." }),
      testPriority: z
        .int()
        .min(1)
        .max(49_999)
        .meta({ description: "Priority of the listener's rule for tests, 1 to 49999; below that of every route that matches the same requests." }),
      smokeTest: z
        .strictObject({
          checks: z
            .array(
              z.strictObject({
                path: z.string().regex(/^\/[\w.~/?=&%-]*$/, "a path, such as /ready").meta({ description: "Path that is fetched from the new version." }),
                status: z.int().min(200).max(599).meta({ description: "Status that it must answer with; a redirect is not followed." }),
                contains: z.string().min(1).optional().meta({ description: "Text that the answer must hold. Without it, any answer." }),
              }),
            )
            .min(1)
            .max(20)
            .meta({ description: "What the new version must answer before it gets requests, 1 to 20." }),
          logRetentionDays: z.literal(LOG_RETENTION_DAYS).meta({ description: "Days that the results are kept, a value CloudWatch offers." }),
        })
        .meta({ description: "The tests that ECS asks for; one that fails takes the deployment back." }),
    }),
  ],
  { error: "kind rolling, weighted or blue-green" },
);

export type RolloutSettings = z.infer<typeof rolloutSchema>;

/** What a service's rollout rests on. */
interface RolledOut {
  readonly image: string;
  readonly port?: number | undefined;
  readonly rollout: RolloutSettings;
}

/** Rules over a service and its rollout. */
export function checkRollout({ image, port, rollout }: RolledOut, context: z.RefinementCtx): void {
  const refuse = (path: string[], message: string) => context.addIssue({ code: "custom", path, message });
  if (port === undefined && (rollout.kind !== "rolling" || rollout.guard !== undefined)) {
    refuse(["rollout"], "rolling without a guard: a service without a port gets no requests that could be shifted or watched");
  }
  if (rollout.kind !== "weighted") return;
  const { blue, green } = rollout;
  if (image !== blue.image && image !== green.image) {
    refuse(["image"], "blue's image or green's: tasks with imageOf run it, and must fit one of the two");
  }
}
