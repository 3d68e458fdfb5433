import { strict as assert } from "node:assert";
import { checkDatabase, databaseProblems } from "../../../components/internal/database-rules";
import type { DatabasePlan } from "../../../components/internal/database-rules";

const sound: DatabasePlan = {
  instanceClass: "db.r7g.large",
  replicas: 1,
  replicaInstanceClass: "db.r7g.large",
  storageGib: 100,
  maxStorageGib: 500,
  storagePerformance: { kind: "baseline" },
  parameters: { shared_buffers: "2GB", effective_cache_size: "6GB" },
  backupWindowUtc: "02:00-02:30",
  maintenanceWindowUtc: "sun:03:00-sun:04:00",
};
const problems = (change: Partial<DatabasePlan>) =>
  databaseProblems({ ...sound, ...change }).map(({ path, expected }) => [path.join("."), expected]);

describe("databaseProblems", () => {
  it("finds nothing in a sound database", () => assert.deepEqual(problems({}), []));

  it("wants memory for shared_buffers: 2GB fit into 8 GiB and not into 4", () => {
    assert.deepEqual(problems({ instanceClass: "db.m7g.large" }), []);
    assert.deepEqual(problems({ instanceClass: "db.t4g.medium" }), [
      [
        "instanceClass",
        "a class with 5.0 GiB of memory or more, because shared_buffers 2GB may be 40 % of it; this one has 4 GiB",
      ],
    ]);
  });

  it("holds the replicas' class against shared_buffers too, unless there are none", () => {
    assert.deepEqual(problems({ replicaInstanceClass: "db.t4g.medium" }).map(([path]) => path), ["replicaInstanceClass"]);
    assert.deepEqual(problems({ replicaInstanceClass: "db.t4g.medium", replicas: 0 }), []);
  });

  it("leaves memory to RDS where shared_buffers is not given", () => {
    assert.deepEqual(problems({ parameters: {}, instanceClass: "db.t4g.micro" }), []);
  });

  it("refuses a class that it does not know", () => {
    assert.deepEqual(problems({ instanceClass: "db.z9.huge" }), [
      [
        "instanceClass",
        "a class such as db.m7g.large, of the families m6g, m6i, m7g, m7i, m8g, r6g, r6i, r7g, r7i, r8g, t3, t4g",
      ],
    ]);
  });

  it("wants a tenth of head-room for storage autoscaling", () => {
    assert.deepEqual(problems({ maxStorageGib: 110 }), []);
    assert.deepEqual(problems({ maxStorageGib: 109 }), [["maxStorageGib", "110 or more, a tenth above storageGib"]]);
  });

  it("lets IOPS and throughput be bought from 400 GiB on", () => {
    const provisioned = { kind: "provisioned", iops: 12_000, throughputMibps: 500 } as const;
    assert.deepEqual(problems({ storageGib: 400, storagePerformance: provisioned }), []);
    assert.deepEqual(problems({ storageGib: 399, storagePerformance: provisioned }), [
      ["storagePerformance.kind", "baseline: gp3 takes IOPS and throughput from 400 GiB on"],
    ]);
  });

  it("refuses IOPS and throughput outside gp3's ranges, and more throughput than the IOPS carry", () => {
    const bought = (iops: number, throughputMibps: number) =>
      problems({ storageGib: 400, storagePerformance: { kind: "provisioned", iops, throughputMibps } });
    assert.deepEqual(bought(64_000, 4000), []);
    assert.deepEqual(bought(64_001, 4001), [
      ["storagePerformance.iops", "12000 to 64000"],
      ["storagePerformance.throughputMibps", "500 to 4000, and at most a quarter of the IOPS"],
    ]);
    assert.deepEqual(bought(12_000, 3001).map(([path]) => path), ["storagePerformance.throughputMibps"]);
  });

  it("names each parameter that RDS would refuse", () => {
    assert.deepEqual(problems({ parameters: { max_connections: "100", work_mem: "4MB", jit: "yes" } }), [
      ["parameters.max_connections", "no such parameter here: it is groundwork:database.maxConnections"],
      ["parameters.jit", "on or off"],
    ]);
  });

  it("refuses windows that overlap, as the documents of one system do", () => {
    assert.deepEqual(problems({ maintenanceWindowUtc: "sun:02:00-sun:04:00" }).map(([path]) => path), [
      "maintenanceWindowUtc",
    ]);
  });

  it("finds everything at once", () => {
    const paths = problems({ instanceClass: "x", maxStorageGib: 1, parameters: { a: "b" }, backupWindowUtc: "never" });
    assert.deepEqual(paths.map(([path]) => path), ["instanceClass", "maxStorageGib", "parameters.a", "backupWindowUtc"]);
  });
});

describe("checkDatabase", () => {
  it("lets a sound database pass and throws for another", () => {
    checkDatabase(sound);
    assert.throws(() => checkDatabase({ ...sound, maxStorageGib: 100 }), {
      message: "the database's maxStorageGib: expected 110 or more, a tenth above storageGib",
    });
  });
});
