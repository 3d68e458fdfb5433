import { hasUnknown } from "../../../rehearsal/provider/struct";
import { regionOf } from "../../copies";
import { list, ofType, outcome, shown, targets, texts, violation } from "../../join";
import { EVERYWHERE } from "../../levels";
import type { PolicyResource, Stack } from "../../model";
import { replicasOf } from "../../replicas";
import type { GraphRule, Violation } from "../../rule";

/** What a list of groups says: the ids that are known, where the others come from, and how many there are. */
function groupsOf({ properties: { vpcSecurityGroupIds }, propertyDependencies }: PolicyResource): string {
  return JSON.stringify([list(vpcSecurityGroupIds).length, [...texts(vpcSecurityGroupIds), ...(propertyDependencies.vpcSecurityGroupIds ?? [])].sort()]);
}

function besideSource(replica: PolicyResource, source: PolicyResource): readonly Violation[] {
  const { vpcSecurityGroupIds, availabilityZone: own } = replica.properties;
  const { availabilityZone: zone, multiAz } = source.properties;
  // Without any of its own it gets the default group of the VPC.
  const isGuarded = list(vpcSecurityGroupIds).length > 0 && groupsOf(replica) === groupsOf(source);
  // A pair stands in two zones, which RDS chooses.
  const isApart = multiAz === true || own === undefined || zone === undefined || (own !== zone && !hasUnknown(own) && !hasUnknown(zone));
  return [
    ...(isGuarded ? [] : [violation(replica, "vpcSecurityGroupIds", shown(vpcSecurityGroupIds), `those of ${source.name}`)]),
    ...(isApart ? [] : [violation(replica, "availabilityZone", shown(own), `another zone than that of ${source.name}`)]),
  ];
}

/** Keys stay in their region, and so do groups: a replica elsewhere has its own. */
function abroad(stack: Stack, replica: PolicyResource, region: string): readonly Violation[] {
  const { kmsKeyId } = replica.properties;
  const isThere = texts(kmsKeyId).some((arn) => arn.split(":")[3] === region) || targets(replica, "kmsKeyId", ofType(stack, "aws:kms/key:Key")).some((key) => regionOf(key) === region);
  return isThere ? [] : [violation(replica, "kmsKeyId", shown(kmsKeyId), `a key of ${region}`)];
}

/** Encryption, deletion protection and no public address are asked of every instance, replicas too: rds-encrypted, rds-deletion-protection, rds-not-public. */
export const rdsReplicaInherits: GraphRule = {
  id: "rds-replica-inherits",
  reason: "A replica holds all that its source holds, so nobody may reach it who can't reach the source, and what takes one down must leave the other.",
  severity: "high",
  levels: EVERYWHERE,
  remedy: "Make replicas with DatabaseReplica, which has the primary's profile; groundwork:network.zones are the zones.",
  checklist: ["S-12", "S-15", "S-35"],
  equivalents: [],
  evaluate: (stack) => {
    const replicas = replicasOf(stack);
    const violations = replicas.flatMap(({ replica, property, source }) => {
      if (source === undefined) return [violation(replica, property, shown(replica.properties[property]), "a database of this stack")];
      const region = regionOf(replica);
      if (typeof region !== "string") return [violation(replica, "region", "a region that is not known", "one that is")];
      return region === regionOf(source) ? besideSource(replica, source) : abroad(stack, replica, region);
    });
    return outcome(replicas.map(({ replica }) => replica), violations);
  },
};
