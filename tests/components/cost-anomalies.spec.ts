import { strict as assert } from "node:assert";
import { CostAnomalies } from "../../components/cost-anomalies";
import type { CostAnomaliesArgs } from "../../components/cost-anomalies";
import { build } from "../helpers/graph";

const MONITOR = "aws:costexplorer/anomalyMonitor:AnomalyMonitor";
const SUBSCRIPTION = "aws:costexplorer/anomalySubscription:AnomalySubscription";
const args: CostAnomaliesArgs = {
  monitorName: "livelihood-production",
  watches: { tag: { key: "System", value: "livelihood" } },
  minImpactUsd: 20,
  topicArn: "arn:aws:sns:eu-central-1:123456789012:livelihood-production-operations",
};
const anomalies = (change: Partial<CostAnomaliesArgs> = {}) => build(() => new CostAnomalies("cost-anomalies", { ...args, ...change }));

describe("CostAnomalies", () => {
  it("watches what has the tag, written as AWS gives it back", async () => {
    const graph = await anomalies();
    assert.deepEqual(graph.list(), [
      `${MONITOR} cost-anomalies-monitor`,
      `${SUBSCRIPTION} cost-anomalies-subscription`,
      "groundwork:cost-anomalies:CostAnomalies cost-anomalies",
    ]);
    assert.deepEqual(graph.one(MONITOR).inputs, {
      name: "livelihood-production",
      monitorType: "CUSTOM",
      monitorSpecification:
        '{"And":null,"CostCategories":null,"Dimensions":null,"Not":null,"Or":null,"Tags":{"Key":"System","MatchOptions":null,"Values":["livelihood"]}}',
    });
  });

  it("watches each service of the account where the stack is the one to do that", async () => {
    assert.deepEqual((await anomalies({ watches: "account-services" })).one(MONITOR).inputs, {
      name: "livelihood-production",
      monitorType: "DIMENSIONAL",
      monitorDimension: "SERVICE",
    });
  });

  it("tells the topic at once of what costs so many dollars more", async () => {
    const graph = await anomalies();
    assert.deepEqual(graph.one(SUBSCRIPTION).inputs, {
      name: "livelihood-production",
      monitorArnLists: [graph.one(MONITOR).outputs.arn],
      frequency: "IMMEDIATE",
      subscribers: [{ type: "SNS", address: args.topicArn }],
      thresholdExpression: {
        dimension: { key: "ANOMALY_TOTAL_IMPACT_ABSOLUTE", matchOptions: ["GREATER_THAN_OR_EQUAL"], values: ["20"] },
      },
    });
  });
});
