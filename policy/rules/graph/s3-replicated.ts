import { BUCKET, isCopiedElsewhere, REPLICATION } from "../../bucket-copies";
import { ofType, outcome, STACK_URN, violation } from "../../join";
import { EVERYWHERE } from "../../levels";
import { NOT_ASKED } from "../../not-asked";
import type { GraphRule } from "../../rule";

export const s3Replicated: GraphRule = {
  id: "s3-replicated",
  reason: "What takes a region down takes every version of an object in it along, however many there are.",
  severity: "high",
  levels: EVERYWHERE,
  remedy: "Set replicateToBackupRegion of the bucket in groundwork:storage, or of groundwork:backups; the backup region is groundwork:account.backupRegion.",
  checklist: ["S-34"],
  equivalents: ["CKV_AWS_144", "cdk-nag S3BucketReplicationEnabled", "FSBP S3.7"],
  evaluate: (stack, floors) => {
    const names = Object.keys(floors.copiedBuckets ?? {});
    if (names.length === 0) return NOT_ASKED;
    const buckets = ofType(stack, BUCKET).filter(({ name }) => names.includes(name));
    const missing = names.filter((name) => !buckets.some((bucket) => bucket.name === name));
    const violations = buckets
      .filter((bucket) => !isCopiedElsewhere(stack, bucket, floors))
      .map((bucket) => violation(bucket, REPLICATION, "none that copies all of it", `one to another region of ${floors.allowedRegions.join(", ")}, encrypted objects too`));
    return outcome(buckets, [...violations, ...missing.map((name) => ({ urn: STACK_URN, property: `${BUCKET} ${name}`, found: "none", required: "at least one" }))]);
  },
};
