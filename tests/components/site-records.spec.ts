import { strict as assert } from "node:assert";
import { SiteRecords } from "../../components/site-records";
import type { SiteRecordsArgs } from "../../components/site-records";
import { build } from "../helpers/graph";

const RECORD = "cloudflare:index/dnsRecord:DnsRecord";
const zoneId = "0123456789abcdef0123456789abcdef";
const loadBalancerDnsName = "reference-production-1234567890.eu-central-1.elb.amazonaws.com";
const sound: SiteRecordsArgs = {
  zoneId,
  domains: ["app.example.org"],
  loadBalancerDnsName,
  proxied: false,
  originlessDomains: [],
  aliases: {},
};
const make = (change: Partial<SiteRecordsArgs>) => build(() => new SiteRecords("site", { ...sound, ...change }));

/** It does not prove that the zone holds the domains: Cloudflare refuses a name outside of it. */
describe("SiteRecords", () => {
  it("points each domain at the load balancer, with no proxy before it", async () => {
    const graph = await make({ domains: ["app.example.org", "*.app.example.org"] });
    assert.deepEqual(graph.list(), [
      "cloudflare:index/dnsRecord:DnsRecord site-*.app.example.org",
      "cloudflare:index/dnsRecord:DnsRecord site-app.example.org",
      "groundwork:site-records:SiteRecords site",
    ]);
    assert.deepEqual(graph.one(RECORD, "site-*.app.example.org").inputs, {
      zoneId,
      name: "*.app.example.org",
      type: "CNAME",
      content: loadBalancerDnsName,
      ttl: 60,
      proxied: false,
      comment: "Leads to the load balancer",
    });
  });

  it("leads to Cloudflare where it is the proxy, with the one TTL that a proxied record has", async () => {
    const { inputs } = (await make({ proxied: true })).one(RECORD);
    assert.deepEqual([inputs.proxied, inputs.ttl, inputs.content], [true, 1, loadBalancerDnsName]);
  });

  it("makes a CNAME at the apex too, which Cloudflare answers with addresses", async () => {
    for (const proxied of [true, false]) {
      const { inputs } = (await make({ proxied, domains: ["example.org"] })).one(RECORD);
      assert.deepEqual([inputs.name, inputs.type], ["example.org", "CNAME"]);
    }
  });

  it("makes a name that only redirects, with nothing behind it", async () => {
    const graph = await make({ proxied: true, originlessDomains: ["dashboard.example.org"] });
    assert.deepEqual(graph.one(RECORD, "site-dashboard.example.org").inputs, {
      zoneId,
      name: "dashboard.example.org",
      type: "AAAA",
      content: "100::",
      ttl: 1,
      proxied: true,
      comment: "Redirects at the edge",
    });
    await assert.rejects(make({ originlessDomains: ["dashboard.example.org"] }), {
      message: "a name without origin must be proxied: dashboard.example.org",
    });
  });

  it("leads an alias straight to its host elsewhere, whether the site is proxied or not", async () => {
    for (const proxied of [true, false]) {
      const graph = await make({ proxied, aliases: { "status.example.org": "example.status.example.net" } });
      assert.deepEqual(graph.one(RECORD, "site-status.example.org").inputs, {
        zoneId,
        name: "status.example.org",
        type: "CNAME",
        content: "example.status.example.net",
        ttl: 300,
        proxied: false,
        comment: "Leads elsewhere",
      });
    }
  });
});
