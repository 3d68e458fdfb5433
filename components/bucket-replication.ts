import * as pulumi from "@pulumi/pulumi";
import { Role } from "@pulumi/aws/iam/role";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy";
import { BucketReplicationConfig } from "@pulumi/aws/s3/bucketReplicationConfig";
import type { input } from "@pulumi/aws/types";
import { policyDocument, policyOutline } from "./internal/policy-document";
import type { PolicyStatement } from "./internal/policy-document";

/** A bucket at one end of a replication; it must keep versions and encrypt with its key through a bucket key. */
export interface ReplicationEnd {
  bucketName: pulumi.Input<string>;
  bucketArn: pulumi.Input<string>;
  /** The key of the bucket, in the bucket's own region. */
  keyArn: pulumi.Input<string>;
  region: string;
}

export interface BucketReplicationArgs {
  source: ReplicationEnd;
  /** Made by the caller with the provider of the other region. */
  destination: ReplicationEnd;
  /**
   * Prefixes below which a deletion at the source hides the copy too, where it can be undone; "" is the whole bucket. For what
   * people may have erased, and for mirrors of it. A copy of backups follows nothing else: who deletes them, by mistake or
   * not, must not reach it.
   */
  followsDeletions: readonly string[];
}

/** The minutes that S3's time control knows: its service level is 15, no other number is accepted. */
const REPLICATION_MINUTES = 15;

/**
 * S3's documentation of this role has no condition, and a condition on a key that S3 doesn't send would stop replication
 * without an error. A role can't be handed to S3 from another account, so there is no deputy to confuse.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html
 */
const REPLICATION_TRUST = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "s3.amazonaws.com" }, Action: "sts:AssumeRole" }],
});

/**
 * Copies every new object of a bucket to one in another region within 15 minutes.
 *
 * Creates: a role that S3 takes for the copying, its policy, and the replication configuration of the source.
 * Guarantees: encrypted objects are copied and encrypted anew with the destination's key; a deletion reaches the copy only
 * where it is said so, as a mark that can be undone there, while the deletion of a version is never copied, nor is what a
 * lifecycle rule expires; metrics and an event for what takes longer. Objects older than the replication are not copied: S3
 * Batch Replication does that once.
 * Cost: transfer between regions, the second storage, and 0.015 USD per GB for the time control.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html
 */
export class BucketReplication extends pulumi.ComponentResource {
  /** The role that S3 takes. */
  public readonly roleArn: pulumi.Output<string>;

  constructor(name: string, args: BucketReplicationArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundwork:bucket-replication:BucketReplication", name, {}, opts);
    const { source, destination, followsDeletions } = args;

    const role = new Role(
      `${name}-role`,
      {
        description: pulumi.interpolate`S3 copies ${source.bucketName} to ${destination.bucketName}`,
        assumeRolePolicy: REPLICATION_TRUST,
      },
      { parent: this },
    );

    const statements: readonly PolicyStatement[] = [
      {
        sid: "ReadTheSourceBucket",
        actions: ["s3:GetReplicationConfiguration", "s3:ListBucket"],
        resources: [source.bucketArn],
      },
      {
        sid: "ReadTheSourceObjects",
        actions: [
          // Without them S3 copies no object of a bucket with Object Lock.
          "s3:GetObjectLegalHold",
          "s3:GetObjectRetention",
          "s3:GetObjectVersionAcl",
          "s3:GetObjectVersionForReplication",
          "s3:GetObjectVersionTagging",
        ],
        resources: [pulumi.interpolate`${source.bucketArn}/*`],
      },
      {
        sid: "WriteTheCopies",
        actions: ["s3:ReplicateDelete", "s3:ReplicateObject", "s3:ReplicateTags"],
        resources: [pulumi.interpolate`${destination.bucketArn}/*`],
      },
      {
        sid: "DecryptTheSource",
        actions: ["kms:Decrypt"],
        resources: [source.keyArn],
        conditions: throughBucket(source),
      },
      {
        sid: "EncryptTheCopies",
        actions: ["kms:Encrypt", "kms:GenerateDataKey"],
        resources: [destination.keyArn],
        conditions: throughBucket(destination),
      },
    ];
    const rolePolicy = new RolePolicy(
      `${name}-policy`,
      {
        role: role.name,
        policy: policyDocument(statements),
      },
      { parent: this },
    );

    new BucketReplicationConfig(
      `${name}-config`,
      {
        bucket: source.bucketName,
        role: role.arn,
        rules: [
          replicationRule("", 1, followsDeletions.includes(""), destination),
          // Where rules overlap, the one of the higher priority holds.
          ...followsDeletions
            .filter((prefix) => prefix !== "")
            .map((prefix, index) => replicationRule(prefix, index + 2, true, destination)),
        ],
      },
      // An object that arrives before the role may copy it is marked as failed and never tried again.
      { parent: this, dependsOn: [rolePolicy] },
    );

    this.roleArn = role.arn;

    this.registerOutputs({ roleArn: this.roleArn, documents: { [`${name}-policy`]: policyOutline(statements) } });
  }
}

/** The deletions are always said: left out, they are copied or not as the form of the rule has it. */
function replicationRule(
  prefix: string,
  priority: number,
  follows: boolean,
  destination: ReplicationEnd,
): input.s3.BucketReplicationConfigRule {
  return {
    id: prefix === "" ? "everything" : prefix.replace(/\/$/, ""),
    status: "Enabled",
    priority,
    filter: prefix === "" ? {} : { prefix },
    deleteMarkerReplication: { status: follows ? "Enabled" : "Disabled" },
    sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: "Enabled" } },
    destination: {
      bucket: destination.bucketArn,
      encryptionConfiguration: { replicaKmsKeyId: destination.keyArn },
      replicationTime: { status: "Enabled", time: { minutes: REPLICATION_MINUTES } },
      metrics: { status: "Enabled", eventThreshold: { minutes: REPLICATION_MINUTES } },
    },
  };
}

/** The key is used by S3 for this bucket only. With a bucket key the context names the bucket, not the object. */
function throughBucket({ bucketArn, region }: ReplicationEnd) {
  return {
    StringEquals: {
      "kms:EncryptionContext:aws:s3:arn": [bucketArn],
      "kms:ViaService": [`s3.${region}.amazonaws.com`],
    },
  };
}
