import { LOAD_BALANCER, proxiedRecords } from "../../edge";
import { at, list, ofType, outcome, refersTo, shown, violation } from "../../join";
import { EVERYWHERE } from "../../levels";
import type { GraphRule } from "../../rule";
import { firewallsOf, rateRules } from "../../web-firewalls";
import { UNKNOWN } from "../../../rehearsal/provider/struct";

const KEY = "statement.rateBasedStatement.aggregateKeyType";
const HEADER = "statement.rateBasedStatement.forwardedIpConfig.headerName";

export const wafClientAddress: GraphRule = {
  id: "waf-client-address",
  reason: "Behind an edge all requests come from the edge's addresses, and without one a header with an address is the client's own to write.",
  severity: "high",
  levels: EVERYWHERE,
  remedy: "Leave it to the topology: WebFirewall counts by CF-Connecting-IP where groundwork:edge is set, else by the connection.",
  checklist: ["S-07"],
  equivalents: [],
  evaluate: (stack) => {
    const records = proxiedRecords(stack);
    const guarded = ofType(stack, LOAD_BALANCER).map((balancer) => ({
      acls: firewallsOf(stack, balancer),
      isProxied: records.some((record) => refersTo(record, "content", balancer)),
    }));
    const violations = guarded.flatMap(({ acls, isProxied }) =>
      acls.flatMap((acl) => [
        ...([acl.properties.rules, ...list(acl.properties.rules)].includes(UNKNOWN) ? [violation(acl, "rules", shown(UNKNOWN), "rules that are known")] : []),
        ...rateRules(acl).flatMap((rule) => {
          const key = at(rule, KEY);
          const header = at(rule, HEADER);
          // IP is the provider's own default.
          const holds = isProxied ? key === "FORWARDED_IP" && typeof header === "string" && /^cf-connecting-ip$/i.test(header) : key === undefined || key === "IP";
          return holds ? [] : [violation(acl, `rules.${KEY}`, `${shown(key)} ${shown(header)} in ${shown(rule.name)}`, isProxied ? "FORWARDED_IP by CF-Connecting-IP" : "IP")];
        }),
      ]),
    );
    return outcome(guarded.flatMap(({ acls }) => acls), violations);
  },
};
