import { strict as assert } from "node:assert";
import * as fc from "fast-check";
import { policyDocument, serviceTrust } from "../../../components/internal/policy-document";
import type { PolicyStatement } from "../../../components/internal/policy-document";
import { valueOf } from "../../helpers/outputs";

const read: PolicyStatement = {
  sid: "Read",
  actions: ["s3:ListBucket", "s3:GetObject"],
  resources: ["arn:aws:s3:::b/*", "arn:aws:s3:::b"],
};

describe("policyDocument", () => {
  it("writes version, effect and sorted lists, and no principal or condition that was not asked for", async () => {
    assert.equal(
      await valueOf(policyDocument([read])),
      '{"Version":"2012-10-17","Statement":[{"Sid":"Read","Effect":"Allow","Action":["s3:GetObject","s3:ListBucket"],"Resource":["arn:aws:s3:::b","arn:aws:s3:::b/*"]}]}',
    );
  });

  it("writes principals and conditions in sorted order", async () => {
    const document = policyDocument([
      {
        ...read,
        effect: "Deny",
        principals: { Service: ["b.amazonaws.com", "a.amazonaws.com"], AWS: ["*"] },
        conditions: { StringEquals: { "aws:SourceAccount": ["2", "1"] }, Bool: { "aws:SecureTransport": ["false"] } },
      },
    ]);
    const [statement] = JSON.parse(await valueOf(document)).Statement;
    assert.equal(
      JSON.stringify([statement.Effect, statement.Principal, statement.Condition]),
      '["Deny",{"AWS":["*"],"Service":["a.amazonaws.com","b.amazonaws.com"]},{"Bool":{"aws:SecureTransport":["false"]},"StringEquals":{"aws:SourceAccount":["1","2"]}}]',
    );
  });

  it("writes the same text in whatever order actions and resources are given, and however often", async () => {
    const actions = fc.uniqueArray(fc.constantFrom("s3:GetObject", "s3:PutObject", "s3:ListBucket", "kms:Decrypt"), { minLength: 1 });
    await fc.assert(
      fc.asyncProperty(actions, fc.boolean(), async (some, doubled) => {
        const one = await valueOf(policyDocument([{ ...read, actions: some }]));
        const reversed = some.toReversed();
        const other = await valueOf(policyDocument([{ ...read, actions: doubled ? [...reversed, ...some] : reversed }]));
        assert.equal(other, one);
      }),
    );
  });
});

describe("serviceTrust", () => {
  it("lets one service act, and only for this account", async () => {
    assert.deepEqual(JSON.parse(await valueOf(serviceTrust("backup.amazonaws.com", "123456789012"))).Statement, [
      {
        Effect: "Allow",
        Principal: { Service: "backup.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
      },
    ]);
  });
});
