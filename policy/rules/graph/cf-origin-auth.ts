import { coversHost, headerRules, LOAD_BALANCER, proxiedRecords, RULESET } from "../../edge";
import { at, objects, ofType, outcome, refersTo, shown, targets, violation } from "../../join";
import { EVERYWHERE } from "../../levels";
import { UNKNOWN } from "../../../rehearsal/provider/struct";
import type { PolicyResource, Stack, Value } from "../../model";
import type { GraphRule } from "../../rule";
import { demandedHeader, firewallsOf } from "../../web-firewalls";

/** What a firewall's first rule asks of every request: a header with a secret. Undefined where it asks for none. */
function asked(acl: PolicyResource): string | undefined {
  const [first] = [...objects(acl.properties.rules)].sort((a, b) => Number(a.priority) - Number(b.priority));
  if (first === undefined || at(first, "action.block") === undefined) return undefined;
  return demandedHeader(at(first, "statement.notStatement.statement"));
}

/** Whether the edge sends it: a text, or one that only a deployment will tell, in place of what the client wrote. */
function isSent(stack: Stack, header: string, host: Value | undefined): boolean {
  return headerRules(stack, "http_request_late_transform").some(
    (rule) => rule.header === header && rule.operation === "set" && (rule.value === UNKNOWN || (typeof rule.value === "string" && rule.value !== "")) && coversHost(rule.expression, host),
  );
}

export const cfOriginAuth: GraphRule = {
  id: "cf-origin-auth",
  reason: "Cloudflare's addresses are those of all its customers: only a secret between our zone and our firewall tells our edge from theirs.",
  severity: "critical",
  levels: EVERYWHERE,
  remedy: "Set groundwork:edge; OriginSecret makes the secret, WebFirewall asks for it first, EdgeRulesets sends it.",
  checklist: ["S-07", "S-15"],
  equivalents: [],
  evaluate: (stack) => {
    const records = proxiedRecords(stack);
    const balancers = ofType(stack, LOAD_BALANCER).filter((balancer) => records.some((record) => refersTo(record, "content", balancer)));
    // A guest's zone, and what it sends, is another stack's.
    const ownsRules = ofType(stack, RULESET).length > 0;
    const violations = balancers.flatMap((balancer) => {
      const acls = firewallsOf(stack, balancer);
      const open = acls.filter((acl) => asked(acl) === undefined).map((acl) => violation(acl, "rules", "no first rule that asks for a secret header", "a block of what comes without it"));
      const header = acls.map(asked).find((name) => name !== undefined);
      const unsent = ownsRules && header !== undefined ? records.filter((record) => targets(record, "content", [balancer]).length > 0 && !isSent(stack, header, record.properties.name)) : [];
      return [
        ...(acls.length === 0 ? [violation(balancer, "aws:wafv2/webAcl:WebAcl", "none", "one that asks for a secret")] : open),
        ...unsent.map((record) => violation(record, RULESET, `nothing sends ${shown(header)}`, "a rule that sets it for the whole host")),
      ];
    });
    return outcome(balancers, violations);
  },
};
