import { strict as assert } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import { Network } from "../../components/network";
import type { NetworkArgs } from "../../components/network";
import { build } from "../helpers/graph";
import type { Graph } from "../helpers/graph";

const ROUTE = "aws:ec2/route:Route";
const NAT = "aws:ec2/natGateway:NatGateway";

const sound: NetworkArgs = {
  namePrefix: "scholarship-production",
  cidr: "10.20.0.0/16",
  zones: ["eu-central-1a", "eu-central-1b"],
  nat: "zone",
  flowLogRetentionDays: 90,
  logKeyArn: "arn:aws:kms:eu-central-1:123456789012:key/logs",
  accountId: "123456789012",
  region: "eu-central-1",
};

const network = (change: Partial<NetworkArgs> = {}) => build(() => new Network("network", { ...sound, ...change }));
const names = (graph: Graph, type: string) => graph.all(type).map(({ name }) => name);

describe("Network", () => {
  let graph: Graph;
  before(async () => {
    graph = await network();
  });

  it("makes the VPC, its zones, tables, routes, NAT, S3 endpoint and flow logs, and nothing else", () => {
    assert.deepEqual(
      graph.list().filter((line) => !/ network-(a|b)-(public|application|data)$| network-flow-logs-/.test(line)),
      [
        "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup network-default",
        "aws:ec2/eip:Eip network-nat-a",
        "aws:ec2/eip:Eip network-nat-b",
        "aws:ec2/internetGateway:InternetGateway network-internet",
        "aws:ec2/natGateway:NatGateway network-nat-a",
        "aws:ec2/natGateway:NatGateway network-nat-b",
        "aws:ec2/route:Route network-a-application-internet",
        "aws:ec2/route:Route network-b-application-internet",
        "aws:ec2/route:Route network-public-internet",
        "aws:ec2/routeTable:RouteTable network-data",
        "aws:ec2/routeTable:RouteTable network-public",
        "aws:ec2/vpc:Vpc network-vpc",
        "aws:ec2/vpcEndpoint:VpcEndpoint network-s3",
        "groundwork:flow-logs:FlowLogs network-flow-logs",
        "groundwork:network:Network network",
      ],
    );
  });

  it("resolves names inside the VPC, as interface endpoints need it", () => {
    const { inputs } = graph.one("aws:ec2/vpc:Vpc");
    assert.equal(inputs.cidrBlock, "10.20.0.0/16");
    assert.equal(inputs.enableDnsSupport, true);
    assert.equal(inputs.enableDnsHostnames, true);
  });

  it("empties the group that AWS gives to whatever has none", () => {
    const { inputs } = graph.one("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup");
    assert.deepEqual(inputs.ingress, []);
    assert.deepEqual(inputs.egress, []);
  });

  it("routes the public tier to the internet, each application subnet to its own zone's NAT, the data tier nowhere", () => {
    const tables = graph.all(ROUTE).map(({ name, inputs }) => ({ name, table: inputs.routeTableId }));
    const associated = (subnet: string) =>
      graph.one("aws:ec2/routeTableAssociation:RouteTableAssociation", `network-${subnet}`).inputs.routeTableId;
    const routesOf = (subnet: string) => tables.filter(({ table }) => table === associated(subnet)).map(({ name }) => name);
    for (const letter of ["a", "b"]) {
      assert.deepEqual(routesOf(`${letter}-public`), ["network-public-internet"]);
      assert.deepEqual(routesOf(`${letter}-application`), [`network-${letter}-application-internet`]);
      assert.deepEqual(routesOf(`${letter}-data`), []);
    }
    const [first, second] = ["a", "b"].map((letter) => graph.one(ROUTE, `network-${letter}-application-internet`).inputs);
    assert.equal(first?.destinationCidrBlock, "0.0.0.0/0");
    assert.equal(typeof first?.natGatewayId, "string");
    assert.notEqual(first?.natGatewayId, second?.natGatewayId);
    const subnetIds = graph.all(NAT).map(({ inputs }) => inputs.subnetId);
    assert.equal(new Set(subnetIds).size, 2);
  });

  it("waits for the internet gateway before it asks for a NAT gateway", () => {
    for (const type of [NAT, "aws:ec2/eip:Eip"]) {
      for (const { options } of graph.all(type)) assert.equal([options.dependsOn].flat().length, 1);
    }
  });

  it("reaches S3 from application and data subnets without NAT", () => {
    const { inputs } = graph.one("aws:ec2/vpcEndpoint:VpcEndpoint");
    assert.equal(inputs.serviceName, "com.amazonaws.eu-central-1.s3");
    assert.equal(inputs.vpcEndpointType, "Gateway");
    const tiers = ["a-application", "b-application", "a-data"].map(
      (subnet) => graph.one("aws:ec2/routeTableAssociation:RouteTableAssociation", `network-${subnet}`).inputs.routeTableId,
    );
    assert.deepEqual([inputs.routeTableIds].flat().map(String).sort(), tiers.map(String).sort());
    assert.match(String(inputs.policy), /"aws:ResourceAccount":\["123456789012"\]/);
  });

  it("changes nothing that is there when a zone is added", async () => {
    const after = await network({ zones: [...sound.zones, "eu-central-1c"] });
    for (const { type, name, inputs } of graph.resources) {
      // The component shows its own arguments; the S3 endpoint gains the new zone's route table in place.
      if (type.startsWith("groundwork:") || name === "network-s3") continue;
      assert.deepEqual(after.one(type, name).inputs, inputs);
    }
    const added = after.list().filter((line) => !graph.list().includes(line));
    assert.ok(added.length > 0 && added.every((line) => / network-(nat-)?c(-|$)/.test(line)), added.join("\n"));
  });

  it("has one NAT gateway for all zones, in the first of them, if single", async () => {
    const single = await network({ nat: "single", zones: ["eu-central-1b", "eu-central-1a"] });
    assert.deepEqual(names(single, NAT), ["network-nat-b"]);
    const targets = ["a", "b"].map((letter) => single.one(ROUTE, `network-${letter}-application-internet`).inputs.natGatewayId);
    assert.equal(typeof targets[0], "string");
    assert.equal(targets[0], targets[1]);
  });

  it("has one NAT instance for all zones, reached by their application subnets, if instance", async () => {
    const cheap = await network({ nat: "instance" });
    assert.deepEqual(names(cheap, NAT), []);
    assert.deepEqual(names(cheap, "groundwork:nat-instance:NatInstance"), ["network-nat-a"]);
    for (const letter of ["a", "b"]) {
      const { inputs } = cheap.one(ROUTE, `network-${letter}-application-internet`);
      assert.deepEqual(Object.keys(inputs).sort(), ["destinationCidrBlock", "networkInterfaceId", "routeTableId"]);
    }
    assert.deepEqual(
      cheap.all("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule").map(({ inputs }) => inputs.cidrIpv4),
      ["10.20.0.0/20", "10.20.32.0/20"],
    );
  });

  it("has no way out of the application subnets if none", async () => {
    const closed = await network({ nat: "none" });
    assert.deepEqual(names(closed, ROUTE), ["network-public-internet"]);
    assert.deepEqual(names(closed, NAT), []);
    assert.deepEqual(names(closed, "aws:ec2/eip:Eip"), []);
  });

  it("gives every subnet out in the order of the zones", async () => {
    const seen: (readonly string[])[] = [];
    const reversed = await build(() => {
      const made = new Network("network", { ...sound, zones: ["eu-central-1b", "eu-central-1a"] });
      const lists = [made.publicSubnetIds, made.applicationSubnetIds, made.dataSubnetIds, made.applicationRouteTableIds];
      pulumi.all(lists.map((list) => pulumi.all([...list]))).apply((values) => seen.push(...values));
    });
    const association = (subnet: string) =>
      reversed.one("aws:ec2/routeTableAssociation:RouteTableAssociation", `network-${subnet}`).inputs;
    const both = (tier: string, property: string) => ["b", "a"].map((letter) => association(`${letter}-${tier}`)[property]);
    assert.deepEqual(seen, [
      both("public", "subnetId"),
      both("application", "subnetId"),
      both("data", "subnetId"),
      both("application", "routeTableId"),
    ]);
  });
});
