import { strict as assert } from "node:assert";
import { queueMetric } from "../../../components/internal/queue-metric";

describe("the metric of a queue", () => {
  it("is told apart by system and queue, and is the longest that the queue was", () => {
    assert.deepEqual(queueMetric("factory-production", "forecasts"), {
      namespace: "Groundwork/Queues",
      metricName: "WaitingJobs",
      dimensions: { System: "factory-production", Queue: "forecasts" },
      statistic: "Maximum",
    });
  });
});
