import { DATABASE_FAMILIES, databaseMemoryGib } from "./instance-classes";
import { convertParameter } from "./postgres-parameters";
import { windowProblems } from "./windows";

/** gp3 gives its baseline, or from 400 GiB on more of both for a price. */
export type StoragePerformance =
  | { readonly kind: "baseline" }
  | { readonly kind: "provisioned"; readonly iops: number; readonly throughputMibps: number };

/** What the rules over several values of one database look at; its settings and its component's arguments both have it. */
export interface DatabasePlan {
  /** Class of the primary, such as db.r7g.large. Changing it is a failover of about a minute. */
  readonly instanceClass: string;
  /** Read replicas, each in the zone after the last one's. Lowering it deletes the last ones. */
  readonly replicas: number;
  /** Class of each replica. A smaller one than the primary's falls behind under writes. */
  readonly replicaInstanceClass: string;
  /** Storage at the start, in GiB. RDS raises it by itself; changing it does nothing to a database that exists. */
  readonly storageGib: number;
  /** Ceiling of storage autoscaling, in GiB. */
  readonly maxStorageGib: number;
  readonly storagePerformance: StoragePerformance;
  /** PostgreSQL's parameters in the units of postgresql.conf: `{ shared_buffers: "2GB" }`. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Daily, UTC, 30 minutes or more, `"02:00-02:30"`. */
  readonly backupWindowUtc: string;
  /** Weekly, UTC, 30 minutes or more, `"sun:03:00-sun:04:00"`. */
  readonly maintenanceWindowUtc: string;
}

/** What RDS or PostgreSQL would refuse. */
export interface RuleProblem {
  readonly path: readonly string[];
  /** What is allowed, as a phrase that follows "expected". */
  readonly expected: string;
}

/** https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html#gp3-storage, PostgreSQL */
const GP3_PROVISIONED = {
  fromGib: 400,
  iops: [12_000, 64_000],
  throughputMibps: [500, 4000],
  throughputPerIops: 0.25,
} as const;

/**
 * RDS wants head-room of a tenth, or storage autoscaling never acts.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.Autoscaling.html
 */
const AUTOSCALING_HEADROOM_PARTS = 10;

/**
 * "It is unlikely that an allocation of more than 40% of RAM to shared_buffers will work better than a smaller amount";
 * well above it, with connections on top, the instance doesn't start.
 * https://www.postgresql.org/docs/15/runtime-config-resource.html
 */
const MOST_SHARED_BUFFERS = 0.4;
const BLOCKS_PER_GIB = 131_072;

/** RDS's least window for backup and for maintenance, in minutes. */
const LEAST_WINDOW_MINUTES = 30;

/** Everything that is wrong with a database, in the order of its keys. Nothing wrong: an empty list. */
export function databaseProblems(plan: DatabasePlan): readonly RuleProblem[] {
  return [...memoryProblems(plan), ...storageProblems(plan), ...parameterProblems(plan), ...windows(plan)];
}

/** @throws for the first thing wrong, so that a caller without settings can't pass it by */
export function checkDatabase(plan: DatabasePlan): void {
  const [problem] = databaseProblems(plan);
  if (problem !== undefined) throw new Error(`the database's ${problem.path.join(".")}: expected ${problem.expected}`);
}

function memoryProblems(plan: DatabasePlan): RuleProblem[] {
  const shared = plan.parameters["shared_buffers"] ?? "";
  const conversion = convertParameter("shared_buffers", shared);
  const neededGib = "value" in conversion ? Number(conversion.value) / BLOCKS_PER_GIB / MOST_SHARED_BUFFERS : 0;
  const classes = [
    { key: "instanceClass", instanceClass: plan.instanceClass },
    ...(plan.replicas > 0 ? [{ key: "replicaInstanceClass", instanceClass: plan.replicaInstanceClass }] : []),
  ];
  return classes.flatMap(({ key, instanceClass }): RuleProblem[] => {
    const memoryGib = databaseMemoryGib(instanceClass);
    if (memoryGib === undefined) {
      return [{ path: [key], expected: `a class such as db.m7g.large, of the families ${DATABASE_FAMILIES.join(", ")}` }];
    }
    if (memoryGib >= neededGib) return [];
    const expected =
      `a class with ${neededGib.toFixed(1)} GiB of memory or more, because shared_buffers ${shared} may be 40 % of it; ` +
      `this one has ${memoryGib} GiB`;
    return [{ path: [key], expected }];
  });
}

function storageProblems({ storageGib, maxStorageGib, storagePerformance }: DatabasePlan): RuleProblem[] {
  const problems: RuleProblem[] = [];
  const leastMaximum = storageGib + Math.ceil(storageGib / AUTOSCALING_HEADROOM_PARTS);
  if (maxStorageGib < leastMaximum) {
    problems.push({ path: ["maxStorageGib"], expected: `${leastMaximum} or more, a tenth above storageGib` });
  }
  if (storagePerformance.kind === "baseline") return problems;
  const { iops, throughputMibps } = storagePerformance;
  const { fromGib, iops: [leastIops, mostIops], throughputMibps: [least, most], throughputPerIops } = GP3_PROVISIONED;
  if (storageGib < fromGib) {
    problems.push({
      path: ["storagePerformance", "kind"],
      expected: `baseline: gp3 takes IOPS and throughput from ${fromGib} GiB on`,
    });
  }
  if (iops < leastIops || iops > mostIops) {
    problems.push({ path: ["storagePerformance", "iops"], expected: `${leastIops} to ${mostIops}` });
  }
  if (throughputMibps < least || throughputMibps > Math.min(most, iops * throughputPerIops)) {
    problems.push({
      path: ["storagePerformance", "throughputMibps"],
      expected: `${least} to ${most}, and at most a quarter of the IOPS`,
    });
  }
  return problems;
}

function parameterProblems({ parameters }: DatabasePlan): RuleProblem[] {
  return Object.entries(parameters).flatMap(([name, text]) => {
    const conversion = convertParameter(name, text);
    return "expected" in conversion ? [{ path: ["parameters", name], expected: conversion.expected }] : [];
  });
}

function windows({ backupWindowUtc, maintenanceWindowUtc }: DatabasePlan): RuleProblem[] {
  return windowProblems(backupWindowUtc, maintenanceWindowUtc, LEAST_WINDOW_MINUTES).map(({ window, expected }) => ({
    path: [window === "daily" ? "backupWindowUtc" : "maintenanceWindowUtc"],
    expected,
  }));
}
