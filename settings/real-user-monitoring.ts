import { z } from "zod";
import { BROWSER_VITAL_KEYS } from "../components/internal/browser-vitals";
import type { BrowserVitalKey } from "../components/internal/browser-vitals";
import { toldChannels as channels } from "./channels";

function milliseconds(description: string) {
  return z
    .strictObject({ maxMilliseconds: z.number().gt(0).max(600_000).meta({ description: `${description} Milliseconds.` }), channels })
    .transform((rule) => ({ limit: rule.maxMilliseconds, channels: rule.channels }))
    .optional()
    .meta({ description: "Told when more than a quarter of the visits of 15 minutes were slower. Left out: recorded only." });
}

const alarmsSchema = z.strictObject({
  "largest-contentful-paint": milliseconds("Until the largest element of a page is there (LCP); 2500 is good."),
  "first-input-delay": milliseconds("From the first click or key to its handling (FID), of older browsers; 100 is good."),
  "interaction-to-next-paint": milliseconds("From a click or key to what it changes (INP), of newer browsers; 200 is good."),
  "cumulative-layout-shift": z
    .strictObject({
      maxScore: z.number().gt(0).max(10).meta({ description: "How far what a page shows moves while it loads (CLS), a score; 0.1 is good." }),
      channels,
    })
    .transform((rule) => ({ limit: rule.maxScore, channels: rule.channels }))
    .optional()
    .meta({ description: "Told when more than a quarter of the visits of 15 minutes moved more. Left out: recorded only." }),
  "page-load": milliseconds("Until a page has loaded."),
  "script-errors": z
    .strictObject({
      maxCount: z.int().min(0).max(1_000_000).meta({ description: "Errors of scripts in five minutes, of the visits that report. A count." }),
      channels,
    })
    .transform((rule) => ({ limit: rule.maxCount, channels: rule.channels }))
    .optional()
    .meta({ description: "Told when each of three times five minutes had more. Left out: recorded only." }),
} satisfies Record<BrowserVitalKey, z.ZodType>);

/** What visitors' browsers measure and report. */
export const realUserMonitoringSchema = z.strictObject({
  domains: z
    .array(z.string())
    .min(1)
    .max(5)
    .refine((names) => new Set(names).size === names.length, "hosts that differ")
    .meta({ description: "Hosts whose pages report, of the load balancer's, 1 to 5." }),
  sampleRatePercent: z
    .number()
    .gt(0)
    .max(100)
    .meta({ description: "Percent of the visits that report, up to 100. A visit sends a few dozen events; 100,000 cost 1 USD." }),
  allowCookies: z.boolean().meta({
    description: "Whether the client may set two cookies, by which visits are told apart. Consent to them is the page's affair.",
  }),
  alarms: alarmsSchema.meta({
    description: `Who is told of what: ${BROWSER_VITAL_KEYS.join(", ")}. What is left out is recorded only.`,
  }),
});

export type RealUserMonitoringSettings = z.infer<typeof realUserMonitoringSchema>;
