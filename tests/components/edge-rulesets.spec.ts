import { strict as assert } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import { EdgeRulesets } from "../../components/edge-rulesets";
import type { EdgeRulesetsArgs } from "../../components/edge-rulesets";
import { cacheRules, firewallRules, headerRules } from "../../components/internal/edge-rules";
import { build } from "../helpers/graph";
import type { Graph } from "../helpers/graph";

const RULESET = "cloudflare:index/ruleset:Ruleset";
const hosts = ["example.org"];
const headers = { "Content-Security-Policy": "default-src 'self'", "X-Frame-Options": "DENY" };
const cache = {
  sessionCookies: ["session"],
  rules: { assets: { priority: 10, extensions: ["css"], edgeTtlSeconds: 31_536_000, browserTtlSeconds: 31_536_000 } },
};
const blockedPaths = { metrics: { paths: ["/metrics"], exceptCidrs: [] } };
const least: EdgeRulesetsArgs = {
  namePrefix: "reference-production",
  zoneId: "0123456789abcdef0123456789abcdef",
  hosts,
  headers,
  originSecrets: {},
  blockedPaths: {},
  originlessHosts: [],
  rateLimits: {},
  redirects: {},
};
const most = (): EdgeRulesetsArgs => ({
  ...least,
  originSecrets: { production: { hosts, value: pulumi.secret("s".repeat(48)) } },
  cache,
  blockedPaths,
  originlessHosts: ["go.example.org"],
  rateLimits: { login: { requests: 20, periodSeconds: 60, blockSeconds: 600, paths: ["/login"] } },
  redirects: { go: { host: "go.example.org", target: { url: "https://example.org/" }, statusCode: 302 } },
  compression: ["gzip"],
});

describe("EdgeRulesets", () => {
  let graph: Graph;
  before(async () => {
    graph = await build(() => new EdgeRulesets("edge", most()));
  });
  const role = (name: string) => graph.one(RULESET, `edge-${name}`);

  it("makes one ruleset for each phase that has rules", () => {
    assert.deepEqual(graph.all(RULESET).map(({ name, inputs }) => [name, inputs.phase]), [
      ["edge-headers", "http_response_headers_transform"],
      ["edge-origin-secret", "http_request_late_transform"],
      ["edge-cache", "http_request_cache_settings"],
      ["edge-firewall", "http_request_firewall_custom"],
      ["edge-rate-limits", "http_ratelimit"],
      ["edge-redirects", "http_request_dynamic_redirect"],
      ["edge-compression", "http_response_compression"],
    ]);
    for (const { inputs, parent } of graph.all(RULESET)) {
      assert.deepEqual([inputs.kind, inputs.zoneId], ["zone", least.zoneId]);
      assert.equal(parent, "groundwork:edge-rulesets:EdgeRulesets::edge");
    }
    assert.equal(role("cache").inputs.name, "reference-production cache");
  });

  it("makes none for a phase without rules", async () => {
    const few = await build(() => new EdgeRulesets("edge", least));
    assert.deepEqual(few.all(RULESET).map(({ name }) => name), ["edge-headers"]);
  });

  it("has exactly the rules of its arguments", () => {
    assert.deepEqual(role("headers").inputs.rules, headerRules(hosts, headers));
    assert.deepEqual(role("cache").inputs.rules, cacheRules(hosts, cache.sessionCookies, cache.rules));
    assert.deepEqual(role("firewall").inputs.rules, firewallRules(hosts, blockedPaths, ["go.example.org"]));
  });

  it("gives every rule a ref, which no other rule of its phase has", () => {
    for (const { name, inputs } of graph.all(RULESET)) {
      const refs = [...JSON.stringify(inputs.rules).matchAll(/"ref":"([^"]+)"/g)].map(([, ref]) => ref);
      assert.equal(refs.length, [...JSON.stringify(inputs.rules).matchAll(/"expression":"/g)].length, name);
      assert.ok(refs.length > 0, name);
      assert.equal(new Set(refs).size, refs.length, name);
    }
  });

  it("keeps the origin's secret a secret, and shows the rules of the other phases", () => {
    assert.deepEqual(graph.all(RULESET).filter(({ secretInputs }) => secretInputs.length > 0).map(({ name }) => name), ["edge-origin-secret"]);
    assert.deepEqual(role("origin-secret").options.additionalSecretOutputs, ["rules"]);
    assert.deepEqual(role("headers").options.additionalSecretOutputs, []);
  });

  it("keeps the rules of blocked paths a secret where a header opens one", async () => {
    const exceptHeader = { name: "Authorization", value: pulumi.secret("Bearer abc") };
    const opened = await build(() => new EdgeRulesets("edge", { ...least, blockedPaths: { admin: { paths: ["/admin"], exceptCidrs: [], exceptHeader } } }));
    const { options, secretInputs } = opened.one(RULESET, "edge-firewall");
    assert.deepEqual([secretInputs, options.additionalSecretOutputs], [["rules"], ["rules"]]);
    assert.deepEqual(role("firewall").options.additionalSecretOutputs, []);
  });
});
