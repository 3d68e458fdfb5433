import { notPreloaded } from "../../components/internal/postgres-extensions";
import type { PostgresExtension } from "../../components/internal/postgres-extensions";
import { sayMinute, WEEK_MINUTES, weeklyStarts } from "../../components/internal/weekly-starts";
import { parseWeeklyWindow, windowsOverlap } from "../../components/internal/windows";
import type { Window } from "../../components/internal/windows";
import type { SoundTopics } from "../cross-checks";
import { enabledJobs } from "../database-jobs";
import type { DatabaseJobSettings } from "../database-jobs";
import { keyOf } from "../problems";
import type { Problem } from "../problems";

/** One database, here or elsewhere, where something works on it. */
function oneDatabase({ databaseJobs }: SoundTopics, given: readonly string[]): Problem[] {
  const here = given.includes("database");
  const elsewhere = given.includes("externalDatabase");
  return [
    ...(here && elsewhere
      ? [{ key: "groundwork:externalDatabase", got: "a database", expected: "nothing: the stack has groundwork:database" }]
      : []),
    ...(databaseJobs !== undefined && !here && !elsewhere
      ? [{ key: "groundwork:databaseJobs", got: "jobs", expected: "nothing: there is neither groundwork:database nor groundwork:externalDatabase" }]
      : []),
  ];
}

/** Nobody here knows the password of a database that somebody else runs, so the program can't make it. */
function externalPasswordIsKnown({ externalDatabase, secrets }: SoundTopics): Problem[] {
  if (externalDatabase === undefined || secrets === undefined) return [];
  const named = [
    { path: ["passwordSecret"], secret: externalDatabase.passwordSecret },
    ...(externalDatabase.reader === undefined ? [] : [{ path: ["reader", "passwordSecret"], secret: externalDatabase.reader.passwordSecret }]),
  ];
  const able = Object.entries(secrets).flatMap(([secret, { kind, keys }]) =>
    kind !== "external" ? [] : keys.length === 0 ? [secret] : keys.map((each) => `${secret}:${each}`),
  );
  return named
    .filter(({ secret }) => !able.includes(secret))
    .map(({ path, secret }) => ({
      key: keyOf("externalDatabase", path),
      got: secret,
      expected: `a secret of kind external: ${able.length === 0 ? "groundwork:secrets has none" : able.join(", ")}`,
    }));
}

/** RDS is known by certificates that the image must have; who works on no RDS needs none, and an external database has its own. */
function certificatesAreKnown({ backups, databaseJobs }: SoundTopics, given: readonly string[]): Problem[] {
  const named = [
    ...(databaseJobs === undefined ? [] : [{ topic: "databaseJobs", path: ["task"], bundle: databaseJobs.task.certificateBundle, worked: true }]),
    ...(backups === undefined
      ? []
      : [{ topic: "backups", path: ["job"], bundle: backups.job.certificateBundle, worked: backups.database !== undefined }]),
  ];
  return named
    .filter(({ bundle, worked }) => bundle === undefined && worked && given.includes("database"))
    .map(({ topic, path }) => ({
      key: keyOf(topic, [...path, "certificateBundle"]),
      got: undefined,
      expected: "the path in the image of the certificates of RDS, by which the job knows groundwork:database",
    }));
}

/** The jobs go out through NAT: a network without one ends at its own edge. */
function externalDatabaseIsReached({ externalDatabase, network }: SoundTopics): Problem[] {
  if (externalDatabase === undefined || network?.nat !== "none") return [];
  return [{ key: keyOf("network", ["nat"]), got: "none", expected: "a way to the internet, where groundwork:externalDatabase lies" }];
}

/** pg_stat_statements is made without its library, and fails whoever asks it. */
function extensionsArePreloaded({ database, databaseRoles }: SoundTopics): Problem[] {
  if (database === undefined || databaseRoles === undefined) return [];
  const loaded = database.parameters["shared_preload_libraries"];
  return notPreloaded(databaseRoles.extensions, loaded).map((extension) => ({
    key: keyOf("database", ["parameters", "shared_preload_libraries"]),
    got: loaded,
    expected: `a list with ${extension}: groundwork:databaseRoles.extensions asks for it`,
  }));
}

