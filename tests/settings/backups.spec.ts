import { strict as assert } from "node:assert";
import * as fc from "fast-check";
import { backupsSchema, vaultStartProblem } from "../../settings/backups";
import { problemsOf } from "../../settings/problems";

const compliant = {
  replicateToBackupRegion: true,
  timezone: "Etc/UTC",
  database: { retentionDays: 30, schedule: "cron(0 2 * * ? *)", maxAgeHours: 26, minimumSizePercent: 50 },
  files: {
    retentionDays: 7,
    syncSchedule: "rate(1 hour)",
    snapshotSchedule: "cron(0 3 * * ? *)",
    maxSyncAgeHours: 2,
    maxSnapshotAgeHours: 26,
  },
  checkSchedule: "cron(0 7 * * ? *)",
  failureChannel: "operations",
  job: {
    image: "123456789012.dkr.ecr.eu-central-1.amazonaws.com/scholarship/backup-jobs:1.0.0",
    certificateBundle: "/etc/ssl/rds/global-bundle.pem",
    limitVcpu: 0.5,
    logRetentionDays: 90,
    memoryMib: 1024,
  },
  vault: {
    schedule: "cron(30 5 * * ? *)",
    startWindowMinutes: 60,
    completionWindowMinutes: 240,
    retentionDays: 30,
    continuousDays: 35,
    copyToBackupRegion: true,
    copyRetentionDays: 30,
    minimumRetentionDays: 7,
    maximumRetentionDays: 366,
    breakGlassRoles: ["break-glass"],
    restoreTest: {
      schedule: "cron(0 9 1 * ? *)",
      startWindowHours: 2,
      validationWindowHours: 4,
      selectionWindowDays: 7,
    },
  },
};

function problems(settings: unknown): string[] {
  const { error } = backupsSchema.safeParse(settings);
  return error === undefined ? [] : problemsOf("backups", settings, error).map(({ key, expected }) => `${key}: ${expected}`);
}

const changed = (change: object) => ({ ...compliant, ...change });
const vault = (change: object) => changed({ vault: { ...compliant.vault, ...change } });

