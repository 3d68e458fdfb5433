import { strict as assert } from "node:assert";
import { Budget } from "../../components/budget";
import type { BudgetArgs } from "../../components/budget";
import { build } from "../helpers/graph";

const topicArn = "arn:aws:sns:eu-central-1:123456789012:operations-production-operations";
const args: BudgetArgs = {
  budgetName: "operations-production",
  monthlyLimitUsd: 95,
  tags: { System: "operations", Environment: "production" },
  activateTags: false,
  notifications: [{ when: "actual", percent: 80, topicArn }, { when: "forecast", percent: 100, topicArn }],
};
const budget = (change: Partial<BudgetArgs> = {}) => build(() => new Budget("budget", { ...args, ...change }));

describe("Budget", () => {
  it("limits what AWS bills a month for resources that have all the tags", async () => {
    const graph = await budget();
    assert.deepEqual(graph.list(), ["aws:budgets/budget:Budget budget-monthly", "groundwork:budget:Budget budget"]);
    const { notifications, ...inputs } = graph.one("aws:budgets/budget:Budget").inputs;
    assert.deepEqual(inputs, {
      name: "operations-production",
      budgetType: "COST",
      timeUnit: "MONTHLY",
      limitAmount: "95",
      limitUnit: "USD",
      filterExpression: {
        ands: [{ tags: { key: "System", values: ["operations"] } }, { tags: { key: "Environment", values: ["production"] } }],
      },
      metrics: "UnblendedCost",
    });
    const each = { comparisonOperator: "GREATER_THAN", thresholdType: "PERCENTAGE", subscriberSnsTopicArns: [topicArn] };
    assert.deepEqual(notifications, [
      { notificationType: "ACTUAL", threshold: 80, ...each },
      { notificationType: "FORECASTED", threshold: 100, ...each },
    ]);
  });

  it("has AWS count costs by each tag first, where this stack is to do that", async () => {
    const graph = await budget({ activateTags: true });
    const tags = graph.all("aws:costexplorer/costAllocationTag:CostAllocationTag");
    assert.deepEqual(tags.map(({ inputs }) => inputs), [{ tagKey: "System", status: "Active" }, { tagKey: "Environment", status: "Active" }]);
    assert.deepEqual(graph.one("aws:budgets/budget:Budget").dependsOn, tags.map(({ type, name }) => `${type}::${name}`));
  });

  it("refuses what Budgets would refuse before it makes anything", async () => {
    await assert.rejects(budget({ notifications: [] }), /budget operations-production: expected 1 to 5 notifications, not 0/);
  });
});
