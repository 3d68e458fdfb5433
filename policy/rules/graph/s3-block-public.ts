import { companionRule } from "../../companion";
import { EVERYWHERE } from "../../levels";

const FLAGS = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"];

export const s3BlockPublic = companionRule(
  {
    id: "s3-block-public",
    reason: "A bucket that can't be made public stays private whatever its policy or a careless hand says.",
    severity: "critical",
    levels: EVERYWHERE,
    remedy: "Make the bucket with the Bucket component, which blocks all four ways.",
    checklist: ["S-18"],
    equivalents: ["CKV_AWS_53", "CKV_AWS_54", "CKV_AWS_55", "CKV_AWS_56", "CKV2_AWS_6", "FSBP S3.1", "FSBP S3.8", "AVD-AWS-0086", "AVD-AWS-0087", "AVD-AWS-0091", "AVD-AWS-0093", "AVD-AWS-0094"],
  },
  {
    of: "aws:s3/bucket:Bucket",
    type: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
    by: "bucket",
    property: "blockPublicPolicy",
    holds: ({ properties }) => FLAGS.every((flag) => properties[flag] === true),
    required: "blockPublicAcls, blockPublicPolicy, ignorePublicAcls and restrictPublicBuckets true",
  },
);
