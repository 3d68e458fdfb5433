import { strict as assert } from "node:assert";
import { isNewEnough, parseVersion } from "../../../rehearsal/engine/version";

describe("the engine's version", () => {
  it("is read with and without its v and its suffix", () => {
    assert.deepEqual(parseVersion("v3.259.0\n"), [3, 259, 0]);
    assert.deepEqual(parseVersion("3.260.1-alpha.2"), [3, 260, 1]);
    assert.equal(parseVersion("unknown"), undefined);
  });

  it("is new enough from 3.259.0 on, within the same major version", () => {
    const versions = ["3.258.9", "3.259.0", "3.259.1", "3.300.0", "4.0.0", "2.999.0", "none"];
    assert.deepEqual(versions.filter(isNewEnough), ["3.259.0", "3.259.1", "3.300.0"]);
  });
});
