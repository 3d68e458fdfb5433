/** Cloudflare's plans. What a zone is on is bought in the dashboard; the settings say which, so that nothing is asked that it can't. */
export const EDGE_PLANS = ["free", "pro", "business", "enterprise"] as const;
export type EdgePlan = (typeof EDGE_PLANS)[number];

export interface PlanLimits {
  /** The least edge TTL that overrides the origin's, in seconds. */
  readonly edgeTtlSeconds: number;
  /** The least browser TTL that overrides the origin's, in seconds. */
  readonly browserTtlSeconds: number;
  /** Rules in one of the phases of transforms, cache, redirects and compression. */
  readonly rules: number;
  /** Custom rules of the firewall. */
  readonly firewallRules: number;
  /** Rate limits that can be held to hosts, their longest period and longest block, in seconds. */
  readonly rateLimits: number;
  readonly ratePeriodSeconds: number;
  readonly rateBlockSeconds: number;
}

/**
 * Edge TTLs as the API's edge_cache_ttl has them; the page of Cache Rules promises less from Business on, one second, and an
 * origin's own header is obeyed on every plan, so nothing is lost by the stricter of the two.
 * https://developers.cloudflare.com/api/resources/zones/subresources/settings/
 * https://developers.cloudflare.com/cache/how-to/edge-browser-cache-ttl/
 * https://developers.cloudflare.com/rules/transform/#availability
 * https://developers.cloudflare.com/waf/custom-rules/#availability
 * https://developers.cloudflare.com/waf/rate-limiting-rules/#availability: Free has one, which can't name a host.
 */
export const PLAN_LIMITS: Readonly<Record<EdgePlan, PlanLimits>> = {
  free: { edgeTtlSeconds: 7200, browserTtlSeconds: 7200, rules: 10, firewallRules: 5, rateLimits: 0, ratePeriodSeconds: 0, rateBlockSeconds: 0 },
  pro: { edgeTtlSeconds: 3600, browserTtlSeconds: 3600, rules: 25, firewallRules: 20, rateLimits: 2, ratePeriodSeconds: 60, rateBlockSeconds: 3600 },
  business: { edgeTtlSeconds: 1800, browserTtlSeconds: 1, rules: 50, firewallRules: 100, rateLimits: 5, ratePeriodSeconds: 600, rateBlockSeconds: 86_400 },
  enterprise: { edgeTtlSeconds: 30, browserTtlSeconds: 1, rules: 300, firewallRules: 1000, rateLimits: 100, ratePeriodSeconds: 3600, rateBlockSeconds: 86_400 },
};

/** https://developers.cloudflare.com/waf/rate-limiting-rules/parameters/ */
export const EDGE_RATE_PERIODS_SECONDS = [10, 60, 120, 300, 600, 3600] as const;
export const EDGE_RATE_BLOCKS_SECONDS = [10, 60, 120, 300, 600, 3600, 86_400] as const;

/** Seconds, or `origin`: what the response's Cache-Control says. */
export type Ttl = number | "origin";

/** What a plan must be able to do. */
export interface EdgeDemands {
  readonly plan: EdgePlan;
  readonly cacheRules: Readonly<Record<string, { readonly edgeTtlSeconds: Ttl; readonly browserTtlSeconds: Ttl }>>;
  readonly rateLimits: Readonly<Record<string, { readonly periodSeconds: number; readonly blockSeconds: number }>>;
  readonly redirects: Readonly<Record<string, unknown>>;
  /** How many rules of the firewall there will be, and of the phase that sets the origin's secret. */
  readonly firewallRules: number;
  readonly secretRules: number;
}

/** One thing that the plan can't do. */
export interface PlanProblem {
  /** Where in the settings, `["cache", "rules", "api", "edgeTtlSeconds"]`. */
  readonly path: readonly string[];
  /** What the plan can do, as a phrase that follows "expected". */
  readonly expected: string;
}

/** Everything that the zone's plan can't do, with what it can. */
export function planProblems(demands: EdgeDemands): readonly PlanProblem[] {
  const { plan } = demands;
  const limits = PLAN_LIMITS[plan];
  return [
    ...Object.entries(demands.cacheRules).flatMap(([name, { edgeTtlSeconds, browserTtlSeconds }]) => [
      ...ttlProblems(["cache", "rules", name, "edgeTtlSeconds"], edgeTtlSeconds, plan, limits.edgeTtlSeconds, "s-maxage"),
      ...ttlProblems(["cache", "rules", name, "browserTtlSeconds"], browserTtlSeconds, plan, limits.browserTtlSeconds, "max-age"),
    ]),
    ...rateProblems(demands, limits),
    // One rule keeps everything out of the cache that no other rule lets in.
    ...countProblems(["cache", "rules"], plan, Object.keys(demands.cacheRules).length, limits.rules - 1, "cache rules"),
    ...countProblems(["redirects"], plan, Object.keys(demands.redirects).length, limits.rules, "redirects"),
    ...countProblems(["blockedPaths"], plan, demands.firewallRules, limits.firewallRules, "rules for blocked paths and for hosts without origin"),
    ...countProblems(["guests"], plan, demands.secretRules, limits.rules, "stacks on the zone"),
  ];
}

function ttlProblems(path: readonly string[], ttl: Ttl, plan: EdgePlan, least: number, directive: string): readonly PlanProblem[] {
  if (ttl === "origin" || ttl >= least) return [];
  return [
    {
      path,
      expected: `at least ${least}, the least of the ${plan} plan; or origin, with ${directive}=${ttl} in the Cache-Control of the application, which every plan obeys`,
    },
  ];
}

function rateProblems({ plan, rateLimits }: EdgeDemands, limits: PlanLimits): readonly PlanProblem[] {
  const names = Object.keys(rateLimits);
  if (names.length === 0) return [];
  const elsewhere = "groundwork:webFirewall.rateLimits counts at AWS WAF on every plan";
  if (limits.rateLimits === 0) {
    return [{ path: ["rateLimits"], expected: `none: the ${plan} plan has no rate limit that can be held to hosts; ${elsewhere}` }];
  }
  return [
    ...countProblems(["rateLimits"], plan, names.length, limits.rateLimits, `rate limits; ${elsewhere}`),
    ...Object.entries(rateLimits).flatMap(([name, { periodSeconds, blockSeconds }]) => [
      ...(periodSeconds <= limits.ratePeriodSeconds
        ? []
        : [{ path: ["rateLimits", name, "periodSeconds"], expected: `at most ${limits.ratePeriodSeconds}, the longest period of the ${plan} plan; ${elsewhere}` }]),
      ...(blockSeconds <= limits.rateBlockSeconds
        ? []
        : [{ path: ["rateLimits", name, "blockSeconds"], expected: `at most ${limits.rateBlockSeconds}, the longest block of the ${plan} plan` }]),
    ]),
  ];
}

function countProblems(path: readonly string[], plan: EdgePlan, count: number, most: number, what: string): readonly PlanProblem[] {
  return count <= most ? [] : [{ path, expected: `at most ${most} on the ${plan} plan, not ${count}: ${what}` }];
}
