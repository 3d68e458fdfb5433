import { strict as assert } from "node:assert";
import { archiveLifecycle, archiveProblems } from "../../settings/archive";

const objectLock = { mode: "GOVERNANCE", days: 2557, legalBasis: "Example Records Act" } as const;

describe("archiveProblems", () => {
  it("are none where an archive outlives its lock, to the day, and its moves", () => {
    const transitions = [{ afterDays: 90, storageClass: "GLACIER_IR" as const }];
    assert.deepEqual(archiveProblems({ retentionDays: 2557, transitions, objectLock }), []);
    assert.deepEqual(archiveProblems({ retentionDays: 90, transitions: [] }), []);
  });

  it("refuse a retention that is shorter than the lock", () => {
    assert.deepEqual(archiveProblems({ retentionDays: 2556, transitions: [], objectLock }), [
      { path: ["retentionDays"], message: "at least 2557, the days of the lock: no object can be deleted before" },
    ]);
  });

  it("refuse a move that no object lives to see", () => {
    assert.deepEqual(archiveProblems({ retentionDays: 90, transitions: [{ afterDays: 90, storageClass: "GLACIER_IR" }] }), [
      { path: ["transitions"], message: 'objects below "" to expire after day 90, their last move' },
    ]);
  });
});

describe("archiveLifecycle", () => {
  it("is one rule for the whole bucket", () => {
    assert.deepEqual(archiveLifecycle({ retentionDays: 90, transitions: [] }), [
      { prefix: "", expirationDays: 90, noncurrentDays: 1, transitions: [] },
    ]);
  });
});
