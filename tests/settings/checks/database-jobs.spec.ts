import { strict as assert } from "node:assert";
import { AUDIT, databaseJobs, outsideSettings, VACUUM } from "../../helpers/calendar-settings";
import { problemsIn } from "../../helpers/problems";
import { changed, rawSettings } from "../../helpers/settings";
import type { RawSettings } from "../../helpers/settings";

const scholarship = rawSettings("scholarship", "staging");
const maintenance = {
  windowUtc: "sun:02:00-sun:06:00",
  noticeHours: 48,
  noticeChannel: "operations",
  failureChannel: "operations",
  neverMutedChannels: ["security"],
};
const own = (jobs: Readonly<Record<string, object>>, roles: object = {}): RawSettings => ({
  ...scholarship,
  databaseJobs: databaseJobs(jobs),
  databaseRoles: { ...Object(scholarship["databaseRoles"]), ...roles },
});
const STATISTICS = { ...VACUUM, kind: "statistics", tables: 5, queries: 20, orderQueriesBy: "mean-time" };
const BLOATED = { ...VACUUM, kind: "reindex-bloated", indexes: ["idx_a"], maxFragmentationPercent: 20 };

/** `databaseJobs` on a Sunday between two and four, the window of the documents. */
const windowed = (job: object, change: object = {}): RawSettings => ({
  ...own({ weekly: { ...VACUUM, schedule: "cron(0 2 ? * SUN *)", maxMinutes: 120, ...job } }),
  maintenance: { ...maintenance, windowUtc: "sun:02:00-sun:04:00", ...change },
  database: { ...Object(scholarship["database"]), backupWindowUtc: "00:30-01:00", maintenanceWindowUtc: "sun:02:00-sun:03:00" },
  cache: { ...Object(scholarship["cache"]), snapshotWindowUtc: "00:00-01:00", maintenanceWindowUtc: "sun:03:00-sun:04:00" },
});
const expectedWindow = (where: string, rest: string) => `a start whose 120 minutes lie ${where} sun:02:00-sun:04:00, the maintenance window${rest}`;

