import { companionRule } from "../../companion";
import { at } from "../../join";
import { EVERYWHERE } from "../../levels";

export const s3Versioned = companionRule(
  {
    id: "s3-versioned",
    reason: "Only a bucket that keeps older versions can give back what was overwritten or deleted.",
    severity: "high",
    levels: EVERYWHERE,
    remedy: "Make the bucket with the Bucket component, which keeps versions.",
    checklist: ["S-33"],
    equivalents: ["CKV_AWS_21", "FSBP S3.14", "AVD-AWS-0090"],
  },
  {
    of: "aws:s3/bucket:Bucket",
    type: "aws:s3/bucketVersioning:BucketVersioning",
    by: "bucket",
    property: "versioningConfiguration",
    holds: ({ properties }) => at(properties, "versioningConfiguration.status") === "Enabled",
    required: "status Enabled",
    inline: { property: "versioning", holds: (value) => at(value, "enabled") === true },
  },
);
