import { strict as assert } from "node:assert";
import { CLOUDFLARE_IPV4 } from "../../components/internal/cloudflare-ranges";
import type { Graph } from "../helpers/graph";
import { changed, configOf, rawSettings } from "../helpers/settings";
import { buildStack, stackGraph } from "../helpers/stacks";

const RECORD = "cloudflare:index/dnsRecord:DnsRecord";
const RULESET = "cloudflare:index/ruleset:Ruleset";
const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const WEB_ACL = "aws:wafv2/webAcl:WebAcl";

const sound = rawSettings(undefined, "production");
const clientAddress = { kind: "connection" };
const direct = changed(changed(sound, "edge", undefined), "webFirewall.clientAddress", clientAddress);
const guest = changed(sound, "edge", { zone: "guest", originSecretValues: ["guest1".repeat(8), "guest2".repeat(8)] });
const ofEdge = (graph: Graph) =>
  graph.resources.filter(({ type }) => type.startsWith("cloudflare:") && type !== RECORD).map(({ type }) => type);
const doors = (graph: Graph) =>
  graph.all(INGRESS).filter(({ name }) => /-to-load-balancer-/.test(name)).map(({ name, inputs }) => [name.replace("firewall-", ""), inputs.fromPort, inputs.cidrIpv4 ?? inputs.cidrIpv6]);

describe("Cloudflare before the load balancer", () => {
  let graph: Graph;
  before(async function () {
    this.timeout(120_000);
    graph = await stackGraph(undefined, "production");
  });

  it("closes the load balancer to everybody but Cloudflare's addresses", () => {
    assert.deepEqual(doors(graph), [
      ["cloudflare-ipv4-to-load-balancer-443", 443, undefined],
      ["cloudflare-ipv6-to-load-balancer-443", 443, undefined],
    ]);
    const list = graph.one("aws:ec2/managedPrefixList:ManagedPrefixList", "edge-addresses-cloudflare-ipv4");
    assert.equal(graph.one(INGRESS, "firewall-cloudflare-ipv4-to-load-balancer-443").inputs.prefixListId, list.outputs.id);
    assert.equal(JSON.stringify(list.inputs.entries).match(/"cidr"/g)?.length, CLOUDFLARE_IPV4.length);
  });

  it("closes it to Cloudflare's other customers by a secret that the edge sends and the web firewall asks for", () => {
    assert.match(JSON.stringify(graph.one(WEB_ACL).inputs.rules), /"name":"through-our-cdn"/);
    assert.deepEqual(graph.one(WEB_ACL).secretInputs, ["rules"]);
    assert.deepEqual(graph.one(RULESET, "edge-origin-secret").secretInputs, ["rules"]);
    assert.match(JSON.stringify(graph.one(RULESET, "edge-origin-secret").inputs.rules), /"X-Origin-Secret":\{"operation":"set".*"ref":"origin-secret-reference-production"/);
  });

  it("lets the web firewall accept a new secret before the edge sends it, and rules stand before a record leads to them", () => {
    const waits = (type: string, name: string) => graph.one(type, name).dependsOn;
    assert.ok(waits("groundwork:edge-rulesets:EdgeRulesets", "edge").includes("groundwork:web-firewall:WebFirewall::web-firewall"));
    const records = waits("groundwork:site-records:SiteRecords", "site");
    for (const guard of ["groundwork:edge-rulesets:EdgeRulesets::edge", "groundwork:edge-zone:EdgeZone::edge-zone", "groundwork:web-firewall:WebFirewall::web-firewall"]) {
      assert.ok(records.includes(guard), guard);
    }
  });

  it("leads the host of a dashboard to the dashboard that the stack makes", () => {
    const rules = JSON.stringify(graph.one(RULESET, "edge-redirects").inputs.rules);
    const [, name] = /cloudwatch\/home\?region=eu-central-1#dashboards\/dashboard\/([\w-]+)"/.exec(rules) ?? [];
    const dashboards = graph.all("aws:cloudwatch/dashboard:Dashboard").map(({ inputs }) => inputs.dashboardName);
    assert.ok(dashboards.some((made) => made === name), `${String(name)} of ${dashboards.join(", ")}`);
  });

  it("names its own hosts in every rule but those of hosts without origin", () => {
    for (const { name, inputs } of graph.all(RULESET)) {
      for (const [, expression = ""] of JSON.stringify(inputs.rules).matchAll(/"expression":"((?:[^"\\]|\\.)*)"/g)) {
        assert.match(expression, /^http\.host in \{\\"(api\.example\.org\\" \\"app|dashboard)\.example\.org\\"\}/, name);
      }
    }
  });

  it("leaves clients to the load balancer where there is no edge, and Cloudflare answers for DNS only", async function () {
    this.timeout(60_000);
    const made = await buildStack(undefined, "production", configOf(direct));
    assert.deepEqual(ofEdge(made), []);
    assert.deepEqual(made.all("aws:ec2/managedPrefixList:ManagedPrefixList"), []);
    assert.deepEqual(doors(made), [
      ["internet-to-load-balancer-80", 80, "0.0.0.0/0"],
      ["internet-ipv6-to-load-balancer-80", 80, "::/0"],
      ["internet-to-load-balancer-443", 443, "0.0.0.0/0"],
      ["internet-ipv6-to-load-balancer-443", 443, "::/0"],
    ]);
    assert.deepEqual(made.all(RECORD).filter(({ inputs }) => inputs.proxied !== false), []);
    assert.deepEqual(made.one(WEB_ACL).secretInputs, []);
  });

  it("makes nothing of the zone for a guest, whose origin is as closed", async function () {
    this.timeout(60_000);
    const made = await buildStack(undefined, "production", configOf(guest));
    assert.deepEqual(ofEdge(made), []);
    assert.deepEqual(doors(made), doors(graph));
    assert.ok(JSON.stringify(made.one(WEB_ACL).inputs.rules).includes(`^(${"guest1".repeat(8)}|${"guest2".repeat(8)})$`));
    assert.deepEqual(made.one(WEB_ACL).secretInputs, ["rules"]);
    const site = made.all(RECORD).filter(({ name }) => name.startsWith("site-"));
    assert.deepEqual(site.map(({ inputs }) => [inputs.name, inputs.proxied]), [["app.example.org", true], ["api.example.org", true]]);
  });

  it("holds the rules of its hosts for a guest's too, and sends it a secret of its own", async function () {
    this.timeout(60_000);
    const guests = { staging: { hosts: ["staging.example.org"], secretValue: "guest1".repeat(8) } };
    const made = await buildStack(undefined, "production", configOf(changed(sound, "edge.guests", guests)));
    const rules = (name: string) => JSON.stringify(made.one(RULESET, name).inputs.rules);
    for (const name of ["edge-headers", "edge-cache"]) assert.match(rules(name), /staging\.example\.org/, name);
    const sent = rules("edge-origin-secret");
    assert.match(sent, /"ref":"origin-secret-reference-production".*"ref":"origin-secret-staging"/);
    assert.ok(sent.includes("guest1".repeat(8)));
  });

  it("leads aliases elsewhere, edge or not", async function () {
    this.timeout(60_000);
    const aliases = { "status.example.org": "example.status.example.net" };
    for (const raw of [sound, direct]) {
      const made = await buildStack(undefined, "production", configOf(changed(raw, "loadBalancer.dns.aliases", aliases)));
      const { inputs } = made.one(RECORD, "site-status.example.org");
      assert.deepEqual([inputs.content, inputs.proxied], ["example.status.example.net", false]);
    }
  });
});
