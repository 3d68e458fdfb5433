import { at, objects, ofType, outcome, refersTo, shown, STACK_URN, targets, violation } from "../../join";
import { EVERYWHERE } from "../../levels";
import type { PolicyResource, Stack } from "../../model";
import { NOT_ASKED } from "../../not-asked";
import type { GraphRule } from "../../rule";
import { SERVICE, serviceName } from "../../service-logs";

const ERRORS = "HTTPCode_Target_5XX_Count";

/** Whether one of the service's alarms counts the errors of its own targets. */
function watchesErrors(stack: Stack, service: PolicyResource): boolean {
  const groups = targets(service, "loadBalancers", ofType(stack, "aws:lb/targetGroup:TargetGroup"));
  return targets(service, "alarms", ofType(stack, "aws:cloudwatch/metricAlarm:MetricAlarm")).some(
    (alarm) =>
      (alarm.properties.metricName === ERRORS && groups.some((group) => refersTo(alarm, "dimensions.TargetGroup", group))) ||
      (objects(alarm.properties.metricQueries).some(({ metric }) => at(metric, "metricName") === ERRORS) && groups.some((group) => refersTo(alarm, "metricQueries", group))),
  );
}

export const ecsRollbackAlarms: GraphRule = {
  id: "ecs-rollback-alarms",
  reason: "A version that starts well can still answer with errors, and the alarm that counts them takes it back faster than a person.",
  severity: "high",
  levels: EVERYWHERE,
  remedy: "Set rollout.rollbackAlarms of the service in groundwork:services.",
  checklist: ["S-42"],
  equivalents: [],
  evaluate: (stack, { rollbackAlarms = [] }) => {
    if (rollbackAlarms.length === 0) return NOT_ASKED;
    const services = ofType(stack, SERVICE).filter((service) => rollbackAlarms.includes(serviceName(service)));
    const missing = rollbackAlarms.filter((name) => !services.some((service) => serviceName(service) === name));
    const violations = services.flatMap((service) => {
      const off = ["enable", "rollback"].filter((key) => at(service.properties, `alarms.${key}`) !== true);
      return [
        ...off.map((key) => violation(service, `alarms.${key}`, shown(at(service.properties, `alarms.${key}`)), "true")),
        ...(watchesErrors(stack, service) ? [] : [violation(service, "alarms.alarmNames", "no alarm on the errors of its targets", `one on ${ERRORS}`)]),
      ];
    });
    return outcome(services, [...violations, ...missing.map((name) => ({ urn: STACK_URN, property: `${SERVICE} ${name}`, found: "none", required: "at least one" }))]);
  },
};
