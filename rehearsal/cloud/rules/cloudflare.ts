import type { CloudResource } from "../store";
import { isProperties } from "../../provider/struct";
import type { Properties, Value } from "../../provider/struct";
import { number, text } from "./rule";
import type { Rule } from "./rule";

const RECORD = "cloudflare:index/dnsRecord:DnsRecord";
const RULESET = "cloudflare:index/ruleset:Ruleset";
const SETTING = "cloudflare:index/zoneSetting:ZoneSetting";

/** https://developers.cloudflare.com/dns/proxy-status/ */
const PROXIABLE = ["A", "AAAA", "CNAME"];

/**
 * Phase of a zone -> actions of its rules. Other phases are not judged by action.
 * https://developers.cloudflare.com/ruleset-engine/rules-language/actions/
 */
const ACTIONS: Readonly<Record<string, readonly string[]>> = {
  http_ratelimit: ["block", "challenge", "js_challenge", "log", "managed_challenge"],
  http_request_cache_settings: ["set_cache_settings"],
  http_request_dynamic_redirect: ["redirect"],
  http_request_firewall_custom: ["block", "challenge", "execute", "js_challenge", "log", "managed_challenge", "skip"],
  http_request_late_transform: ["rewrite"],
  http_request_transform: ["rewrite"],
  http_response_compression: ["compress_response"],
  http_response_headers_transform: ["rewrite"],
};
/** https://developers.cloudflare.com/ruleset-engine/reference/phases-list/ */
const PHASES = [
  ...Object.keys(ACTIONS),
  "ddos_l7",
  "http_config_settings",
  "http_custom_errors",
  "http_log_custom_fields",
  "http_request_firewall_managed",
  "http_request_origin",
  "http_request_redirect",
  "http_request_sanitize",
  "http_request_sbfm",
  "http_response_cache_settings",
  "http_response_firewall_managed",
];

/** https://developers.cloudflare.com/ruleset-engine/rules-language/expressions/#maximum-rule-expression-length */
const EXPRESSION_LENGTH = 4096;

const SWITCHES = [
  "0rtt", "always_online", "always_use_https", "automatic_https_rewrites", "brotli", "browser_check", "development_mode",
  "early_hints", "email_obfuscation", "hotlink_protection", "http2", "http3", "ip_geolocation", "ipv6", "opportunistic_encryption",
  "opportunistic_onion", "rocket_loader", "server_side_exclude", "sort_query_string_for_cache", "tls_client_auth", "websockets",
];
/** Setting -> its values; those with other values than words are only known by name. https://developers.cloudflare.com/api/resources/zones/subresources/settings/ */
const SETTING_VALUES: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(SWITCHES.map((setting) => [setting, ["on", "off"]])),
  min_tls_version: ["1.0", "1.1", "1.2", "1.3"],
  security_level: ["off", "essentially_off", "low", "medium", "high", "under_attack"],
  ssl: ["off", "flexible", "full", "strict", "origin_pull"],
  tls_1_3: ["on", "off", "zrt"],
};
const OTHER_SETTINGS = [
  "advanced_ddos", "browser_cache_ttl", "cache_level", "challenge_ttl", "ciphers", "cname_flattening", "edge_cache_ttl",
  "h2_prioritization", "image_resizing", "max_upload", "minify", "mirage", "mobile_redirect", "nel", "orange_to_orange",
  "origin_error_page_pass_thru", "polish", "prefetch_preload", "proxy_read_timeout", "pseudo_ipv4", "replace_insecure_js",
  "response_buffering", "automatic_platform_optimization", "security_header", "sha1_support", "ssl_recommender", "tls_1_2_only",
  "true_client_ip_header", "waf", "webp", "aegis", "fonts", "transformations", "origin_h2_max_streams", "origin_max_http_version",
];

function rulesOf(rules: Value | undefined): readonly Properties[] {
  return Array.isArray(rules) ? rules.filter((rule): rule is Properties => isProperties(rule)) : [];
}

function part(rule: Properties, ...path: readonly string[]): Value | undefined {
  return path.reduce<Value | undefined>((value, key) => (isProperties(value) ? value[key] : undefined), rule);
}

