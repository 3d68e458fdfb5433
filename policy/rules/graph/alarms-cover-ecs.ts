import { coverage } from "../../alarm-coverage";
import { ofType } from "../../join";
import { EVERYWHERE } from "../../levels";
import type { GraphRule } from "../../rule";

const SERVICE = "aws:ecs/service:Service";
const WATCHES = [
  { namespace: "AWS/ECS", metrics: ["CPUUtilization"], dimension: "ServiceName" },
  { namespace: "AWS/ECS", metrics: ["MemoryUtilization"], dimension: "ServiceName" },
  { namespace: "ECS/ContainerInsights", metrics: ["RunningTaskCount"], dimension: "ServiceName" },
];

export const alarmsCoverEcs: GraphRule = {
  id: "alarms-cover-ecs",
  reason: "A service that is short of CPU, memory or tasks slows down before it fails, and that is when to look.",
  severity: "high",
  levels: EVERYWHERE,
  remedy: "Give the service to the Alarms component as a target; groundwork:alarms sets the thresholds.",
  checklist: ["S-41"],
  equivalents: [],
  evaluate: (stack) => coverage(stack, ofType(stack, SERVICE), () => WATCHES, { mustExist: SERVICE }),
};
