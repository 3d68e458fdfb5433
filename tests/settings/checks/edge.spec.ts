import { strict as assert } from "node:assert";
import { edgeChecks } from "../../../settings/checks/edge";
import type { SoundTopics } from "../../../settings/cross-checks";
import { dashboardsSchema } from "../../../settings/dashboards";
import { edgeSchema } from "../../../settings/edge";
import { loadBalancerSchema } from "../../../settings/load-balancer";
import { rotationSchema } from "../../../settings/rotation";
import { secretsSchema } from "../../../settings/secrets";
import { webFirewallSchema } from "../../../settings/web-firewall";

const edge = {
  zone: "owned",
  plan: "pro",
  minimumTlsVersion: "1.2",
  hsts: { maxAgeSeconds: 31_536_000, includeSubdomains: true },
  tieredCache: true,
  headers: {
    "Content-Security-Policy": "default-src 'self'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
  },
  originSecretGeneration: 1,
};
const loadBalancer = {
  domain: "example.org",
  alternativeDomains: ["*.example.org"],
  dns: { kind: "cloudflare", zoneId: "0123456789abcdef0123456789abcdef", aliases: {} },
  tlsPolicy: "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
  idleTimeoutSeconds: 60,
  drainSeconds: 30,
  accessLogRetentionDays: 90,
  defaultService: "frontend",
  routes: {},
};
const webFirewall = {
  rateLimits: { requests: { priority: 20, limit: 6000, windowSeconds: 60 } },
  clientAddress: { kind: "header", header: "CF-Connecting-IP" },
  uploadPaths: [],
  logRetentionDays: 90,
};
const url = (target: string) => ({ kind: "url", url: target });
const redirect = (change: object) => ({ docs: { host: "docs.example.org", statusCode: 302, target: url("https://example.org/help"), ...change } });

interface Changes {
  readonly edge?: object | undefined;
  readonly loadBalancer?: object;
  readonly webFirewall?: object;
}

function topics(changes: Changes): SoundTopics {
  return {
    ...("edge" in changes && changes.edge === undefined ? {} : { edge: edgeSchema.parse({ ...edge, ...changes.edge }) }),
    loadBalancer: loadBalancerSchema.parse({ ...loadBalancer, ...changes.loadBalancer }),
    webFirewall: webFirewallSchema.parse({ ...webFirewall, ...changes.webFirewall }),
  };
}

const problems = (changes: Changes) => {
  const settings = topics(changes);
  return edgeChecks(settings, Object.keys(settings)).map(({ key, got, expected }) => [key.replace("groundwork:", ""), got, expected]);
};
const guest = { zone: "guest", originSecretValues: ["s".repeat(32)] };

