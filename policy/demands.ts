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
const days = z.union([z.int().min(1), z.strictObject({ exactly: z.int().min(1) })], { error: "days, or { exactly: days }" });

/** Classes of secrets, the values of the tag SecretClass. */
const SECRET_CLASSES = ["database", "application-key", "api-key", "webhook", "external"] as const;

/**
 * What some systems' documents ask and others don't. A key that is left out asks for nothing, which is why it is a floor of the
 * system and no setting: who leaves the setting out as well is refused.
 */
export const demandsSchema = z.strictObject({
  /** Seconds that browsers ask by HTTPS only, at least. @default - half a year, wherever there is an edge */
  hstsMaxAgeSeconds: z.int().min(1).optional(),
  /** Whether browsers ship the domain with HSTS, which takes months to undo. @default - false */
  hstsPreload: z.boolean().optional(),
  /** Response header -> its exact value, for every host. HSTS is not among them. */
  requiredHeaders: z.record(header, z.string().min(1)).optional(),
  /** Limits of requests from one client, each in a window; `paths` limits some paths only. */
  rateLimits: z.array(z.strictObject({ requests: z.int().min(1), windowSeconds: z.int().min(1), of: z.enum(["all", "paths"]) })).optional(),
  /** Class of secret -> days that one of its values may live. */
  rotationDays: z.partialRecord(z.enum(SECRET_CLASSES), z.int().min(1)).optional(),
  /** Ends of names of secrets that are changed when there is need, though their class is in rotationDays: `probe`. */
  rotatedOnDemand: z.array(z.string().min(1)).optional(),
  /** Whether tables without row-level security are searched for by schedule. */
  rowLevelSecurityAudit: z.boolean().optional(),
  /** Whether the stack makes what an account has once: the trail, GuardDuty, Security Hub, Inspector. */
  ownsAccount: z.boolean().optional(),
  /** Personal data is masked in the logs of the database and of all services but these, of which nobody's data is written. */
  maskPersonalData: z.strictObject({ exceptServices: z.array(z.string().min(1)) }).optional(),
  /** Class of log -> days that it is kept. */
  retentionDays: z.strictObject({ application: days.optional(), access: days.optional(), error: days.optional(), system: days.optional(), audit: days.optional() }).optional(),
  /** The metric that counts failed logins, and the channel that hears of too many. */
  failedLogins: z.strictObject({ metric: z.string().min(1), channel: z.string().min(1) }).optional(),
  /** Services of which a deployment goes back by itself when its requests fail. */
  rollbackAlarms: z.array(z.string().min(1)).optional(),
  /** Services whose new version is tested before it gets requests. */
  smokeTested: z.array(z.string().min(1)).optional(),
  /** Service -> why its number of tasks stays as it is. Every other one in production follows its load. */
  unscaled: z.record(z.string().min(1), z.string().min(20, "a sentence that says why, of 20 characters or more")).optional(),
  /** Whether costs have a budget, and who hears of an anomaly. */
  budget: z.boolean().optional(),
  /** Read replicas of each database, at least. */
  readReplicas: z.int().min(1).optional(),
  /**
   * Logical name of a bucket that is copied to another region -> prefixes below which its copy follows a deletion: "" where
   * people may have erased what is theirs, none where the copy keeps all, as that of a backup must.
   */
  copiedBuckets: z.record(z.string().min(1), z.array(z.string())).optional(),
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
