import { ZONE_SETTING } from "../../edge";
import { ofType, outcome, STACK_URN } from "../../join";
import { EVERYWHERE } from "../../levels";
import type { GraphRule } from "../../rule";

/** Settings that a zone has otherwise as somebody left them in the dashboard. What they are set to is judged one by one. */
const STATED = ["always_use_https", "min_tls_version", "ssl", "tls_1_3"];

export const cfZoneHttps: GraphRule = {
  id: "cf-zone-https",
  reason: "What the program does not say of a zone is what somebody clicked once, and nobody reviews that.",
  severity: "high",
  levels: EVERYWHERE,
  remedy: "Make the zone's settings with the EdgeZone component, groundwork:edge with zone owned.",
  checklist: ["S-01", "S-02"],
  equivalents: ["Prowler zone_ssl_strict", "Prowler zone_https_redirect_enabled", "Prowler zone_min_tls_version_secure"],
  evaluate: (stack) => {
    const settings = ofType(stack, ZONE_SETTING).filter(({ properties }) => STATED.some((id) => id === properties.settingId));
    const missing = STATED.filter((id) => !settings.some(({ properties }) => properties.settingId === id));
    return outcome(settings, missing.map((id) => ({ urn: STACK_URN, property: `${ZONE_SETTING} ${id}`, found: "none", required: "at least one" })));
  },
};
