import { coverage } from "../../alarm-coverage";
import { ofType } from "../../join";
import { EVERYWHERE } from "../../levels";
import type { GraphRule } from "../../rule";


export const alarmsCoverReplicaLag: GraphRule = {
  id: "alarms-cover-replica-lag",
  reason: "A replica that falls behind answers with old data, and nobody sees it but by its lag.",
  severity: "medium",
  levels: EVERYWHERE,
  remedy: "Give the replica to the Alarms component as a target; groundwork:alarms sets the thresholds.",
  checklist: ["S-41"],
  equivalents: [],
  evaluate: (stack) =>
    coverage(
      stack,
      ofType(stack, "aws:rds/instance:Instance").filter(({ properties }) => properties.replicateSourceDb !== undefined),
      () => [{ namespace: "AWS/RDS", metrics: ["ReplicaLag"], dimension: "DBInstanceIdentifier" }],
    ),
};
