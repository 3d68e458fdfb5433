import { number, text } from "./rule";
import type { Rule } from "./rule";

const INSTANCE = "aws:rds/instance:Instance";
const DAY_MINUTES = 24 * 60;
const DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

/** `02:00-02:30` -> minutes of a day; `sun:03:00-sun:04:00` -> minutes of a week. */
function minutesOf(window: string): { readonly start: number; readonly length: number } | undefined {
  const match = /^(?:(\w{3}):)?(\d{2}):(\d{2})-(?:(\w{3}):)?(\d{2}):(\d{2})$/.exec(window.toLowerCase());
  if (match === null) return undefined;
  const [, fromDay, fromHour, fromMinute, toDay, toHour, toMinute] = match;
  const period = fromDay === undefined ? DAY_MINUTES : 7 * DAY_MINUTES;
  const minute = (day: string | undefined, hour: string | undefined, minutes: string | undefined) =>
    (day === undefined ? 0 : DAYS.indexOf(day) * DAY_MINUTES) + Number(hour) * 60 + Number(minutes);
  const start = minute(fromDay, fromHour, fromMinute);
  return { start, length: (minute(toDay, toHour, toMinute) - start + period) % period };
}

/** Whether a daily window and a weekly one ever have a minute in common. */
function overlap(daily: string, weekly: string): boolean {
  const [day, week] = [minutesOf(daily), minutesOf(weekly)];
  if (day === undefined || week === undefined) return false;
  const start = week.start % DAY_MINUTES;
  const from = (a: number, b: number) => (b - a + DAY_MINUTES) % DAY_MINUTES;
  return from(start, day.start) < week.length || from(day.start, start) < day.length;
}

function windows(backup: string, maintenance: string, types: readonly string[]): Rule {
  return {
    types,
    code: "InvalidParameterValue",
    reads: [backup, maintenance],
    refuse: (inputs) => {
      const [daily, weekly] = [text(inputs[backup]), text(inputs[maintenance])];
      if (daily === undefined || weekly === undefined || !overlap(daily, weekly)) return undefined;
      return { property: backup, reason: `the backup window ${daily} must not overlap the maintenance window ${weekly}` };
    },
  };
}

export const DATA_STORE_RULES: readonly Rule[] = [
  // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.BackupWindow.html
  windows("backupWindow", "maintenanceWindow", [INSTANCE]),
  windows("snapshotWindow", "maintenanceWindow", ["aws:elasticache/replicationGroup:ReplicationGroup"]),
  {
    types: [INSTANCE],
    code: "InvalidParameterValue",
    reads: ["backupWindow", "maintenanceWindow"],
    refuse: (inputs) => {
      for (const property of ["backupWindow", "maintenanceWindow"]) {
        const window = text(inputs[property]);
        if (window === undefined) continue;
        const minutes = minutesOf(window);
        if (minutes === undefined) return { property, reason: `"${window}" is no window; it reads like ${property === "backupWindow" ? "02:00-02:30" : "sun:03:00-sun:04:00"}` };
        if (minutes.length < 30) return { property, reason: `the window ${window} lasts ${minutes.length} minutes, RDS needs at least 30` };
      }
      return undefined;
    },
  },
  {
    // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html, gp3 of PostgreSQL: below 400 GiB the rates are fixed.
    types: [INSTANCE],
    code: "InvalidParameterCombination",
    reads: ["storageType", "allocatedStorage", "iops", "storageThroughput"],
    refuse: ({ storageType, allocatedStorage, iops, storageThroughput }) =>
      storageType === "gp3" && (number(allocatedStorage) ?? 0) < 400 && (iops !== undefined || storageThroughput !== undefined)
        ? { property: iops === undefined ? "storageThroughput" : "iops", reason: `gp3 storage below 400 GiB has fixed rates; leave iops and throughput out or allocate 400 GiB (got ${String(allocatedStorage)})` }
        : undefined,
  },
  {
    types: [INSTANCE],
    code: "InvalidParameterCombination",
    reads: ["allocatedStorage", "maxAllocatedStorage"],
    refuse: ({ allocatedStorage, maxAllocatedStorage }) => {
      const [now, limit] = [number(allocatedStorage), number(maxAllocatedStorage)];
      // Zero switches storage autoscaling off.
      if (now === undefined || limit === undefined || limit === 0 || limit > now) return undefined;
      return { property: "maxAllocatedStorage", reason: `storage autoscaling up to ${limit} GiB must be above the allocated ${now} GiB` };
    },
  },
  {
    types: [INSTANCE],
    code: "InvalidParameterValue",
    reads: ["identifier"],
    refuse: ({ identifier }) => {
      const name = text(identifier);
      if (name === undefined || (/^[a-z][a-z0-9-]{0,62}$/.test(name) && !/--|-$/.test(name))) return undefined;
      return { property: "identifier", reason: `"${name}": up to 63 lower-case letters, digits and hyphens, a letter first, no two hyphens in a row, none last` };
    },
  },
  {
    types: [INSTANCE],
    code: "InvalidParameterCombination",
    reads: ["skipFinalSnapshot", "finalSnapshotIdentifier", "replicateSourceDb"],
    refuse: ({ skipFinalSnapshot, finalSnapshotIdentifier, replicateSourceDb }) =>
      skipFinalSnapshot !== true && finalSnapshotIdentifier === undefined && replicateSourceDb === undefined
        ? { property: "finalSnapshotIdentifier", reason: "a deletion needs a final snapshot's name unless skipFinalSnapshot is true" }
        : undefined,
  },
  {
    types: ["aws:elasticache/replicationGroup:ReplicationGroup"],
    code: "InvalidParameterValue",
    reads: ["replicationGroupId"],
    refuse: ({ replicationGroupId }) => {
      const name = text(replicationGroupId);
      if (name === undefined || (/^[a-z][a-z0-9-]{0,39}$/.test(name) && !/--|-$/.test(name))) return undefined;
      return { property: "replicationGroupId", reason: `"${name}": up to 40 lower-case letters, digits and hyphens, a letter first, no two hyphens in a row, none last` };
    },
  },
  {
    // https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth.html
    types: ["aws:elasticache/replicationGroup:ReplicationGroup"],
    code: "InvalidParameterCombination",
    reads: ["authToken", "transitEncryptionEnabled", "automaticFailoverEnabled", "numCacheClusters"],
    refuse: ({ authToken, transitEncryptionEnabled, automaticFailoverEnabled, numCacheClusters }) => {
      if (authToken !== undefined && transitEncryptionEnabled !== true) {
        return { property: "authToken", reason: "an auth token is accepted only with transit encryption" };
      }
      return automaticFailoverEnabled === true && (number(numCacheClusters) ?? 2) < 2
        ? { property: "numCacheClusters", reason: `automatic failover needs at least 2 nodes, got ${String(numCacheClusters)}` }
        : undefined;
    },
  },
];
