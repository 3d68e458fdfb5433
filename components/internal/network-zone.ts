import type * as pulumi from "@pulumi/pulumi";
import { RouteTable } from "@pulumi/aws/ec2/routeTable";
import { RouteTableAssociation } from "@pulumi/aws/ec2/routeTableAssociation";
import { Subnet } from "@pulumi/aws/ec2/subnet";
import type { Tier, ZonePlan } from "./cidr";

export interface NetworkZoneArgs {
  /** Prefix of the Name tags, `<system>-<environment>`. */
  namePrefix: string;
  /** The VPC. Changing this replaces the subnets. */
  vpcId: pulumi.Input<string>;
  /** The zone and its ranges, from planSubnets. Changing a range replaces its subnet. */
  plan: ZonePlan;
  /** The route table of all public subnets. */
  publicRouteTableId: pulumi.Input<string>;
  /** The route table of all data subnets. */
  dataRouteTableId: pulumi.Input<string>;
}

export interface NetworkZone {
  readonly publicSubnetId: pulumi.Output<string>;
  readonly applicationSubnetId: pulumi.Output<string>;
  readonly dataSubnetId: pulumi.Output<string>;
  readonly applicationRouteTableId: pulumi.Output<string>;
}

/**
 * The subnets of one availability zone.
 *
 * Creates: a public, an application and a data subnet; the route table of the application subnet, whose way out may lie
 * in this zone; the associations.
 * Guarantees: nothing that starts in a subnet is given a public address.
 */
export function createNetworkZone(parent: pulumi.Resource, name: string, args: NetworkZoneArgs): NetworkZone {
  const displayName = (tier: Tier) => `${args.namePrefix}-${tier}-${args.plan.letter}`;
  const subnet = (tier: Tier): pulumi.Output<string> =>
    new Subnet(
      `${name}-${tier}`,
      {
        vpcId: args.vpcId,
        availabilityZone: args.plan.zone,
        cidrBlock: args.plan.cidrs[tier],
        mapPublicIpOnLaunch: false,
        tags: { Name: displayName(tier), Tier: tier },
      },
      { parent },
    ).id;

  const publicSubnetId = subnet("public");
  const applicationSubnetId = subnet("application");
  const dataSubnetId = subnet("data");

  const applicationRouteTableId = new RouteTable(
    `${name}-application`,
    { vpcId: args.vpcId, tags: { Name: displayName("application") } },
    { parent },
  ).id;

  const associate = (tier: Tier, subnetId: pulumi.Input<string>, routeTableId: pulumi.Input<string>) =>
    new RouteTableAssociation(`${name}-${tier}`, { subnetId, routeTableId }, { parent });
  associate("public", publicSubnetId, args.publicRouteTableId);
  associate("application", applicationSubnetId, applicationRouteTableId);
  associate("data", dataSubnetId, args.dataRouteTableId);

  return { publicSubnetId, applicationSubnetId, dataSubnetId, applicationRouteTableId };
}
