import { strict as assert } from "node:assert";
import type { CustomMetric } from "../../components/internal/custom-metric";
import { LogMetrics } from "../../components/log-metrics";
import { build } from "../helpers/graph";

const FILTER = "aws:cloudwatch/logMetricFilter:LogMetricFilter";
const signal = { namespace: "Shop", metricName: "FailedSignIns", dimensions: {}, statistic: "Sum" } as const;
const counted: CustomMetric = {
  title: "Failed sign-ins (count)",
  periodMinutes: 1,
  signal,
  log: { logGroupNames: { api: "/shop/api", web: "/shop/web" }, pattern: '"auth" "failed"', value: "1", defaultValue: 0 },
  firstLook: "Look.",
  alarms: {},
};
const published: CustomMetric = { ...counted, log: undefined };
const make = (metrics: Readonly<Record<string, CustomMetric>>) =>
  build(() => new LogMetrics("log-metrics", { namePrefix: "shop-production", metrics }));

describe("LogMetrics", () => {
  it("makes a filter for each log of a metric, and none for a metric that something else publishes", async () => {
    assert.deepEqual((await make({ "sign-ins": counted, sales: published })).list(), [
      `${FILTER} log-metrics-sign-ins-api`,
      `${FILTER} log-metrics-sign-ins-web`,
      "groundwork:log-metrics:LogMetrics log-metrics",
    ]);
  });

  it("counts into the metric that the alarms watch", async () => {
    assert.deepEqual((await make({ "sign-ins": counted })).one(FILTER, "log-metrics-sign-ins-api").inputs, {
      name: "shop-production-sign-ins-api",
      logGroupName: "/shop/api",
      pattern: '"auth" "failed"',
      metricTransformation: { namespace: "Shop", name: "FailedSignIns", value: "1", defaultValue: "0" },
    });
  });

  it("stays silent where no line matches, if no default is given", async () => {
    const log = { logGroupNames: { api: "/shop/api" }, pattern: "{ $.ms > 0 }", value: "$.ms" };
    const { inputs } = (await make({ slow: { ...counted, log } })).one(FILTER);
    assert.deepEqual(inputs.metricTransformation, { namespace: "Shop", name: "FailedSignIns", value: "$.ms" });
  });

  it("refuses a pattern that CloudWatch Logs would refuse, and a log as the source of what is computed", async () => {
    const log = { logGroupNames: { api: "/shop/api" }, pattern: "%(a|b)%", value: "1" };
    await assert.rejects(make({ bad: { ...counted, log } }), /the pattern of the metric bad: expected a regular expression without parentheses/);
    await assert.rejects(make({ rate: { ...counted, signal: { expression: "a", metrics: { a: signal } } } }), {
      message: "the metric rate is computed, so no log can be its source",
    });
  });
});
