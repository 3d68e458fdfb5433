import { companionRule } from "../../companion";
import { at, objects } from "../../join";
import { EVERYWHERE } from "../../levels";
import type { Value } from "../../model";

function encrypts(rules: Value | undefined): boolean {
  const algorithms = objects(rules).map((rule) => at(rule, "applyServerSideEncryptionByDefault.sseAlgorithm"));
  return algorithms.length > 0 && algorithms.every((algorithm) => algorithm === "aws:kms" || algorithm === "aws:kms:dsse" || algorithm === "AES256");
}

export const s3Encrypted = companionRule(
  {
    id: "s3-encrypted",
    reason: "Data at rest is encrypted by a rule of the bucket, not by the habit of whoever writes to it.",
    severity: "high",
    levels: EVERYWHERE,
    remedy: "Make the bucket with the Bucket component, which encrypts; groundwork:storage says with which kind of key.",
    checklist: ["S-12"],
    equivalents: ["CKV_AWS_19", "AVD-AWS-0088"],
  },
  {
    of: "aws:s3/bucket:Bucket",
    type: "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    by: "bucket",
    property: "rules",
    holds: ({ properties }) => encrypts(properties.rules),
    required: "aws:kms or AES256 as the default of every rule",
    inline: { property: "serverSideEncryptionConfiguration", holds: (value) => encrypts(at(value, "rule")) },
  },
);
