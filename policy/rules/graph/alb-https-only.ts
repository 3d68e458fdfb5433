import { at, mustExist, objects, ofType, refersTo, shown, violation } from "../../join";
import { EVERYWHERE } from "../../levels";
import type { Value } from "../../model";
import type { GraphRule } from "../../rule";

const LOAD_BALANCER = "aws:lb/loadBalancer:LoadBalancer";
const REQUIRED = "one redirect to HTTPS on port 443 with HTTP_301";

function redirects(actions: Value | undefined): boolean {
  const all = objects(actions);
  return (
    all.length > 0 &&
    all.every(
      (action) =>
        action.type === "redirect" &&
        at(action, "redirect.protocol") === "HTTPS" &&
        at(action, "redirect.port") === "443" &&
        at(action, "redirect.statusCode") === "HTTP_301",
    )
  );
}

export const albHttpsOnly: GraphRule = {
  id: "alb-https-only",
  reason: "What is sent over plain HTTP can be read and changed on the way, so a public load balancer only redirects it.",
  severity: "critical",
  levels: EVERYWHERE,
  remedy: "Make the load balancer with the LoadBalancer component and set groundwork:loadBalancer.domain.",
  checklist: ["S-01"],
  equivalents: ["CKV_AWS_2", "CKV2_AWS_20", "FSBP ELB.1", "FSBP ELB.18", "AVD-AWS-0054"],
  evaluate: (stack) => {
    // Absent `internal` is public.
    const balancers = ofType(stack, LOAD_BALANCER).filter(({ properties }) => properties.internal !== true);
    const rules = ofType(stack, "aws:lb/listenerRule:ListenerRule");
    const violations = balancers.flatMap((balancer) => {
      const listeners = ofType(stack, "aws:lb/listener:Listener").filter((listener) => refersTo(listener, "loadBalancerArn", balancer));
      const encrypted = listeners.filter(({ properties }) => properties.protocol === "HTTPS");
      const plain = listeners.filter((listener) => !encrypted.includes(listener));
      return [
        ...(encrypted.length > 0 ? [] : [violation(balancer, "aws:lb/listener:Listener", "none with HTTPS", "an HTTPS listener")]),
        ...plain
          .filter(({ properties }) => !redirects(properties.defaultActions))
          .map((listener) => violation(listener, "defaultActions", shown(listener.properties.defaultActions), REQUIRED)),
        ...rules
          .filter((rule) => plain.some((listener) => refersTo(rule, "listenerArn", listener)) && !redirects(rule.properties.actions))
          .map((rule) => violation(rule, "actions", shown(rule.properties.actions), REQUIRED)),
      ];
    });
    return mustExist(balancers, LOAD_BALANCER, violations);
  },
};
