import { hasUnknown } from "../../../rehearsal/provider/struct";
import { objects, outcome, shown, violation } from "../../join";
import { EVERYWHERE } from "../../levels";
import type { PolicyResource } from "../../model";
import { replicasOf } from "../../replicas";
import type { GraphRule } from "../../rule";

const isOff = ({ properties: { blueGreenUpdate } }: PolicyResource) =>
  !hasUnknown(blueGreenUpdate) && objects(blueGreenUpdate).every(({ enabled = false }) => enabled === false || enabled === "false" || enabled === null);

export const rdsReplicaNoBlueGreen: GraphRule = {
  id: "rds-replica-no-blue-green",
  // https://github.com/hashicorp/terraform-provider-aws/issues/33702, https://github.com/hashicorp/terraform-provider-aws/pull/49596
  reason: "The provider swaps one instance at a time: the replicas are left behind at the old primary, as databases of their own that nobody writes to.",
  severity: "high",
  levels: EVERYWHERE,
  remedy: "Make databases with Database, which updates in place, and leave blueGreenUpdate out.",
  checklist: [],
  equivalents: [],
  evaluate: (stack) => {
    const databases = [...new Set(replicasOf(stack).flatMap(({ replica, source }) => (source === undefined ? [replica] : [replica, source])))];
    const violations = databases.filter((database) => !isOff(database)).map((database) => violation(database, "blueGreenUpdate.enabled", shown(database.properties.blueGreenUpdate), "false, or absent"));
    return outcome(databases, violations);
  },
};
