import { strict as assert } from "node:assert";
import { Discovery } from "../../components/discovery";
import { build } from "../helpers/graph";
import type { Graph } from "../helpers/graph";

describe("Discovery", () => {
  let graph: Graph;
  let discovery: Discovery;
  before(async () => {
    graph = await build(() => {
      discovery = new Discovery("discovery", { namePrefix: "scholarship-production", vpcId: "vpc-1", services: ["backend", "frontend"] });
    });
  });

  it("makes one private zone and an entry for each service, and nothing else", () => {
    assert.deepEqual(graph.list(), [
      "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace discovery-zone",
      "aws:servicediscovery/service:Service discovery-backend",
      "aws:servicediscovery/service:Service discovery-frontend",
      "groundwork:discovery:Discovery discovery",
    ]);
  });

  it("keeps the names inside the VPC", () => {
    const { inputs } = graph.one("aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace");
    assert.equal(inputs.vpc, "vpc-1");
    assert.equal(inputs.name, "scholarship-production.internal");
  });

  it("answers with the address of every task, and forgets a stopped one within seconds", () => {
    for (const { inputs } of graph.all("aws:servicediscovery/service:Service")) {
      const { namespaceId, ...dns } = Object(inputs.dnsConfig);
      assert.deepEqual(dns, { routingPolicy: "MULTIVALUE", dnsRecords: [{ type: "A", ttl: 10 }] });
      assert.equal(typeof namespaceId, "string");
    }
  });

  it("tells how each service is called", () => {
    assert.equal(discovery.domain, "scholarship-production.internal");
    assert.equal(discovery.services.backend?.dnsName, "backend.scholarship-production.internal");
    assert.deepEqual(Object.keys(discovery.services), ["backend", "frontend"]);
  });
});