describe("checks of the edge", () => {
  it("have nothing against an edge, a guest's edge, and none", () => {
    assert.deepEqual(problems({}), []);
    assert.deepEqual(edgeChecks({ ...topics({}), edge: edgeSchema.parse(guest) }, ["edge"]), []);
    assert.deepEqual(problems({ edge: undefined, webFirewall: { clientAddress: { kind: "connection" } } }), []);
    assert.deepEqual(problems({ webFirewall: { clientAddress: { kind: "header", header: "cf-connecting-ip" } } }), []);
  });

  it("say nothing of topics that aren't sound, or aren't there", () => {
    assert.deepEqual(edgeChecks({}, []), []);
    const { webFirewall: sound, loadBalancer: balancer } = topics({});
    assert.deepEqual(edgeChecks({ webFirewall: sound }, ["edge"]), [], "the edge is given, though not sound");
    assert.deepEqual(edgeChecks({ loadBalancer: balancer }, ["edge"]), []);
  });

  it("let a redirect lead to a host of the site, by its wildcard too, to one without origin, and to one that is named", () => {
    const to = (target: object, change: object = {}) => problems({ edge: { redirects: redirect({ target }), ...change } });
    assert.deepEqual(to(url("https://www.example.org/x")), []);
    assert.deepEqual(to({ kind: "host", host: "example.org" }), []);
    assert.deepEqual(to(url("https://docs.example.net/"), { redirectHosts: ["docs.example.net"] }), []);
    const originless = { originlessHosts: ["go.example.net"], redirects: redirect({ host: "go.example.net" }) };
    assert.deepEqual(problems({ edge: originless }), []);
  });

  for (const [what, changes, expected] of [
    [
      "one limit for all clients: behind the edge every connection is Cloudflare's",
      { webFirewall: { clientAddress: { kind: "connection" } } },
      ["webFirewall.clientAddress", "connection", "kind header with the header CF-Connecting-IP: with groundwork:edge every connection comes from Cloudflare, so all clients would share one limit"],
    ],
    [
      "another header than Cloudflare's own",
      { webFirewall: { clientAddress: { kind: "header", header: "X-Real-IP" } } },
      ["webFirewall.clientAddress", "X-Real-IP", "kind header with the header CF-Connecting-IP: with groundwork:edge every connection comes from Cloudflare, so all clients would share one limit"],
    ],
    [
      "a header that everybody may write, where no edge writes it",
      { edge: undefined },
      ["webFirewall.clientAddress.kind", "header", "connection: without groundwork:edge everybody reaches the load balancer, and writes the header as they like"],
    ],
    [
      "an edge before hosts of a zone elsewhere",
      { loadBalancer: { dns: { kind: "external" } } },
      ["loadBalancer.dns.kind", "external", "cloudflare with a zoneId: groundwork:edge stands before hosts of a zone there"],
    ],
    [
      "an alias with the name of the site",
      { loadBalancer: { dns: { ...loadBalancer.dns, aliases: { "example.org": "example.net" } } } },
      ["loadBalancer.dns.aliases[\"example.org\"]", "example.org", "a host that leads nowhere else: the site has it"],
    ],
    [
      "a host without origin that has one",
      { edge: { originlessHosts: ["example.org"], redirects: redirect({ host: "example.org" }) } },
      ["edge.originlessHosts[0]", "example.org", "a host that leads nowhere else: the site has it"],
    ],
    [
      "a guest with a host of the site's",
      { edge: { guests: { staging: { hosts: ["example.org"], secretValue: "s".repeat(32) } } } },
      ["edge.guests.staging.hosts[0]", "example.org", "a host that leads nowhere else: the site has it"],
    ],
    [
      "a host of two guests",
      {
        edge: {
          guests: {
            one: { hosts: ["a.example.net"], secretValue: "s".repeat(32) },
            two: { hosts: ["b.example.net", "a.example.net"], secretValue: "t".repeat(32) },
          },
        },
      },
      ["edge.guests.two.hosts[1]", "a.example.net", "a host that leads nowhere else: the guest one has it"],
    ],
    [
      "a redirect of a host that is not here",
      { edge: { redirects: redirect({ host: "docs.example.net" }) } },
      ["edge.redirects.docs.host", "docs.example.net", "a host of the site or of originlessHosts: example.org, *.example.org"],
    ],
    [
      "a redirect to a host that nobody knows",
      { edge: { redirects: redirect({ target: url("https://evil.example.net/") }) } },
      ["edge.redirects.docs.target.url", "evil.example.net", "a host of the site, of originlessHosts or of redirectHosts: example.org, *.example.org"],
    ],
    [
      "a rule of the cache for a host that is elsewhere",
      { edge: { cache: { sessionCookies: [], rules: { files: { priority: 1, hosts: ["files.example.net"], paths: ["/public"], edgeTtlSeconds: 86_400, browserTtlSeconds: "origin" } } } } },
      ["edge.cache.rules.files.hosts[0]", "files.example.net", "a host of the site or of a guest: example.org, *.example.org"],
    ],
    [
      "a redirect in a circle",
      { edge: { redirects: redirect({ target: { kind: "host", host: "docs.example.org" } }) } },
      ["edge.redirects.docs.target.host", "docs.example.org", "another host than the one that is asked: a browser would go in a circle"],
    ],
    [
      "a host without origin that nothing answers",
      { edge: { originlessHosts: ["go.example.net"] } },
      ["edge.originlessHosts[0]", "go.example.net", "a host that one of redirects names: nothing else answers there"],
    ],
    [
      "a dashboard that is none",
      { edge: { redirects: redirect({ target: { kind: "dashboard", board: "sales" } }) } },
      ["edge.redirects.docs.target.board", "sales", "no board: there is only the overview"],
    ],
  ] as const) {
    it(`refuse ${what}`, () => {
      assert.deepEqual(problems(changes), [expected]);
    });
  }

  it("know the dashboards that there are", () => {
    const redirects = redirect({ target: { kind: "dashboard", board: "sales" } });
    const dashboards = dashboardsSchema.parse({
      deploymentLogRetentionDays: 90,
      savedQueries: {},
      boards: { operations: { lookBackHours: 24, widgets: [{ title: "A", show: [{ kind: "text", markdown: "a" }] }] } },
    });
    const found = edgeChecks({ ...topics({ edge: { redirects } }), dashboards }, ["edge", "dashboards"]);
    assert.deepEqual(found.map(({ expected }) => expected), ["one of groundwork:dashboards.boards: operations"]);
    assert.deepEqual(edgeChecks(topics({ edge: { redirects } }), ["edge", "dashboards"]), [], "they are given, though not sound");
  });

  it("let a header open a path by a generated secret that only the program changes", () => {
    const secrets = secretsSchema.parse({
      probe: { kind: "generated", class: "api-key", description: "What probes show.", length: 64, rotateOnDemand: "Both sides at once." },
      pair: { kind: "generated", class: "webhook", description: "What hooks show.", length: 64, keys: ["key"] },
      clerk: { kind: "external", class: "webhook", description: "What others made." },
      changing: { kind: "generated", class: "api-key", description: "What changes by the clock.", length: 64, keys: ["current", "previous"] },
    });
    const rotation = rotationSchema.parse({
      classes: { "api-key": { kind: "schedule", everyDays: 30 }, webhook: { kind: "on-demand", reason: "Both sides at once." } },
      channels: ["operations"],
      logRetentionDays: 90,
    });
    const asked = (secret: string, given: object = { secrets, rotation }) =>
      edgeChecks(
        { ...topics({ edge: { blockedPaths: { admin: { paths: ["/admin"], exceptCidrs: [], exceptHeader: { name: "X-Probe", secret } } } } }), ...given },
        ["edge"],
      ).map(({ key, got, expected }) => [key, got, expected]);
    const key = "groundwork:edge.blockedPaths.admin.exceptHeader.secret";
    const expected = "a generated secret that is not changed by the clock: probe, pair:key";
    for (const sound of ["probe", "pair:key"]) assert.deepEqual(asked(sound), []);
    for (const refused of ["clerk", "changing:current", "pair", "nobody"]) assert.deepEqual(asked(refused).map(([at, , text]) => [at, text]), [[key, expected]], refused);
    assert.deepEqual(asked("changing:current", { secrets }), [], "nothing is rotated");
    assert.deepEqual(asked("nobody", {}), [], "the secrets are not sound");
    assert.deepEqual(asked("probe", { secrets: {} }).map(([, , text]) => text), ["a generated secret that is not changed by the clock, but there is none"]);
  });
});
