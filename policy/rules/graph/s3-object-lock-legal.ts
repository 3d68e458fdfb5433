import { at, ofType, outcome, shown, targets, violation } from "../../join";
import { EVERYWHERE } from "../../levels";
import { LOCK } from "../../object-lock";
import type { GraphRule } from "../../rule";

export const s3ObjectLockLegal: GraphRule = {
  id: "s3-object-lock-legal",
  reason: "People may ask for their data to be deleted, so only what a law wants kept may be where nobody can delete it.",
  severity: "high",
  levels: EVERYWHERE,
  remedy: "Name the law in the objectLock of the bucket's settings, which writes the tag LegalBasis, or leave the lock out.",
  checklist: ["S-28"],
  equivalents: [],
  evaluate: (stack) => {
    const locks = ofType(stack, LOCK);
    const violations = locks.flatMap((lock) => {
      const buckets = targets(lock, "bucket", ofType(stack, "aws:s3/bucket:Bucket"));
      if (buckets.length === 0) return [violation(lock, "bucket", shown(lock.properties.bucket), "a bucket of this stack")];
      return buckets
        .filter(({ properties }) => typeof at(properties, "tags.LegalBasis") !== "string")
        .map((bucket) => violation(bucket, "tags.LegalBasis", shown(at(bucket.properties, "tags.LegalBasis")), "the law that wants it kept"));
    });
    return outcome(locks, violations);
  },
};
