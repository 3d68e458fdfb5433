import { strict as assert } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import * as fc from "fast-check";
import {
  cacheRules,
  compressionRules,
  firewallRules,
  headerRules,
  originSecretRules,
  rateLimitRules,
  redirectRules,
} from "../../../components/internal/edge-rules";
import type { CacheRule } from "../../../components/internal/edge-rules";
import { valueOf } from "../../helpers/outputs";

const hosts = ["example.org", "www.example.org"];
const ON_HOSTS = 'http.host in {"example.org" "www.example.org"}';
const ANONYMOUS = 'not len(http.request.headers["authorization"]) > 0 and not http.cookie contains "session"';
const assets: CacheRule = { priority: 10, extensions: ["css", "js"], edgeTtlSeconds: 31_536_000, browserTtlSeconds: 31_536_000 };
const answers: CacheRule = { priority: 20, paths: ["/api"], edgeTtlSeconds: 300, browserTtlSeconds: "origin" };
const pages: CacheRule = { priority: 30, extensions: ["", "html"], exceptPaths: ["/api"], edgeTtlSeconds: "origin", browserTtlSeconds: "origin" };

describe("rules of the edge", () => {
  it("set every header, in place of what the application sent, for all hosts", () => {
    const headers = { "X-Frame-Options": "DENY", "Content-Security-Policy": "default-src 'self'" };
    assert.deepEqual(headerRules(hosts, headers), [
      {
        ref: "security-headers",
        description: "Headers of every response",
        expression: ON_HOSTS,
        action: "rewrite",
        actionParameters: {
          headers: {
            "X-Frame-Options": { operation: "set", value: "DENY" },
            "Content-Security-Policy": { operation: "set", value: "default-src 'self'" },
          },
        },
      },
    ]);
  });

  it("keep what is meant for some hosts from the others", () => {
    const [, kept] = cacheRules(["a.example.org", "b.example.org"], [], { files: { ...assets, hosts: ["b.example.org"] } });
    assert.ok(kept?.expression?.toString().includes('http.host in {"b.example.org"}'));
  });

  it("keep nothing but what a rule names, the lowest priority last, where it decides", () => {
    const rules = cacheRules(hosts, ["session"], { assets, pages, answers });
    assert.deepEqual(rules.map(({ ref, expression, actionParameters }) => [ref, expression, actionParameters]), [
      ["bypass", ON_HOSTS, { cache: false }],
      [
        "cache-pages",
        `${ON_HOSTS} and http.request.method in {"GET" "HEAD"} and http.request.uri.path.extension in {"" "html"} and not ((http.request.uri.path in {"/api"} or starts_with(http.request.uri.path, "/api/"))) and ${ANONYMOUS}`,
        { cache: true, edgeTtl: { mode: "bypass_by_default" }, browserTtl: { mode: "respect_origin" } },
      ],
      [
        "cache-answers",
        `${ON_HOSTS} and http.request.method in {"GET" "HEAD"} and (http.request.uri.path in {"/api"} or starts_with(http.request.uri.path, "/api/")) and ${ANONYMOUS}`,
        { cache: true, edgeTtl: { mode: "override_origin", default: 300 }, browserTtl: { mode: "respect_origin" } },
      ],
      [
        "cache-assets",
        `${ON_HOSTS} and http.request.method in {"GET" "HEAD"} and http.request.uri.path.extension in {"css" "js"} and ${ANONYMOUS}`,
        { cache: true, edgeTtl: { mode: "override_origin", default: 31_536_000 }, browserTtl: { mode: "override_origin", default: 31_536_000 } },
      ],
    ]);
    assert.ok(rules.every(({ action }) => action === "set_cache_settings"));
  });

  it("keep no answer to a request that says who sends it, whatever the rules", () => {
    const rule = fc.record({
      priority: fc.integer({ min: 1, max: 999 }),
      extensions: fc.option(fc.subarray(["", "css", "html"], { minLength: 1 }), { nil: undefined }),
      paths: fc.option(fc.subarray(["/api", "/files"], { minLength: 1 }), { nil: undefined }),
      exceptPaths: fc.subarray(["/api/me", "/files/private"]),
      edgeTtlSeconds: fc.oneof(fc.constant("origin" as const), fc.integer({ min: 30, max: 31_536_000 })),
      browserTtlSeconds: fc.oneof(fc.constant("origin" as const), fc.integer({ min: 1, max: 31_536_000 })),
    });
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom("a", "b", "c"), rule), fc.subarray(["session", "auth"]), (rules, cookies) => {
        for (const { ref, expression, actionParameters } of cacheRules(hosts, cookies, rules)) {
          if (actionParameters === undefined || !("cache" in actionParameters) || actionParameters.cache !== true) {
            assert.equal(ref, "bypass");
            continue;
          }
          assert.ok(String(expression).startsWith(`${ON_HOSTS} and http.request.method in {"GET" "HEAD"} and `));
          assert.ok(String(expression).includes(' and not len(http.request.headers["authorization"]) > 0 and '));
          const cookieClauses = cookies.length === 0 ? ['http.cookie eq ""'] : cookies.map((cookie) => `not http.cookie contains "${cookie}"`);
          for (const clause of cookieClauses) assert.ok(String(expression).includes(` and ${clause}`));
        }
      }),
    );
  });

  it("are the same whatever the order of the stack file, each known by a ref of its own", () => {
    const one = { a: { host: "example.org", target: { url: "https://example.net/" }, statusCode: 302 }, b: { host: "www.example.org", path: "/x", target: { host: "example.org" }, statusCode: 301 } };
    assert.deepEqual(redirectRules({ b: one.b, a: one.a }), redirectRules(one));
    assert.deepEqual(cacheRules(hosts, ["b", "a"], { pages, assets }), cacheRules(hosts, ["a", "b"], { assets, pages }));
    const rules = [...cacheRules(hosts, [], { assets, answers, pages }), ...redirectRules(one)];
    assert.equal(new Set(rules.map(({ ref }) => ref)).size, rules.length);
  });

  it("count an address's requests and block it for a while", () => {
    const login = { requests: 20, periodSeconds: 60, blockSeconds: 600, paths: ["/login"] };
    assert.deepEqual(rateLimitRules(hosts, { login }), [
      {
        ref: "rate-login",
        description: "At most 20 requests in 60 s: login",
        expression: `${ON_HOSTS} and (http.request.uri.path in {"/login"} or starts_with(http.request.uri.path, "/login/"))`,
        action: "block",
        ratelimit: { characteristics: ["cf.colo.id", "ip.src"], requestsPerPeriod: 20, period: 60, mitigationTimeout: 600 },
      },
    ]);
    assert.equal(rateLimitRules(hosts, { all: { ...login, paths: [] } })[0]?.expression, ON_HOSTS);
  });

  it("redirect a path to a URL, and a host to another with path and query, the narrow one first", () => {
    const rules = redirectRules({
      "a-host": { host: "example.org", target: { host: "www.example.org" }, statusCode: 301 },
      "b-path": { host: "example.org", path: "/ops", target: { url: "https://console.example.net/x#y" }, statusCode: 302 },
    });
    assert.deepEqual(rules, [
      {
        ref: "redirect-b-path",
        description: "Redirect b-path",
        expression: 'http.host in {"example.org"} and http.request.uri.path eq "/ops"',
        action: "redirect",
        actionParameters: { fromValue: { statusCode: 302, targetUrl: { value: "https://console.example.net/x#y" }, preserveQueryString: false } },
      },
      {
        ref: "redirect-a-host",
        description: "Redirect a-host",
        expression: 'http.host in {"example.org"}',
        action: "redirect",
        actionParameters: {
          fromValue: { statusCode: 301, targetUrl: { expression: 'concat("https://www.example.org", http.request.uri.path)' }, preserveQueryString: true },
        },
      },
    ]);
  });

  it("compress text by the algorithms, the first one first", () => {
    const [rule] = compressionRules(hosts, ["brotli", "gzip"]);
    assert.equal(rule?.action, "compress_response");
    assert.deepEqual(rule.actionParameters, { algorithms: [{ name: "brotli" }, { name: "gzip" }] });
    assert.match(String(rule.expression), /^http\.host in \{.*\} and http\.response\.content_type\.media_type in \{"application\/javascript" .*"text\/html" /);
  });

  it("refuse paths to all but the addresses given, and everything of a host without origin", () => {
    const inside = firewallRules(hosts, { admin: { paths: ["/api/admin"], exceptCidrs: ["203.0.113.0/24"] } }, []);
    assert.deepEqual(inside, [
      {
        ref: "block-admin",
        description: "Not for everybody: admin",
        expression: `${ON_HOSTS} and (lower(http.request.uri.path) in {"/api/admin"} or starts_with(lower(http.request.uri.path), "/api/admin/")) and not ip.src in {203.0.113.0/24}`,
        action: "block",
      },
    ]);
    const nobody = firewallRules(hosts, { metrics: { paths: ["/metrics"], exceptCidrs: [] } }, ["go.example.org"]);
    assert.deepEqual(nobody.map(({ ref, action }) => [ref, action]), [["no-origin", "block"], ["block-metrics", "block"]]);
    assert.equal(nobody[0]?.expression, 'http.host in {"go.example.org"}');
    assert.doesNotMatch(String(nobody[1]?.expression), /ip\.src/);
    assert.deepEqual(firewallRules(hosts, {}, []), []);
  });

  it("let those through that show a header whose value few know, which stays a secret", async () => {
    const [rule] = firewallRules(
      hosts,
      { admin: { paths: ["/api/admin"], exceptCidrs: [], exceptHeader: { name: "Authorization", value: pulumi.secret("Bearer abc") } } },
      [],
    );
    const expression = pulumi.output(rule?.expression).apply(String);
    assert.equal(await pulumi.isSecret(expression), true);
    assert.equal(
      await valueOf(expression),
      `${ON_HOSTS} and (lower(http.request.uri.path) in {"/api/admin"} or starts_with(lower(http.request.uri.path), "/api/admin/")) and not any(http.request.headers["authorization"][*] eq "Bearer abc")`,
    );
  });

  it("send each stack's origin its own secret, in place of what the client wrote", () => {
    const rules = originSecretRules({
      staging: { hosts: ["staging.example.org"], value: "s".repeat(32) },
      production: { hosts, value: "p".repeat(32) },
    });
    assert.deepEqual(rules.map(({ ref, expression, actionParameters }) => [ref, expression, actionParameters]), [
      ["origin-secret-production", ON_HOSTS, { headers: { "X-Origin-Secret": { operation: "set", value: "p".repeat(32) } } }],
      ["origin-secret-staging", 'http.host in {"staging.example.org"}', { headers: { "X-Origin-Secret": { operation: "set", value: "s".repeat(32) } } }],
    ]);
  });
});
