import { strict as assert } from "node:assert";
import { SiteRecords } from "../../components/site-records";
import { build } from "../helpers/graph";

const zoneId = "0123456789abcdef0123456789abcdef";
const loadBalancerDnsName = "reference-production-1234567890.eu-central-1.elb.amazonaws.com";
const make = (domains: readonly string[]) =>
  build(() => new SiteRecords("site", { zoneId, domains, loadBalancerDnsName }));

/** It does not prove that the zone holds the domains: Cloudflare refuses a name outside of it. */
describe("SiteRecords", () => {
  it("points each domain at the load balancer, with no proxy before it", async () => {
    const graph = await make(["app.example.org", "*.app.example.org"]);
    assert.deepEqual(graph.list(), [
      "cloudflare:index/dnsRecord:DnsRecord site-*.app.example.org",
      "cloudflare:index/dnsRecord:DnsRecord site-app.example.org",
      "groundwork:site-records:SiteRecords site",
    ]);
    assert.deepEqual(graph.one("cloudflare:index/dnsRecord:DnsRecord", "site-*.app.example.org").inputs, {
      zoneId,
      name: "*.app.example.org",
      type: "CNAME",
      content: loadBalancerDnsName,
      ttl: 60,
      proxied: false,
      comment: "Leads to the load balancer",
    });
  });

  it("makes a CNAME at the apex too, which Cloudflare answers with addresses", async () => {
    const { inputs } = (await make(["example.org"])).one("cloudflare:index/dnsRecord:DnsRecord");
    assert.deepEqual([inputs.name, inputs.type], ["example.org", "CNAME"]);
  });
});
