import { strict as assert } from "node:assert";
import { edgeSchema } from "../../settings/edge";
import { problemsOf } from "../../settings/problems";

const headers = {
  "Content-Security-Policy": "default-src 'self'; script-src 'self' 'unsafe-inline'",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "strict-origin-when-cross-origin",
};
const least = {
  zone: "owned",
  plan: "free",
  minimumTlsVersion: "1.2",
  hsts: { maxAgeSeconds: 31_536_000, includeSubdomains: true },
  tieredCache: true,
  headers,
  originSecretGeneration: 1,
};
const assets = { priority: 10, extensions: ["css"], edgeTtlSeconds: 31_536_000, browserTtlSeconds: 31_536_000 };
const login = { requests: 20, periodSeconds: 60, blockSeconds: 600, paths: ["/login"] };
const dashboard = { host: "dashboard.example.org", path: "/ops", statusCode: 302, target: { kind: "dashboard" } };
const cache = (rule: object) => ({ cache: { sessionCookies: [], rules: { assets: { ...assets, ...rule } } } });

function problems(change: object, base: object = least) {
  const value = { ...base, ...change };
  const result = edgeSchema.safeParse(value);
  if (result.success) return [];
  return problemsOf("edge", value, result.error).map(({ key, expected }) => [key.replace(/^groundwork:edge\.?/, ""), expected]);
}

