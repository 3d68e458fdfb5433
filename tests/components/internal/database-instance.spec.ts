import { strict as assert } from "node:assert";
import { commonInstanceArgs, originArgs, zoneOf } from "../../../components/internal/database-instance";
import type { InstanceProfile } from "../../../components/internal/database-instance";

const profile: InstanceProfile = {
  maxStorageGib: 500,
  storagePerformance: { kind: "baseline" },
  maintenanceWindowUtc: "sun:03:00-sun:04:00",
  performanceInsightsRetentionDays: 7,
  enhancedMonitoringSeconds: 60,
  monitoringRoleArn: "arn:aws:iam::123456789012:role/monitoring",
  parameterGroupName: "parameters",
  securityGroupId: "sg-database",
  dataKeyArn: "arn:aws:kms:eu-central-1:123456789012:key/data",
};

describe("commonInstanceArgs", () => {
  it("says nothing about IOPS and throughput at gp3's baseline, where RDS refuses them", () => {
    const args = commonInstanceArgs(profile);
    assert.equal("iops" in args || "storageThroughput" in args, false);
  });

  it("gives what was bought", () => {
    const args = commonInstanceArgs({
      ...profile,
      storagePerformance: { kind: "provisioned", iops: 16_000, throughputMibps: 600 },
    });
    assert.deepEqual([args.iops, args.storageThroughput], [16_000, 600]);
  });

  it("is Database Insights' advanced mode from 15 months of retention on", () => {
    const mode = (performanceInsightsRetentionDays: number) =>
      commonInstanceArgs({ ...profile, performanceInsightsRetentionDays }).databaseInsightsMode;
    assert.deepEqual([7, 434, 465, 731].map(mode), ["standard", "standard", "advanced", "advanced"]);
  });
});

describe("originArgs", () => {
  it("says nothing for an empty database", () => assert.deepEqual(originArgs({ kind: "nothing" }), {}));

  it("restores a snapshot", () => {
    assert.deepEqual(originArgs({ kind: "snapshot", snapshotIdentifier: "before-the-fire" }), {
      snapshotIdentifier: "before-the-fire",
    });
  });

  it("restores the newest point of a database, or a given time of backups that outlived it", () => {
    assert.deepEqual(originArgs({ kind: "pointInTime", source: "scholarship-production-database", timeUtc: "latest" }), {
      restoreToPointInTime: { sourceDbInstanceIdentifier: "scholarship-production-database", useLatestRestorableTime: true },
    });
    const source = "arn:aws:rds:eu-west-1:123456789012:auto-backup:ab-1";
    assert.deepEqual(originArgs({ kind: "pointInTime", source, timeUtc: "2026-11-21T02:00:00Z" }), {
      restoreToPointInTime: { sourceDbInstanceAutomatedBackupsArn: source, restoreTime: "2026-11-21T02:00:00Z" },
    });
  });
});

describe("zoneOf", () => {
  it("starts over after the last zone", () => {
    assert.deepEqual([0, 1, 2].map((index) => zoneOf(["a", "b"], index)), ["a", "b", "a"]);
  });

  it("refuses to place an instance in no zone", () => {
    assert.throws(() => zoneOf([], 0), { message: "the database needs the zones of its subnets" });
  });
});
