import { companionRule } from "../../companion";
import { at, objects } from "../../join";
import { EVERYWHERE } from "../../levels";
import type { Properties } from "../../model";

/** A day count, known and positive. */
const days = (rule: Properties, path: string) => {
  const value = at(rule, path);
  return typeof value === "number" && value > 0 ? value : undefined;
};

function expires(rules: readonly Properties[]): boolean {
  const enabled = rules.filter(({ status }) => status === "Enabled");
  return (
    enabled.some((rule) => (days(rule, "abortIncompleteMultipartUpload.daysAfterInitiation") ?? Infinity) <= 7) &&
    enabled.some((rule) => days(rule, "noncurrentVersionExpiration.noncurrentDays") !== undefined)
  );
}

/** A rule inside a bucket in the form of the resource of its own. */
function split({ enabled, abortIncompleteMultipartUploadDays, noncurrentVersionExpiration }: Properties): Properties {
  return {
    status: enabled === true ? "Enabled" : "Disabled",
    abortIncompleteMultipartUpload: { daysAfterInitiation: abortIncompleteMultipartUploadDays ?? null },
    noncurrentVersionExpiration: { noncurrentDays: objects(noncurrentVersionExpiration)[0]?.days ?? null },
  };
}

export const s3Lifecycle = companionRule(
  {
    id: "s3-lifecycle",
    reason: "What is kept for ever costs for ever and breaks the promise to delete, so every bucket says when versions and broken uploads go.",
    severity: "medium",
    levels: EVERYWHERE,
    remedy: "Make the bucket with the Bucket component, which writes the rules; the days stand in groundwork:storage and groundwork:backups.",
    checklist: ["S-28"],
    equivalents: ["CKV2_AWS_61", "CKV_AWS_300", "FSBP S3.10", "FSBP S3.13"],
  },
  {
    of: "aws:s3/bucket:Bucket",
    type: "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
    by: "bucket",
    property: "rules",
    holds: ({ properties }) => expires(objects(properties.rules)),
    required: "enabled rules that abort uploads within 7 days and expire noncurrent versions",
    inline: { property: "lifecycleRules", holds: (value) => expires(objects(value).map(split)) },
  },
);
