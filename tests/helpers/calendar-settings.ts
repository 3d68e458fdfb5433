import { changed, rawSettings } from "./settings";
import type { RawSettings } from "./settings";

const scholarship = rawSettings("scholarship", "staging");
const times = { maintenanceWindow: "anytime", maxMinutes: 5, lockTimeoutSeconds: 5 };

export const AUDIT = {
  kind: "security-audit",
  schemas: ["public"],
  functions: "security-definer",
  channels: ["security"],
  schedule: "cron(0 8 * * ? *)",
  ...times,
} as const;
export const VACUUM = { kind: "vacuum-analyze", schedule: "cron(0 10 ? * MON *)", ...times } as const;

export const databaseJobs = (jobs: Readonly<Record<string, object>>) => ({
  timezone: "UTC",
  failureChannels: ["database"],
  task: {
    image: "123456789012.dkr.ecr.eu-central-1.amazonaws.com/scholarship-backup-jobs:1.0.0",
    certificateBundle: "/etc/ssl/rds/global-bundle.pem",
    limitVcpu: 0.25,
    memoryMib: 512,
    logRetentionDays: 30,
  },
  jobs,
});

const changedAll = (raw: RawSettings, values: readonly (readonly [string, unknown])[]) =>
  values.reduce<RawSettings>((all, [path, value]) => changed(all, path, value), raw);

/** The settings of a stack that has one page, and its data in a database that somebody else runs. */
export function outsideSettings(): RawSettings {
  const without = ["database", "databaseRoles", "tunnel", "cache", "resilience"];
  const kept = Object.fromEntries(Object.entries(scholarship).filter(([topic]) => !without.includes(topic)));
  const { frontend } = Object(scholarship["services"]);
  return changedAll(kept, [
    ["services", { frontend: { ...frontend, deployAfter: [], secrets: {}, environmentFrom: {} } }],
    ["tasks", {}],
    ["loadBalancer.routes", {}],
    ["prometheus", { enabled: false }],
    [
      "secrets",
      {
        outside: { kind: "external", class: "database", description: "Opens the database that somebody else runs.", keys: ["password"] },
        session: { kind: "generated", class: "api-key", description: "Signs what the page sends.", length: 40, keys: [] },
      },
    ],
    [
      "externalDatabase",
      {
        host: "db.outside.example.org",
        port: 6432,
        databaseName: "postgres",
        username: "postgres.outside",
        passwordSecret: "outside:password",
        certificateBundle: "/etc/ssl/outside/ca.crt",
      },
    ],
    ["databaseJobs", databaseJobs({ "security-audit": AUDIT })],
  ]);
}

/** Settings of a stack that is off at night: no standby, no replicas, and nothing that must never stop. */
export function officeSettings(stopDatabase: boolean): RawSettings {
  const kept = Object.fromEntries(Object.entries(scholarship).filter(([topic]) => topic !== "resilience"));
  const tasks = Object.entries(Object(scholarship["tasks"])).filter(([, task]) => Object(task).trigger.kind !== "schedule");
  return changedAll(kept, [
    ["database.replicas", 0],
    ["database.multiAz", false],
    ["prometheus", { enabled: false }],
    ["tasks", Object.fromEntries(tasks)],
    ["backups.timezone", "Europe/Berlin"],
    ["backups.database.schedule", "cron(0 9 ? * MON-FRI *)"],
    ["backups.vault", undefined],
    ["databaseJobs", databaseJobs({ vacuum: VACUUM })],
    [
      "offHours",
      {
        timezone: "Europe/Berlin",
        workdays: ["MON", "TUE", "WED", "THU", "FRI"],
        startTime: "07:00",
        stopTime: "20:00",
        stopDatabase,
        failureChannel: "operations",
      },
    ],
  ]);
}
