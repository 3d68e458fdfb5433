import { strict as assert } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import { Dashboard } from "../../components/dashboard";
import { build } from "../helpers/graph";
import { PLAN, TARGETS } from "../helpers/monitoring";

describe("Dashboard", () => {
  it("is one dashboard, named after system and environment, whose dimensions are resolved", async () => {
    const targets = [{ ...TARGETS.database, instanceIdentifier: pulumi.output("scholarship-production") }];
    const graph = await build(
      () => new Dashboard("dashboard", { ...PLAN, targets, accountId: "123456789012", region: "eu-central-1" }),
    );
    assert.deepEqual(graph.list(), [
      "aws:cloudwatch/dashboard:Dashboard dashboard-overview",
      "groundwork:dashboard:Dashboard dashboard",
    ]);
    const { dashboardName, dashboardBody } = graph.one("aws:cloudwatch/dashboard:Dashboard").inputs;
    assert.equal(dashboardName, "scholarship-production");
    const { widgets } = JSON.parse(String(dashboardBody));
    assert.deepEqual(widgets[2].properties.metrics, [
      ["AWS/RDS", "CPUUtilization", "DBInstanceIdentifier", "scholarship-production", { label: "database", stat: "Average" }],
    ]);
  });
});
