import { strict as assert } from "node:assert";
import { githubProviderArn, githubTrust, logsTrust, peopleTrust } from "../../../components/internal/trust-documents";

const statementOf = (document: string) => JSON.parse(document).Statement[0];

describe("logsTrust", () => {
  it("admits CloudWatch Logs for log groups of one account and region", () => {
    assert.deepEqual(statementOf(logsTrust("123456789012", "eu-central-1")), {
      Effect: "Allow",
      Principal: { Service: "logs.amazonaws.com" },
      Action: "sts:AssumeRole",
      Condition: { StringLike: { "aws:SourceArn": "arn:aws:logs:eu-central-1:123456789012:*" } },
    });
  });
});

describe("githubTrust", () => {
  it("admits jobs of one repository in the environments named, in one order, and nobody else", () => {
    assert.deepEqual(statementOf(githubTrust("123456789012", "example/reference", ["production", "hotfix"])), {
      Effect: "Allow",
      Principal: { Federated: "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" },
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: {
        StringEquals: {
          "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
          "token.actions.githubusercontent.com:sub": [
            "repo:example/reference:environment:hotfix",
            "repo:example/reference:environment:production",
          ],
        },
      },
    });
  });

  it("names the provider that the account has, whichever stack made it", () => {
    assert.equal(githubProviderArn("123456789012"), "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com");
  });
});

describe("peopleTrust", () => {
  it("wants a second factor that is fresh, and refuses a request that says nothing of one", () => {
    const { Principal, Condition } = statementOf(peopleTrust(["arn:aws:iam::123456789012:user/b", "arn:aws:iam::123456789012:user/a"], 900));
    assert.deepEqual(Principal, { AWS: ["arn:aws:iam::123456789012:user/a", "arn:aws:iam::123456789012:user/b"] });
    // BoolIfExists would let a long-lived key through.
    assert.deepEqual(Condition, {
      Bool: { "aws:MultiFactorAuthPresent": "true" },
      NumericLessThan: { "aws:MultiFactorAuthAge": "900" },
    });
  });
});
