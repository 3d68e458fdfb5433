import { strict as assert } from "node:assert";
import { DatabaseMonitoring } from "../../components/database-monitoring";
import { build } from "../helpers/graph";
import type { Graph } from "../helpers/graph";

describe("DatabaseMonitoring", () => {
  let graph: Graph;
  before(async () => {
    graph = await build(
      () => new DatabaseMonitoring("monitoring", { namePrefix: "scholarship-production", accountId: "123456789012" }),
    );
  });

  it("lets RDS's monitoring take the role for this account's databases only", () => {
    const { inputs } = graph.one("aws:iam/role:Role");
    assert.deepEqual(JSON.parse(String(inputs["assumeRolePolicy"])), {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "monitoring.rds.amazonaws.com" },
          Action: "sts:AssumeRole",
          Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
        },
      ],
    });
  });

  it("attaches AWS's policy for it and no other", () => {
    assert.deepEqual(
      graph.all("aws:iam/rolePolicyAttachment:RolePolicyAttachment").map(({ inputs }) => inputs["policyArn"]),
      ["arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"],
    );
  });
});