describe("checks of the database's jobs", () => {
  it("find nothing wrong with jobs here, and with jobs on a database outside", () => {
    assert.deepEqual(problemsIn(own({ vacuum: VACUUM, audit: AUDIT })), []);
    assert.deepEqual(problemsIn(outsideSettings()), []);
  });

  it("refuse two databases, and jobs without one", () => {
    const { externalDatabase } = outsideSettings();
    const both = { ...own({}), externalDatabase, secrets: { ...Object(scholarship["secrets"]), ...Object(outsideSettings()["secrets"]) } };
    assert.deepEqual(problemsIn(both), ["groundwork:externalDatabase | a database | nothing: the stack has groundwork:database"]);
    const { externalDatabase: _, ...none } = changed(outsideSettings(), "backups.database", undefined);
    assert.deepEqual(problemsIn(none), [
      "groundwork:databaseJobs | jobs | nothing: there is neither groundwork:database nor groundwork:externalDatabase",
    ]);
  });

  it("refuse a password that nobody outside has given", () => {
    const password = (passwordSecret: string) => problemsIn(changed(outsideSettings(), "externalDatabase.passwordSecret", passwordSecret));
    const expected = "a secret of kind external: outside:password";
    assert.deepEqual(password("outside"), [`groundwork:externalDatabase.passwordSecret | outside | ${expected}`]);
    assert.deepEqual(password("session"), [`groundwork:externalDatabase.passwordSecret | session | ${expected}`]);
    assert.deepEqual(password("nobody:password"), [`groundwork:externalDatabase.passwordSecret | nobody:password | ${expected}`]);
  });

  it("refuse the reader's password too", () => {
    const withReader = (passwordSecret: string) =>
      problemsIn(changed(outsideSettings(), "externalDatabase.reader", { username: "monitoring.outside", passwordSecret }));
    assert.deepEqual(withReader("outside:password"), []);
    assert.deepEqual(withReader("session"), [
      "groundwork:externalDatabase.reader.passwordSecret | session | a secret of kind external: outside:password",
    ]);
  });

  it("ask for the certificates of RDS where something works on one, and nowhere else", () => {
    const unknown = (raw: RawSettings) =>
      problemsIn(changed(changed(raw, "databaseJobs.task.certificateBundle", undefined), "backups.job.certificateBundle", undefined));
    const expected = "nothing | the path in the image of the certificates of RDS, by which the job knows groundwork:database";
    assert.deepEqual(unknown(own({ vacuum: VACUUM })), [
      `groundwork:databaseJobs.task.certificateBundle | ${expected}`,
      `groundwork:backups.job.certificateBundle | ${expected}`,
    ]);
    assert.deepEqual(unknown(changed(own({ vacuum: VACUUM }), "backups.database", undefined)), [
      `groundwork:databaseJobs.task.certificateBundle | ${expected}`,
    ]);
    assert.deepEqual(unknown(outsideSettings()), []);
  });

  it("refuse an extension whose library is not loaded, and take one whose is", () => {
    const raw = own({}, { extensions: ["pg_stat_statements"] });
    assert.deepEqual(problemsIn(changed(raw, "database.parameters", {})), [
      "groundwork:database.parameters.shared_preload_libraries | nothing | a list with pg_stat_statements: groundwork:databaseRoles.extensions asks for it",
    ]);
    assert.deepEqual(problemsIn(changed(raw, "database.parameters", { shared_preload_libraries: "pg_stat_statements" })), []);
  });

  it("refuse jobs that would find no extension, or see nothing", () => {
    const sees = { monitoringReadsStatistics: true };
    assert.deepEqual(problemsIn(own({ bloated: BLOATED }, { monitoringReadsStatistics: false })), [
      "groundwork:databaseRoles.extensions |  | a list with pgstattuple: the database job bloated reads it",
      "groundwork:databaseRoles.monitoringReadsStatistics | false | true: the database job bloated sees nothing otherwise",
    ]);
    assert.deepEqual(problemsIn(own({ bloated: BLOATED }, { ...sees, extensions: ["pgstattuple"] })), []);
    assert.deepEqual(problemsIn(own({ statistics: STATISTICS }, { ...sees, extensions: ["pgstattuple"] })), [
      "groundwork:databaseRoles.extensions | pgstattuple | a list with pg_stat_statements: the database job statistics reads it",
    ]);
    assert.deepEqual(problemsIn(own({ statistics: { ...STATISTICS, queries: 0 } }, sees)), []);
  });

  it("refuse a job whose task has the name of another", () => {
    const raw = own({ cleanup: VACUUM });
    const { migrate } = Object(scholarship["tasks"]);
    assert.deepEqual(problemsIn(changed(raw, "tasks.database-cleanup", migrate)), [
      "groundwork:databaseJobs.jobs.cleanup | cleanup | another name: there is a service or task database-cleanup",
    ]);
  });

  it("refuse channels that don't exist", () => {
    const channels = Object.keys(Object(scholarship["channels"])).join(", ");
    assert.deepEqual(problemsIn(changed(own({ audit: { ...AUDIT, channels: ["nobody"] } }), "databaseJobs.failureChannels", ["none"])), [
      `groundwork:databaseJobs.failureChannels[0] | none | one of groundwork:channels: ${channels}`,
      `groundwork:databaseJobs.jobs.audit.channels[0] | nobody | one of groundwork:channels: ${channels}`,
    ]);
  });

  it("refuse an external database that no way leads to", () => {
    const raw = changed(changed(outsideSettings(), "network.nat", "none"), "network.interfaceEndpoints", ["ecr.api", "ecr.dkr", "logs", "secretsmanager"]);
    assert.ok(problemsIn(raw).includes("groundwork:network.nat | none | a way to the internet, where groundwork:externalDatabase lies"));
  });

  describe("with a maintenance window", () => {
    const at = "groundwork:databaseJobs.jobs.weekly.schedule";

    it("let a job that must lie inside fill it, and end when it ends", () => {
      assert.deepEqual(problemsIn(windowed({ maintenanceWindow: "inside" })), []);
      assert.deepEqual(problemsIn(windowed({ maintenanceWindow: "inside", schedule: "cron(1 2 ? * SUN *)" })), [
        `${at} | cron(1 2 ? * SUN *) | ${expectedWindow("inside", "; SUN 02:01 is none")}`,
      ]);
      assert.deepEqual(problemsIn(windowed({ maintenanceWindow: "inside", schedule: "cron(0 2 1 * ? *)" })), [
        `${at} | cron(0 2 1 * ? *) | ${expectedWindow("inside", "; MON 02:00 is none")}`,
      ]);
    });

    it("let a job that must lie outside touch it, and share no minute", () => {
      assert.deepEqual(problemsIn(windowed({ maintenanceWindow: "outside", schedule: "cron(0 0 ? * SUN *)" })), []);
      assert.deepEqual(problemsIn(windowed({ maintenanceWindow: "outside", schedule: "cron(0 4 * * ? *)" })), []);
      assert.deepEqual(problemsIn(windowed({ maintenanceWindow: "outside", schedule: "cron(1 0 ? * * *)" })), [
        `${at} | cron(1 0 ? * * *) | ${expectedWindow("outside", "; SUN 00:01 is none")}`,
      ]);
      assert.deepEqual(problemsIn(windowed({ maintenanceWindow: "outside", schedule: "rate(1 day)" })), [
        `${at} | rate(1 day) | ${expectedWindow("outside", ": a rate starts at any time")}`,
      ]);
    });

    it("want it to exist, and the job's clock to be its own", () => {
      const { maintenance: _, ...without } = windowed({ maintenanceWindow: "inside" });
      assert.deepEqual(problemsIn(without), [
        "groundwork:databaseJobs.jobs.weekly.maintenanceWindow | inside | anytime: there is no groundwork:maintenance",
      ]);
      assert.deepEqual(problemsIn(changed(windowed({ maintenanceWindow: "inside" }), "databaseJobs.timezone", "Europe/Berlin")), [
        "groundwork:databaseJobs.timezone | Europe/Berlin | UTC: weekly keeps to the maintenance window, which is in UTC and does not move with the clocks",
      ]);
    });

    it("leave a dangerous job alone that is off", () => {
      const full = { kind: "dangerously-vacuum-full", maintenanceWindow: "inside", schedule: "cron(0 12 * * ? *)" };
      assert.deepEqual(problemsIn(windowed({ ...full, enabled: false })), []);
      assert.equal(problemsIn(windowed({ ...full, enabled: true })).length, 1);
    });
  });
});