/** What can be told from the inputs alone. */
export const CLOUDFLARE_RULES: readonly Rule[] = [
  {
    types: [RECORD],
    code: "InvalidRecord",
    reads: ["proxied", "ttl", "type"],
    refuse: ({ proxied, ttl, type }) => {
      const [seconds, kind] = [number(ttl), text(type)];
      if (proxied === true && kind !== undefined && !PROXIABLE.includes(kind)) {
        return { property: "proxied", reason: `a record of type ${kind} can't be proxied, only ${PROXIABLE.join(", ")}` };
      }
      if (proxied === true && seconds !== 1) return { property: "ttl", reason: `ttl must be 1 when proxied is true, got ${String(ttl)}` };
      // 30 on Enterprise, 60 on other plans; nothing here knows the plan.
      if (seconds === undefined || seconds === 1 || (seconds >= 30 && seconds <= 86_400)) return undefined;
      return { property: "ttl", reason: `ttl must be 1, or 30 to 86400 seconds, got ${seconds}` };
    },
  },
  {
    types: [RULESET],
    code: "InvalidRuleset",
    reads: ["kind", "phase", "zoneId", "accountId"],
    refuse: ({ kind, phase, zoneId, accountId }) => {
      if ((zoneId === undefined) === (accountId === undefined)) {
        return { property: "zoneId", reason: "a ruleset belongs to a zone or to an account, to one of them" };
      }
      if (zoneId === undefined) return undefined;
      if (kind !== "zone") return { property: "kind", reason: `a ruleset of a zone is of kind zone, got ${String(kind)}` };
      return PHASES.includes(text(phase) ?? "") ? undefined : { property: "phase", reason: `a zone has no phase ${String(phase)}, it has ${PHASES.toSorted().join(", ")}` };
    },
  },
  {
    types: [RULESET],
    code: "InvalidRule",
    reads: ["phase", "rules"],
    refuse: ({ phase, rules }) => {
      const refs = new Set<string>();
      for (const [index, rule] of rulesOf(rules).entries()) {
        const problem = ruleProblem(text(phase) ?? "", rule);
        if (problem !== undefined) return { property: `rules[${index}]`, reason: problem };
        const ref = text(rule.ref);
        if (ref === undefined) continue;
        if (refs.has(ref)) return { property: `rules[${index}].ref`, reason: `two rules have the ref "${ref}"` };
        refs.add(ref);
      }
      return undefined;
    },
  },
  {
    types: [SETTING],
    code: "InvalidSetting",
    reads: ["settingId", "value"],
    refuse: ({ settingId, value }) => {
      const setting = text(settingId) ?? "";
      const values = SETTING_VALUES[setting];
      if (values === undefined) {
        return OTHER_SETTINGS.includes(setting) ? undefined : { property: "settingId", reason: `a zone has no setting ${setting}` };
      }
      return values.includes(text(value) ?? "") ? undefined : { property: "value", reason: `${setting} is one of ${values.join(", ")}, got ${JSON.stringify(value)}` };
    },
  },
];

function ruleProblem(phase: string, rule: Properties): string | undefined {
  const action = text(rule.action) ?? "";
  const allowed = ACTIONS[phase];
  if (allowed !== undefined && !allowed.includes(action)) return `the phase ${phase} has no action ${action}, it has ${allowed.join(", ")}`;
  const expression = text(rule.expression) ?? "";
  if (expression.length === 0 || expression.length > EXPRESSION_LENGTH) {
    return `an expression has 1 to ${EXPRESSION_LENGTH} characters, got ${expression.length}`;
  }
  if (phase === "http_ratelimit") {
    const characteristics = part(rule, "ratelimit", "characteristics");
    if (!Array.isArray(characteristics) || !characteristics.includes("cf.colo.id")) {
      return "a rate limit counts by cf.colo.id and something else";
    }
  }
  for (const ttl of ["edgeTtl", "browserTtl"]) {
    const mode = part(rule, "actionParameters", ttl, "mode");
    const seconds = part(rule, "actionParameters", ttl, "default");
    if (mode === "override_origin" && number(seconds) === undefined) return `${ttl} overrides the origin and names no seconds`;
  }
  return undefined;
}

/** What only the zone can tell: beside a CNAME there is nothing of its name. https://developers.cloudflare.com/dns/manage-dns-records/troubleshooting/records-with-same-name/ */
export function recordConflict(inputs: Properties, living: readonly CloudResource[]): string | undefined {
  const name = text(inputs.name);
  const other = living.find(
    ({ type, properties }) =>
      type === RECORD &&
      properties.zoneId === inputs.zoneId &&
      properties.name === name &&
      (inputs.type === "CNAME" || properties.type === "CNAME" || (properties.type === inputs.type && properties.content === inputs.content)),
  );
  return other === undefined
    ? undefined
    : `RecordConflict: ${String(name)} has a record of type ${String(other.properties.type)} already, ${other.id}`;
}
