import { primaries } from "../../backup-selections";
import { mustExist, ofType, targets, violation } from "../../join";
import { EVERYWHERE } from "../../levels";
import { NOT_ASKED } from "../../not-asked";
import { INSTANCE, replicasOf } from "../../replicas";
import type { GraphRule } from "../../rule";

export const rdsReplicaPresent: GraphRule = {
  id: "rds-replica-present",
  reason: "Reports and lists that the document sends to a replica take the primary's time where there is none.",
  severity: "medium",
  levels: EVERYWHERE,
  remedy: "Set groundwork:database.replicas to readReplicas in policy-floors.<stack>.json, or more.",
  checklist: [],
  equivalents: [],
  evaluate: (stack, { readReplicas }) => {
    if (readReplicas === undefined) return NOT_ASKED;
    const databases = primaries(stack);
    const members = ofType(stack, "aws:rds/clusterInstance:ClusterInstance");
    const violations = databases.flatMap((database) => {
      const followers = replicasOf(stack).filter(({ source }) => source === database).length;
      // Of a cluster's members one writes, and the others read.
      const readers = Math.max(0, members.filter((member) => targets(member, "clusterIdentifier", [database]).length > 0).length - 1);
      return followers + readers >= readReplicas ? [] : [violation(database, INSTANCE, `${followers + readers} replicas`, `at least ${readReplicas}`)];
    });
    return mustExist(databases, INSTANCE, violations);
  },
};
