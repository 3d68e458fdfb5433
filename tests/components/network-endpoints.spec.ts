import { strict as assert } from "node:assert";
import { NetworkEndpoints } from "../../components/network-endpoints";
import { build } from "../helpers/graph";

const ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint";

const endpoints = (services: readonly string[]) =>
  build(
    () =>
      new NetworkEndpoints("endpoints", {
        namePrefix: "scholarship-production",
        vpcId: "vpc-1",
        subnetIds: ["subnet-a", "subnet-b"],
        securityGroupId: "sg-endpoints",
        services,
        region: "eu-central-1",
      }),
  );

describe("NetworkEndpoints", () => {
  it("makes an endpoint per service, in every subnet, behind the group, under the service's public name", async () => {
    const graph = await endpoints(["ecr.api", "logs"]);
    assert.deepEqual(graph.list(), [
      "aws:ec2/vpcEndpoint:VpcEndpoint endpoints-ecr-api",
      "aws:ec2/vpcEndpoint:VpcEndpoint endpoints-logs",
      "groundwork:network-endpoints:NetworkEndpoints endpoints",
    ]);
    assert.deepEqual(graph.one(ENDPOINT, "endpoints-ecr-api").inputs, {
      vpcId: "vpc-1",
      serviceName: "com.amazonaws.eu-central-1.ecr.api",
      vpcEndpointType: "Interface",
      privateDnsEnabled: true,
      subnetIds: ["subnet-a", "subnet-b"],
      securityGroupIds: ["sg-endpoints"],
      tags: { Name: "scholarship-production-ecr-api" },
    });
  });

  it("makes nothing where no service is asked for", async () => {
    assert.deepEqual((await endpoints([])).list(), ["groundwork:network-endpoints:NetworkEndpoints endpoints"]);
  });
});
