import { METRIC_ALARM } from "../../alarm-coverage";
import { subscribedTopics } from "../../alarm-topics";
import { list, mustExist, ofType, shown, targets, violation } from "../../join";
import { EVERYWHERE } from "../../levels";
import type { GraphRule } from "../../rule";

const SCALING = "aws:appautoscaling/policy:Policy";

export const alarmRouted: GraphRule = {
  id: "alarm-routed",
  reason: "An alarm that reaches nobody is as good as none.",
  severity: "high",
  levels: EVERYWHERE,
  remedy: "Name a channel for the alarm in groundwork:alarms, and its receivers in groundwork:channels.",
  checklist: ["S-41"],
  equivalents: ["CKV_AWS_319"],
  evaluate: (stack) => {
    const heard = [...subscribedTopics(stack), ...ofType(stack, SCALING)];
    const alarms = ofType(stack, METRIC_ALARM, "aws:cloudwatch/compositeAlarm:CompositeAlarm");
    const violations = alarms.flatMap((alarm) => {
      const { actionsEnabled, alarmActions } = alarm.properties;
      const actions = list(alarmActions);
      const reached = targets(alarm, "alarmActions", heard);
      return [
        ...(actionsEnabled === undefined || actionsEnabled === true ? [] : [violation(alarm, "actionsEnabled", shown(actionsEnabled), "true")]),
        ...(reached.length > 0 && reached.length >= actions.length
          ? []
          : [violation(alarm, "alarmActions", `${reached.length} of ${actions.length} lead to a topic with a subscription`, "all, and one at least")]),
      ];
    });
    return mustExist(alarms, METRIC_ALARM, violations);
  },
};
