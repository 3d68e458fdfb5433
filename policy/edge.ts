import { isProperties } from "../rehearsal/provider/struct";
import { at, mustExist, objects, ofType, refersTo, shown, violation } from "./join";
import type { PolicyResource, Stack, Value } from "./model";
import type { GraphOutcome, Violation } from "./rule";

export const RECORD = "cloudflare:index/dnsRecord:DnsRecord";
export const ZONE_SETTING = "cloudflare:index/zoneSetting:ZoneSetting";
export const RULESET = "cloudflare:index/ruleset:Ruleset";
export const LOAD_BALANCER = "aws:lb/loadBalancer:LoadBalancer";
const HEADERS = "http_response_headers_transform";

/** Records by which clients reach a load balancer of the stack. */
export function siteRecords(stack: Stack): readonly PolicyResource[] {
  const balancers = ofType(stack, LOAD_BALANCER);
  return ofType(stack, RECORD).filter((record) => balancers.some((balancer) => refersTo(record, "content", balancer)));
}

/** Those that Cloudflare answers itself. A value that is not known yet may well be true. */
export function proxiedRecords(stack: Stack): readonly PolicyResource[] {
  return siteRecords(stack).filter(({ properties: { proxied } }) => proxied !== undefined && proxied !== null && proxied !== false);
}

/** One header that a rule of a phase writes. */
export interface HeaderRule {
  readonly ruleset: PolicyResource;
  /** In lower case. */
  readonly header: string;
  readonly operation: Value | undefined;
  readonly value: Value | undefined;
  readonly expression: Value | undefined;
}

/** All headers that enabled rules of a phase write or take away. */
export function headerRules(stack: Stack, phase: string): readonly HeaderRule[] {
  return rulesetsOf(stack, phase).flatMap((ruleset) =>
    objects(ruleset.properties.rules)
      .filter(({ enabled }) => enabled === undefined || enabled === true)
      .flatMap((rule) => {
        const headers = at(rule, "actionParameters.headers");
        return Object.entries(isProperties(headers) ? headers : {}).map(([header, setting]) => ({
          ruleset,
          header: header.toLowerCase(),
          operation: at(setting, "operation"),
          value: at(setting, "value"),
          expression: rule.expression,
        }));
      }),
  );
}

export function rulesetsOf(stack: Stack, phase: string): readonly PolicyResource[] {
  return ofType(stack, RULESET).filter(({ properties }) => properties.phase === phase);
}

/**
 * Whether a rule is for all requests to a host. Only `true` and alternatives of hosts count: whatever else an expression asks
 * leaves some requests out. https://developers.cloudflare.com/ruleset-engine/rules-language/expressions/
 */
export function coversHost(expression: Value | undefined, host: Value | undefined): boolean {
  if (typeof expression !== "string" || typeof host !== "string") return false;
  const text = expression.trim().replace(/^\((.*)\)$/s, "$1");
  if (text === "true") return true;
  const alternatives = text.split(" or ").map((alternative) => hostsOf(alternative.trim()));
  return alternatives.every((covers) => covers !== undefined) && alternatives.some((covers) => covers?.(host) === true);
}

function hostsOf(alternative: string): ((host: string) => boolean) | undefined {
  const [, set] = /^http\.host in \{((?:\s*"[^"]*")+\s*)\}$/.exec(alternative) ?? [];
  if (set !== undefined) return (host) => set.includes(`"${host}"`);
  const [, only] = /^http\.host eq "([^"]*)"$/.exec(alternative) ?? [];
  if (only !== undefined) return (host) => host === only;
  const [, end] = /^ends_with\(http\.host, "(\.[^"]*)"\)$/.exec(alternative) ?? [];
  return end === undefined ? undefined : (host) => host.endsWith(end);
}

/** A header that every host of the site has on all responses, with one value, or with any where none is asked. */
export function headerOutcome(stack: Stack, required: Readonly<Record<string, string | undefined>>): GraphOutcome {
  const rulesets = rulesetsOf(stack, HEADERS);
  const given = headerRules(stack, HEADERS);
  const records = proxiedRecords(stack);
  const violations = Object.entries(required).flatMap(([header, value]): readonly Violation[] => {
    const own = given.filter((rule) => rule.header === header.toLowerCase());
    const asked = value === undefined ? "set to a value" : `set to ${value}`;
    const holds = (rule: HeaderRule) => rule.operation === "set" && (value === undefined ? typeof rule.value === "string" && rule.value.trim() !== "" : rule.value === value);
    const property = `rules.actionParameters.headers.${header}`;
    return [
      ...own.filter((rule) => !holds(rule)).map((rule) => violation(rule.ruleset, property, `${shown(rule.operation)} ${shown(rule.value)}`, asked)),
      ...(rulesets.length === 0 ? [] : records)
        .filter(({ properties: { name } }) => !own.some((rule) => holds(rule) && coversHost(rule.expression, name)))
        .map((record) => violation(record, property, "missing in its responses", `${asked} by a rule for the whole host`)),
    ];
  });
  return mustExist([...rulesets, ...(rulesets.length === 0 ? [] : records)], `${RULESET} of the phase ${HEADERS}`, violations);
}
