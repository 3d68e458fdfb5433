import { at, objects, ofType, partRefersTo, shown, STACK_URN, violation } from "../../join";
import { EVERYWHERE } from "../../levels";
import { NOT_ASKED } from "../../not-asked";
import type { GraphRule } from "../../rule";
import { LAMBDA } from "../../secret-rotation";
import { SERVICE, serviceName } from "../../service-logs";

const STAGES = ["POST_TEST_TRAFFIC_SHIFT", "PRE_PRODUCTION_TRAFFIC_SHIFT"];

export const ecsSmokeTested: GraphRule = {
  id: "ecs-smoke-tested",
  reason: "A version that fails its test before it gets requests has hurt nobody.",
  severity: "high",
  levels: EVERYWHERE,
  remedy: "Set rollout.smokeTest of the service in groundwork:services.",
  checklist: ["S-42"],
  equivalents: [],
  evaluate: (stack, { smokeTested = [] }) => {
    if (smokeTested.length === 0) return NOT_ASKED;
    const functions = ofType(stack, LAMBDA);
    const services = ofType(stack, SERVICE).filter((service) => smokeTested.includes(serviceName(service)));
    const missing = smokeTested.filter((name) => !services.some((service) => serviceName(service) === name));
    const violations = services.flatMap((service) => {
      const hooks = objects(at(service.properties, "deploymentConfiguration.lifecycleHooks"));
      const tested = hooks.some(
        ({ hookTargetArn, lifecycleStages }) =>
          functions.some((lambda) => partRefersTo(hookTargetArn, service, "deploymentConfiguration", lambda)) && Array.isArray(lifecycleStages) && STAGES.some((stage) => lifecycleStages.includes(stage)),
      );
      return tested ? [] : [violation(service, "deploymentConfiguration.lifecycleHooks", shown(hooks), `a function of this stack at ${STAGES.join(" or ")}`)];
    });
    return {
      inspected: services.map(({ urn }) => urn),
      violations: [...violations, ...missing.map((name) => ({ urn: STACK_URN, property: `${SERVICE} ${name}`, found: "none", required: "at least one" }))],
    };
  },
};
