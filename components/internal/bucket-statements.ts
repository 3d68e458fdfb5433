import { interpolate } from "@pulumi/pulumi";
import type * as pulumi from "@pulumi/pulumi";
import type { PolicyStatement } from "./policy-document";

/** A bucket as a job's policy names it. */
export interface StoredBucket {
  readonly name: pulumi.Input<string>;
  readonly arn: pulumi.Input<string>;
  readonly keyArn: pulumi.Input<string>;
}

export function objects(bucket: StoredBucket, keys: string): pulumi.Output<string> {
  return interpolate`${bucket.arn}/${keys}`;
}

export function lists(sid: string, bucket: StoredBucket, prefixes: readonly string[]): PolicyStatement {
  return {
    sid,
    actions: ["s3:ListBucket"],
    resources: [bucket.arn],
    conditions: { StringLike: { "s3:prefix": prefixes } },
  };
}

/** Copies keep their tags, which S3 allows only with a permission of its own. */
export function writes(sid: string, bucket: StoredBucket, keys: readonly string[]): PolicyStatement {
  return {
    sid,
    actions: ["s3:AbortMultipartUpload", "s3:PutObject", "s3:PutObjectTagging"],
    resources: keys.map((key) => objects(bucket, key)),
  };
}

/** The source of a copy, tags included. */
export function reads(sid: string, bucket: StoredBucket, keys: readonly string[]): PolicyStatement {
  return {
    sid,
    actions: ["s3:GetObject", "s3:GetObjectTagging"],
    resources: keys.map((key) => objects(bucket, key)),
  };
}

/** An upload in parts is put together from encrypted parts, so it needs to decrypt as well. */
export function encrypts(bucket: StoredBucket): PolicyStatement {
  return { sid: "Encrypt", actions: ["kms:Decrypt", "kms:GenerateDataKey"], resources: [bucket.keyArn] };
}

/** Every object of a bucket, to copy it. `what` ends the sids. */
export function readsAll(what: string, bucket: StoredBucket): readonly PolicyStatement[] {
  return [
    { sid: `List${what}`, actions: ["s3:ListBucket"], resources: [bucket.arn] },
    reads(`Read${what}`, bucket, ["*"]),
    { sid: `Decrypt${what}`, actions: ["kms:Decrypt"], resources: [bucket.keyArn] },
  ];
}
