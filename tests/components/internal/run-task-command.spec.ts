import { strict as assert } from "node:assert";
import { runTaskCommand } from "../../../components/internal/run-task-command";
import { valueOf } from "../../helpers/outputs";

describe("runTaskCommand", () => {
  it("starts one revision on Fargate, in the given subnets and groups, without a public address", async () => {
    const command = await valueOf(
      runTaskCommand({
        region: "eu-central-1",
        clusterArn: "CLUSTER",
        taskDefinitionArn: "migrate:7",
        subnetIds: ["subnet-a", "subnet-b"],
        securityGroupIds: ["sg-jobs"],
        capacity: "on-demand",
      }),
    );
    assert.equal(
      command,
      "aws ecs run-task --region eu-central-1 --cluster CLUSTER --task-definition migrate:7 --launch-type FARGATE " +
        "--platform-version 1.4.0 --network-configuration " +
        `'{"awsvpcConfiguration":{"subnets":["subnet-a","subnet-b"],"securityGroups":["sg-jobs"],"assignPublicIp":"DISABLED"}}'`,
    );
  });
});
