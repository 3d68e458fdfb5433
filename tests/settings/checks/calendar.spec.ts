import { strict as assert } from "node:assert";
import { officeSettings } from "../../helpers/calendar-settings";
import { problemsIn } from "../../helpers/problems";
import { changed, rawSettings } from "../../helpers/settings";
import type { RawSettings } from "../../helpers/settings";

const scholarship = rawSettings("scholarship", "staging");
const OFFICE_TIME = "07:00 to 20:00 Europe/Berlin on MON, TUE, WED, THU, FRI";

const maintained = (change: object = {}): RawSettings => ({
  ...scholarship,
  maintenance: {
    windowUtc: "sun:02:00-sun:04:00",
    noticeHours: 48,
    noticeChannel: "operations",
    failureChannel: "operations",
    neverMutedChannels: ["security"],
    ...change,
  },
  database: { ...Object(scholarship["database"]), backupWindowUtc: "02:00-02:30", maintenanceWindowUtc: "sun:03:00-sun:04:00" },
  cache: { ...Object(scholarship["cache"]), snapshotWindowUtc: "00:00-01:00", maintenanceWindowUtc: "sun:02:00-sun:03:00" },
});

describe("checks of the calendar", () => {
  describe("with a maintenance window", () => {
    it("let database and cache be patched inside it, and the database's own backup lie beside its patches", () => {
      assert.deepEqual(problemsIn(maintained()), []);
    });

    it("refuse patches in other hours", () => {
      const moved = changed(changed(maintained(), "database.maintenanceWindowUtc", "sun:03:30-sun:04:30"), "cache.maintenanceWindowUtc", "mon:02:00-mon:03:00");
      const expected = "a window inside sun:02:00-sun:04:00, groundwork:maintenance.windowUtc: people are told of that one";
      assert.deepEqual(problemsIn(moved), [
        `groundwork:database.maintenanceWindowUtc | sun:03:30-sun:04:30 | ${expected}`,
        `groundwork:cache.maintenanceWindowUtc | mon:02:00-mon:03:00 | ${expected}`,
      ]);
    });

    it("refuse channels that don't exist", () => {
      const channels = `one of groundwork:channels: ${Object.keys(Object(scholarship["channels"])).join(", ")}`;
      assert.deepEqual(problemsIn(maintained({ noticeChannel: "a", failureChannel: "b", neverMutedChannels: ["security", "c"] })), [
        `groundwork:maintenance.noticeChannel | a | ${channels}`,
        `groundwork:maintenance.failureChannel | b | ${channels}`,
        `groundwork:maintenance.neverMutedChannels[1] | c | ${channels}`,
      ]);
    });
  });

  describe("with off-hours", () => {
    const office = officeSettings(true);

    it("find nothing wrong with a stack that may stop, with its database or without", () => {
      assert.deepEqual(problemsIn(office), []);
      assert.deepEqual(problemsIn(officeSettings(false)), []);
    });

    it("refuse what is there so that nothing stops", () => {
      assert.deepEqual(problemsIn(changed(office, "database.multiAz", true)), [
        "groundwork:database.multiAz | true | false: a standby is for what must not stop, and groundwork:offHours turns the stack off",
      ]);
      assert.deepEqual(problemsIn({ ...office, resilience: scholarship["resilience"] }), [
        "groundwork:resilience | a time to recover in | nothing: groundwork:offHours turns the stack off, every evening",
      ]);
      const night = [{ name: "night", schedule: "cron(0 22 * * ? *)", timezone: "Europe/Berlin", minimum: 1, maximum: 1 }];
      const scaled = { targetTracking: [], steps: [], schedules: night };
      const raw = changed(changed(office, "services.backend.autoscaling", scaled), "services.backend.replicas.owner", "autoscaling");
      assert.deepEqual(problemsIn(raw), [
        'groundwork:services.backend.autoscaling.schedules | schedules | none: they would start copies at night, and groundwork:offHours turns the stack off',
      ]);
    });

    it("refuse replicas where the database stops, which RDS refuses, and take them where it runs on", () => {
      const expected = "groundwork:database.replicas | 1 | 0: RDS stops no database that has replicas, and groundwork:offHours turns the stack off";
      assert.deepEqual(problemsIn(changed(office, "database.replicas", 1)), [expected]);
      assert.deepEqual(problemsIn(changed(officeSettings(false), "database.replicas", 1)), []);
    });

    it("refuse alerts that can't be silenced", () => {
      assert.ok(
        problemsIn({ ...office, prometheus: scholarship["prometheus"] }).includes(
          "groundwork:prometheus.enabled | true | false: its alerts can't be silenced, and groundwork:offHours turns the stack off",
        ),
      );
    });

    it("refuse a dump and a job while the database is stopped, in whatever zone they are, and take them where it runs on", () => {
      const night = changed(changed(office, "backups.database.schedule", "cron(0 2 * * ? *)"), "databaseJobs.jobs.vacuum.schedule", "rate(1 day)");
      const wanted = (minutes: number) => `a time at which the database runs for ${minutes} minutes on: ${OFFICE_TIME}`;
      assert.deepEqual(problemsIn(night), [
        `groundwork:backups.database.schedule | cron(0 2 * * ? *) | ${wanted(60)}; SUN 02:00 Europe/Berlin is none`,
        `groundwork:databaseJobs.jobs.vacuum.schedule | rate(1 day) | ${wanted(5)}`,
      ]);
      // Five in UTC is six in the winter of Berlin, and seven in its summer.
      assert.deepEqual(problemsIn(changed(office, "databaseJobs.jobs.vacuum.schedule", "cron(0 5 ? * MON *)")), [
        `groundwork:databaseJobs.jobs.vacuum.schedule | cron(0 5 ? * MON *) | ${wanted(5)}; MON 05:00 UTC is none`,
      ]);
      assert.deepEqual(problemsIn(changed(office, "databaseJobs.jobs.vacuum.schedule", "cron(0 6 ? * MON *)")), []);
      assert.deepEqual(problemsIn(changed(officeSettings(false), "databaseJobs.jobs.vacuum.schedule", "cron(0 2 ? * MON *)")), []);
    });
  });
});
