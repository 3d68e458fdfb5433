import { strict as assert } from "node:assert";
import { archiveWriterStatements } from "../../../components/internal/archive-statements";
import { policyDocument } from "../../../components/internal/policy-document";
import { valueOf } from "../../helpers/outputs";

describe("archiveWriterStatements", () => {
  it("lets a writer at one bucket and, through S3 alone, at one key", async () => {
    const text = await valueOf(
      policyDocument(archiveWriterStatements({ bucketArn: "arn:aws:s3:::logs", keyArn: "arn:aws:kms:eu-central-1:123456789012:key/1", region: "eu-central-1" })),
    );
    assert.deepEqual(JSON.parse(text).Statement, [
      {
        Sid: "FindTheArchive",
        Effect: "Allow",
        Action: ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"],
        Resource: ["arn:aws:s3:::logs"],
      },
      {
        Sid: "WriteObjects",
        Effect: "Allow",
        Action: ["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"],
        Resource: ["arn:aws:s3:::logs/*"],
      },
      {
        Sid: "EncryptObjects",
        Effect: "Allow",
        Action: ["kms:Decrypt", "kms:GenerateDataKey"],
        Resource: ["arn:aws:kms:eu-central-1:123456789012:key/1"],
        Condition: { StringEquals: { "kms:ViaService": ["s3.eu-central-1.amazonaws.com"] } },
      },
    ]);
  });
});
