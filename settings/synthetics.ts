import { z } from "zod";
import { canaryAlarmExpectations } from "../components/internal/canary-limits";
import { CANARY_LIMITS, canaryTimeExpectations } from "../components/internal/canary-steps";
import { LOG_RETENTION_DAYS } from "../components/internal/log-retention";
import { toldChannels as channels } from "./channels";

const name = z.string().regex(/^[a-z][a-z0-9-]{0,38}[a-z0-9]$/, "2 to 40 lower-case letters, digits and hyphens, a letter first");

const milliseconds = (description: string) => z.int().min(1).max(840_000).optional().meta({ description });

const stepSchema = z
  .strictObject({
    name: name.meta({ description: "What a message of failure calls the step." }),
    path: z
      .string()
      .regex(/^\/[!-~]*$/, "a path that begins with a slash, without spaces")
      .optional()
      .meta({ description: "The path on a host of the system, such as /health, with its query. This or externalUrl." }),
    host: z.string().optional().meta({ description: "The host of the path, one of the load balancer's. Without it, its domain." }),
    externalUrl: z
      .url({ protocol: /^https$/, error: "an https URL" })
      .optional()
      .meta({ description: "Something that others run and the system needs. This or path." }),
    method: z.enum(["GET", "HEAD", "POST"]).default("GET").meta({ description: "GET, HEAD or POST. Nothing is sent as a body." }),
    expectedStatus: z.int().min(100).max(599).default(200).meta({ description: "The status of the answer. Redirects are not followed." }),
    expectedText: z.string().min(1).max(1000).optional().meta({ description: "Must stand in the body." }),
    expectedFields: z
      .record(z.string().regex(/^[^.\s]+(\.[^.\s]+)*$/, "keys with dots between them"), z.union([z.string(), z.number(), z.boolean()]))
      .optional()
      .meta({ description: "Path in the JSON body -> value, such as `status: healthy` or `memory.ok: true`." }),
    versionField: z
      .strictObject({
        path: z.string().regex(/^[^.\s]+(\.[^.\s]+)*$/, "keys with dots between them").meta({ description: "Where the JSON body says which version runs." }),
        service: z.string().meta({ description: "The service whose image's tag it must be." }),
      })
      .optional()
      .meta({ description: "A field that must be the tag of a service's image: what answers is what was deployed." }),
    maxMilliseconds: milliseconds("Milliseconds until the last byte. Without it, only the timeout."),
    maxFirstByteMilliseconds: milliseconds("Milliseconds until the answer begins, name lookup and TLS included. Without it, only the timeout."),
    timeoutSeconds: z.int().min(1).max(120).default(10).meta({ description: "Seconds after which the step gives up, 1 to 120." }),
    header: z
      .strictObject({
        name: z.string().regex(/^[A-Za-z][A-Za-z0-9-]*$/, "a header's name").meta({ description: "Such as Authorization." }),
        prefix: z.string().default("").meta({ description: "What stands before the secret, such as `Bearer ` with its space." }),
        secret: z
          .string()
          .regex(/^[a-z][a-z0-9-]*[a-z0-9](:[A-Za-z_]\w*)?$/, "the name of a secret, or name:key for one key of a JSON secret")
          .meta({ description: "A secret of groundwork:secrets: its name, or name:key for one key of a JSON secret." }),
      })
      .optional()
      .meta({ description: "A header whose value is a secret, for what only administrators may ask." }),
  })
  .superRefine(({ path, host, externalUrl, header, method, expectedText, expectedFields, versionField }, context) => {
    const refuse = (at: string, message: string) => context.addIssue({ code: "custom", path: [at], message });
    if ((path === undefined) === (externalUrl === undefined)) refuse("path", "a path or an externalUrl, and not both");
    if (externalUrl !== undefined && host !== undefined) refuse("host", "no host beside an externalUrl, which names its own");
    if (externalUrl !== undefined && header !== undefined) refuse("header", "no secret for a host that others run");
    if (method === "HEAD" && [expectedText, expectedFields, versionField].some((expectation) => expectation !== undefined)) {
      refuse("method", "GET or POST: an answer to HEAD has no body");
    }
    if (versionField !== undefined && expectedFields !== undefined && versionField.path in expectedFields) {
      refuse("versionField", "a field that expectedFields doesn't have");
    }
  });

const canarySchema = z
  .strictObject({
    rateMinutes: z
      .int()
      .min(CANARY_LIMITS.rateMinutes.min)
      .max(CANARY_LIMITS.rateMinutes.max)
      .meta({ description: "Minutes between two runs, 1 to 60. A run costs 0.0012 USD: one in five minutes, 10 USD a month." }),
    timeoutSeconds: z
      .int()
      .min(CANARY_LIMITS.timeoutSeconds.min)
      .max(CANARY_LIMITS.timeoutSeconds.max)
      .meta({ description: "Seconds for a whole run, 15 to 840: those of its steps and 10, and no longer than until the next run." }),
    failing: z
      .strictObject({
        runs: z.int().min(1).max(100).meta({ description: "So many runs that fail or are missing," }),
        of: z.int().min(1).max(1440).meta({ description: "of so many latest ones. Together no more than a day." }),
      })
      .meta({ description: "When a canary counts as failing." }),
    maxMilliseconds: milliseconds("Milliseconds of a whole run from which on somebody is told, as often as for failing. Without it, nobody."),
    availability: z
      .strictObject({
        minPercent: z.number().gt(0).lt(100).meta({ description: "Percent of the runs that must be as expected, such as 99.9." }),
        overHours: z.int().min(1).max(24).meta({ description: "Whole hours that are looked back on, 1 to 24." }),
        channels,
      })
      .optional()
      .meta({ description: "How much of the time all must be well. Without it, no such alarm." }),
    channels,
    steps: z
      .array(stepSchema)
      .min(1)
      .refine((steps) => new Set(steps.map((step) => step.name)).size === steps.length, "steps with names that differ")
      .meta({ description: "What is asked in each run, one after the other. Several steps cost one run, but share its alarm." }),
  })
  .superRefine((canary, context) => {
    for (const message of canaryTimeExpectations(canary)) {
      context.addIssue({ code: "custom", path: ["timeoutSeconds"], message });
    }
    for (const message of canaryAlarmExpectations(canary.rateMinutes, canary.failing)) {
      context.addIssue({ code: "custom", path: ["failing"], message });
    }
  });

/** Who asks the system from outside, as a user would, and what must be answered. */
export const syntheticsSchema = z.strictObject({
  runtimeVersion: z
    .string()
    .regex(CANARY_LIMITS.runtimeVersion, "a runtime without a browser such as syn-nodejs-5.2")
    .meta({ description: "The runtime of CloudWatch Synthetics. AWS announces by e-mail when it retires; raise it then." }),
  retentionDays: z
    .int()
    .min(CANARY_LIMITS.retentionDays.min)
    .max(CANARY_LIMITS.retentionDays.max)
    .meta({ description: "Days that the reports of runs are kept, 1 to 455." }),
  logRetentionDays: z.literal(LOG_RETENTION_DAYS).meta({ description: "Days that a log line is kept, a value CloudWatch offers." }),
  canaries: z
    .record(name, canarySchema)
    .refine((canaries) => Object.keys(canaries).length > 0, "at least one canary")
    .meta({ description: "Name -> what it asks. Each is paid for by its runs and has its own alarms." }),
});

export type SyntheticsSettings = z.infer<typeof syntheticsSchema>;
export type CanarySettings = z.infer<typeof canarySchema>;
export type StepSettings = z.infer<typeof stepSchema>;
