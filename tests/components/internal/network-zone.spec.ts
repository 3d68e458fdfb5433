import { strict as assert } from "node:assert";
import { planSubnets } from "../../../components/internal/cidr";
import { createNetworkZone } from "../../../components/internal/network-zone";
import { build } from "../../helpers/graph";
import type { Graph } from "../../helpers/graph";
import { parentComponent } from "../../helpers/parent";

const ASSOCIATION = "aws:ec2/routeTableAssociation:RouteTableAssociation";

describe("createNetworkZone", () => {
  let graph: Graph;
  before(async () => {
    graph = await build(() => {
      const [plan] = planSubnets("10.20.0.0/16", ["eu-central-1c", "eu-central-1a"]);
      assert.ok(plan !== undefined);
      createNetworkZone(parentComponent(), "network-c", {
        namePrefix: "scholarship-production",
        vpcId: "vpc-1",
        plan,
        publicRouteTableId: "rtb-public",
        dataRouteTableId: "rtb-data",
      });
    });
  });

  it("makes a subnet per tier and the application's own route table", () => {
    assert.deepEqual(graph.list(), [
      "aws:ec2/routeTable:RouteTable network-c-application",
      "aws:ec2/routeTableAssociation:RouteTableAssociation network-c-application",
      "aws:ec2/routeTableAssociation:RouteTableAssociation network-c-data",
      "aws:ec2/routeTableAssociation:RouteTableAssociation network-c-public",
      "aws:ec2/subnet:Subnet network-c-application",
      "aws:ec2/subnet:Subnet network-c-data",
      "aws:ec2/subnet:Subnet network-c-public",
      "test:parent:Parent parent",
    ]);
  });

  it("places each subnet in the zone and range of the plan, and gives out no public address", () => {
    assert.deepEqual(
      graph.all("aws:ec2/subnet:Subnet").map(({ inputs }) => inputs),
      [
        { tier: "public", cidrBlock: "10.20.88.0/21" },
        { tier: "application", cidrBlock: "10.20.64.0/20" },
        { tier: "data", cidrBlock: "10.20.80.0/21" },
      ].map(({ tier, cidrBlock }) => ({
        vpcId: "vpc-1",
        availabilityZone: "eu-central-1c",
        cidrBlock,
        mapPublicIpOnLaunch: false,
        tags: { Name: `scholarship-production-${tier}-c`, Tier: tier },
      })),
    );
  });

  it("ties public and data subnets to the shared tables, and the application to its own", () => {
    assert.equal(graph.one(ASSOCIATION, "network-c-public").inputs.routeTableId, "rtb-public");
    assert.equal(graph.one(ASSOCIATION, "network-c-data").inputs.routeTableId, "rtb-data");
    const own = String(graph.one(ASSOCIATION, "network-c-application").inputs.routeTableId);
    assert.notEqual(own, "rtb-public");
    assert.notEqual(own, "rtb-data");
  });
});
