import { strict as assert } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import { webFirewallRules } from "../../components/internal/web-firewall-rules";
import { WebFirewall } from "../../components/web-firewall";
import type { WebFirewallArgs } from "../../components/web-firewall";
import { build } from "../helpers/graph";
import type { Graph } from "../helpers/graph";

const args: WebFirewallArgs = {
  namePrefix: "scholarship-production",
  loadBalancerArn: "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/app/scholarship-production/50dc6c495c0c9188",
  rateLimits: {
    login: { priority: 10, limit: 100, windowSeconds: 300, paths: ["/api/auth"] },
    requests: { priority: 20, limit: 6000, windowSeconds: 300 },
  },
  clientAddress: { kind: "connection" },
  uploadPaths: ["/api/documents"],
  logRetentionDays: 90,
  logKeyArn: "arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555",
};

describe("WebFirewall", () => {
  let graph: Graph;
  let outputs: Record<string, unknown>;
  before(async () => {
    outputs = {};
    graph = await build(() => {
      const { webAclArn, webAclName, metricName, logGroupName } = new WebFirewall("web-firewall", args);
      for (const [key, output] of Object.entries({ webAclArn, webAclName, metricName, logGroupName })) {
        output.apply((value) => {
          outputs[key] = value;
        });
      }
    });
  });

  it("makes a web ACL, its tie to the load balancer, a log group and the logging, and nothing else", () => {
    assert.deepEqual(graph.list(), [
      "aws:cloudwatch/logGroup:LogGroup web-firewall-requests",
      "aws:wafv2/webAcl:WebAcl web-firewall",
      "aws:wafv2/webAclAssociation:WebAclAssociation web-firewall-load-balancer",
      "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration web-firewall-requests",
      "groundwork:web-firewall:WebFirewall web-firewall",
    ]);
    for (const { type, parent } of graph.resources.filter((resource) => resource.name !== "web-firewall")) {
      assert.equal(parent, "groundwork:web-firewall:WebFirewall::web-firewall", type);
    }
  });

  it("lets pass what no rule blocks, by exactly the rules of its arguments", () => {
    const { inputs } = graph.one("aws:wafv2/webAcl:WebAcl");
    assert.equal(inputs.scope, "REGIONAL");
    assert.equal(inputs.name, "scholarship-production");
    assert.deepEqual(inputs.defaultAction, { allow: {} });
    assert.deepEqual(inputs.rules, webFirewallRules(args));
    assert.deepEqual(inputs.visibilityConfig, {
      metricName: "scholarship-production",
      cloudwatchMetricsEnabled: true,
      sampledRequestsEnabled: false,
    });
  });

  it("stands before the load balancer, and takes an old tie away before it makes a new one", () => {
    const { inputs, options } = graph.one("aws:wafv2/webAclAssociation:WebAclAssociation");
    assert.deepEqual(inputs, { resourceArn: args.loadBalancerArn, webAclArn: outputs.webAclArn });
    assert.equal(options.deleteBeforeReplace, true);
  });

  it("keeps the log encrypted, for the days given, under a name that WAF may write to", () => {
    assert.deepEqual(graph.one("aws:cloudwatch/logGroup:LogGroup").inputs, {
      name: "aws-waf-logs-scholarship-production",
      retentionInDays: 90,
      kmsKeyId: args.logKeyArn,
      tags: { DataClass: "confidential" },
    });
  });

  it("logs every request to it, without what would let a reader take over a session", () => {
    const { inputs } = graph.one("aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration");
    assert.equal(inputs.resourceArn, outputs.webAclArn);
    assert.match(
      String(inputs.logDestinationConfigs),
      /^arn:aws:logs:[a-z0-9-]+:\d{12}:log-group:aws-waf-logs-scholarship-production$/,
    );
    assert.deepEqual(inputs.redactedFields, [
      { singleHeader: { name: "authorization" } },
      { singleHeader: { name: "cookie" } },
    ]);
    assert.equal(inputs.loggingFilter, undefined);
  });

  it("hands out the names that alarms and queries need", () => {
    assert.match(String(outputs.webAclArn), /^arn:aws:wafv2:/);
    assert.equal(outputs.webAclName, "scholarship-production");
    assert.equal(outputs.metricName, "scholarship-production");
    assert.equal(outputs.logGroupName, "aws-waf-logs-scholarship-production");
  });

  describe("behind a CDN that proves itself", () => {
    const behind: WebFirewallArgs = { ...args, clientAddress: { kind: "header", header: "CF-Connecting-IP" } };
    const made = (originSecrets?: readonly pulumi.Input<string>[]) =>
      build(() => new WebFirewall("web-firewall", { ...behind, ...(originSecrets === undefined ? {} : { originSecrets }) }));
    const secret = () => pulumi.secret("s".repeat(48));

    it("keeps the secret a secret in the state, where rules without one are shown", async () => {
      const webAcl = (await made([secret()])).one("aws:wafv2/webAcl:WebAcl");
      assert.deepEqual(webAcl.secretInputs, ["rules"]);
      assert.deepEqual(webAcl.options.additionalSecretOutputs, ["rules"]);
      const plain = (await made()).one("aws:wafv2/webAcl:WebAcl");
      assert.deepEqual([plain.secretInputs, plain.options.additionalSecretOutputs], [[], []]);
    });

    it("shows it in no log", async () => {
      const redacted = async (graph: Promise<Graph>) =>
        (await graph).one("aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration").inputs.redactedFields;
      const always = ["authorization", "cookie"].map((name) => ({ singleHeader: { name } }));
      assert.deepEqual(await redacted(made([secret()])), [...always, { singleHeader: { name: "x-origin-secret" } }]);
      assert.deepEqual(await redacted(made()), always);
    });
  });

  it("refuses what AWS would refuse before it makes anything", async () => {
    await assert.rejects(
      build(() => new WebFirewall("web-firewall", { ...args, rateLimits: {} })),
      /the web firewall is refused: expected 1 to 9 rate limits, not 0/,
    );
  });
});
