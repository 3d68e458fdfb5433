import { interpolate } from "@pulumi/pulumi";
import type * as pulumi from "@pulumi/pulumi";
import type { PolicyStatement } from "./policy-document";

/** A bucket that a service of AWS writes to with a role of ours. */
export interface ArchiveBucket {
  readonly bucketArn: pulumi.Input<string>;
  readonly keyArn: pulumi.Input<string>;
  readonly region: string;
}

/**
 * What Firehose asks for to write objects. GetObject is among it: a record that comes again is compared.
 * https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html#using-iam-s3
 */
export function archiveWriterStatements({ bucketArn, keyArn, region }: ArchiveBucket): readonly PolicyStatement[] {
  return [
    {
      sid: "FindTheArchive",
      actions: ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"],
      resources: [bucketArn],
    },
    {
      sid: "WriteObjects",
      actions: ["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"],
      resources: [interpolate`${bucketArn}/*`],
    },
    encryptsThroughS3(keyArn, region),
  ];
}

/** A key's use for objects, and for nothing else that the key may encrypt. */
export function encryptsThroughS3(keyArn: pulumi.Input<string>, region: string): PolicyStatement {
  return {
    sid: "EncryptObjects",
    actions: ["kms:Decrypt", "kms:GenerateDataKey"],
    resources: [keyArn],
    conditions: { StringEquals: { "kms:ViaService": [`s3.${region}.amazonaws.com`] } },
  };
}
