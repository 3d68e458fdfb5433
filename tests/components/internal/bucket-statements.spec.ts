import { strict as assert } from "node:assert";
import { encrypts, lists, reads, readsAll, writes } from "../../../components/internal/bucket-statements";
import type { StoredBucket } from "../../../components/internal/bucket-statements";
import { policyDocument } from "../../../components/internal/policy-document";
import type { PolicyStatement } from "../../../components/internal/policy-document";
import { valueOf } from "../../helpers/outputs";

const backups: StoredBucket = { name: "backups", arn: "arn:aws:s3:::backups", keyArn: "key/backups" };
const statements = async (...all: readonly PolicyStatement[]) => JSON.parse(await valueOf(policyDocument(all))).Statement;

describe("bucket statements", () => {
  it("list below the prefixes only", async () => {
    assert.deepEqual(await statements(lists("List", backups, ["files/*"])), [
      {
        Sid: "List",
        Effect: "Allow",
        Action: ["s3:ListBucket"],
        Resource: ["arn:aws:s3:::backups"],
        Condition: { StringLike: { "s3:prefix": ["files/*"] } },
      },
    ]);
  });

  it("write and read objects with their tags, below the keys only, and delete nothing", async () => {
    assert.deepEqual(await statements(writes("Write", backups, ["a/*", "b"]), reads("Read", backups, ["c"])), [
      {
        Sid: "Write",
        Effect: "Allow",
        Action: ["s3:AbortMultipartUpload", "s3:PutObject", "s3:PutObjectTagging"],
        Resource: ["arn:aws:s3:::backups/a/*", "arn:aws:s3:::backups/b"],
      },
      {
        Sid: "Read",
        Effect: "Allow",
        Action: ["s3:GetObject", "s3:GetObjectTagging"],
        Resource: ["arn:aws:s3:::backups/c"],
      },
    ]);
  });

  it("use one key, and to read only decrypt with it", async () => {
    const [encrypt] = await statements(encrypts(backups));
    assert.deepEqual([encrypt.Action, encrypt.Resource], [["kms:Decrypt", "kms:GenerateDataKey"], ["key/backups"]]);
    const all: { Sid: string; Action: string[]; Resource: string[] }[] = await statements(...readsAll("Copies", backups));
    assert.deepEqual(
      all.map(({ Sid, Action, Resource }) => [Sid, Action, Resource]),
      [
        ["ListCopies", ["s3:ListBucket"], ["arn:aws:s3:::backups"]],
        ["ReadCopies", ["s3:GetObject", "s3:GetObjectTagging"], ["arn:aws:s3:::backups/*"]],
        ["DecryptCopies", ["kms:Decrypt"], ["key/backups"]],
      ],
    );
  });
});
