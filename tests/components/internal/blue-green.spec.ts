import { strict as assert } from "node:assert";
import { createBlueGreen } from "../../../components/internal/blue-green";
import { build } from "../../helpers/graph";
import { parentComponent } from "../../helpers/parent";

describe("createBlueGreen", () => {
  const make = () =>
    build(() => {
      createBlueGreen(parentComponent(), "shift", {
        family: "factory-production-web",
        alternateTargetGroupArn: "arn:alternate",
        productionRuleArn: "arn:production",
        testRuleArn: "arn:test",
        bakeMinutes: 10,
        smokeTestFunctionArn: "arn:aws:lambda:eu-central-1:123456789012:function:smoke-test",
      });
    });

  it("lets ECS call the one function, by a role that can do nothing else", async () => {
    assert.equal(
      (await make()).one("aws:iam/rolePolicy:RolePolicy").inputs.policy,
      '{"Version":"2012-10-17","Statement":[{"Sid":"AskForSmokeTest","Effect":"Allow","Action":["lambda:InvokeFunction"],"Resource":["arn:aws:lambda:eu-central-1:123456789012:function:smoke-test"]}]}',
    );
  });

  it("lets ECS move requests by the policy that AWS keeps for it, and nobody but ECS", async () => {
    const graph = await make();
    assert.deepEqual(graph.all("aws:iam/rolePolicyAttachment:RolePolicyAttachment").map(({ inputs }) => inputs.policyArn), [
      "arn:aws:iam::aws:policy/AmazonECSInfrastructureRolePolicyForLoadBalancers",
    ]);
    for (const { inputs } of graph.all("aws:iam/role:Role")) {
      assert.deepEqual(JSON.parse(String(inputs.assumeRolePolicy)).Statement, [
        { Effect: "Allow", Principal: { Service: "ecs.amazonaws.com" }, Action: "sts:AssumeRole" },
      ]);
    }
  });
});
