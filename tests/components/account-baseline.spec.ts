import { strict as assert } from "node:assert";
import { AccountBaseline } from "../../components/account-baseline";
import { build } from "../helpers/graph";

describe("AccountBaseline", () => {
  it("bars public buckets, asks for passwords as CIS does, and enrols with Compute Optimizer", async () => {
    const graph = await build(() => new AccountBaseline("account", { accountId: "123456789012" }));
    assert.deepEqual(graph.one("aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock").inputs, {
      accountId: "123456789012",
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    assert.deepEqual(graph.one("aws:iam/accountPasswordPolicy:AccountPasswordPolicy").inputs, {
      minimumPasswordLength: 14,
      passwordReusePrevention: 24,
      maxPasswordAge: 90,
      requireLowercaseCharacters: true,
      requireUppercaseCharacters: true,
      requireNumbers: true,
      requireSymbols: true,
      allowUsersToChangePassword: true,
      hardExpiry: false,
    });
    assert.deepEqual(graph.one("aws:computeoptimizer/enrollmentStatus:EnrollmentStatus").inputs, { status: "Active" });
    assert.equal(graph.resources.length, 4);
  });
});
