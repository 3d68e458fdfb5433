import { strict as assert } from "node:assert";
import { AuditTrail } from "../../components/audit-trail";
import type { AuditTrailArgs } from "../../components/audit-trail";
import { build } from "../helpers/graph";

const TRAIL = "aws:cloudtrail/trail:Trail";
const args: AuditTrailArgs = {
  trailName: "reference-production",
  bucketName: "reference-production-audit-123456789012-eu-central-1",
  keyArn: "arn:aws:kms:eu-central-1:123456789012:key/archive",
};
const management = { name: "management", fieldSelectors: [{ field: "eventCategory", equals: ["Management"] }] };
const selectors = async (objectEvents: AuditTrailArgs["objectEvents"]) =>
  (await build(() => new AuditTrail("audit", { ...args, objectEvents }))).one(TRAIL).inputs.advancedEventSelectors;

describe("AuditTrail", () => {
  it("records every region and the global services, signed, encrypted and protected", async () => {
    const graph = await build(() => new AuditTrail("audit", args));
    assert.deepEqual(graph.list(), [`${TRAIL} audit-trail`, "groundwork:audit-trail:AuditTrail audit"]);
    const { inputs, options } = graph.one(TRAIL);
    assert.deepEqual(inputs, {
      name: "reference-production",
      s3BucketName: args.bucketName,
      kmsKeyId: args.keyArn,
      enableLogging: true,
      enableLogFileValidation: true,
      isMultiRegionTrail: true,
      includeGlobalServiceEvents: true,
      advancedEventSelectors: [management],
      tags: { DataClass: "confidential" },
    });
    assert.equal(options.protect, true);
  });

  it("records requests for objects of the buckets named, and of none whose name begins alike", async () => {
    const objects = [
      { field: "eventCategory", equals: ["Data"] },
      { field: "resources.type", equals: ["AWS::S3::Object"] },
      { field: "resources.ARN", startsWiths: ["arn:aws:s3:::documents/"] },
    ];
    const bucketArns = ["arn:aws:s3:::documents"];
    assert.deepEqual(await selectors({ kind: "reads-and-writes", bucketArns }), [management, { name: "objects", fieldSelectors: objects }]);
    assert.deepEqual(await selectors({ kind: "writes", bucketArns }), [
      management,
      { name: "objects", fieldSelectors: [...objects, { field: "readOnly", equals: ["false"] }] },
    ]);
  });

  it("asks for no objects where there is no bucket: CloudTrail takes no empty selector", async () => {
    assert.deepEqual(await selectors({ kind: "writes", bucketArns: [] }), [management]);
  });
});
