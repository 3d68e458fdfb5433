import { strict as assert } from "node:assert";
import * as fc from "fast-check";
import { databaseSchema } from "../../settings/database";
import type { DatabaseSettings } from "../../settings/database";

const sound: DatabaseSettings = {
  engineVersion: "15",
  instanceClass: "db.r7g.large",
  multiAz: true,
  replicas: 1,
  replicaInstanceClass: "db.r7g.large",
  storageGib: 100,
  maxStorageGib: 500,
  storagePerformance: { kind: "baseline" },
  parameters: { shared_buffers: "2GB" },
  maxConnections: 700,
  masterUsername: "scholarship_dba",
  backupRetentionDays: 14,
  backupWindowUtc: "02:00-02:30",
  maintenanceWindowUtc: "sun:03:00-sun:04:00",
  logRetentionDays: 90,
  performanceInsightsRetentionDays: 7,
  enhancedMonitoringSeconds: 60,
  restoreFrom: { kind: "nothing" },
  eventChannel: "database",
};
const messages = (change: object) =>
  databaseSchema.safeParse({ ...sound, ...change }).error?.issues.map(({ path, message }) => [path.join("."), message]);
const paths = (value: unknown) => databaseSchema.safeParse(value).error?.issues.map(({ path }) => path.join("."));

describe("database settings", () => {
  it("are sound as the fixture has them", () => assert.deepEqual(databaseSchema.parse(sound), sound));

  it("require every key but the two that have an honest default", () => {
    const optional = ["storagePerformance", "restoreFrom"];
    assert.deepEqual(paths({}), Object.keys(sound).filter((topic) => !optional.includes(topic)));
    const { storagePerformance: _, restoreFrom: __, ...short } = sound;
    assert.deepEqual(databaseSchema.parse(short), sound);
  });

  it("refuse a minor version, which would fight with RDS's upgrades", () => {
    assert.deepEqual(messages({ engineVersion: "15.8" }), [
      ["engineVersion", "a major version of PostgreSQL in quotes, 13 to 19; RDS chooses the minor version"],
    ]);
  });

  for (const masterUsername of ["admin", "postgres", "rdsadmin", "rds_superuser", "pg_monitor", "public"]) {
    it(`refuse the master user ${masterUsername}`, () => {
      assert.deepEqual(messages({ masterUsername }), [
        ["masterUsername", "a name that RDS and PostgreSQL don't keep for themselves"],
      ]);
    });
  }

  it("refuse a master user whose name is no name, or longer than 16 characters", () => {
    for (const masterUsername of ["9lives", "dba-1", "a".repeat(17)]) {
      assert.deepEqual(messages({ masterUsername }), [
        ["masterUsername", "1 to 16 lower-case letters, digits and underscores, a letter first"],
      ]);
    }
  });

  it("take 0 to 5 replicas and 1 to 35 days of backups", () => {
    for (const replicas of [0, 5]) assert.equal(messages({ replicas }), undefined);
    for (const replicas of [-1, 6, 1.5]) assert.deepEqual(paths({ ...sound, replicas }), ["replicas"]);
    for (const backupRetentionDays of [1, 35]) assert.equal(messages({ backupRetentionDays }), undefined);
    for (const backupRetentionDays of [0, 36]) {
      assert.deepEqual(paths({ ...sound, backupRetentionDays }), ["backupRetentionDays"]);
    }
  });

  it("take the retentions of Performance Insights and no others", () => {
    for (const days of [7, 31, 465, 713, 731]) assert.equal(messages({ performanceInsightsRetentionDays: days }), undefined);
    for (const days of [0, 8, 30, 730, 744]) {
      assert.deepEqual(messages({ performanceInsightsRetentionDays: days }), [
        ["performanceInsightsRetentionDays", "7, 731 or a multiple of 31 up to 713"],
      ]);
    }
  });

  it("take the intervals of enhanced monitoring and CloudWatch's retentions, and no others", () => {
    assert.deepEqual(paths({ ...sound, enhancedMonitoringSeconds: 0, logRetentionDays: 91 }), [
      "logRetentionDays",
      "enhancedMonitoringSeconds",
    ]);
  });

  it("report a rule over two keys at the key to change", () => {
    assert.deepEqual(messages({ maintenanceWindowUtc: "sun:02:00-sun:04:00", maxStorageGib: 100 }), [
      ["maxStorageGib", "110 or more, a tenth above storageGib"],
      [
        "maintenanceWindowUtc",
        "a window that shares no minute with the daily window 02:00-02:30, which comes every day of the week",
      ],
    ]);
  });

  it("report each parameter that RDS would refuse", () => {
    assert.deepEqual(messages({ parameters: { shared_buffers: "262144", log_duration: "yes" } }), [
      ["parameters.shared_buffers", "a whole number with its unit: B, kB, MB, GB or TB, such as 512MB"],
      ["parameters.log_duration", "on or off"],
    ]);
  });

  it("know what a database may be made from", () => {
    const from = (restoreFrom: object) => messages({ restoreFrom });
    assert.equal(from({ kind: "snapshot", snapshotIdentifier: "before" }), undefined);
    assert.equal(from({ kind: "pointInTime", source: "old", timeUtc: "latest" }), undefined);
    assert.equal(from({ kind: "pointInTime", source: "old", timeUtc: "2026-11-21T02:00:00Z" }), undefined);
    assert.deepEqual(from({ kind: "pointInTime", source: "old", timeUtc: "yesterday" }), [
      ["restoreFrom.timeUtc", "latest, or a time such as 2026-11-21T02:00:00Z"],
    ]);
    assert.deepEqual(from({ kind: "tape" }), [
      ["restoreFrom.kind", "an object whose kind is nothing, snapshot or pointInTime"],
    ]);
  });

  it("refuse every key that they don't know, by its name", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }).filter((name) => !(name in sound)), (name) => {
        const issues = databaseSchema.safeParse(Object.fromEntries([...Object.entries(sound), [name, 1]])).error?.issues;
        assert.deepEqual(issues?.map(({ code }) => code), ["unrecognized_keys"]);
      }),
    );
  });
});
