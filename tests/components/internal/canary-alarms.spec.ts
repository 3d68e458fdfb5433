import { strict as assert } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import { createCanaryAlarms } from "../../../components/internal/canary-alarms";
import { build } from "../../helpers/graph";

class Parent extends pulumi.ComponentResource {
  constructor(rateMinutes: number) {
    super("groundwork:test:Parent", "parent");
    createCanaryAlarms(this, "parent", {
      canaryName: "site", rateMinutes, failing: { runs: 1, of: 2 }, runbookBaseUrl: "https://runbooks.example.org", topicArns: ["arn:topic"],
    });
  }
}

describe("createCanaryAlarms", () => {
  it("looks at a run in each of its periods", async () => {
    const { inputs, parent } = (await build(() => new Parent(60))).one("aws:cloudwatch/metricAlarm:MetricAlarm");
    assert.deepEqual([inputs.period, inputs.evaluationPeriods, inputs.datapointsToAlarm], [3600, 2, 1]);
    assert.equal(parent, "groundwork:test:Parent::parent");
  });

  it("refuses what CloudWatch would refuse", async () => {
    await assert.rejects(build(() => new Parent(1000)), /canary site: expected at most 1 runs to look back on/);
  });
});
