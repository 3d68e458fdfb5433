import { strict as assert } from "node:assert";
import * as fc from "fast-check";
import { parseSettings } from "../../settings/parse";
import { configOf } from "../helpers/settings";
import { buildStack } from "../helpers/stacks";
import { validSettings } from "../helpers/valid-settings";

describe("settings that are valid", () => {
  it("pass, whatever is combined", () => {
    fc.assert(fc.property(validSettings, ({ raw }) => assert.ok(parseSettings(raw))), { numRuns: 200 });
  });

  // A build takes a second, so there are few; each run of the tests draws others.
  it("build, and make as many of each thing as they say", async function () {
    this.timeout(240_000);
    await fc.assert(
      fc.asyncProperty(validSettings, async ({ raw, zones, natGateways, replicas, workers }) => {
        const graph = await buildStack("scholarship", "production", configOf(raw));
        const count = (type: string) => graph.all(type).length;
        assert.equal(new Set(graph.list()).size, graph.resources.length, "a name is there twice");
        const loose = graph.resources.filter(
          ({ type, parent }) => parent === undefined && !/^(groundwork|pulumi:providers):/.test(type),
        );
        assert.deepEqual(loose, []);
        assert.equal(count("aws:ec2/subnet:Subnet"), 3 * zones);
        assert.equal(count("aws:ec2/natGateway:NatGateway"), natGateways);
        assert.equal(count("aws:rds/instance:Instance"), 1 + replicas);
        const lags = graph.all("aws:cloudwatch/metricAlarm:MetricAlarm").filter(({ name }) => name.includes("replica-lag"));
        assert.equal(lags.length, replicas, "each replica brings the alarm for its lag");
        const services = graph.all("groundwork:service:Service").filter(({ name }) => name !== "service-monitoring");
        assert.equal(services.length, 2 + workers);
      }),
      { numRuns: 8 },
    );
  });
});
