import { strict as assert } from "node:assert";
import { guestTrustOutline } from "../../../components/internal/guest-trust";
import { evaluate } from "../../../policy/evaluate";
import type { Floors } from "../../../policy/floors";
import { IAM_RULES } from "../../../policy/rules/properties/iam";

const FLOORS: Floors = {
  profile: "production", databaseBackupDays: 1, recoveryPointDays: 1, logRetentionDays: 1, tlsVersion: "1.2",
  allowedRegions: ["eu-central-1"], publicPorts: [443], minimumTasks: 1, lacks: {},
};

describe("the trust in the guests of a pool", () => {
  const outline = guestTrustOutline("eu-central-1:11111111-2222-3333-4444-555555555555");
  const rules = IAM_RULES.filter(({ id }) => id === "iam-github-oidc");

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
    const outcome = (condition: object) => {
      const trust = { ...outline, Statement: outline.Statement.map((statement) => ({ ...statement, Condition: condition })) };
      const role = {
        type: "aws:iam/role:Role", name: "guest", urn: "urn:role", properties: { assumeRolePolicy: JSON.stringify(trust) },
        options: { protect: false, ignoreChanges: [], deleteBeforeReplace: false }, propertyDependencies: {},
      };
      return evaluate(rules, { resources: [role] }, FLOORS).rules.map((report) => report.outcome);
    };
    const [statement] = outline.Statement;
    assert.deepEqual(outcome(statement?.Condition ?? {}), ["complies"]);
    assert.deepEqual(outcome({}), ["violates"]);
  });
});
