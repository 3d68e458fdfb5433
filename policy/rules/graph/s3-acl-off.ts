import { companionRule } from "../../companion";
import { at } from "../../join";
import { EVERYWHERE } from "../../levels";

export const s3AclOff = companionRule(
  {
    id: "s3-acl-off",
    reason: "With object ACLs switched off, the bucket's policy alone says who reads.",
    severity: "medium",
    levels: EVERYWHERE,
    remedy: "Make the bucket with the Bucket component, which makes its owner own all objects.",
    checklist: ["S-18"],
    equivalents: ["CKV2_AWS_65", "FSBP S3.12"],
  },
  {
    of: "aws:s3/bucket:Bucket",
    type: "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
    by: "bucket",
    property: "rule",
    holds: ({ properties }) => at(properties, "rule.objectOwnership") === "BucketOwnerEnforced",
    required: "objectOwnership BucketOwnerEnforced",
  },
);
