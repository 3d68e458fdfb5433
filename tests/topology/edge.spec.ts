import { strict as assert } from "node:assert";
import type { Graph } from "../helpers/graph";
import { changed, configOf, rawSettings } from "../helpers/settings";
import { buildStack, stackGraph } from "../helpers/stacks";

describe("the public door", () => {
  let graph: Graph;
  before(async function () {
    this.timeout(120_000);
    graph = await stackGraph("scholarship", "production");
  });

  it("asks each service for its health on its own port and path, as often as the container itself is asked", () => {
    const checks = graph.all("aws:lb/targetGroup:TargetGroup").map(({ name, inputs }) => [name, inputs["port"], inputs["healthCheck"]]);
    const check = {
      healthyThreshold: 2,
      interval: 30,
      matcher: "200",
      path: "/health",
      port: "traffic-port",
      protocol: "HTTP",
      timeout: 10,
      unhealthyThreshold: 3,
    };
    assert.deepEqual(checks, [["web-frontend", 3000, check], ["web-backend", 8000, check]]);
  });

  it("makes the certificate's records where Cloudflare keeps the zone, and leaves them to people where it doesn't", async function () {
    this.timeout(60_000);
    const records = (of: Graph) => of.resources.filter(({ type }) => type === "cloudflare:index/dnsRecord:DnsRecord");
    assert.deepEqual(records(graph), []);
    const raw = changed(rawSettings("scholarship", "production"), "loadBalancer.dns", {
      kind: "cloudflare",
      zoneId: "0123456789abcdef0123456789abcdef",
    });
    const made = records(await buildStack("scholarship", "production", configOf(raw)));
    assert.ok(made.length >= 2, "one that proves the domain, one that leads to the load balancer");
    for (const { inputs } of made) assert.equal(inputs["zoneId"], "0123456789abcdef0123456789abcdef");
  });

  it("writes to a log bucket that S3's own keys encrypt: the load balancer can use no other", () => {
    const { inputs } = graph.one("aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration", "access-logs-encryption");
    assert.match(JSON.stringify(inputs["rules"]), /"sseAlgorithm":"AES256"/);
  });
});
