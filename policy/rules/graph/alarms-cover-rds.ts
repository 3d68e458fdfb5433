import { coverage } from "../../alarm-coverage";
import { ofType } from "../../join";
import { EVERYWHERE } from "../../levels";
import type { GraphRule } from "../../rule";

const INSTANCE = "aws:rds/instance:Instance";
const METRICS = ["CPUUtilization", "DatabaseConnections", "FreeStorageSpace", "FreeableMemory"];

export const alarmsCoverRds: GraphRule = {
  id: "alarms-cover-rds",
  reason: "A database that runs out of CPU, memory, storage or connections takes the system with it, so each instance is watched.",
  severity: "high",
  levels: EVERYWHERE,
  remedy: "Give the instance to the Alarms component as a target; groundwork:alarms sets the thresholds.",
  checklist: ["S-41"],
  equivalents: [],
  evaluate: (stack) =>
    coverage(
      stack,
      ofType(stack, INSTANCE),
      () => METRICS.map((metric) => ({ namespace: "AWS/RDS", metrics: [metric], dimension: "DBInstanceIdentifier" })),
      { mustExist: INSTANCE },
    ),
};
