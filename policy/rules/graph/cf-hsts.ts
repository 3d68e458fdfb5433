import { headerRules, RULESET, ZONE_SETTING } from "../../edge";
import { at, list, mustExist, ofType, shown, violation } from "../../join";
import { EVERYWHERE } from "../../levels";
import type { GraphRule } from "../../rule";
import { UNKNOWN } from "../../../rehearsal/provider/struct";

/** Half a year, what Cloudflare advises at least. https://developers.cloudflare.com/ssl/edge-certificates/additional-options/http-strict-transport-security/ */
const HALF_A_YEAR_SECONDS = 15_552_000;
const HSTS = "value.strict_transport_security";

export const cfHsts: GraphRule = {
  id: "cf-hsts",
  reason: "Without HSTS the first request of a browser goes in clear text, and whoever is on the way can keep it so.",
  severity: "high",
  levels: EVERYWHERE,
  remedy: "Set groundwork:edge.hsts; the EdgeZone component writes it for the whole zone, without preload.",
  checklist: ["S-03"],
  equivalents: ["Prowler zone_hsts_enabled"],
  evaluate: (stack, { hstsMaxAgeSeconds: least = HALF_A_YEAR_SECONDS, hstsPreload = false }) => {
    const settings = ofType(stack, ZONE_SETTING).filter(({ properties }) => properties.settingId === "security_header");
    const wrong = settings.flatMap((setting) => {
      const asked = (key: string, required: string, accepts: (value: unknown) => boolean) => {
        const value = at(setting.properties, `${HSTS}.${key}`);
        return accepts(value) ? [] : [violation(setting, `${HSTS}.${key}`, shown(value), required)];
      };
      return [
        ...asked("enabled", "true", (value) => value === true),
        ...asked("max_age", `at least ${least}`, (value) => typeof value === "number" && value >= least),
        ...asked("include_subdomains", "true", (value) => value === true),
        ...asked("preload", `${hstsPreload}`, (value) => value === hstsPreload || (value === undefined && !hstsPreload)),
      ];
    });
    // Two sources of one header: browsers go by the first, and nobody knows which that is.
    const twice = headerRules(stack, "http_response_headers_transform")
      .filter(({ header }) => header === "strict-transport-security")
      .map(({ ruleset, value }) => violation(ruleset, "rules.actionParameters.headers.Strict-Transport-Security", shown(value), "nothing beside the zone's setting"));
    const unknown = ofType(stack, RULESET)
      .filter(({ properties }) => properties.phase === "http_response_headers_transform" && [properties.rules, ...list(properties.rules)].includes(UNKNOWN))
      .map((ruleset) => violation(ruleset, "rules", shown(UNKNOWN), "rules whose headers are known"));
    return mustExist(settings, `${ZONE_SETTING} security_header`, [...wrong, ...twice, ...unknown]);
  },
};
