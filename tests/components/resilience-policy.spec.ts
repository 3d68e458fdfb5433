import { strict as assert } from "node:assert";
import { ResiliencePolicy } from "../../components/resilience-policy";
import { build } from "../helpers/graph";

describe("ResiliencePolicy", () => {
  it("states both objectives for every kind of fault, in the form that the provider reads back", async () => {
    const graph = await build(
      () =>
        new ResiliencePolicy("objectives", {
          policyName: "scholarship-production",
          tier: "Important",
          rtoHours: 4,
          rpoHours: 1,
        }),
    );
    const objectives = { rto: "4h0m0s", rpo: "1h0m0s" };
    assert.deepEqual(graph.one("aws:resiliencehub/resiliencyPolicy:ResiliencyPolicy").inputs, {
      name: "scholarship-production",
      description: "scholarship-production: working again within 4 h, at most 1 h of work lost",
      tier: "Important",
      policy: { software: objectives, hardware: objectives, az: objectives, region: objectives },
    });
  });
});
