import { mustExist, objects, ofType, refersTo, shown, STACK_URN, violation } from "../../join";
import { numberOf } from "../../judgements";
import { IN_PRODUCTION } from "../../levels";
import { SERVICE, serviceName } from "../../service-logs";
import type { PolicyResource, Stack } from "../../model";
import type { GraphRule } from "../../rule";

const TARGET = "aws:appautoscaling/target:Target";
const POLICY = "aws:appautoscaling/policy:Policy";

/** A policy that adds tasks: by itself where it holds a metric, by an alarm that calls it where it takes steps. */
function addsTasks({ policyType, ...properties }: PolicyResource["properties"], called: boolean): boolean {
  // https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PutScalingPolicy.html
  if (policyType === "TargetTrackingScaling") return properties.targetTrackingScalingPolicyConfiguration !== undefined;
  const steps = objects(properties.stepScalingPolicyConfiguration).flatMap(({ stepAdjustments }) => objects(stepAdjustments));
  return (policyType ?? "StepScaling") === "StepScaling" && called && steps.some(({ scalingAdjustment }) => numberOf(scalingAdjustment) > 0);
}

function isCalled(policy: PolicyResource, stack: Stack): boolean {
  return ofType(stack, "aws:cloudwatch/metricAlarm:MetricAlarm").some((alarm) => alarm.properties.actionsEnabled !== false && refersTo(alarm, "alarmActions", policy));
}

export const ecsAutoscaled: GraphRule = {
  id: "ecs-autoscaled",
  reason: "A service that can't grow fails in the first rush, and a range without a policy is a fixed number.",
  severity: "medium",
  levels: IN_PRODUCTION,
  remedy: "Set owner autoscaling in replicas of the service in groundwork:services, and its autoscaling; or say why not in unscaled of policy-floors.<stack>.json.",
  checklist: [],
  equivalents: [],
  evaluate: (stack, { unscaled = {} }) => {
    const services = ofType(stack, SERVICE);
    const scaled = ofType(stack, TARGET).filter(({ properties }) => properties.scalableDimension === "ecs:service:DesiredCount");
    const policies = ofType(stack, POLICY);
    const targetsOf = (service: PolicyResource) => scaled.filter((target) => refersTo(target, "resourceId", service));
    const violations = services.flatMap((service) => {
      const targets = targetsOf(service);
      if (unscaled[serviceName(service)] !== undefined) return targets.map((target) => violation(target, "resourceId", "a scaled service", "none, as unscaled of the floors says"));
      if (targets.length === 0) return [violation(service, TARGET, "none", "one for each service")];
      const fixed = targets
        .filter(({ properties: { minCapacity, maxCapacity } }) => !(numberOf(minCapacity) < numberOf(maxCapacity)))
        .map((target) => violation(target, "maxCapacity", shown(target.properties.maxCapacity), `more than minCapacity, ${shown(target.properties.minCapacity)}`));
      const grows = policies.some((policy) => refersTo(policy, "resourceId", service) && addsTasks(policy.properties, isCalled(policy, stack)));
      return [...fixed, ...(grows ? [] : [violation(service, POLICY, "none that adds tasks", "one at least")])];
    });
    const gone = Object.keys(unscaled).filter((name) => !services.some((service) => serviceName(service) === name));
    return mustExist(services, SERVICE, [...violations, ...gone.map((name) => ({ urn: STACK_URN, property: SERVICE, found: `no service ${name}`, required: "those that unscaled of the floors names" }))]);
  },
};
