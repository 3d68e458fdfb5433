import { comesFrom } from "../../evidence";
import { isStated, must, oneOf } from "../../judgements";
import { ADVISED, EVERYWHERE } from "../../levels";
import type { PolicyResource, Properties, Stack } from "../../model";
import type { PropertyRule } from "../../rule";
import { byUrn } from "../../stack-index";

export const CLOUDFLARE_RULES: readonly PropertyRule[] = [
  {
    id: "cf-ssl-strict",
    reason: "Cloudflare must check whose certificate the origin has",
    severity: "high",
    levels: EVERYWHERE,
    remedy: "set ssl of the zone",
    checklist: ["S-01"],
    equivalents: ["Prowler zone_ssl_strict"],
    types: ["cloudflare:index/zoneSetting:ZoneSetting"],
    property: "value",
    when: ({ properties }) => properties.settingId === "ssl",
    ...oneOf("strict", "full_strict"),
  },
  {
    id: "cf-min-tls",
    reason: "TLS below 1.2 is broken",
    severity: "high",
    levels: EVERYWHERE,
    remedy: "set min_tls_version of the zone",
    checklist: ["S-02"],
    equivalents: ["Prowler zone_min_tls_version_secure"],
    types: ["cloudflare:index/zoneSetting:ZoneSetting"],
    property: "value",
    when: ({ properties }) => properties.settingId === "min_tls_version",
    accepts: (value, { tlsVersion }) => typeof value === "string" && Number(value) >= Number(tlsVersion),
    required: ({ tlsVersion }) => `at least ${tlsVersion}`,
    wrong: () => ["1.0", "1.1", "newest", undefined],
  },
  {
    id: "cf-tls13",
    reason: "TLS 1.3 is safer and faster",
    severity: "medium",
    levels: EVERYWHERE,
    remedy: "set tls_1_3 of the zone",
    checklist: ["S-02"],
    equivalents: ["Prowler zone_tls_1_3_enabled"],
    types: ["cloudflare:index/zoneSetting:ZoneSetting"],
    property: "value",
    when: ({ properties }) => properties.settingId === "tls_1_3",
    ...oneOf("on", "zrt"),
  },
  {
    id: "cf-always-https",
    reason: "plain HTTP answers nothing but where HTTPS is",
    severity: "high",
    levels: EVERYWHERE,
    remedy: "set always_use_https of the zone",
    checklist: ["S-01"],
    equivalents: ["Prowler zone_https_redirect_enabled"],
    types: ["cloudflare:index/zoneSetting:ZoneSetting"],
    property: "value",
    when: ({ properties }) => properties.settingId === "always_use_https",
    ...oneOf("on"),
  },
  {
    id: "cf-not-dev-mode",
    reason: "development mode goes around the cache",
    severity: "medium",
    levels: EVERYWHERE,
    remedy: "set development_mode of the zone",
    checklist: [],
    equivalents: ["Prowler zone_development_mode_disabled"],
    types: ["cloudflare:index/zoneSetting:ZoneSetting"],
    property: "value",
    when: ({ properties }) => properties.settingId === "development_mode",
    ...oneOf("off"),
    wrongTogether: () => [{ settingId: "development_mode", value: "on" }],
  },
  {
    id: "cf-no-internal-ip",
    reason: "a public name must not tell of the network behind it",
    severity: "high",
    levels: EVERYWHERE,
    remedy: "point the record at the load balancer",
    checklist: ["S-18"],
    equivalents: ["Prowler dns_record_no_internal_ip"],
    types: ["cloudflare:index/dnsRecord:DnsRecord"],
    property: "content",
    whenUnknown: publicHost,
    ...must("no address of a private network", (value) => typeof value === "string" && !/^(10\.|127\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|f[cd][0-9a-f]{2}:|fe80:|::1$)/i.test(value), ["10.0.0.1", "127.0.0.1", "192.168.1.1", "172.31.0.1", "169.254.0.1", "fd12:3456::1", undefined]),
  },
  {
    id: "cf-no-wildcard",
    reason: "a wildcard is a door for names that nobody decided on",
    severity: "medium",
    levels: EVERYWHERE,
    remedy: "name the host",
    checklist: [],
    equivalents: ["Prowler dns_record_no_wildcard"],
    types: ["cloudflare:index/dnsRecord:DnsRecord"],
    property: "name",
    // The record that proves a certificate's domain has a name of ACM's own making, below the domain.
    whenUnknown: comesFrom("name", ["aws:acm/certificate:Certificate"]),
    ...must("a name without a wildcard", (value) => typeof value === "string" && !value.startsWith("*"), ["*", "*.example.org", undefined]),
  },
  {
    id: "cf-rules-ordered",
    reason: "without a name of its own a rule is known by its place, and a new one in between changes all that follow",
    severity: "low",
    levels: ADVISED,
    remedy: "make the rules with EdgeRulesets, which gives each a ref",
    checklist: [],
    equivalents: [],
    types: ["cloudflare:index/ruleset:Ruleset"],
    property: "rules[*].ref",
    ...isStated,
  },
];

/** The name of a load balancer stands for public addresses, unless it is an internal one; a certificate's proof is a name of ACM's. */
function publicHost(resource: PolicyResource, stack: Stack): Properties | undefined {
  const all = resource.propertyDependencies.content ?? [];
  if (all.some((urn) => (byUrn(stack, urn)?.properties.internal ?? false) !== false)) return undefined;
  const copy = comesFrom("content", ["aws:lb/loadBalancer:LoadBalancer", "aws:acm/certificate:Certificate"], "list")(resource, stack);
  return Array.isArray(copy?.content) && copy.content.length === all.length ? { ...copy, content: all[0] ?? "" } : undefined;
}
