import { strict as assert } from "node:assert";
import { bucketPolicyStatements, cloudTrailDelivery, loadBalancerLogDelivery } from "../../../components/internal/bucket-policy";

describe("bucketPolicyStatements", () => {
  it("denies everyone plain HTTP and TLS older than 1.2, on the bucket and on its objects", () => {
    const resources = ["arn:aws:s3:::documents", "arn:aws:s3:::documents/*"];
    assert.deepEqual(bucketPolicyStatements("documents", []), [
      {
        sid: "DenyPlainHttp",
        effect: "Deny",
        principals: { AWS: ["*"] },
        actions: ["s3:*"],
        resources,
        conditions: { Bool: { "aws:SecureTransport": ["false"] } },
      },
      {
        sid: "DenyOldTls",
        effect: "Deny",
        principals: { AWS: ["*"] },
        actions: ["s3:*"],
        resources,
        conditions: { NumericLessThan: { "s3:TlsVersion": ["1.2"] } },
      },
    ]);
  });

  it("keeps what the caller allows beside the denials", () => {
    const allowed = loadBalancerLogDelivery("logs", "123456789012", "eu-central-1");
    assert.deepEqual(
      bucketPolicyStatements("logs", [allowed]).map(({ sid }) => sid),
      ["DenyPlainHttp", "DenyOldTls", "LoadBalancersDeliverLogs"],
    );
  });
});

describe("loadBalancerLogDelivery", () => {
  it("admits the load balancers of one account and region, to write below its two prefixes and nothing else", () => {
    assert.deepEqual(loadBalancerLogDelivery("logs", "123456789012", "eu-central-1"), {
      sid: "LoadBalancersDeliverLogs",
      principals: { Service: ["logdelivery.elasticloadbalancing.amazonaws.com"] },
      actions: ["s3:PutObject"],
      resources: [
        "arn:aws:s3:::logs/access/AWSLogs/123456789012/*",
        "arn:aws:s3:::logs/connection/AWSLogs/123456789012/*",
      ],
      conditions: {
        ArnLike: { "aws:SourceArn": ["arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/*"] },
      },
    });
  });
});

describe("cloudTrailDelivery", () => {
  it("admits one trail, to look at the bucket and to write the records of one account", () => {
    const trail = "arn:aws:cloudtrail:eu-central-1:123456789012:trail/reference-production";
    assert.deepEqual(cloudTrailDelivery("audit", "123456789012", trail), [
      {
        sid: "CloudTrailLooksAtTheBucket",
        principals: { Service: ["cloudtrail.amazonaws.com"] },
        actions: ["s3:GetBucketAcl"],
        resources: ["arn:aws:s3:::audit"],
        conditions: { StringEquals: { "aws:SourceArn": [trail] } },
      },
      {
        sid: "CloudTrailDeliversRecords",
        principals: { Service: ["cloudtrail.amazonaws.com"] },
        actions: ["s3:PutObject"],
        resources: ["arn:aws:s3:::audit/AWSLogs/123456789012/*"],
        conditions: { StringEquals: { "aws:SourceArn": [trail], "s3:x-amz-acl": ["bucket-owner-full-control"] } },
      },
    ]);
  });
});
