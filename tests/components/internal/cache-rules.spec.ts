import { strict as assert } from "node:assert";
import { cacheProblems, checkCache, memberClusterIds } from "../../../components/internal/cache-rules";
import type { CachePlan } from "../../../components/internal/cache-rules";

const sound: CachePlan = {
  clusterMode: "disabled",
  shards: 1,
  replicasPerShard: 1,
  snapshotWindowUtc: "01:00-02:00",
  maintenanceWindowUtc: "sun:03:00-sun:04:00",
};
const problems = (change: Partial<CachePlan>) =>
  cacheProblems({ ...sound, ...change }).map(({ path, expected }) => [path.join("."), expected]);

describe("cacheProblems", () => {
  it("finds nothing in a sound cache, with cluster mode and without", () => {
    assert.deepEqual(problems({}), []);
    assert.deepEqual(problems({ clusterMode: "enabled", shards: 3 }), []);
  });

  it("refuses shards without cluster mode", () => {
    assert.deepEqual(problems({ shards: 2 }), [["shards", "1, because clusterMode is disabled"]]);
  });

  it("refuses more nodes than one cluster may have", () => {
    assert.deepEqual(problems({ clusterMode: "enabled", shards: 45 }), []);
    assert.deepEqual(problems({ clusterMode: "enabled", shards: 46 }), [
      ["shards", "a number that makes at most 90 nodes; with the replicas this makes 92"],
    ]);
  });

  it("wants an hour for each window, and hours that differ", () => {
    assert.deepEqual(problems({ snapshotWindowUtc: "01:00-01:30" }), [
      ["snapshotWindowUtc", "a daily window of 60 minutes or more in UTC, such as 02:00-03:00"],
    ]);
    assert.deepEqual(problems({ maintenanceWindowUtc: "sun:01:30-sun:02:30" }).map(([path]) => path), [
      "maintenanceWindowUtc",
    ]);
  });
});

describe("checkCache", () => {
  it("lets a sound cache pass and throws for another", () => {
    checkCache(sound);
    assert.throws(() => checkCache({ ...sound, shards: 2 }), {
      message: "the cache's shards: expected 1, because clusterMode is disabled",
    });
  });
});

describe("memberClusterIds", () => {
  it("numbers the nodes of one shard", () => {
    assert.deepEqual(memberClusterIds("scholarship-production-cache", { ...sound, replicasPerShard: 2 }), [
      "scholarship-production-cache-001",
      "scholarship-production-cache-002",
      "scholarship-production-cache-003",
    ]);
  });

  it("numbers shards and nodes in cluster mode", () => {
    assert.deepEqual(memberClusterIds("c", { ...sound, clusterMode: "enabled", shards: 2 }), [
      "c-0001-001",
      "c-0001-002",
      "c-0002-001",
      "c-0002-002",
    ]);
  });
});
