import { outcome, ofType, shown, targets, violation } from "../../join";
import { EVERYWHERE } from "../../levels";
import type { GraphRule } from "../../rule";

export const ecsDesiredIgnored: GraphRule = {
  id: "ecs-desired-ignored",
  reason: "A deployment that sets the number of tasks takes back what autoscaling added, in the middle of the rush.",
  severity: "medium",
  levels: EVERYWHERE,
  remedy: "Make the service with the Service component, which leaves desiredCount to the scaler after the first deployment.",
  checklist: [],
  equivalents: [],
  evaluate: (stack) => {
    const services = ofType(stack, "aws:ecs/service:Service");
    const scaled = ofType(stack, "aws:appautoscaling/target:Target").filter(({ properties }) => properties.serviceNamespace === "ecs");
    const violations = scaled.flatMap((target) => {
      const own = targets(target, "resourceId", services);
      if (own.length === 0) return [violation(target, "resourceId", shown(target.properties.resourceId), "a service of this stack")];
      return own
        .filter(({ options }) => !options.ignoreChanges.includes("desiredCount"))
        .map((service) => violation(service, "option:ignoreChanges", shown([...service.options.ignoreChanges]), "desiredCount among them"));
    });
    return outcome(scaled, violations);
  },
};
