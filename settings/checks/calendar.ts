import { isInOfficeHours } from "../../components/internal/off-hours";
import { sayMinute, WEEK_MINUTES, weeklyStarts } from "../../components/internal/weekly-starts";
import { parseWeeklyWindow } from "../../components/internal/windows";
import type { SoundTopics } from "../cross-checks";
import { enabledJobs } from "../database-jobs";
import { keyOf } from "../problems";
import type { Problem } from "../problems";

/** What RDS and ElastiCache do by themselves, they do in the announced hours. */
function patchesComeInTheWindow({ maintenance, database, cache }: SoundTopics): Problem[] {
  const window = parseWeeklyWindow(maintenance?.windowUtc ?? "");
  if (maintenance === undefined || window === undefined) return [];
  return [
    { topic: "database", text: database?.maintenanceWindowUtc },
    { topic: "cache", text: cache?.maintenanceWindowUtc },
  ].flatMap(({ topic, text }) => {
    const patch = text === undefined ? undefined : parseWeeklyWindow(text);
    if (text === undefined || patch === undefined) return [];
    const into = (patch.startMinute - window.startMinute + WEEK_MINUTES) % WEEK_MINUTES;
    if (into + patch.lengthMinutes <= window.lengthMinutes) return [];
    return [
      {
        key: keyOf(topic, ["maintenanceWindowUtc"]),
        got: text,
        expected: `a window inside ${maintenance.windowUtc}, groundwork:maintenance.windowUtc: people are told of that one`,
      },
    ];
  });
}

function calendarChannelsExist({ channels, maintenance, offHours }: SoundTopics): Problem[] {
  if (channels === undefined) return [];
  const known = Object.keys(channels);
  const named = [
    ...(maintenance === undefined
      ? []
      : [
          { topic: "maintenance", path: ["noticeChannel"], name: maintenance.noticeChannel },
          { topic: "maintenance", path: ["failureChannel"], name: maintenance.failureChannel },
          ...maintenance.neverMutedChannels.map((name, index) => ({ topic: "maintenance", path: ["neverMutedChannels", index], name })),
        ]),
    ...(offHours === undefined ? [] : [{ topic: "offHours", path: ["failureChannel"], name: offHours.failureChannel }]),
  ];
  return named
    .filter(({ name }) => !known.includes(name))
    .map(({ topic, path, name }) => ({ key: keyOf(topic, path), got: name, expected: `one of groundwork:channels: ${known.join(", ")}` }));
}

/** A stack that is off at night can have nothing that is there so that it is never off. */
function offHoursStopNothingThatMustRun({ offHours, services, database, resilience, prometheus }: SoundTopics): Problem[] {
  if (offHours === undefined) return [];
  const refuse = (wrong: boolean, key: string, got: string, expected: string) => (wrong ? [{ key, got, expected }] : []);
  const why = "groundwork:offHours turns the stack off";
  const replicas = database?.replicas ?? 0;
  return [
    ...refuse(database?.multiAz === true, keyOf("database", ["multiAz"]), "true", `false: a standby is for what must not stop, and ${why}`),
    // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_StopInstance.html
    ...refuse(
      offHours.stopDatabase && replicas > 0,
      keyOf("database", ["replicas"]),
      String(replicas),
      `0: RDS stops no database that has replicas, and ${why}`,
    ),
    ...refuse(
      offHours.stopDatabase && database === undefined,
      keyOf("offHours", ["stopDatabase"]),
      "true",
      "false: there is no groundwork:database to stop",
    ),
    ...refuse(resilience !== undefined, "groundwork:resilience", "a time to recover in", `nothing: ${why}, every evening`),
    ...refuse(prometheus?.enabled === true, keyOf("prometheus", ["enabled"]), "true", `false: its alerts can't be silenced, and ${why}`),
    ...Object.entries(services ?? {}).flatMap(([name, { autoscaling }]) =>
      refuse(
        (autoscaling?.schedules ?? []).length > 0,
        keyOf("services", [name, "autoscaling", "schedules"]),
        "schedules",
        `none: they would start copies at night, and ${why}`,
      ),
    ),
  ];
}

/** What needs the database runs while it runs. */
function databaseRunsWhenItIsNeeded({ offHours, backups, databaseJobs, tasks }: SoundTopics): Problem[] {
  if (offHours?.stopDatabase !== true) return [];
  const needs = [
    ...(backups?.database === undefined
      ? []
      : [{ key: keyOf("backups", ["database", "schedule"]), schedule: backups.database.schedule, zone: backups.timezone, minutes: 60 }]),
    ...(backups?.vault === undefined
      ? []
      : [{ key: keyOf("backups", ["vault", "schedule"]), schedule: backups.vault.schedule, zone: "UTC", minutes: backups.vault.startWindowMinutes }]),
    ...(databaseJobs === undefined
      ? []
      : enabledJobs(databaseJobs.jobs).map(([name, { schedule, maxMinutes }]) => ({
          key: keyOf("databaseJobs", ["jobs", name, "schedule"]),
          schedule,
          zone: databaseJobs.timezone,
          minutes: maxMinutes,
        }))),
    ...Object.entries(tasks ?? {}).flatMap(([name, { trigger, reaches }]) =>
      trigger.kind === "schedule" && reaches.includes("database")
        ? [{ key: keyOf("tasks", [name, "trigger", "expression"]), schedule: trigger.expression, zone: trigger.timezone, minutes: 15 }]
        : [],
    ),
  ];
  return needs.flatMap(({ key, schedule, zone, minutes }) => {
    const expected = `a time at which the database runs for ${minutes} minutes on: ${offHours.startTime} to ${offHours.stopTime} ${offHours.timezone} on ${offHours.workdays.join(", ")}`;
    const starts = weeklyStarts(schedule);
    if (starts === undefined) return [{ key, got: schedule, expected }];
    const stray = starts.find((start) =>
      shiftsBetween(zone, offHours.timezone).some((shift) => !isInOfficeHours(offHours, start + shift, minutes)),
    );
    return stray === undefined ? [] : [{ key, got: schedule, expected: `${expected}; ${sayMinute(stray)} ${zone} is none` }];
  });
}

/** The minutes by which one zone is ahead of another: several, where their clocks change on different days or not at all. */
function shiftsBetween(from: string, to: string): readonly number[] {
  if (from === to) return [0];
  // Every week of a year, since some zones change within days of each other.
  const weeks = Array.from({ length: 53 }, (_, week) => new Date(Date.UTC(2026, 0, 1 + 7 * week, 12)));
  return [...new Set(weeks.map((instant) => offsetMinutes(to, instant) - offsetMinutes(from, instant)))];
}

function offsetMinutes(zone: string, instant: Date): number {
  const parts = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" }).formatToParts(instant);
  const name = parts.find(({ type }) => type === "timeZoneName")?.value ?? "";
  const [, sign = "+", hours = "0", minutes = "0"] = /GMT([+-])(\d\d):(\d\d)/.exec(name) ?? [];
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

/** All rules on the maintenance window and on off-hours. */
export const CALENDAR_CHECKS = [
  patchesComeInTheWindow,
  calendarChannelsExist,
  offHoursStopNothingThatMustRun,
  databaseRunsWhenItIsNeeded,
];
