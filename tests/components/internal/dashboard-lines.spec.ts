import { strict as assert } from "node:assert";
import { graphLines } from "../../../components/internal/dashboard-lines";

const metric = (metricName: string) =>
  ({ namespace: "AWS/RDS", metricName, dimensions: { B: "2", A: "1" }, statistic: "Sum" }) as const;

describe("graphLines", () => {
  it("draws a metric as one line, its dimensions in one order", () => {
    assert.deepEqual(graphLines(metric("Reads"), { label: "primary", yAxis: "right" }, 0), [
      ["AWS/RDS", "Reads", "A", "1", "B", "2", { label: "primary", yAxis: "right", stat: "Sum" }],
    ]);
  });

  it("draws an expression, and hides what it is computed from under ids of its own", () => {
    const signal = { expression: "100 * ok / (ok + bad)", metrics: { ok: metric("Ok"), bad: metric("Bad") } };
    assert.deepEqual(graphLines(signal, { label: "api" }, 3), [
      [{ id: "rate3", expression: "100 * ok3 / (ok3 + bad3)", label: "api" }],
      ["AWS/RDS", "Ok", "A", "1", "B", "2", { id: "ok3", stat: "Sum", visible: false }],
      ["AWS/RDS", "Bad", "A", "1", "B", "2", { id: "bad3", stat: "Sum", visible: false }],
    ]);
  });
});
