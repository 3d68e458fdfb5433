import { strict as assert } from "node:assert";
import { firstVersion } from "../../../components/internal/secret-version";

describe("first version of a secret", () => {
  it("is like any other where nobody rotates it", () => {
    assert.deepEqual(firstVersion(false), { stages: {}, options: {} });
  });

  it("keeps a stage that no rotation takes, and is never compared again, where somebody does", () => {
    assert.deepEqual(firstVersion(true), {
      stages: { versionStages: ["AWSCURRENT", "groundwork-first"] },
      options: { ignoreChanges: ["secretString", "versionStages"] },
    });
  });
});
