import { strict as assert } from "node:assert";
import { natUserData } from "../../components/internal/nat-user-data";
import { NatInstance } from "../../components/nat-instance";
import { build } from "../helpers/graph";
import type { Graph } from "../helpers/graph";

const METADATA = { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 };

describe("NatInstance", () => {
  let graph: Graph;
  before(async () => {
    graph = await build(
      () =>
        new NatInstance("network-nat-a", {
          namePrefix: "scholarship-staging",
          vpcId: "vpc-1",
          vpcCidr: "10.21.0.0/16",
          subnetId: "subnet-public-a",
          clientCidrs: { a: "10.21.0.0/20", b: "10.21.32.0/20" },
        }),
    );
  });

  it("makes a machine with its template, address and group", () => {
    assert.deepEqual(graph.list(), [
      "aws:ec2/eip:Eip network-nat-a-address",
      "aws:ec2/instance:Instance network-nat-a-machine",
      "aws:ec2/launchTemplate:LaunchTemplate network-nat-a-machine",
      "aws:ec2/securityGroup:SecurityGroup network-nat-a-door",
      "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule network-nat-a-internet",
      "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule network-nat-a-application-a",
      "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule network-nat-a-application-b",
      "groundwork:nat-instance:NatInstance network-nat-a",
    ]);
  });

  it("passes on packets that are not its own, with metadata by session token only and no key to log in by", () => {
    const { inputs } = graph.one("aws:ec2/instance:Instance");
    assert.equal(inputs.sourceDestCheck, false);
    assert.equal(inputs.subnetId, "subnet-public-a");
    assert.deepEqual(inputs.metadataOptions, METADATA);
    assert.equal(inputs.keyName, undefined);
    assert.equal(inputs.iamInstanceProfile, undefined);
  });

  it("takes its image by reference, where the provider doesn't see it change, and encrypts its disk", () => {
    assert.equal(graph.one("aws:ec2/instance:Instance").inputs.ami, undefined);
    const { inputs } = graph.one("aws:ec2/launchTemplate:LaunchTemplate");
    assert.equal(inputs.imageId, "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64");
    assert.deepEqual(inputs.blockDeviceMappings, [
      { deviceName: "/dev/xvda", ebs: { encrypted: "true", volumeType: "gp3", deleteOnTermination: "true" } },
    ]);
    assert.deepEqual(inputs.metadataOptions, METADATA);
    assert.equal(Buffer.from(String(inputs.userData), "base64").toString(), natUserData("10.21.0.0/16"));
  });

  it("follows a numbered version of its template, so that a changed script or disk replaces the machine", () => {
    const { launchTemplate } = graph.one("aws:ec2/instance:Instance").inputs;
    assert.match(JSON.stringify(launchTemplate), /"version":"[^"$]+"/);
  });

  it("has a public address of its own, which the next machine takes over", () => {
    const { inputs } = graph.one("aws:ec2/eip:Eip");
    assert.equal(inputs.domain, "vpc");
    assert.equal(typeof inputs.instance, "string");
  });

  it("takes connections from the application subnets and from nowhere else", () => {
    const sources = graph
      .all("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")
      .map(({ inputs }) => [inputs.cidrIpv4, inputs.ipProtocol]);
    assert.deepEqual(sources, [
      ["10.21.0.0/20", "tcp"],
      ["10.21.32.0/20", "tcp"],
    ]);
  });
});