describe("edge settings", () => {
  it("are sound with what every zone needs, and with everything", () => {
    assert.deepEqual(problems({}), []);
    const all = {
      plan: "pro",
      guests: { staging: { hosts: ["staging.example.org", "*.staging.example.org"], secretValue: "s".repeat(32) } },
      cache: { sessionCookies: ["session"], rules: { assets } },
      compression: ["brotli", "gzip"],
      blockedPaths: { admin: { paths: ["/api/admin"], exceptCidrs: ["203.0.113.0/24", "2001:db8::/32"] } },
      rateLimits: { login },
      originlessHosts: ["dashboard.example.org"],
      redirects: { dashboard },
      redirectHosts: ["docs.example.net"],
    };
    assert.deepEqual(problems(all), []);
  });

  it("are sound for a guest of another stack's zone, with one secret or two", () => {
    for (const values of [["a".repeat(32)], ["a".repeat(32), "b".repeat(128)]]) {
      assert.deepEqual(problems({}, { zone: "guest", originSecretValues: values }), []);
    }
    assert.deepEqual(problems({}, { zone: "guest", originSecretValues: [] }), [["originSecretValues", "at least 1 item"]]);
    assert.deepEqual(problems({}, { zone: "guest", originSecretValues: ["a", "b", "c"].map((letter) => letter.repeat(32)) }), [
      ["originSecretValues", "at most 2 items"],
    ]);
  });

  it("fill in that nothing is kept, blocked, limited or redirected", () => {
    const settings = edgeSchema.parse(least);
    assert.ok(settings.zone === "owned");
    const { cache: kept, compression, guests, blockedPaths, rateLimits, originlessHosts, redirects, redirectHosts } = settings;
    assert.deepEqual([kept, compression, guests, blockedPaths, rateLimits, originlessHosts, redirects, redirectHosts], [
      undefined, undefined, {}, {}, {}, [], {}, [],
    ]);
  });

  it("need every key that no plan or system decides", () => {
    assert.deepEqual(problems({}, { zone: "owned" }).map(([key]) => key), [
      "plan", "minimumTlsVersion", "hsts", "tieredCache", "headers", "originSecretGeneration",
    ]);
  });

  it("never print a secret", () => {
    const value = { zone: "guest", originSecretValues: ["short and known"] };
    const { error } = edgeSchema.safeParse(value);
    assert.ok(error !== undefined);
    assert.deepEqual(problemsOf("edge", value, error).map(({ got }) => got), ["(not shown)"]);
    const guests = { staging: { hosts: ["a.example.org"], secretValue: "short and known" } };
    const owned = edgeSchema.safeParse({ ...least, guests });
    assert.ok(owned.error !== undefined);
    assert.deepEqual(problemsOf("edge", { ...least, guests }, owned.error).map(({ got }) => got), ["(not shown)"]);
  });

  for (const [what, change, expected] of [
    ["a zone that is neither", { zone: "rented" }, ["zone", "zone owned, or zone guest"]],
    ["a plan that Cloudflare doesn't sell", { plan: "premium" }, ["plan", "one of free, pro, business, enterprise"]],
    ["TLS that is broken", { minimumTlsVersion: "1.1" }, ["minimumTlsVersion", "one of 1.2, 1.3"]],
    ["HSTS for less than five minutes", { hsts: { maxAgeSeconds: 299, includeSubdomains: true } }, ["hsts.maxAgeSeconds", "at least 300"]],
    ["preload, which no setting gives", { hsts: { maxAgeSeconds: 300, includeSubdomains: true, preload: true } }, ["hsts.preload", "no such key; check the spelling against docs/settings.md"]],
    ["headers without one that every page needs", { headers: { ...headers, "Content-Security-Policy": undefined } }, ["headers[\"Content-Security-Policy\"]", "a value of type string"]],
    [
      "headers without a policy",
      { headers: { "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY" } },
      ["headers", "Content-Security-Policy, Referrer-Policy besides what is there"],
    ],
    ["HSTS twice", { headers: { ...headers, "strict-transport-security": "max-age=1" } }, ["headers[\"strict-transport-security\"]", "no such header: hsts sets it, for the whole zone"]],
    ["a header twice", { headers: { ...headers, "referrer-policy": "no-referrer" } }, ["headers[\"referrer-policy\"]", "a header that is not there already"]],
    ["a value that browsers don't know", { headers: { ...headers, "X-Content-Type-Options": "yes" } }, ["headers[\"X-Content-Type-Options\"]", "nosniff, the only value there is"]],
    ["a frame that anybody may make", { headers: { ...headers, "X-Frame-Options": "ALLOWALL" } }, ["headers[\"X-Frame-Options\"]", "DENY or SAMEORIGIN"]],
    ["a header of Cloudflare's own", { headers: { ...headers, "CF-Ray": "1" } }, ["headers[\"CF-Ray\"]", "as its name the name of a header that does not begin with cf- or x-cf-"]],
    ["a value with a line break", { headers: { ...headers, "X-A": "a\nSet-Cookie: b" } }, ["headers[\"X-A\"]", "a header's value: printable ASCII without spaces around it"]],
    ["a rule that keeps everything", cache({ extensions: undefined }), ["cache.rules.assets", "extensions or paths: a rule for everything keeps what nobody meant"]],
    ["an extension with its dot", cache({ extensions: [".css"] }), ["cache.rules.assets.extensions[0]", "an extension in lower case without its dot, or an empty text for paths without one"]],
    ["a TTL of more than a year", cache({ edgeTtlSeconds: 31_536_001 }), ["cache.rules.assets.edgeTtlSeconds", "at most 31536000"]],
    ["a TTL in words", cache({ edgeTtlSeconds: "1 year" }), ["cache.rules.assets.edgeTtlSeconds", "seconds, 0 to 31536000, or origin"]],
    [
      "a TTL below the plan's least",
      cache({ edgeTtlSeconds: 300 }),
      ["cache.rules.assets.edgeTtlSeconds", "at least 7200, the least of the free plan; or origin, with s-maxage=300 in the Cache-Control of the application, which every plan obeys"],
    ],
    [
      "a priority twice",
      { cache: { sessionCookies: [], rules: { assets, others: assets } } },
      ["cache.rules.others.priority", "a priority other than 10, which assets has"],
    ],
    ["an answer to who is logged in: no key says so", cache({ authenticated: true }), ["cache.rules.assets.authenticated", "no such key; check the spelling against docs/settings.md"]],
    [
      "a rate limit on a plan without",
      { rateLimits: { login } },
      ["rateLimits", "none: the free plan has no rate limit that can be held to hosts; groundwork:webFirewall.rateLimits counts at AWS WAF on every plan"],
    ],
    ["a period that Cloudflare doesn't offer", { plan: "pro", rateLimits: { login: { ...login, periodSeconds: 30 } } }, ["rateLimits.login.periodSeconds", "one of 10, 60, 120, 300, 600, 3600"]],
    ["an address block that is none", { blockedPaths: { a: { paths: ["/a"], exceptCidrs: ["office"] } } }, ["blockedPaths.a.exceptCidrs[0]", "an address block, such as 203.0.113.0/24 or 2001:db8::/32"]],
    ["nothing that is blocked", { blockedPaths: { a: { paths: [], exceptCidrs: [] } } }, ["blockedPaths.a.paths", "at least 1 item"]],
    ["a redirect that browsers don't follow", { redirects: { dashboard: { ...dashboard, statusCode: 300 } } }, ["redirects.dashboard.statusCode", "one of 301, 302, 307, 308"]],
    ["a redirect to clear text", { redirects: { dashboard: { ...dashboard, target: { kind: "url", url: "http://example.org" } } } }, ["redirects.dashboard.target.url", "an https URL"]],
    ["a redirect to nowhere", { redirects: { dashboard: { ...dashboard, target: { kind: "page" } } } }, ["redirects.dashboard.target.kind", "kind url with a url, kind host with a host, or kind dashboard"]],
    ["a secret that a guess finds", { guests: { staging: { hosts: ["a.example.org"], secretValue: "short" } } }, ["guests.staging.secretValue", "32 to 128 letters and digits, such as openssl rand -hex 32 makes"]],
  ] as const) {
    it(`refuse ${what}`, () => {
      assert.deepEqual(problems(change), [expected]);
    });
  }
});
