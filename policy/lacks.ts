import { z } from "zod";
import { STACK_URN } from "./join";
import type { Stack } from "./model";
import type { Violation } from "./rule";

/** Capabilities that a system may lack by design, and the kinds of resource that stand for each. */
const CAPABILITIES = {
  backupPlan: ["aws:backup/plan:Plan", "aws:backup/restoreTestingPlan:RestoreTestingPlan", "aws:backup/vault:Vault"],
  cache: ["aws:elasticache/replicationGroup:ReplicationGroup"],
  database: ["aws:rds/cluster:Cluster", "aws:rds/instance:Instance", "aws:rds/subnetGroup:SubnetGroup", "postgresql:index/database:Database", "postgresql:index/role:Role"],
  edge: ["cloudflare:index/ruleset:Ruleset", "cloudflare:index/zoneSetting:ZoneSetting"],
} as const;

const reason = (what: string) => z.string().min(20, "a sentence that says why, of 20 characters or more").optional().describe(`Why the system has no ${what}.`);

/** Capability -> why the system has none. A rule that needs one to exist then asks for none; without it, it asks. */
export const lacksSchema = z.strictObject({ backupPlan: reason("plan of AWS Backup"), cache: reason("cache"), database: reason("database"), edge: reason("edge at Cloudflare") });

export type Lacks = z.infer<typeof lacksSchema>;

/** Types of resource that a system lacks by design. */
function lackingTypes(lacks: Lacks): readonly string[] {
  return Object.entries(CAPABILITIES).flatMap(([capability, types]) => (Reflect.has(lacks, capability) ? types : []));
}

/** Violations without those that only say that something is missing which the system lacks by design. */
export function withoutLacking(violations: readonly Violation[], lacks: Lacks): readonly Violation[] {
  const lacking = lackingTypes(lacks);
  const isLacking = ({ urn, property, found }: Violation) =>
    urn === STACK_URN &&
    found === "none" &&
    property.split(" or ").every((text) => lacking.some((type) => text === type || text.startsWith(`${type} `)));
  return violations.filter((violation) => !isLacking(violation));
}

/** Types that the floors say are lacking, and that are there all the same. */
export function presentThoughLacking(stack: Stack, lacks: Lacks): readonly string[] {
  const lacking = lackingTypes(lacks);
  return [...new Set(stack.resources.map(({ type }) => type))].filter((type) => lacking.includes(type));
}
