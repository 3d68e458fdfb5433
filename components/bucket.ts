import * as pulumi from "@pulumi/pulumi";
import { Bucket as S3Bucket } from "@pulumi/aws/s3/bucket";
import { BucketLifecycleConfiguration } from "@pulumi/aws/s3/bucketLifecycleConfiguration";
import { BucketObjectLockConfiguration } from "@pulumi/aws/s3/bucketObjectLockConfiguration";
import { BucketOwnershipControls } from "@pulumi/aws/s3/bucketOwnershipControls";
import { BucketPolicy } from "@pulumi/aws/s3/bucketPolicy";
import { BucketPublicAccessBlock } from "@pulumi/aws/s3/bucketPublicAccessBlock";
import { BucketServerSideEncryptionConfiguration } from "@pulumi/aws/s3/bucketServerSideEncryptionConfiguration";
import { BucketVersioning } from "@pulumi/aws/s3/bucketVersioning";
import { bucketPolicyStatements } from "./internal/bucket-policy";
import { lifecycleConfiguration, lifecycleExpectations } from "./internal/lifecycle";
import type { LifecycleRule, ObjectLock } from "./internal/lifecycle";
import { policyDocument } from "./internal/policy-document";
import type { PolicyStatement } from "./internal/policy-document";

export interface BucketArgs {
  /** The whole name, from uniqueBucketName(). Changing this replaces the bucket, so the engine refuses it. */
  bucketName: string;
  /** How sensitive the objects are; a tag that policies and people read. */
  dataClass: "public" | "internal" | "confidential" | "restricted";
  /** The key, or S3's own keys. The latter only where a service that writes can't use ours, as load balancers can't. */
  encryption: { keyArn: pulumi.Input<string> } | "s3-managed";
  /** What becomes of objects and of their old versions, by prefix. */
  lifecycle: readonly LifecycleRule[];
  /**
   * How long nobody may delete or overwrite what is written. It can't be taken off a bucket again, and must never lie on
   * what people may ask to have erased. Changing it holds for what is written from then on.
   * @default - no lock
   */
  objectLock?: ObjectLock | undefined;
  /** The law or rule that the lock serves; a tag for auditors. Letters, digits, spaces and `+-=._:/@`. @default - no tag */
  legalBasis?: string | undefined;
  /** Who may do what besides the account's own IAM principals. @default - nobody */
  allowStatements?: readonly PolicyStatement[];
}

/**
 * A private, versioned, encrypted bucket.
 *
 * Creates: the bucket, its ownership controls, public-access block, default encryption, versioning, lifecycle and policy,
 * and where it is asked for, an Object Lock.
 * Guarantees: no public access, no ACLs, no plain HTTP and no TLS below 1.2; an overwritten or deleted object can be had
 * back for as long as its rule says; unfinished uploads end after 7 days; protected, and never emptied to be deleted.
 * Cost: storage, old versions included; a KMS key is asked once per bucket and hour or so, not once per object.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html
 */
export class Bucket extends pulumi.ComponentResource {
  /** Known in a preview; resolves once everything that makes the bucket safe is in place. */
  public readonly bucketName: pulumi.Output<string>;
  /** As bucketName, `arn:aws:s3:::<name>`. */
  public readonly bucketArn: pulumi.Output<string>;

  constructor(name: string, args: BucketArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundwork:bucket:Bucket", name, {}, opts);
    const expectations = lifecycleExpectations(args.lifecycle, args.objectLock);
    if (expectations.length > 0) {
      throw new Error(`the lifecycle of bucket "${args.bucketName}" is refused by S3: expected ${expectations.join("; ")}`);
    }

    const s3Bucket = new S3Bucket(
      name,
      {
        bucket: args.bucketName,
        forceDestroy: false,
        tags: {
          DataClass: args.dataClass,
          ...(args.legalBasis === undefined ? {} : { LegalBasis: args.legalBasis }),
        },
      },
      { parent: this, protect: true },
    );
    const bucket = s3Bucket.bucket;

    const ownership = new BucketOwnershipControls(
      `${name}-ownership`,
      { bucket, rule: { objectOwnership: "BucketOwnerEnforced" } },
      { parent: this },
    );

    const publicAccessBlock = new BucketPublicAccessBlock(
      `${name}-public-access-block`,
      { bucket, blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true },
      { parent: this },
    );

    const encryption = new BucketServerSideEncryptionConfiguration(
      `${name}-encryption`,
      {
        bucket,
        rules: [
          {
            ...(args.encryption === "s3-managed"
              ? { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }
              : {
                  applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: args.encryption.keyArn },
                  bucketKeyEnabled: true,
                }),
            // An object under a key that only its writer has can't be restored, replicated or read by us: a known extortion.
            blockedEncryptionTypes: ["SSE-C"],
          },
        ],
      },
      { parent: this },
    );

    const versioning = new BucketVersioning(
      `${name}-versioning`,
      { bucket, versioningConfiguration: { status: "Enabled" } },
      { parent: this },
    );

    // Not objectLockEnabled of the bucket: that one is for new buckets only and would replace one that is there.
    const { objectLock } = args;
    const lock =
      objectLock === undefined
        ? []
        : [
            new BucketObjectLockConfiguration(
              `${name}-object-lock`,
              { bucket, rule: { defaultRetention: { mode: objectLock.mode, days: objectLock.days } } },
              // A lock is on versions, so S3 wants them first.
              { parent: this, dependsOn: [versioning] },
            ),
          ];

    const lifecycle = new BucketLifecycleConfiguration(
      `${name}-lifecycle`,
      { bucket, rules: lifecycleConfiguration(args.lifecycle) },
      // Rules on old versions mean something only once there are versions.
      { parent: this, dependsOn: [versioning] },
    );

    const policy = new BucketPolicy(
      `${name}-policy`,
      { bucket, policy: policyDocument(bucketPolicyStatements(args.bucketName, args.allowStatements ?? [])) },
      // Last, so that whoever waits for the policy waits for all; and S3 refuses changes to one bucket that cross.
      { parent: this, dependsOn: [ownership, publicAccessBlock, encryption, lifecycle, ...lock] },
    );

    this.bucketName = policy.bucket;
    this.bucketArn = pulumi.interpolate`arn:aws:s3:::${policy.bucket}`;

    this.registerOutputs({ bucketName: this.bucketName, bucketArn: this.bucketArn });
  }
}
