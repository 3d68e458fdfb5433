/** Trust policies that need more than the account in their condition. Their texts are known before anything exists. */

interface Trust {
  readonly action: "sts:AssumeRole" | "sts:AssumeRoleWithWebIdentity";
  readonly principal: Readonly<Record<string, string | readonly string[]>>;
  readonly condition: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/**
 * CloudWatch Logs, for log groups of one account and region. It names its source by ARN and not by account.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html#FirehoseExample
 */
export function logsTrust(accountId: string, region: string): string {
  return trustDocument({
    action: "sts:AssumeRole",
    principal: { Service: "logs.amazonaws.com" },
    condition: { StringLike: { "aws:SourceArn": `arn:aws:logs:${region}:${accountId}:*` } },
  });
}

/** The issuer of the tokens that a workflow on GitHub shows, without the scheme, as IAM names the provider. */
export const GITHUB_ISSUER = "token.actions.githubusercontent.com";

/** The ARN of GitHub's provider follows from the account, which has one at most. */
export function githubProviderArn(accountId: string): string {
  return `arn:aws:iam::${accountId}:oidc-provider/${GITHUB_ISSUER}`;
}

/**
 * Jobs of one repository that run in one of the environments named. A job gets an environment's claim only after the
 * environment's own rules, reviewers and branches, have let it pass; a claim on a branch would pass by them.
 * https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws
 */
export function githubTrust(accountId: string, repository: string, environments: readonly string[]): string {
  return trustDocument({
    action: "sts:AssumeRoleWithWebIdentity",
    principal: { Federated: githubProviderArn(accountId) },
    condition: {
      StringEquals: {
        [`${GITHUB_ISSUER}:aud`]: "sts.amazonaws.com",
        [`${GITHUB_ISSUER}:sub`]: environments.map((environment) => `repo:${repository}:environment:${environment}`).sort(),
      },
    },
  });
}

/**
 * People who have shown a second factor within the time given. Without the first condition a long-lived key alone would do;
 * `Bool` and not `BoolIfExists`, for a key's own requests don't carry the condition's key at all.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-multifactorauthpresent
 */
export function peopleTrust(principalArns: readonly string[], maxAgeSeconds: number): string {
  return trustDocument({
    action: "sts:AssumeRole",
    principal: { AWS: [...principalArns].sort() },
    condition: {
      Bool: { "aws:MultiFactorAuthPresent": "true" },
      NumericLessThan: { "aws:MultiFactorAuthAge": String(maxAgeSeconds) },
    },
  });
}

function trustDocument({ action, principal, condition }: Trust): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: principal, Action: action, Condition: condition }],
  });
}
