import { strict as assert } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import { Dashboard } from "../../components/dashboard";
import type { DashboardArgs } from "../../components/dashboard";
import { build } from "../helpers/graph";
import { PLAN, TARGETS } from "../helpers/monitoring";

const DASHBOARD = "aws:cloudwatch/dashboard:Dashboard";
const targets = [{ ...TARGETS.database, instanceIdentifier: pulumi.output("scholarship-production") }];
const sound: DashboardArgs = { ...PLAN, targets, accountId: "123456789012", region: "eu-central-1" };

describe("Dashboard", () => {
  it("is one dashboard, named after system and environment, whose dimensions are resolved", async () => {
    const graph = await build(() => new Dashboard("dashboard", sound));
    assert.deepEqual(graph.list(), [`${DASHBOARD} dashboard-overview`, "groundwork:dashboard:Dashboard dashboard"]);
    const { dashboardName, dashboardBody } = graph.one(DASHBOARD).inputs;
    assert.equal(dashboardName, "scholarship-production");
    const { widgets } = JSON.parse(String(dashboardBody));
    assert.deepEqual(widgets[2].properties.metrics, [
      ["AWS/RDS", "CPUUtilization", "DBInstanceIdentifier", "scholarship-production", { label: "database", stat: "Average" }],
    ]);
  });

  it("brings a dashboard for each board, whose log groups are resolved", async () => {
    const show = [
      { kind: "connections" },
      { kind: "log", title: "Errors", logGroupNames: [pulumi.output("/a"), "/b"], query: "fields @message" },
    ] as const;
    const boards = { ops: { lookBackHours: 3, widgets: [{ title: "Database", show }] } };
    const graph = await build(() => new Dashboard("dashboard", { ...sound, boards }));
    const { dashboardName, dashboardBody } = graph.one(DASHBOARD, "dashboard-ops").inputs;
    assert.equal(dashboardName, "scholarship-production-ops");
    const { widgets } = JSON.parse(String(dashboardBody));
    assert.deepEqual(widgets[1].properties.metrics, [
      ["AWS/RDS", "DatabaseConnections", "DBInstanceIdentifier", "scholarship-production", { label: "database", stat: "Maximum" }],
    ]);
    assert.deepEqual(widgets[2].properties, {
      title: "Errors",
      region: "eu-central-1",
      view: "table",
      query: "SOURCE '/a' | SOURCE '/b' | fields @message",
    });
  });
});
