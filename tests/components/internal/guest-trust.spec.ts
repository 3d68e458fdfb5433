import { strict as assert } from "node:assert";
import { guestTrustOutline } from "../../../components/internal/guest-trust";
import { IAM_RULES } from "../../../policy/rules/properties/iam";

describe("the trust in the guests of a pool", () => {
  const outline = guestTrustOutline("eu-central-1:11111111-2222-3333-4444-555555555555");
  const rule = IAM_RULES.find(({ id }) => id === "iam-github-oidc");

  it("is in guests, and in those of this pool only", () => {
    assert.deepEqual(outline.Statement, [
      {
        Effect: "Allow",
        Principal: { Federated: "cognito-identity.amazonaws.com" },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
          StringEquals: { "cognito-identity.amazonaws.com:aud": "eu-central-1:11111111-2222-3333-4444-555555555555" },
          "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": "unauthenticated" },
        },
      },
    ]);
  });

  it("passes the policy pack, which refuses it without the pool", () => {
    const document = (condition: object) => JSON.stringify({ ...outline, Statement: outline.Statement.map((each) => ({ ...each, Condition: condition })) });
    const [{ Condition } = { Condition: {} }] = outline.Statement;
    assert.equal(rule?.accepts(document(Condition)), true);
    assert.equal(rule?.accepts(document({})), false);
  });
});
