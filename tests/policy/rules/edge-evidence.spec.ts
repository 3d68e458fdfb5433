import { strict as assert } from "node:assert";
import { evaluate } from "../../../policy/evaluate";
import { floorsSchema } from "../../../policy/floors";
import type { PolicyResource, Properties } from "../../../policy/model";
import { SECURITY_GROUP_RULES } from "../../../policy/rules/properties/security-groups";
import { WAF_RULES } from "../../../policy/rules/properties/waf";
import { webFirewallRules } from "../../../components/internal/web-firewall-rules";
import { propertiesSchema, UNKNOWN } from "../../../rehearsal/provider/struct";

const floors = floorsSchema.parse({
  profile: "production",
  databaseBackupDays: 30,
  recoveryPointDays: 30,
  logRetentionDays: 90,
  tlsVersion: "1.2",
  allowedRegions: ["eu-central-1"],
  publicPorts: [80, 443],
  containerUser: "1001:1001",
  minimumTasks: 2,
  lacks: {},
});
const LIST = "aws:ec2/managedPrefixList:ManagedPrefixList";
const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const WEB_ACL = "aws:wafv2/webAcl:WebAcl";

const resource = (type: string, properties: Properties, propertyDependencies: PolicyResource["propertyDependencies"] = {}): PolicyResource => ({
  type,
  name: "it",
  urn: `urn:${type}`,
  properties,
  options: { protect: false, ignoreChanges: [], deleteBeforeReplace: false },
  propertyDependencies,
});
const broken = (...resources: readonly PolicyResource[]) =>
  evaluate([...SECURITY_GROUP_RULES, ...WAF_RULES], { resources }, floors).rules.flatMap(({ rule, violations }) => (violations.length > 0 ? [rule.id] : []));

describe("evidence about an edge", () => {
  const list = (entries: readonly Properties[]) => resource(LIST, { entries });
  const rule = (prefixListId: string, port: number) =>
    resource(INGRESS, { description: "the CDN", ipProtocol: "tcp", fromPort: port, toPort: port, prefixListId }, { prefixListId: [`urn:${LIST}`] });
  const cloudflare = [{ cidr: "104.16.0.0/13" }, { cidr: "2400:cb00::/32" }];

  for (const id of ["pl-0123456789abcdef0", UNKNOWN]) {
    it(`takes a prefix list of the stack for the blocks on it, its id ${id === UNKNOWN ? "un" : ""}known`, () => {
      assert.deepEqual(broken(list(cloudflare), rule(id, 443)), []);
      assert.deepEqual(broken(list(cloudflare), rule(id, 8000)), ["sg-service-from-group-prefix-list"]);
      assert.deepEqual(broken(list(cloudflare), rule(id, 22)), ["sg-no-admin-ports-prefix-list"]);
      assert.deepEqual(broken(list([...cloudflare, { cidr: "0.0.0.0/1" }]), rule(id, 8080)), ["sg-no-open-ingress-prefix-list"]);
    });
  }

  it("lets no list pass that is managed elsewhere, is empty, or can't be read", () => {
    assert.deepEqual(broken(rule("pl-0123456789abcdef0", 443)), ["sg-no-open-ingress-prefix-list"]);
    assert.deepEqual(broken(resource(LIST, {}), rule("pl-0123456789abcdef0", 443)), ["sg-no-open-ingress-prefix-list"]);
    assert.deepEqual(broken(list([]), rule("pl-0123456789abcdef0", 443)), ["sg-no-open-ingress-prefix-list"]);
    assert.deepEqual(broken(list([{ cidr: UNKNOWN }]), rule("pl-0123456789abcdef0", 8080)), ["sg-no-open-ingress-prefix-list"]);
  });

  describe("in a web ACL whose secret is not known yet", () => {
    const rules = webFirewallRules({
      rateLimits: { requests: { priority: 10, limit: 100, windowSeconds: 60 } },
      clientAddress: { kind: "header", header: "CF-Connecting-IP" },
      uploadPaths: [],
    }).map((known) => propertiesSchema.parse(known));
    const webAcl = (items: readonly Properties[]) => resource(WEB_ACL, { rules: items, visibilityConfig: { cloudwatchMetricsEnabled: true } });
    const secret: Properties = { name: "through-our-cdn", statement: { regexMatchStatement: { regexString: UNKNOWN } }, action: { block: {} } };
    const about = (items: readonly Properties[]) => broken(webAcl(items)).filter((id) => id !== "waf-metrics");

    it("judges the rules that are known", () => {
      assert.deepEqual(about([secret, ...rules]), []);
      assert.deepEqual(about([secret]), ["waf-rate-limit", "waf-rate-window", "waf-common-attacks", "waf-sql-injection"]);
    });

    it("lets no limit pass of which a part is not known", () => {
      const limit: Properties = { name: "rate-x", statement: { rateBasedStatement: { limit: UNKNOWN, evaluationWindowSec: 60 } }, action: { block: {} } };
      assert.deepEqual(about([limit, ...rules]), ["waf-rate-limit", "waf-rate-window", "waf-common-attacks", "waf-sql-injection"]);
    });
  });
});
