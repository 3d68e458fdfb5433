import { strict as assert } from "node:assert";
import { canaryAlarmExpectations } from "../../../components/internal/canary-limits";

describe("the alarm of a canary", () => {
  it("needs no more failing runs than it looks at", () => {
    assert.deepEqual(canaryAlarmExpectations(5, { runs: 3, of: 3 }), []);
    assert.deepEqual(canaryAlarmExpectations(5, { runs: 4, of: 3 }), ["at most 3 failing runs of 3"]);
  });

  it("looks back a day at most", () => {
    assert.deepEqual(canaryAlarmExpectations(60, { runs: 2, of: 24 }), []);
    assert.deepEqual(canaryAlarmExpectations(60, { runs: 2, of: 25 }), ["at most 24 runs to look back on: an alarm sees one day"]);
  });
});
