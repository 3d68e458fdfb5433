import { siteRecords, ZONE_SETTING } from "../../edge";
import { ofType, outcome, shown, violation } from "../../join";
import { EVERYWHERE } from "../../levels";
import type { GraphRule } from "../../rule";

export const cfProxied: GraphRule = {
  id: "cf-proxied",
  reason: "A name that is not proxied leads past every rule of the edge and tells the world where the load balancer is.",
  severity: "high",
  levels: EVERYWHERE,
  remedy: "Make the records with the SiteRecords component, which proxies all of them where groundwork:edge is set.",
  checklist: ["S-07", "S-15"],
  equivalents: ["Prowler dns_record_proxied"],
  evaluate: (stack) => {
    // Without settings of a zone the stack has no edge of its own, and its names may lead to the load balancer itself.
    if (ofType(stack, ZONE_SETTING).length === 0) return outcome([], []);
    const records = siteRecords(stack);
    const open = records.filter(({ properties }) => properties.proxied !== true);
    return outcome(records, open.map((record) => violation(record, "proxied", shown(record.properties.proxied), "true")));
  },
};
