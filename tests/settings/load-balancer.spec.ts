import { strict as assert } from "node:assert";
import { loadBalancerSchema } from "../../settings/load-balancer";
import { problemsOf } from "../../settings/problems";

const sound = {
  domain: "scholarship.university.edu",
  alternativeDomains: ["*.scholarship.university.edu"],
  dns: { kind: "external" },
  tlsPolicy: "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
  idleTimeoutSeconds: 60,
  drainSeconds: 30,
  accessLogRetentionDays: 90,
  defaultService: "frontend",
  routes: { backend: { priority: 10, paths: ["/api/*"], hosts: [] } },
};

function problems(change: Record<string, unknown>) {
  const value = { ...sound, ...change };
  const result = loadBalancerSchema.safeParse(value);
  if (result.success) return [];
  return problemsOf("loadBalancer", value, result.error).map(({ key, expected }) => [
    key.replace("groundwork:loadBalancer.", ""),
    expected,
  ]);
}

describe("load balancer settings", () => {
  it("are sound as the fixture has them", () => {
    assert.deepEqual(problems({}), []);
  });

  it("need no further domains, no path where a host is given and no host where a path is given", () => {
    const { alternativeDomains: _, ...rest } = sound;
    const settings = loadBalancerSchema.parse({ ...rest, routes: { backend: { priority: 10, paths: ["/api/*"] } } });
    assert.deepEqual(settings.alternativeDomains, []);
    assert.deepEqual(settings.routes.backend?.hosts, []);
    assert.deepEqual(problems({ routes: { backend: { priority: 10, hosts: ["api.scholarship.university.edu"] } } }), []);
  });

  for (const [what, change, expected] of [
    [
      "a URL for a domain",
      { domain: "https://scholarship.university.edu" },
      ["domain", "a host in lower case, such as app.example.org"],
    ],
    [
      "a wildcard for the domain, since a redirect needs one host",
      { domain: "*.university.edu" },
      ["domain", "a host in lower case, such as app.example.org"],
    ],
    ["a domain too long for a certificate", { domain: `${"d".repeat(60)}.edu.xx` }, ["domain", "at most 64 characters"]],
    [
      "a domain listed twice",
      { alternativeDomains: ["scholarship.university.edu"] },
      ["alternativeDomains[0]", "a host that is not listed already"],
    ],
    ["an unknown keeper of the zone", { dns: { kind: "route53" } }, ["dns.kind", "kind cloudflare with a zoneId, or kind external"]],
    [
      "a zone name where the id belongs",
      { dns: { kind: "cloudflare", zoneId: "university.edu" } },
      ["dns.zoneId", "a Cloudflare zone id of 32 hexadecimal digits"],
    ],
    [
      "AWS's own default TLS policy, which speaks TLS 1.0",
      { tlsPolicy: "ELBSecurityPolicy-2016-08" },
      [
        "tlsPolicy",
        "one of ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09, ELBSecurityPolicy-TLS13-1-2-Res-2021-06, ELBSecurityPolicy-TLS13-1-3-PQ-2025-09, ELBSecurityPolicy-TLS13-1-3-2021-06",
      ],
    ],
    ["an idle timeout above AWS's", { idleTimeoutSeconds: 4001 }, ["idleTimeoutSeconds", "at most 4000"]],
    [
      "a route for the default service",
      { defaultService: "backend" },
      ["routes.backend", "no route for the default service: it gets what is left"],
    ],
    [
      "one priority for two services",
      { routes: { ...sound.routes, admin: { priority: 10, paths: ["/admin/*"] } } },
      ["routes.admin.priority", "a priority other than 10, which backend has"],
    ],
    [
      "a route that matches nothing in particular",
      { routes: { backend: { priority: 10 } } },
      ["routes.backend", "1 to 5 paths and hosts together: AWS evaluates no more in a rule"],
    ],
    [
      "a path without its slash",
      { routes: { backend: { priority: 10, paths: ["api/*"] } } },
      ["routes.backend.paths[0]", "a path that begins with /, such as /api/*"],
    ],
    [
      "a host that the certificate doesn't cover",
      { routes: { backend: { priority: 10, hosts: ["a.b.scholarship.university.edu"] } } },
      [
        "routes.backend.hosts[0]",
        "a host in the certificate: scholarship.university.edu, *.scholarship.university.edu",
      ],
    ],
  ] as const) {
    it(`refuse ${what}`, () => {
      assert.deepEqual(problems(change), [expected]);
    });
  }
});
