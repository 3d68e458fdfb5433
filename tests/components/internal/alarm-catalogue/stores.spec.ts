import { strict as assert } from "node:assert";
import { DATABASE_ALARMS } from "../../../../components/internal/alarm-catalogue/stores";
import { alarmTable } from "../../../helpers/alarm-table";
import { TARGETS } from "../../../helpers/monitoring";

describe("the alarms of stores", () => {
  it("watch the database, memory and storage in the bytes that AWS counts", () => {
    const primary = "{DBInstanceIdentifier=primary}";
    assert.deepEqual(alarmTable("database"), [
      `database-cpu-warning: AWS/RDS CPUUtilization Average ${primary} above 80, 15 of 15 x 60 s, silence missing`,
      `database-connections-critical: AWS/RDS DatabaseConnections Maximum ${primary} above 150, 5 of 5 x 60 s, silence missing`,
      `database-storage-critical: AWS/RDS FreeStorageSpace Minimum ${primary} below 10737418240, 15 of 15 x 60 s, silence breaching`,
      `database-memory-warning: AWS/RDS FreeableMemory Minimum ${primary} below 268435456, 15 of 15 x 60 s, silence missing`,
    ]);
  });

  it("watch the same of a replica, and its lag", () => {
    const replica = alarmTable("database-replica");
    assert.equal(replica.length, 5);
    assert.equal(
      replica[4],
      "replica-lag-warning: AWS/RDS ReplicaLag Maximum {DBInstanceIdentifier=replica-1} above 60, 10 of 10 x 60 s, silence breaching",
    );
  });

  it("watch each node of the cache", () => {
    const node = "{CacheClusterId=cache-001, CacheNodeId=0001}";
    assert.deepEqual(alarmTable("cache-node"), [
      `cache-cpu-warning: AWS/ElastiCache EngineCPUUtilization Average ${node} above 80, 15 of 15 x 60 s, silence missing`,
      `cache-memory-warning: AWS/ElastiCache DatabaseMemoryUsagePercentage Maximum ${node} above 75, 15 of 15 x 60 s, silence missing`,
      `cache-evictions-warning: AWS/ElastiCache Evictions Sum ${node} above 100, 2 of 3 x 300 s, silence notBreaching`,
      `cache-replication-lag-warning: AWS/ElastiCache ReplicationLag Maximum ${node} above 10, 10 of 10 x 60 s, silence notBreaching`,
    ]);
  });

  it("take the limit of connections as a share of the server's own, rounded down", () => {
    const connections = DATABASE_ALARMS.find(({ key }) => key === "database-connections");
    const threshold = (maxConnections: number, limit: number) =>
      connections?.threshold({ limit, channels: ["database"] }, { ...TARGETS.database, maxConnections });
    assert.equal(threshold(150, 75), 112);
    assert.equal(threshold(100, 80), 80);
  });

  it("take free storage in GiB, or as a share of what the instance was made with, in the bytes that AWS counts", () => {
    const storage = DATABASE_ALARMS.find(({ key }) => key === "database-storage");
    const threshold = (limit: number, unit: "absolute" | "percent") =>
      storage?.threshold({ limit, unit, channels: ["database"] }, { ...TARGETS.database, allocatedStorageGib: 100 });
    assert.equal(threshold(5, "absolute"), 5 * 2 ** 30);
    assert.equal(threshold(10, "percent"), 10 * 2 ** 30);
    assert.equal(threshold(0.1, "percent"), Math.floor(0.1 * 2 ** 30));
  });
});
