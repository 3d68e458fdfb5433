import { z } from "zod";
import { bucketNameExpectation } from "../components/internal/bucket-name";
import { ARCHIVE_CLASSES, LOCK_DAYS_RANGE, LOCK_MODES, lifecycleExpectations } from "../components/internal/lifecycle";
import type { LifecycleRule } from "../components/internal/lifecycle";

const days = z.int().min(1).max(36500);

/** Moves of objects to cheaper storage, which S3 checks against each other; see lifecycleExpectations(). */
export const transitionsSchema = z
  .array(
    z.strictObject({
      afterDays: days.meta({ description: "Days after which an object moves; 30 or more for STANDARD_IA and ONEZONE_IA." }),
      storageClass: z.enum(ARCHIVE_CLASSES).meta({ description: "The storage class that it moves to." }),
    }),
  )
  .default([])
  .meta({ description: "Moves to cheaper storage, in order of days, to colder classes only." });

const ruleSchema = z.strictObject({
  prefix: z.string().max(1024).meta({ description: "The start of the keys, such as exports/. Empty: the whole bucket." }),
  expirationDays: days.optional().meta({ description: "Days after which an object is deleted. Absent: never." }),
  transitions: transitionsSchema,
});

/** A lock, which each archive that wants one states in full. */
export const objectLockSchema = z.strictObject({
  mode: z.enum(LOCK_MODES).meta({
    description:
      "GOVERNANCE: a role with s3:BypassGovernanceRetention can still delete. COMPLIANCE: nobody can until the lock ends, not even AWS. Begin with GOVERNANCE; objects that are written after a change get the new mode.",
  }),
  days: z.int().min(LOCK_DAYS_RANGE.min).max(LOCK_DAYS_RANGE.max).meta({
    description: "Days for which an object can't be deleted or overwritten, from the moment it is written, 1 to 36500.",
  }),
  legalBasis: z
    .string()
    .min(10)
    .max(256)
    // What AWS takes as a tag. https://docs.aws.amazon.com/tag-editor/latest/userguide/tagging.html
    .regex(/^[\p{L}\p{N} _.:/=+@-]+$/u, "letters, digits, spaces and _ . : / = + - @ only")
    .meta({
      description:
        "The law or rule that forbids erasure for that time, 10 to 256 characters; a tag for auditors. Whoever knows none must not lock: people may ask to have their data erased.",
    }),
});

export type ObjectLockSettings = z.infer<typeof objectLockSchema>;

const bucketSchema = z
  .strictObject({
    bucketName: z
      .string()
      // With `-<account>-<region>` after it the name may have 63 characters, and a region has up to 14.
      .max(35)
      .meta({
        description:
          "The name, up to 35 characters; `-<account>-<region>` is appended. Changing it replaces the bucket, which the engine refuses.",
      }),
    dataClass: z
      .enum(["public", "internal", "confidential", "restricted"])
      .meta({ description: "How sensitive the objects are. A tag that policies and people read; no class is ever public to read." }),
    noncurrentRetentionDays: days.meta({
      description: "Days for which an overwritten or deleted object can be had back, 1 to 36500.",
    }),
    replicateToBackupRegion: z
      .boolean()
      .meta({ description: "Whether each new object is copied to the backup region within 15 minutes." }),
    rules: z
      .array(ruleSchema)
      .default([])
      .meta({ description: "What becomes of objects, by prefix. Empty: they stay until someone deletes them." }),
    objectLock: objectLockSchema.optional().meta({
      description:
        "The time in which nobody deletes what is written. Absent: none. For records that a law has kept, never for what people may have erased. It can't be taken off a bucket again.",
    }),
  })
  .superRefine((bucket, context) => {
    const name = bucketNameExpectation(bucket.bucketName);
    if (name !== undefined) context.addIssue({ code: "custom", path: ["bucketName"], message: name });
    for (const message of lifecycleExpectations(lifecycleRules(bucket), bucket.objectLock)) {
      context.addIssue({ code: "custom", path: ["rules"], message });
    }
  });

/** The buckets of the application. Versions, encryption and privacy are not settings; no bucket is without them. */
export const storageSchema = z
  .strictObject({
    buckets: z
      .record(
        z.string().regex(/^[a-z][a-z0-9-]{0,19}$/, "1 to 20 lower-case letters, digits and hyphens, a letter first"),
        bucketSchema,
      )
      .meta({ description: "What a bucket is for -> the bucket. Services name it by this key. Changing a key replaces it." }),
  })
  .superRefine(({ buckets }, context) => {
    if (buckets["documents"]?.objectLock !== undefined) {
      context.addIssue({
        code: "custom",
        path: ["buckets", "documents", "objectLock"],
        message: "no lock on the users' documents, which they may ask to have erased; lock a bucket of records instead",
      });
    }
    const owners = new Map<string, string>();
    for (const [key, { bucketName }] of Object.entries(buckets)) {
      const owner = owners.get(bucketName);
      if (owner === undefined) owners.set(bucketName, key);
      else {
        context.addIssue({
          code: "custom",
          path: ["buckets", key, "bucketName"],
          message: `a name other than that of ${owner}`,
        });
      }
    }
  });

export type StorageSettings = z.infer<typeof storageSchema>;

/** A bucket's rules as its component takes them: all with the one retention of old versions, and one for all objects. */
export function lifecycleRules({
  noncurrentRetentionDays,
  rules,
}: Pick<StorageSettings["buckets"][string], "noncurrentRetentionDays" | "rules">): readonly LifecycleRule[] {
  const whole = rules.some(({ prefix }) => prefix === "") ? [] : [{ prefix: "" }];
  return [...whole, ...rules].map((rule) => ({ ...rule, noncurrentDays: noncurrentRetentionDays }));
}
