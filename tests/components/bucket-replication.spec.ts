import { strict as assert } from "node:assert";
import { z } from "zod";
import { BucketReplication } from "../../components/bucket-replication";
import { build } from "../helpers/graph";
import type { Graph } from "../helpers/graph";

const source = {
  bucketName: "documents",
  bucketArn: "arn:aws:s3:::documents",
  keyArn: "arn:aws:kms:eu-central-1:123456789012:key/data",
  region: "eu-central-1",
};
const destination = {
  bucketName: "documents-copy",
  bucketArn: "arn:aws:s3:::documents-copy",
  keyArn: "arn:aws:kms:eu-west-1:123456789012:key/copies",
  region: "eu-west-1",
};

/** What of a rule says which deletions are copied. */
const rule = z.object({ id: z.string(), priority: z.number(), filter: z.record(z.string(), z.string()), deleteMarkerReplication: z.record(z.string(), z.string()) });

/** It does not prove that S3 copies an object; no engine and no cloud runs here. */
describe("BucketReplication", () => {
  let graph: Graph;
  before(async () => {
    graph = await build(() => new BucketReplication("copy", { source, destination, followsDeletions: [] }));
  });

  it("makes a role, its policy and the configuration", () => {
    assert.deepEqual(graph.list(), [
      "aws:iam/role:Role copy-role",
      "aws:iam/rolePolicy:RolePolicy copy-policy",
      "aws:s3/bucketReplicationConfig:BucketReplicationConfig copy-config",
      "groundwork:bucket-replication:BucketReplication copy",
    ]);
  });

  it("copies everything, encrypted objects too and no deletion, within 15 minutes, and measures it", () => {
    const { inputs } = graph.one("aws:s3/bucketReplicationConfig:BucketReplicationConfig");
    assert.equal(inputs.bucket, "documents");
    assert.deepEqual(inputs.rules, [
      {
        id: "everything",
        status: "Enabled",
        priority: 1,
        filter: {},
        deleteMarkerReplication: { status: "Disabled" },
        sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: "Enabled" } },
        destination: {
          bucket: "arn:aws:s3:::documents-copy",
          encryptionConfiguration: { replicaKmsKeyId: destination.keyArn },
          replicationTime: { status: "Enabled", time: { minutes: 15 } },
          metrics: { status: "Enabled", eventThreshold: { minutes: 15 } },
        },
      },
    ]);
  });

  it("follows deletions where it is told to, in all of the bucket or below a prefix, and nowhere else", async () => {
    const followed = async (...followsDeletions: string[]) => {
      const { inputs } = (await build(() => new BucketReplication("copy", { source, destination, followsDeletions }))).one(
        "aws:s3/bucketReplicationConfig:BucketReplicationConfig",
      );
      return z.array(rule).parse(inputs.rules);
    };
    const everything = { id: "everything", priority: 1, filter: {} };
    assert.deepEqual(await followed(""), [{ ...everything, deleteMarkerReplication: { status: "Enabled" } }]);
    assert.deepEqual(await followed("files/latest/"), [
      { ...everything, deleteMarkerReplication: { status: "Disabled" } },
      { id: "files/latest", priority: 2, filter: { prefix: "files/latest/" }, deleteMarkerReplication: { status: "Enabled" } },
    ]);
  });

  it("lets S3, and nobody else, take the role", () => {
    assert.deepEqual(JSON.parse(String(graph.one("aws:iam/role:Role").inputs.assumeRolePolicy)), {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: "s3.amazonaws.com" }, Action: "sts:AssumeRole" }],
    });
  });

  it("lets the role read the source, write the copies, and use each key for its own bucket alone", () => {
    const through = (end: typeof source) => ({
      StringEquals: {
        "kms:EncryptionContext:aws:s3:arn": [end.bucketArn],
        "kms:ViaService": [`s3.${end.region}.amazonaws.com`],
      },
    });
    assert.deepEqual(JSON.parse(String(graph.one("aws:iam/rolePolicy:RolePolicy").inputs.policy)).Statement, [
      {
        Sid: "ReadTheSourceBucket",
        Effect: "Allow",
        Action: ["s3:GetReplicationConfiguration", "s3:ListBucket"],
        Resource: ["arn:aws:s3:::documents"],
      },
      {
        Sid: "ReadTheSourceObjects",
        Effect: "Allow",
        Action: [
          "s3:GetObjectLegalHold",
          "s3:GetObjectRetention",
          "s3:GetObjectVersionAcl",
          "s3:GetObjectVersionForReplication",
          "s3:GetObjectVersionTagging",
        ],
        Resource: ["arn:aws:s3:::documents/*"],
      },
      {
        Sid: "WriteTheCopies",
        Effect: "Allow",
        Action: ["s3:ReplicateDelete", "s3:ReplicateObject", "s3:ReplicateTags"],
        Resource: ["arn:aws:s3:::documents-copy/*"],
      },
      {
        Sid: "DecryptTheSource",
        Effect: "Allow",
        Action: ["kms:Decrypt"],
        Resource: [source.keyArn],
        Condition: through(source),
      },
      {
        Sid: "EncryptTheCopies",
        Effect: "Allow",
        Action: ["kms:Encrypt", "kms:GenerateDataKey"],
        Resource: [destination.keyArn],
        Condition: through(destination),
      },
    ]);
  });

  it("starts copying only when the role may", () => {
    const { dependsOn } = graph.one("aws:s3/bucketReplicationConfig:BucketReplicationConfig").options;
    assert.equal(Array.isArray(dependsOn) ? dependsOn.length : undefined, 1);
  });
});
