import { z } from "zod";
import { LOG_RETENTION_DAYS } from "../components/internal/log-retention";
import { longestGapHours, scheduleProblem } from "../components/internal/schedule-expression";
import { parseDailyWindow, parseWeeklyWindow, windowsOverlap } from "../components/internal/windows";
import type { Window } from "../components/internal/windows";
import { imageReference } from "./image";
import { isTimezone } from "./timezone";

const DAILY_UTC = /^cron\(([1-5]?\d) (1?\d|2[0-3]) \* \* \? \*\)$/;

const schedule = (description: string) =>
  z
    .string()
    .superRefine((text, context) => {
      const problem = scheduleProblem(text);
      if (problem !== undefined) context.addIssue({ code: "custom", message: problem });
    })
    .meta({ description: `${description} cron(minutes hours day month weekday year) or rate(1 hour).` });

const days = (low: number, high: number, description: string) =>
  z.int().min(low).max(high).meta({ description: `${description} Days, ${low} to ${high}.` });

const hours = (low: number, high: number, description: string) =>
  z.int().min(low).max(high).meta({ description: `${description} Hours, ${low} to ${high}.` });

const timezone = z
  .string()
  .refine(isTimezone, "an IANA time zone, such as Europe/Berlin or Etc/UTC")
  .meta({ description: "The IANA time zone of the schedules below and of the restore test, such as Europe/Berlin." });

const job = z.strictObject({
  image: imageReference
    .meta({ description: "The image of the jobs, registry/repository:tag or @sha256:digest; see components/backup-jobs.ts." }),
  certificateBundle: z
    .string()
    .startsWith("/", "an absolute path")
    .optional()
    .meta({ description: "Path in the image of the certificates of RDS, an absolute path. Only where groundwork:database is dumped." }),
  limitVcpu: z.number().min(0.25).max(16).meta({ description: "What a job may use. vCPU, 0.25 to 16." }),
  logRetentionDays: z
    .literal(LOG_RETENTION_DAYS)
    .meta({ description: "Days that the logs of the jobs are kept, one of CloudWatch's steps." }),
  memoryMib: z.int().min(512).max(122_880).meta({ description: "Where a job is killed. MiB, 512 to 122880." }),
});

const database = z.strictObject({
  retentionDays: days(1, 3650, "How long a dump below postgresql/ is kept."),
  schedule: schedule("When the database is dumped."),
  maxAgeHours: hours(1, 768, "An older newest dump is a problem."),
  minimumSizePercent: z
    .int()
    .min(1)
    .max(100)
    .meta({ description: "A dump smaller than so much of the one before is a problem. Percent, 1 to 100." }),
});

const files = z.strictObject({
  retentionDays: days(1, 3650, "How long a snapshot, and what a sync replaced or deleted, is kept."),
  syncSchedule: schedule("When files/latest/ is made the same as the documents."),
  snapshotSchedule: schedule("When the documents are copied into files/snapshots/<time>/."),
  maxSyncAgeHours: hours(1, 768, "An older last sync is a problem."),
  maxSnapshotAgeHours: hours(1, 768, "An older newest snapshot is a problem."),
});

const restoreTest = z.strictObject({
  schedule: schedule("When the newest recovery points are restored and thrown away."),
  startWindowHours: hours(1, 168, "The restores start within it."),
  validationWindowHours: hours(1, 168, "How long a restored copy stays."),
  selectionWindowDays: days(1, 365, "Only recovery points that are no older are restored."),
});

const vault = z.strictObject({
  schedule: z
    .string()
    .regex(DAILY_UTC, "a time every day in UTC, cron(minutes hours * * ? *), such as cron(0 5 * * ? *)")
    .meta({ description: "When AWS Backup starts, every day, in UTC: not in the database's windows nor in the hour before." }),
  startWindowMinutes: z.int().min(60).max(720).meta({ description: "A job starts within it. Minutes, 60 to 720." }),
  completionWindowMinutes: z
    .int()
    .min(120)
    .max(10_080)
    .meta({ description: "A job ends within it, else it is stopped. Minutes, 120 to 10080, 60 more than the start." }),
  retentionDays: days(1, 36_500, "How long a daily recovery point is kept."),
  continuousDays: days(1, 35, "How far back the documents can be restored to any second."),
  copyToBackupRegion: z
    .boolean()
    .meta({ description: "Whether each recovery point is copied to groundwork:account.backupRegion. It doubles the storage." }),
  copyRetentionDays: days(1, 36_500, "How long a copy in the backup region is kept."),
  minimumRetentionDays: days(1, 36_500, "The lock: nothing in the vaults is kept for less."),
  maximumRetentionDays: days(1, 36_500, "The lock: nothing in the vaults is kept for longer."),
  protectBackupBucket: z
    .boolean()
    .default(false)
    .meta({ description: "Whether the bucket of dumps and copies is protected as well, for a system whose data lie elsewhere." }),
  breakGlassRoles: z
    .array(z.string().regex(/^[\w+=,.@/-]{1,128}$/, "the name of an IAM role, with its path if it has one"))
    .meta({ description: "The IAM roles that alone may delete a recovery point early. Empty: nobody." }),
  restoreTest: restoreTest.meta({ description: "The regular proof that a recovery point can be restored." }),
});

