import * as pulumi from "@pulumi/pulumi";
import { Role } from "@pulumi/aws/iam/role";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy";
import { RolePolicyAttachment } from "@pulumi/aws/iam/rolePolicyAttachment";
import { policyDocument, policyOutline } from "./policy-document";
import type { PolicyStatement } from "./policy-document";

export interface BlueGreenArgs {
  /** What people see of the roles, `<system>-<environment>-<service>`. */
  readonly family: string;
  /** The second target group; deployments go to and fro between the two. */
  readonly alternateTargetGroupArn: pulumi.Input<string>;
  /** The rules whose weights ECS moves. */
  readonly productionRuleArn: pulumi.Input<string>;
  readonly testRuleArn: pulumi.Input<string>;
  /** How long the old version stays, ready to take all requests back, 0 to 1440 minutes. */
  readonly bakeMinutes: number;
  /** The function that says whether the new version may have the requests. */
  readonly smokeTestFunctionArn: pulumi.Input<string>;
}

/**
 * ECS assumes the roles. No condition on the account: ECS's guide gives the policy without one, and nothing documents that ECS
 * sends the key. Another account can't hand the roles over, since iam:PassRole never crosses accounts.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/AmazonECSInfrastructureRolePolicyForLoadBalancers.html
 */
const ECS_TRUST = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "ecs.amazonaws.com" }, Action: "sts:AssumeRole" }],
});

/** AWS keeps it: in its first seven months it had six versions, as ECS learned new ways to deploy. */
const LOAD_BALANCER_POLICY = "arn:aws:iam::aws:policy/AmazonECSInfrastructureRolePolicyForLoadBalancers";

/**
 * How ECS deploys a service by itself: the new version starts beside the old one, the test rule leads to it, a function tests
 * it, then all requests go to it at once; for the bake time one step leads back. A test that fails, an alarm of the guard and
 * tasks that don't start each take the deployment back.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-blue-green.html
 */
export function createBlueGreen(parent: pulumi.Resource, name: string, args: BlueGreenArgs) {
  const balancing = new Role(
    `${name}-balancing`,
    { description: `${args.family}: ECS moves requests between two versions`, assumeRolePolicy: ECS_TRUST },
    { parent },
  );
  const balancingPolicy = new RolePolicyAttachment(
    `${name}-balancing`,
    { role: balancing.name, policyArn: LOAD_BALANCER_POLICY },
    { parent },
  );
  const testing = new Role(
    `${name}-testing`,
    { description: `${args.family}: ECS asks for a smoke test`, assumeRolePolicy: ECS_TRUST },
    { parent },
  );
  const statements: readonly PolicyStatement[] = [
    { sid: "AskForSmokeTest", actions: ["lambda:InvokeFunction"], resources: [args.smokeTestFunctionArn] },
  ];
  const testingPolicy = new RolePolicy(
    `${name}-testing`,
    { role: testing.name, policy: policyDocument(statements) },
    { parent },
  );
  return {
    deploymentConfiguration: {
      strategy: "BLUE_GREEN",
      bakeTimeInMinutes: String(args.bakeMinutes),
      lifecycleHooks: [
        {
          hookTargetArn: args.smokeTestFunctionArn,
          roleArn: ready(testing, testingPolicy),
          // Here the test rule leads to the new version, and nobody else does.
          lifecycleStages: ["POST_TEST_TRAFFIC_SHIFT"],
        },
      ],
    },
    advancedConfiguration: {
      alternateTargetGroupArn: args.alternateTargetGroupArn,
      productionListenerRule: args.productionRuleArn,
      testListenerRule: args.testRuleArn,
      roleArn: ready(balancing, balancingPolicy),
    },
    documents: { [`${name}-testing`]: policyOutline(statements) },
  };
}

/** The ARN of a role, known once the role may do what it is for. */
function ready(role: Role, permission: pulumi.CustomResource): pulumi.Output<string> {
  return pulumi.all([role.arn, permission.id]).apply(([arn]) => arn);
}
