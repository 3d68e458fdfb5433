import { isOff, isOn, must, objectsOf } from "../../judgements";
import { ADVISED, EVERYWHERE } from "../../levels";
import { documentCopy, everyStatement } from "../../documents";
import { isForAnybody } from "../../iam-document";
import type { PropertyRule } from "../../rule";

/** Conditions that make "anybody" somebody: an account, an organisation, a network. */
const NAMES_SOMEBODY = /^(aws:(source(account|arn|vpce?|owner|orgid)|principal(account|arn|orgid|orgpaths)|resourceaccount)|s3:dataaccesspointaccount)$/;

export const S3_RULES: readonly PropertyRule[] = [
  {
    id: "s3-no-public-policy",
    reason: "what a bucket holds is for those who are named",
    severity: "critical",
    levels: EVERYWHERE,
    remedy: "give Bucket statements that name a principal",
    checklist: ["S-18"],
    equivalents: ["CKV_AWS_70", "AwsSolutions-S5", "FSBP S3.2", "FSBP S3.3"],
    types: ["aws:s3/bucketPolicy:BucketPolicy"],
    property: "policy",
    whenUnknown: documentCopy("policy"),
    ...everyStatement("no statement that lets anybody in", (statement) =>
      !statement.allows || !isForAnybody(statement) || Object.values(statement.conditions).some((keys) => Object.keys(keys).some((key) => NAMES_SOMEBODY.test(key))), [{ Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "*" }, { Effect: "Allow", NotPrincipal: { AWS: "arn:aws:iam::1:root" }, Action: "s3:GetObject", Resource: "*" }]),
  },
  {
    id: "s3-no-lockout",
    reason: "a bucket that refuses everybody can only be opened by the root user",
    severity: "high",
    levels: EVERYWHERE,
    remedy: "give the refusal a condition",
    checklist: ["S-33"],
    equivalents: ["CKV_AWS_93"],
    types: ["aws:s3/bucketPolicy:BucketPolicy"],
    property: "policy",
    whenUnknown: documentCopy("policy"),
    ...everyStatement("no refusal without a condition for everybody", (statement) =>
      statement.allows || statement.exceptPrincipals || !isForAnybody(statement) || !statement.actions.includes("s3:*") || Object.keys(statement.conditions).length > 0, [{ Effect: "Deny", Principal: "*", Action: "s3:*", Resource: "*" }]),
  },
  {
    id: "s3-no-force-destroy",
    reason: "a bucket with data in it must not vanish",
    severity: "critical",
    levels: EVERYWHERE,
    remedy: "make buckets with Bucket",
    checklist: ["S-33"],
    equivalents: [],
    types: ["aws:s3/bucket:Bucket"],
    property: "forceDestroy",
    absent: false,
    ...isOff,
  },
  {
    id: "s3-no-acl",
    reason: "access is said in one place, the bucket policy",
    severity: "high",
    levels: EVERYWHERE,
    remedy: "leave the access list out",
    checklist: ["S-18"],
    equivalents: ["CKV_AWS_20", "CKV_AWS_57", "FSBP S3.2", "AVD-AWS-0092"],
    types: ["aws:s3/bucket:Bucket"],
    property: "acl",
    ...must("absent, or private", (value) => value === undefined || value === "private", ["public-read", "authenticated-read"]),
  },
  {
    id: "s3-no-acl-resource",
    reason: "access is said in one place, the bucket policy",
    severity: "high",
    levels: EVERYWHERE,
    remedy: "leave the access list out",
    checklist: ["S-18"],
    equivalents: ["CKV_AWS_20", "CKV_AWS_57", "FSBP S3.2", "AVD-AWS-0092"],
    types: ["aws:s3/bucketAcl:BucketAcl"],
    property: "acl",
    ...must("private", (value) => value === "private", ["public-read", undefined]),
  },
  {
    id: "s3-kms-bucket-key",
    reason: "without a bucket key each object is a call to KMS, with its price and its limit",
    severity: "low",
    levels: ADVISED,
    remedy: "make buckets with Bucket",
    checklist: ["S-12"],
    equivalents: ["CKV_AWS_145", "FSBP S3.17", "AVD-AWS-0132"],
    types: ["aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"],
    property: "rules[*].bucketKeyEnabled",
    when: ({ properties }) => objectsOf(properties.rules).some((rule) => objectsOf(rule.applyServerSideEncryptionByDefault).some(({ sseAlgorithm }) => sseAlgorithm !== "AES256")),
    ...isOn,
  },
  {
    id: "s3-cors-narrow",
    reason: "a page of any other site must not write to the bucket",
    severity: "medium",
    levels: EVERYWHERE,
    remedy: "name the origins",
    checklist: ["S-06"],
    equivalents: [],
    types: ["aws:s3/bucketCorsConfiguration:BucketCorsConfiguration"],
    property: "corsRules[*].allowedOrigins[*]",
    ...must("an origin without a wildcard", (value) => typeof value === "string" && !value.includes("*"), ["*", "https://*.example.org"]),
  },
];