/** The jobs that dump and copy, the vaults of AWS Backup, and the proof that both can be restored. */
export const backupsSchema = z
  .strictObject({
    replicateToBackupRegion: z
      .boolean()
      .meta({ description: "Whether each dump and copied file is also copied to the backup region within 15 minutes." }),
    timezone,
    database: database.optional().meta({ description: "The daily dump. Without it the database is not dumped." }),
    files: files.optional().meta({ description: "The copies of the documents bucket. Without it they are not copied." }),
    checkSchedule: schedule("When the newest backups are read and judged. After the dump and the snapshot."),
    failureChannel: z
      .string()
      .meta({ description: "Who hears of a backup, copy or restore that failed: a name of groundwork:channels." }),
    job: job.meta({ description: "The tasks that dump, copy and check." }),
    vault: vault.optional().meta({ description: "AWS Backup: its vaults, their lock and their copies. Without it, none." }),
  })
  .superRefine(({ vault: kept, ...jobs }, context) => {
    const check = (wrong: boolean, path: readonly string[], message: string) => {
      if (wrong) context.addIssue({ code: "custom", path: [...path], message });
    };
    check(
      jobs.database === undefined && jobs.files === undefined,
      ["database"],
      "a dump of the database here or copies of the documents under files: a backup of nothing is none",
    );
    for (const { age, path, schedule: text, key } of agesOf(jobs)) {
      const gap = longestGapHours(text);
      check(
        gap !== undefined && age <= gap,
        path,
        `more than ${gap ?? 0}, the hours between two runs of ${key}: a sound backup gets that old`,
      );
    }
    if (kept === undefined) return;
    check(
      kept.maximumRetentionDays < kept.minimumRetentionDays,
      ["vault", "maximumRetentionDays"],
      `at least the lock's minimum of ${kept.minimumRetentionDays} days`,
    );
    for (const key of ["retentionDays", "continuousDays", "copyRetentionDays"] as const) {
      check(
        kept[key] < kept.minimumRetentionDays || kept[key] > kept.maximumRetentionDays,
        ["vault", key],
        `${kept.minimumRetentionDays} to ${kept.maximumRetentionDays} days: the vault's lock fails every job outside them`,
      );
    }
    check(
      kept.completionWindowMinutes < kept.startWindowMinutes + 60,
      ["vault", "completionWindowMinutes"],
      `at least ${kept.startWindowMinutes + 60}, an hour more than the start window`,
    );
    check(
      kept.restoreTest.selectionWindowDays > kept.retentionDays,
      ["vault", "restoreTest", "selectionWindowDays"],
      `at most ${kept.retentionDays}, the days that a recovery point is kept`,
    );
  });

interface Jobs {
  readonly database?: z.infer<typeof database> | undefined;
  readonly files?: z.infer<typeof files> | undefined;
}

/** Each age that the check judges by, and the schedule that it must leave time for. */
function agesOf({ database: dump, files: copies }: Jobs) {
  return [
    ...(dump === undefined
      ? []
      : [{ path: ["database", "maxAgeHours"], age: dump.maxAgeHours, key: "schedule", schedule: dump.schedule }]),
    ...(copies === undefined
      ? []
      : [
          { path: ["files", "maxSyncAgeHours"], age: copies.maxSyncAgeHours, key: "syncSchedule", schedule: copies.syncSchedule },
          {
            path: ["files", "maxSnapshotAgeHours"],
            age: copies.maxSnapshotAgeHours,
            key: "snapshotSchedule",
            schedule: copies.snapshotSchedule,
          },
        ]),
  ];
}

export type BackupsSettings = z.infer<typeof backupsSchema>;
export type VaultSettings = z.infer<typeof vault>;

/**
 * Why AWS Backup could not start a job for the database, as a phrase that follows "expected": RDS refuses a snapshot inside
 * its backup and maintenance windows, and AWS Backup one in the hour before. A job may start anywhere in its start window.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/creating-a-backup-plan.html
 */
export function vaultStartProblem(
  { schedule: text, startWindowMinutes }: Pick<VaultSettings, "schedule" | "startWindowMinutes">,
  database: { readonly backupWindowUtc: string; readonly maintenanceWindowUtc: string },
): string | undefined {
  const [, minute, hour] = DAILY_UTC.exec(text) ?? [];
  if (minute === undefined || hour === undefined) return undefined;
  const starts: Window = {
    startMinute: Number(hour) * 60 + Number(minute),
    // The hour before a window, seen from the other side: a start is too late if a window opens within an hour of it.
    lengthMinutes: startWindowMinutes + 60,
    every: "day",
  };
  const taken = [
    { window: parseDailyWindow(database.backupWindowUtc), name: `backup window ${database.backupWindowUtc}` },
    { window: parseWeeklyWindow(database.maintenanceWindowUtc), name: `maintenance window ${database.maintenanceWindowUtc}` },
  ].find(({ window }) => window !== undefined && windowsOverlap(starts, window));
  if (taken === undefined) return undefined;
  return (
    `a start whose ${startWindowMinutes} minutes end an hour before the database's ${taken.name}, or begin after it: ` +
    "AWS Backup can't start in between"
  );
}
