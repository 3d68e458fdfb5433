import { strict as assert } from "node:assert";
import * as fc from "fast-check";
import { EDGE_PLANS, PLAN_LIMITS, planProblems } from "../../../components/internal/edge-plans";
import type { EdgeDemands } from "../../../components/internal/edge-plans";

const sound: EdgeDemands = { plan: "pro", cacheRules: {}, rateLimits: {}, redirects: {}, firewallRules: 0, secretRules: 1 };
const problems = (change: Partial<EdgeDemands>) => planProblems({ ...sound, ...change }).map(({ path, expected }) => [path.join("."), expected]);
const ELSEWHERE = "groundwork:webFirewall.rateLimits counts at AWS WAF on every plan";

describe("what a plan of Cloudflare can do", () => {
  it("is more with each plan", () => {
    assert.deepEqual(EDGE_PLANS.map((plan) => PLAN_LIMITS[plan].edgeTtlSeconds), [7200, 3600, 1800, 30]);
    for (const key of ["rules", "firewallRules", "rateLimits", "ratePeriodSeconds", "rateBlockSeconds"] as const) {
      const numbers = EDGE_PLANS.map((plan) => PLAN_LIMITS[plan][key]);
      assert.deepEqual(numbers, numbers.toSorted((a, b) => a - b), key);
    }
  });

  it("is the plan's least TTL and not a second less, and the origin's own on every plan", () => {
    fc.assert(
      fc.property(fc.constantFrom(...EDGE_PLANS), fc.integer({ min: 0, max: 10_000 }), (plan, seconds) => {
        const found = problems({ plan, cacheRules: { pages: { edgeTtlSeconds: seconds, browserTtlSeconds: "origin" } } });
        assert.equal(found.length, seconds < PLAN_LIMITS[plan].edgeTtlSeconds ? 1 : 0);
        assert.deepEqual(problems({ plan, cacheRules: { pages: { edgeTtlSeconds: "origin", browserTtlSeconds: "origin" } } }), []);
      }),
    );
  });

  it("says how a shorter TTL is had: five minutes and an hour on Free come from the application", () => {
    const cacheRules = { answers: { edgeTtlSeconds: 300, browserTtlSeconds: 60 }, pages: { edgeTtlSeconds: 3600, browserTtlSeconds: 7200 } };
    assert.deepEqual(problems({ plan: "free", cacheRules }), [
      [
        "cache.rules.answers.edgeTtlSeconds",
        "at least 7200, the least of the free plan; or origin, with s-maxage=300 in the Cache-Control of the application, which every plan obeys",
      ],
      [
        "cache.rules.answers.browserTtlSeconds",
        "at least 7200, the least of the free plan; or origin, with max-age=60 in the Cache-Control of the application, which every plan obeys",
      ],
      [
        "cache.rules.pages.edgeTtlSeconds",
        "at least 7200, the least of the free plan; or origin, with s-maxage=3600 in the Cache-Control of the application, which every plan obeys",
      ],
    ]);
  });

  it("sends rate limits to AWS WAF where there are none, too few, or too short ones", () => {
    const login = { periodSeconds: 60, blockSeconds: 3600 };
    assert.deepEqual(problems({ plan: "free", rateLimits: { login } }), [
      ["rateLimits", `none: the free plan has no rate limit that can be held to hosts; ${ELSEWHERE}`],
    ]);
    assert.deepEqual(problems({ rateLimits: { a: login, b: login } }), []);
    assert.deepEqual(problems({ rateLimits: { a: login, b: login, c: login } }), [
      ["rateLimits", `at most 2 on the pro plan, not 3: rate limits; ${ELSEWHERE}`],
    ]);
    assert.deepEqual(problems({ rateLimits: { login: { periodSeconds: 120, blockSeconds: 86_400 } } }), [
      ["rateLimits.login.periodSeconds", `at most 60, the longest period of the pro plan; ${ELSEWHERE}`],
      ["rateLimits.login.blockSeconds", "at most 3600, the longest block of the pro plan"],
    ]);
    assert.deepEqual(problems({ plan: "business", rateLimits: { login: { periodSeconds: 600, blockSeconds: 86_400 } } }), []);
  });

  it("counts rules, and of the cache's one that keeps everything else out", () => {
    const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`n${index}`, { edgeTtlSeconds: "origin", browserTtlSeconds: "origin" } as const]));
    assert.deepEqual(problems({ cacheRules: many(24), redirects: many(25), firewallRules: 20, secretRules: 25 }), []);
    assert.deepEqual(problems({ cacheRules: many(25), redirects: many(26), firewallRules: 21, secretRules: 26 }), [
      ["cache.rules", "at most 24 on the pro plan, not 25: cache rules"],
      ["redirects", "at most 25 on the pro plan, not 26: redirects"],
      ["blockedPaths", "at most 20 on the pro plan, not 21: rules for blocked paths and for hosts without origin"],
      ["guests", "at most 25 on the pro plan, not 26: stacks on the zone"],
    ]);
  });
});