describe("settings: backups", () => {
  it("accepts sound settings", () => {
    assert.deepEqual(problems(compliant), []);
  });

  it("accepts a system without documents, without a database, or without AWS Backup", () => {
    for (const lacking of ["database", "files", "vault"]) assert.deepEqual(problems(changed({ [lacking]: undefined })), [], lacking);
  });

  for (const { name, settings, expected } of [
    {
      name: "a retention below the lock's minimum",
      settings: vault({ retentionDays: 6 }),
      expected: [
        "groundwork:backups.vault.retentionDays: 7 to 366 days: the vault's lock fails every job outside them",
        "groundwork:backups.vault.restoreTest.selectionWindowDays: at most 6, the days that a recovery point is kept",
      ],
    },
    {
      name: "a copy kept beyond the lock's maximum",
      settings: vault({ copyRetentionDays: 367 }),
      expected: ["groundwork:backups.vault.copyRetentionDays: 7 to 366 days: the vault's lock fails every job outside them"],
    },
    {
      name: "a lock without a range",
      settings: vault({ minimumRetentionDays: 30, maximumRetentionDays: 29 }),
      expected: [
        "groundwork:backups.vault.maximumRetentionDays: at least the lock's minimum of 30 days",
        "groundwork:backups.vault.retentionDays: 30 to 29 days: the vault's lock fails every job outside them",
        "groundwork:backups.vault.continuousDays: 30 to 29 days: the vault's lock fails every job outside them",
        "groundwork:backups.vault.copyRetentionDays: 30 to 29 days: the vault's lock fails every job outside them",
      ],
    },
    {
      name: "a completion window that ends too soon",
      settings: vault({ startWindowMinutes: 120, completionWindowMinutes: 179 }),
      expected: ["groundwork:backups.vault.completionWindowMinutes: at least 180, an hour more than the start window"],
    },
    {
      name: "a continuous backup of more than 35 days",
      settings: vault({ continuousDays: 36 }),
      expected: ["groundwork:backups.vault.continuousDays: at most 35"],
    },
    {
      name: "an age that a sound sync reaches",
      settings: changed({ files: { ...compliant.files, syncSchedule: "rate(2 hours)" } }),
      expected: [
        "groundwork:backups.files.maxSyncAgeHours: more than 2, the hours between two runs of syncSchedule: a sound backup gets that old",
      ],
    },
    {
      name: "a schedule that is none",
      settings: changed({ database: { ...compliant.database, schedule: "0 2 * * *" } }),
      expected: [
        "groundwork:backups.database.schedule: cron(minutes hours day-of-month month day-of-week year), six fields, or rate(1 hour)",
      ],
    },
    {
      name: "a vault that does not start every day at one time",
      settings: vault({ schedule: "rate(1 day)" }),
      expected: [
        "groundwork:backups.vault.schedule: a time every day in UTC, cron(minutes hours * * ? *), such as cron(0 5 * * ? *)",
      ],
    },
    {
      name: "jobs that back up nothing",
      settings: changed({ database: undefined, files: undefined }),
      expected: [
        "groundwork:backups.database: a dump of the database here or copies of the documents under files: a backup of nothing is none",
      ],
    },
    {
      name: "a time zone that is none",
      settings: changed({ timezone: "Berlin" }),
      expected: ["groundwork:backups.timezone: an IANA time zone, such as Europe/Berlin or Etc/UTC"],
    },
    {
      name: "an image whose tag moves",
      settings: changed({ job: { ...compliant.job, image: "example/backup-jobs:latest" } }),
      expected: [
        `groundwork:backups.job.image: a tag that never moves, such as 1.4.2, or a digest: "latest" can't be rolled back to`,
      ],
    },
  ]) {
    it(`refuses ${name}`, () => {
      assert.deepEqual(problems(settings), expected);
    });
  }
});

describe("vaultStartProblem", () => {
  const windows = { backupWindowUtc: "02:00-02:30", maintenanceWindowUtc: "sun:03:00-sun:04:00" };
  const at = (schedule: string, startWindowMinutes = 60) => vaultStartProblem({ schedule, startWindowMinutes }, windows);

  it("accepts a start after both windows", () => {
    assert.equal(at("cron(0 4 * * ? *)"), undefined);
  });

  it("accepts a start window that ends exactly an hour before the first", () => {
    assert.equal(at("cron(0 0 * * ? *)"), undefined);
  });

  it("refuses one that ends a minute later", () => {
    assert.equal(
      at("cron(1 0 * * ? *)"),
      "a start whose 60 minutes end an hour before the database's backup window 02:00-02:30, or begin after it: " +
        "AWS Backup can't start in between",
    );
  });

  it("refuses a start in the maintenance window, which comes on one day of the seven", () => {
    assert.match(at("cron(59 3 * * ? *)") ?? "", /maintenance window sun:03:00-sun:04:00/);
  });

  it("sees a start window that runs over midnight", () => {
    assert.match(at("cron(30 23 * * ? *)", 120) ?? "", /backup window/);
  });

  it("finds exactly the starts from which some minute lies in a window or in the hour before", () => {
    fc.assert(
      fc.property(fc.nat(1439), fc.integer({ min: 60, max: 300 }), (minute, startWindowMinutes) => {
        const starts = Array.from({ length: startWindowMinutes + 1 }, (_, index) => (minute + index) % 1440);
        const blocked = starts.some((start) => (start > 60 && start < 150) || (start > 120 && start < 240));
        const found = at(`cron(${minute % 60} ${Math.floor(minute / 60)} * * ? *)`, startWindowMinutes);
        assert.equal(found !== undefined, blocked);
      }),
    );
  });
});
