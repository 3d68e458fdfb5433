import { strict as assert } from "node:assert";
import { countryOf } from "../../../components/internal/region-countries";

describe("countryOf", () => {
  it("knows where a region lies, and says so of none that it doesn't know", () => {
    assert.equal(countryOf("eu-central-1"), "DE");
    assert.equal(countryOf("ap-southeast-1"), "SG");
    assert.equal(countryOf("ap-nowhere-1"), undefined);
  });
});