/** Of our own database we know what a job needs in it; of another's we don't. */
function jobsHaveWhatTheyNeed({ databaseJobs, databaseRoles }: SoundTopics): Problem[] {
  if (databaseJobs === undefined || databaseRoles === undefined) return [];
  const { extensions, monitoringReadsStatistics } = databaseRoles;
  return enabledJobs(databaseJobs.jobs).flatMap(([name, job]) => {
    const needs: readonly PostgresExtension[] =
      job.kind === "reindex-bloated" ? ["pgstattuple"] : job.kind === "statistics" && job.queries > 0 ? ["pg_stat_statements"] : [];
    const reads = job.kind === "reindex-bloated" || job.kind === "statistics";
    return [
      ...needs
        .filter((extension) => !extensions.includes(extension))
        .map((extension) => ({
          key: keyOf("databaseRoles", ["extensions"]),
          got: extensions.join(", "),
          expected: `a list with ${extension}: the database job ${name} reads it`,
        })),
      ...(reads && !monitoringReadsStatistics
        ? [
            {
              key: keyOf("databaseRoles", ["monitoringReadsStatistics"]),
              got: "false",
              expected: `true: the database job ${name} sees nothing otherwise`,
            },
          ]
        : []),
    ];
  });
}

/** The job's task is called database-<name>, and two tasks would share a log group. */
function jobNamesAreFree({ databaseJobs, services, tasks }: SoundTopics): Problem[] {
  const taken = [...Object.keys(services ?? {}), ...Object.keys(tasks ?? {})];
  return Object.keys(databaseJobs?.jobs ?? {})
    .filter((name) => taken.includes(`database-${name}`))
    .map((name) => ({
      key: keyOf("databaseJobs", ["jobs", name]),
      got: name,
      expected: `another name: there is a service or task database-${name}`,
    }));
}

function jobChannelsExist({ databaseJobs, channels }: SoundTopics): Problem[] {
  if (databaseJobs === undefined || channels === undefined) return [];
  const known = Object.keys(channels);
  const named = [
    ...databaseJobs.failureChannels.map((name, index) => ({ path: ["failureChannels", index], name })),
    ...Object.entries(databaseJobs.jobs).flatMap(([job, work]) =>
      work.kind === "security-audit" ? work.channels.map((name, index) => ({ path: ["jobs", job, "channels", index], name })) : [],
    ),
  ];
  return named
    .filter(({ name }) => !known.includes(name))
    .map(({ path, name }) => ({ key: keyOf("databaseJobs", path), got: name, expected: `one of groundwork:channels: ${known.join(", ")}` }));
}

/** Jobs lie inside or outside of the maintenance window as they say. */
function jobsKeepTheWindow({ databaseJobs, maintenance }: SoundTopics, given: readonly string[]): Problem[] {
  if (databaseJobs === undefined) return [];
  return enabledJobs(databaseJobs.jobs).flatMap(([name, job]) => {
    if (job.maintenanceWindow === "anytime") return [];
    const at = (key: string) => keyOf("databaseJobs", ["jobs", name, key]);
    if (!given.includes("maintenance")) {
      return [{ key: at("maintenanceWindow"), got: job.maintenanceWindow, expected: "anytime: there is no groundwork:maintenance" }];
    }
    const window = parseWeeklyWindow(maintenance?.windowUtc ?? "");
    if (maintenance === undefined || window === undefined) return [];
    if (!/^(Etc\/)?UTC$/.test(databaseJobs.timezone)) {
      return [
        {
          key: keyOf("databaseJobs", ["timezone"]),
          got: databaseJobs.timezone,
          expected: `UTC: ${name} keeps to the maintenance window, which is in UTC and does not move with the clocks`,
        },
      ];
    }
    const stray = strayStart(job, window);
    if (stray === undefined) return [];
    return [
      {
        key: at("schedule"),
        got: job.schedule,
        expected:
          `a start whose ${job.maxMinutes} minutes lie ${job.maintenanceWindow} ${maintenance.windowUtc}, the maintenance window` +
          (stray === "any" ? ": a rate starts at any time" : `; ${sayMinute(stray)} is none`),
      },
    ];
  });
}

/** The first start that breaks the rule of its job. */
function strayStart({ schedule, maxMinutes, maintenanceWindow }: DatabaseJobSettings, window: Window): number | "any" | undefined {
  const starts = weeklyStarts(schedule);
  if (starts === undefined) return "any";
  return starts.find((startMinute) => {
    const into = (startMinute - window.startMinute + WEEK_MINUTES) % WEEK_MINUTES;
    const inside = into + maxMinutes <= window.lengthMinutes;
    return maintenanceWindow === "inside" ? !inside : windowsOverlap({ startMinute, lengthMinutes: maxMinutes, every: "week" }, window);
  });
}

/** All rules on a database outside, on extensions, and on the jobs of the database. */
export const DATABASE_JOB_CHECKS = [
  oneDatabase,
  externalDatabaseIsReached,
  externalPasswordIsKnown,
  certificatesAreKnown,
  extensionsArePreloaded,
  jobsHaveWhatTheyNeed,
  jobNamesAreFree,
  jobChannelsExist,
  jobsKeepTheWindow,
];
