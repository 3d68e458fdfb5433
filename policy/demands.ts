import { z } from "zod";
import { numberOf } from "./judgements";
import type { Value } from "./model";

/** What HSTS has for itself: one zone setting for all responses. */
const HSTS = "strict-transport-security";

const header = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9-]*$/, "the name of a response header")
  .refine((name) => name.toLowerCase() !== HSTS, "no Strict-Transport-Security, which is hstsMaxAgeSeconds");

/** A time that is a floor, or, where the document says one for both sides, `{ exactly: 30 }`: kept no shorter and no longer. */
const days = z.union([z.int().min(1), z.strictObject({ exactly: z.int().min(1).describe("Days, kept no shorter and no longer.") })], { error: "days, or { exactly: days }" });
const kept = (what: string) => days.optional().describe(`Days that ${what} are kept, at least; or exactly.`);

/** Classes of secrets, the values of the tag SecretClass. */
const SECRET_CLASSES = ["database", "application-key", "api-key", "webhook", "external"] as const;

/**
 * What some systems' documents ask and others don't. A key that is left out asks for nothing, which is why it is a floor of the
 * system and no setting: who leaves the setting out as well is refused.
 */
export const demandsSchema = z.strictObject({
  hstsMaxAgeSeconds: z.int().min(1).optional().describe("Seconds that browsers ask by HTTPS only, at least. Absent: half a year, wherever there is an edge."),
  hstsPreload: z.boolean().optional().describe("Whether browsers ship the domain with HSTS, which takes months to undo. Absent: false."),
  requiredHeaders: z.record(header, z.string().min(1)).optional().describe("Response header -> its exact value, for every host. HSTS is not among them."),
  rateLimits: z
    .array(
      z.strictObject({
        requests: z.int().min(1).describe("Requests of one client in a window."),
        windowSeconds: z.int().min(1).describe("The window."),
        of: z.enum(["all", "paths"]).describe("Whether all requests count, or those to some paths."),
      }),
    )
    .optional()
    .describe("Limits of requests from one client; each must stand in the web firewall, or a stricter one."),
  rotationDays: z.partialRecord(z.enum(SECRET_CLASSES), z.int().min(1)).optional().describe("Class of secret -> days that one of its values may live."),
  rotatedOnDemand: z.array(z.string().min(1)).optional().describe("Ends of names of secrets that are changed when there is need, though their class is in rotationDays: `probe`."),
  rowLevelSecurityAudit: z.boolean().optional().describe("Whether tables without row-level security are searched for by schedule."),
  ownsAccount: z.boolean().optional().describe("Whether the stack makes what an account has once: the trail, GuardDuty, Security Hub, Inspector."),
  maskPersonalData: z.strictObject({ exceptServices: z.array(z.string().min(1)).describe("Services that write nobody's data.") }).optional().describe("Personal data is masked in the logs of the database and of all services but some."),
  retentionDays: z
    .strictObject({
      application: kept("logs of services"),
      access: kept("access logs of the load balancer"),
      error: kept("archives of errors"),
      system: kept("logs of databases, functions and the network"),
      audit: kept("records of the account"),
    })
    .optional()
    .describe("Class of log -> days that it is kept."),
  failedLogins: z
    .strictObject({ metric: z.string().min(1).describe("The metric's name."), channel: z.string().min(1).describe("The channel's name.") })
    .optional()
    .describe("The metric that counts failed logins, and the channel that hears of too many."),
  rollbackAlarms: z.array(z.string().min(1)).optional().describe("Services of which a deployment goes back by itself when its requests fail."),
  smokeTested: z.array(z.string().min(1)).optional().describe("Services whose new version is tested before it gets requests."),
  unscaled: z.record(z.string().min(1), z.string().min(20, "a sentence that says why, of 20 characters or more")).optional().describe("Service -> why its number of tasks stays as it is. Every other one in production follows its load."),
  budget: z.boolean().optional().describe("Whether costs have a budget, and who hears of an anomaly."),
  readReplicas: z.int().min(1).optional().describe("Read replicas of each database, at least."),
  copiedBuckets: z.record(z.string().min(1), z.array(z.string())).optional().describe("Logical name of a bucket that is copied to another region -> prefixes below which its copy follows a deletion: \"\" where people may have erased what is theirs, none where the copy keeps all, as that of a backup must."),
});

export type Days = z.infer<typeof days>;

/** Whether a number of days, also one as a text, is enough, or exactly what is asked. What is no number never is. */
export function keepsFor(value: Value | undefined, asked: Days): boolean {
  const given = numberOf(value);
  return typeof asked === "number" ? given >= asked : given === asked.exactly;
}

export function daysText(asked: Days): string {
  return typeof asked === "number" ? `at least ${asked} days` : `exactly ${asked.exactly} days`;
}
