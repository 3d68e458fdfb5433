import { coverage } from "../../alarm-coverage";
import { ofType } from "../../join";
import { EVERYWHERE } from "../../levels";
import type { GraphRule } from "../../rule";

const LOAD_BALANCER = "aws:lb/loadBalancer:LoadBalancer";
const TARGETS = [["HTTPCode_Target_5XX_Count"], ["TargetResponseTime"], ["HealthyHostCount", "UnHealthyHostCount"]];
const watch = (metrics: readonly string[], dimension: string) => ({ namespace: "AWS/ApplicationELB", metrics, dimension });

export const alarmsCoverAlb: GraphRule = {
  id: "alarms-cover-alb",
  reason: "Users notice errors, slow answers and missing targets at the load balancer first, so each of its targets is watched there.",
  severity: "high",
  levels: EVERYWHERE,
  remedy: "Give the load balancer to the Alarms component as a target; groundwork:alarms sets the thresholds.",
  checklist: ["S-41"],
  equivalents: [],
  evaluate: (stack) =>
    coverage(
      stack,
      [...ofType(stack, LOAD_BALANCER), ...ofType(stack, "aws:lb/targetGroup:TargetGroup")],
      ({ type }) => (type.endsWith(":TargetGroup") ? TARGETS.map((metrics) => watch(metrics, "TargetGroup")) : [watch(["HTTPCode_ELB_5XX_Count"], "LoadBalancer")]),
      { mustExist: LOAD_BALANCER },
    ),
};
