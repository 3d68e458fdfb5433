import { strict as assert } from "node:assert";
import { WebFirewall } from "../../../components/web-firewall";
import type { WebFirewallArgs } from "../../../components/web-firewall";
import { build } from "../../helpers/graph";

const sound: WebFirewallArgs = {
  namePrefix: "factory-production",
  loadBalancerArn: "arn:load-balancer",
  rateLimits: { requests: { priority: 10, limit: 1000, windowSeconds: 300 } },
  clientAddress: { kind: "connection" },
  uploadPaths: [],
  logRetentionDays: 90,
  logKeyArn: "arn:key",
};
const maintenance = { message: "Scheduled maintenance until 3 PM UTC", allowedCidrs: ["10.0.0.1", "10.0.0.2"] };
const ACL = "aws:wafv2/webAcl:WebAcl";
const IP_SET = "aws:wafv2/ipSet:IpSet";
const make = (change: Partial<WebFirewallArgs> = {}) => build(() => new WebFirewall("web", { ...sound, ...change }));
const rules = async (change: Partial<WebFirewallArgs>) => {
  const { rules: list } = (await make(change)).one(ACL).inputs;
  assert.ok(Array.isArray(list));
  return list.map((rule) => Object(rule));
};

describe("maintenance mode", () => {
  it("answers everybody with 503 and the message, but for the addresses that are allowed", async () => {
    const graph = await make({ maintenance });
    assert.deepEqual(graph.one(IP_SET).inputs, {
      name: "factory-production-maintenance-ipv4",
      description: "factory-production: who passes in maintenance mode",
      scope: "REGIONAL",
      ipAddressVersion: "IPV4",
      addresses: ["10.0.0.1/32", "10.0.0.2/32"],
    });
    assert.deepEqual(graph.one(ACL).inputs.customResponseBodies, [
      { key: "maintenance", contentType: "TEXT_PLAIN", content: "Scheduled maintenance until 3 PM UTC" },
    ]);
    const rule = (await rules({ maintenance })).at(-1);
    assert.deepEqual([rule.name, rule.priority], ["maintenance", 600]);
    assert.deepEqual(rule.statement, {
      notStatement: { statement: { ipSetReferenceStatement: { arn: graph.one(IP_SET).outputs.arn } } },
    });
    assert.deepEqual(rule.action.block.customResponse, {
      responseCode: 503,
      customResponseBodyKey: "maintenance",
      responseHeaders: [{ name: "Retry-After", value: "600" }],
    });
  });

  it("knows clients behind a CDN by its header, and lets nobody pass whose address it doesn't give", async () => {
    const rule = (await rules({ maintenance, clientAddress: { kind: "header", header: "CF-Connecting-IP" } })).at(-1);
    assert.deepEqual(rule.statement.notStatement.statement.ipSetReferenceStatement.ipSetForwardedIpConfig, {
      headerName: "CF-Connecting-IP",
      position: "FIRST",
      fallbackBehavior: "NO_MATCH",
    });
  });

  it("takes both kinds of addresses, each in a set of its own", async () => {
    const change = { maintenance: { ...maintenance, allowedCidrs: ["2001:db8::1", "198.51.100.0/24"] } };
    const sets = (await make(change)).all(IP_SET).map(({ inputs }) => [inputs.ipAddressVersion, inputs.addresses]);
    assert.deepEqual(sets, [["IPV4", ["198.51.100.0/24"]], ["IPV6", ["2001:db8::1/128"]]]);
    const rule = (await rules(change)).at(-1);
    assert.equal(rule.statement.notStatement.statement.orStatement.statements.length, 2);
  });

  it("is off by default, and adds only its rule and its sets to what is there", async () => {
    assert.deepEqual((await rules({ maintenance })).slice(0, -1), await rules({}));
    const added = (await make({ maintenance })).list().filter((line) => !line.includes("IpSet"));
    assert.deepEqual(added, (await make()).list());
  });

  it("refuses to lock everybody out", async () => {
    await assert.rejects(make({ maintenance: { ...maintenance, allowedCidrs: [] } }), /expected at least one address that passes/);
  });
});
