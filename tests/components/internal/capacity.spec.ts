import { strict as assert } from "node:assert";
import { capacityArgs, capacityOption, SPOT_PROVIDERS } from "../../../components/internal/capacity";

describe("the capacity of a task", () => {
  it("is on demand by launch type, so that it depends on no capacity provider", () => {
    assert.deepEqual(capacityArgs("on-demand"), { launchType: "FARGATE" });
    assert.equal(capacityOption("on-demand"), "--launch-type FARGATE");
  });

  it("is spot by the one provider that the cluster then lists, and by nothing else", () => {
    assert.deepEqual(capacityArgs("spot"), { capacityProviderStrategies: [{ capacityProvider: "FARGATE_SPOT", weight: 1 }] });
    assert.equal(capacityOption("spot"), "--capacity-provider-strategy capacityProvider=FARGATE_SPOT,weight=1");
    assert.deepEqual(SPOT_PROVIDERS, ["FARGATE_SPOT"]);
  });
});
