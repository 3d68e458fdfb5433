import type * as pulumi from "@pulumi/pulumi";

const COGNITO = "cognito-identity.amazonaws.com";

/**
 * The trust policy of a role for the guests of one identity pool, as an object. Without `aud` the guests of every pool there
 * is, a stranger's included, could assume it.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/role-trust-and-permissions.html
 */
export function guestTrustOutline(identityPoolId: pulumi.Input<string>) {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Federated: COGNITO },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
          StringEquals: { [`${COGNITO}:aud`]: identityPoolId },
          "ForAnyValue:StringLike": { [`${COGNITO}:amr`]: "unauthenticated" },
        },
      },
    ],
  };
}
