import { LOAD_BALANCER } from "../../edge";
import { at, mustExist, ofType, shown, violation } from "../../join";
import { EVERYWHERE } from "../../levels";
import type { Properties } from "../../model";
import type { Floors } from "../../floors";
import { NOT_ASKED } from "../../not-asked";
import type { GraphRule } from "../../rule";
import { firewallsOf, rateRules, WEB_ACL } from "../../web-firewalls";

type Limit = NonNullable<Floors["rateLimits"]>[number];

function isLimit(rule: Properties, { requests, windowSeconds, of }: Limit): boolean {
  const limit = at(rule, "statement.rateBasedStatement.limit");
  const scoped = at(rule, "statement.rateBasedStatement.scopeDownStatement") !== undefined;
  return (
    typeof limit === "number" &&
    limit <= requests &&
    at(rule, "statement.rateBasedStatement.evaluationWindowSec") === windowSeconds &&
    at(rule, "action.block") !== undefined &&
    scoped === (of === "paths")
  );
}

export const wafRateFloors: GraphRule = {
  id: "waf-rate-floors",
  reason: "The system's document says how many requests one client may send, and a limit above it or that only counts is none.",
  severity: "high",
  levels: EVERYWHERE,
  remedy: "Set groundwork:webFirewall.rateLimits to the numbers of rateLimits in policy-floors.<stack>.json.",
  checklist: ["S-07"],
  equivalents: [],
  evaluate: (stack, { rateLimits = [] }) => {
    if (rateLimits.length === 0) return NOT_ASKED;
    const acls = ofType(stack, LOAD_BALANCER).flatMap((balancer) => firewallsOf(stack, balancer));
    const violations = acls.flatMap((acl) =>
      rateLimits
        .filter((asked) => !rateRules(acl).some((rule) => isLimit(rule, asked)))
        .map(({ requests, windowSeconds, of }) =>
          violation(
            acl,
            "rules",
            shown(rateRules(acl).map((rule) => `${shown(at(rule, "statement.rateBasedStatement.limit"))} in ${shown(at(rule, "statement.rateBasedStatement.evaluationWindowSec"))} s`)),
            `${requests} requests in ${windowSeconds} s at most, blocked, of ${of === "all" ? "all paths" : "some paths"}`,
          ),
        ),
    );
    return mustExist(acls, WEB_ACL, violations);
  },
};
