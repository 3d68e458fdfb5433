import { strict as assert } from "node:assert";
import { Bucket } from "../../components/bucket";
import type { BucketArgs } from "../../components/bucket";
import { build } from "../helpers/graph";
import type { Graph } from "../helpers/graph";
import { valueOf } from "../helpers/outputs";

const args: BucketArgs = {
  bucketName: "scholarship-documents-123456789012-eu-central-1",
  dataClass: "confidential",
  encryption: { keyArn: "arn:aws:kms:eu-central-1:123456789012:key/data" },
  lifecycle: [{ prefix: "", noncurrentDays: 90 }],
};

describe("Bucket", () => {
  let graph: Graph;
  before(async () => {
    graph = await build(() => new Bucket("documents", args));
  });

  it("makes the bucket and, as resources of their own, everything that makes it safe", () => {
    assert.deepEqual(graph.list(), [
      "aws:s3/bucket:Bucket documents",
      "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration documents-lifecycle",
      "aws:s3/bucketOwnershipControls:BucketOwnershipControls documents-ownership",
      "aws:s3/bucketPolicy:BucketPolicy documents-policy",
      "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock documents-public-access-block",
      "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration documents-encryption",
      "aws:s3/bucketVersioning:BucketVersioning documents-versioning",
      "groundwork:bucket:Bucket documents",
    ]);
  });

  it("protects the bucket, never empties it, and says how sensitive it is", () => {
    const { inputs, options } = graph.one("aws:s3/bucket:Bucket");
    assert.deepEqual(inputs, {
      bucket: args.bucketName,
      forceDestroy: false,
      tags: { DataClass: "confidential" },
    });
    assert.equal(options.protect, true);
  });

  it("closes all four public doors and ends ACLs", () => {
    assert.deepEqual(graph.one("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock").inputs, {
      bucket: args.bucketName,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    assert.deepEqual(graph.one("aws:s3/bucketOwnershipControls:BucketOwnershipControls").inputs, {
      bucket: args.bucketName,
      rule: { objectOwnership: "BucketOwnerEnforced" },
    });
  });

  it("keeps old versions", () => {
    assert.deepEqual(graph.one("aws:s3/bucketVersioning:BucketVersioning").inputs, {
      bucket: args.bucketName,
      versioningConfiguration: { status: "Enabled" },
    });
  });

  it("encrypts with the key it is given, and keeps the number of requests to KMS small", () => {
    assert.deepEqual(encryptionRules(graph), [
      {
        applyServerSideEncryptionByDefault: {
          sseAlgorithm: "aws:kms",
          kmsMasterKeyId: "arn:aws:kms:eu-central-1:123456789012:key/data",
        },
        bucketKeyEnabled: true,
        blockedEncryptionTypes: ["SSE-C"],
      },
    ]);
  });

  it("encrypts with S3's own keys where it is told to", async () => {
    assert.deepEqual(encryptionRules(await build(() => new Bucket("logs", { ...args, encryption: "s3-managed" }))), [
      { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" }, blockedEncryptionTypes: ["SSE-C"] },
    ]);
  });

  it("denies plain HTTP and old TLS, and allows nobody else anything", () => {
    assert.deepEqual(policySids(graph), ["DenyPlainHttp", "DenyOldTls"]);
  });

  it("allows what it is told to allow", async () => {
    const allowStatements = [
      {
        sid: "AuditorsRead",
        principals: { AWS: ["arn:aws:iam::123456789012:role/auditor"] },
        actions: ["s3:GetObject"],
        resources: [`arn:aws:s3:::${args.bucketName}/*`],
      },
    ];
    const allowing = await build(() => new Bucket("documents", { ...args, allowStatements }));
    assert.deepEqual(policySids(allowing), ["DenyPlainHttp", "DenyOldTls", "AuditorsRead"]);
  });

  it("gives out its name and ARN from the policy, which comes last", async () => {
    let outputs: Promise<string[]> | undefined;
    await build(() => {
      const bucket = new Bucket("documents", args);
      outputs = Promise.all([valueOf(bucket.bucketName), valueOf(bucket.bucketArn)]);
    });
    assert.deepEqual(await outputs, [args.bucketName, `arn:aws:s3:::${args.bucketName}`]);
    const { dependsOn } = graph.one("aws:s3/bucketPolicy:BucketPolicy").options;
    assert.equal(Array.isArray(dependsOn) ? dependsOn.length : undefined, 4);
  });

  it("locks nothing unless it is told to", () => {
    assert.deepEqual(graph.all("aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration"), []);
  });

  it("locks what is written for the days given, as a resource of its own, so that a bucket that is there is not replaced", async () => {
    const locked = await build(
      () => new Bucket("records", { ...args, objectLock: { mode: "GOVERNANCE", days: 2557 }, legalBasis: "Tax code section 147" }),
    );
    const lock = locked.one("aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration", "records-object-lock");
    assert.deepEqual(lock.inputs, {
      bucket: args.bucketName,
      rule: { defaultRetention: { mode: "GOVERNANCE", days: 2557 } },
    });
    assert.deepEqual(lock.dependsOn, ["aws:s3/bucketVersioning:BucketVersioning::records-versioning"]);
    const { inputs } = locked.one("aws:s3/bucket:Bucket");
    assert.equal(inputs.objectLockEnabled, undefined);
    assert.deepEqual(inputs.tags, { DataClass: "confidential", LegalBasis: "Tax code section 147" });
    // Whoever waits for the policy must find the lock in place.
    assert.ok(
      locked.one("aws:s3/bucketPolicy:BucketPolicy").dependsOn.includes(
        "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration::records-object-lock",
      ),
    );
  });

  it("refuses to let objects expire before their lock ends", async () => {
    const lifecycle = [{ prefix: "", expirationDays: 2556, noncurrentDays: 1 }];
    await assert.rejects(
      build(() => new Bucket("records", { ...args, lifecycle, objectLock: { mode: "COMPLIANCE", days: 2557 } })),
      /expected objects below "" to expire on day 2557 or later, when their lock ends/,
    );
  });

  it("refuses a lifecycle that S3 would refuse, before it makes anything", async () => {
    await assert.rejects(
      build(() => new Bucket("documents", { ...args, lifecycle: [...args.lifecycle, ...args.lifecycle] })),
      /the lifecycle of bucket "scholarship-documents-123456789012-eu-central-1" is refused by S3: expected one rule for ""/,
    );
  });
});

function encryptionRules(graph: Graph) {
  return graph.one("aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration").inputs
    .rules;
}

function policySids(graph: Graph): readonly unknown[] {
  const { policy } = graph.one("aws:s3/bucketPolicy:BucketPolicy").inputs;
  const { Statement }: { Statement: readonly { Sid: string }[] } = JSON.parse(String(policy));
  return Statement.map(({ Sid }) => Sid);
}
