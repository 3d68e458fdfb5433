import * as pulumi from "@pulumi/pulumi";
import { VpcEndpoint } from "@pulumi/aws/ec2/vpcEndpoint";

export interface NetworkEndpointsArgs {
  /** Prefix of the Name tags, `<system>-<environment>`. */
  namePrefix: string;
  /** The VPC. Changing this replaces the endpoints. */
  vpcId: pulumi.Input<string>;
  /** The subnets that hold an interface of each endpoint: one per zone, the application subnets. */
  subnetIds: readonly pulumi.Input<string>[];
  /** The group that admits the tasks on 443. */
  securityGroupId: pulumi.Input<string>;
  /** AWS services as their endpoints' names end, `ecr.api`: keys of ENDPOINT_SERVICES. None is allowed. */
  services: readonly string[];
  region: string;
}

/**
 * Ways from the VPC to AWS services that don't cross the internet.
 *
 * Creates: an interface endpoint per service, in each of the subnets.
 * Guarantees: the services' public names resolve to the endpoints inside the VPC, so no program has to know of them.
 * Cost: about 9 USD a month for each endpoint and zone, besides traffic. https://aws.amazon.com/privatelink/pricing/
 */
export class NetworkEndpoints extends pulumi.ComponentResource {
  /** Service -> id of its endpoint. */
  public readonly endpointIds: Readonly<Record<string, pulumi.Output<string>>>;

  constructor(name: string, args: NetworkEndpointsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundwork:network-endpoints:NetworkEndpoints", name, {}, opts);

    this.endpointIds = Object.fromEntries(
      args.services.map((service) => {
        const key = service.replaceAll(".", "-");
        const endpoint = new VpcEndpoint(
          `${name}-${key}`,
          {
            vpcId: args.vpcId,
            serviceName: `com.amazonaws.${args.region}.${service}`,
            vpcEndpointType: "Interface",
            privateDnsEnabled: true,
            subnetIds: [...args.subnetIds],
            securityGroupIds: [args.securityGroupId],
            tags: { Name: `${args.namePrefix}-${key}` },
          },
          { parent: this },
        );
        return [service, endpoint.id];
      }),
    );

    this.registerOutputs({ endpointIds: this.endpointIds });
  }
}
