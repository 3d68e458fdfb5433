import { strict as assert } from "node:assert";
import { cacheSchema } from "../../settings/cache";
import type { CacheSettings } from "../../settings/cache";

const sound: CacheSettings = {
  engineVersion: "7.1",
  nodeType: "cache.t4g.small",
  clusterMode: "disabled",
  shards: 1,
  replicasPerShard: 1,
  maxmemoryPolicy: "allkeys-lru",
  snapshotRetentionDays: 7,
  snapshotWindowUtc: "01:00-02:00",
  maintenanceWindowUtc: "sun:03:00-sun:04:00",
  logRetentionDays: 90,
  eventChannel: "operations",
};
const messages = (change: object) =>
  cacheSchema.safeParse({ ...sound, ...change }).error?.issues.map(({ path, message }) => [path.join("."), message]);
const paths = (value: unknown) => cacheSchema.safeParse(value).error?.issues.map(({ path }) => path.join("."));

describe("cache settings", () => {
  it("are sound as the fixture has them", () => assert.deepEqual(cacheSchema.parse(sound), sound));

  it("require every key", () => assert.deepEqual(paths({}), Object.keys(sound)));

  it("refuse an eviction policy that Redis doesn't have", () => {
    assert.deepEqual(paths({ ...sound, maxmemoryPolicy: "lru" }), ["maxmemoryPolicy"]);
  });

  it("refuse a cache without a replica, which can't fail over", () => {
    assert.deepEqual(paths({ ...sound, replicasPerShard: 0 }), ["replicasPerShard"]);
  });

  it("refuse a node type that is none, or that tiers data to disk", () => {
    for (const nodeType of ["t4g.small", "cache.r6gd.xlarge", "db.t4g.small"]) {
      assert.deepEqual(messages({ nodeType }), [
        ["nodeType", "a node type such as cache.t4g.small; not r6gd, which tiers data to disk"],
      ]);
    }
  });

  it("report a rule over two keys at the key to change", () => {
    assert.deepEqual(messages({ shards: 2, snapshotWindowUtc: "01:00-01:30" }), [
      ["shards", "1, because clusterMode is disabled"],
      ["snapshotWindowUtc", "a daily window of 60 minutes or more in UTC, such as 02:00-03:00"],
    ]);
  });
});
