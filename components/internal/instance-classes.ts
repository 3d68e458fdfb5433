/**
 * GiB of memory per vCPU of the instance families that RDS for PostgreSQL 15 runs on and that have every size below.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.DBInstanceClass.Summary.html, read 2026-11-21
 */
const GIB_PER_VCPU = new Map(Object.entries({
  m6g: 4, m6i: 4, m7g: 4, m7i: 4, m8g: 4,
  r6g: 8, r6i: 8, r7g: 8, r7i: 8, r8g: 8,
}));
const VCPUS = new Map(Object.entries({
  large: 2, xlarge: 4, "2xlarge": 8, "4xlarge": 16, "8xlarge": 32, "12xlarge": 48, "16xlarge": 64,
}));
/** Burstable families: memory by size. */
const BURSTABLE = ["t3", "t4g"];
const BURSTABLE_GIB = new Map(Object.entries({ micro: 1, small: 2, medium: 4, large: 8, xlarge: 16, "2xlarge": 32 }));

/** The families that memory is known of, for messages. */
export const DATABASE_FAMILIES: readonly string[] = [...GIB_PER_VCPU.keys(), ...BURSTABLE];

/** Memory of a database instance class such as db.m7g.large, in GiB; undefined for a class that isn't known here. */
export function databaseMemoryGib(instanceClass: string): number | undefined {
  const match = /^db\.([a-z0-9]+)\.([a-z0-9]+)$/.exec(instanceClass);
  if (match === null) return undefined;
  const [, family = "", size = ""] = match;
  if (BURSTABLE.includes(family)) return BURSTABLE_GIB.get(size);
  const perVcpu = GIB_PER_VCPU.get(family);
  const vcpus = VCPUS.get(size);
  return perVcpu === undefined || vcpus === undefined ? undefined : perVcpu * vcpus;
}
