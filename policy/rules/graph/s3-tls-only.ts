import { companionRule } from "../../companion";
import { EVERYWHERE } from "../../levels";
import type { PolicyResource, Value } from "../../model";
import { statementsOf, textsOf, valueOfKey } from "../../statements";

/** True if one statement denies all of S3 to everybody on the bucket and its objects, where the request has no TLS. */
function deniesPlainHttp(policy: Value | undefined, bucket: PolicyResource): boolean {
  const name = bucket.properties.bucket;
  if (typeof name !== "string") return false;
  return statementsOf(policy).some((statement) => {
    const principals = textsOf(valueOfKey(statement, "principal"));
    const resources = textsOf(valueOfKey(statement, "resource"));
    const everything = resources.includes("*");
    const conditions = valueOfKey(statement, "condition");
    return (
      valueOfKey(statement, "effect") === "Deny" &&
      principals.includes("*") &&
      textsOf(valueOfKey(statement, "action")).some((action) => action === "*" || action.toLowerCase() === "s3:*") &&
      (everything || [`:::${name}`, `:::${name}/*`].every((ending) => resources.some((resource) => resource.endsWith(ending)))) &&
      // A second operator or key would be one more condition that must hold before the denial does.
      textsOf(conditions).join() === "false" &&
      textsOf(valueOfKey(valueOfKey(conditions, "bool"), "aws:securetransport")).join() === "false"
    );
  });
}

export const s3TlsOnly = companionRule(
  {
    id: "s3-tls-only",
    reason: "A request over plain HTTP shows the data and the signature to the network.",
    severity: "high",
    levels: EVERYWHERE,
    remedy: "Make the bucket with the Bucket component, which denies requests without TLS.",
    checklist: ["S-13"],
    equivalents: ["CKV_AWS_379", "AwsSolutions-S10", "FSBP S3.5"],
  },
  {
    of: "aws:s3/bucket:Bucket",
    type: "aws:s3/bucketPolicy:BucketPolicy",
    by: "bucket",
    property: "policy",
    holds: ({ properties }, bucket) => deniesPlainHttp(properties.policy, bucket),
    required: "a Deny of s3:* to everyone on the bucket and its objects where aws:SecureTransport is false",
    inline: { property: "policy", holds: deniesPlainHttp },
  },
);
