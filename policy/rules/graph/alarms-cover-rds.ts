import { coverage } from "../../alarm-coverage";
import { ofType } from "../../join";
import { EVERYWHERE } from "../../levels";
import type { GraphRule } from "../../rule";

const INSTANCE = "aws:rds/instance:Instance";
/** A member of an Aurora cluster. */
const MEMBER = "aws:rds/clusterInstance:ClusterInstance";
const METRICS = ["CPUUtilization", "DatabaseConnections", "FreeableMemory"];
/** Aurora's storage grows by itself: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.AuroraMonitoring.Metrics.html */
const OF_INSTANCE = [...METRICS, "FreeStorageSpace"];

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
      ofType(stack, INSTANCE, MEMBER),
      ({ type }) => (type === INSTANCE ? OF_INSTANCE : METRICS).map((metric) => ({ namespace: "AWS/RDS", metrics: [metric], dimension: "DBInstanceIdentifier" })),
      { mustExist: INSTANCE },
    ),
};
