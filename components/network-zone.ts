import * as pulumi from "@pulumi/pulumi";
import { RouteTable } from "@pulumi/aws/ec2/routeTable";
import { RouteTableAssociation } from "@pulumi/aws/ec2/routeTableAssociation";
import { Subnet } from "@pulumi/aws/ec2/subnet";
import type { Tier, ZonePlan } from "./internal/cidr";

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

/**
 * The subnets of one availability zone.
 *
 * Creates: a public, an application and a data subnet; the route table of the application subnet, whose way out may lie
 * in this zone; the associations.
 * Guarantees: nothing that starts in a subnet is given a public address.
 */
export class NetworkZone extends pulumi.ComponentResource {
  public readonly publicSubnetId: pulumi.Output<string>;
  public readonly applicationSubnetId: pulumi.Output<string>;
  public readonly dataSubnetId: pulumi.Output<string>;
  public readonly applicationRouteTableId: pulumi.Output<string>;

  constructor(name: string, args: NetworkZoneArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundwork:network-zone:NetworkZone", name, {}, opts);

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
        { parent: this },
      ).id;

    this.publicSubnetId = subnet("public");
    this.applicationSubnetId = subnet("application");
    this.dataSubnetId = subnet("data");

    this.applicationRouteTableId = new RouteTable(
      `${name}-application`,
      { vpcId: args.vpcId, tags: { Name: displayName("application") } },
      { parent: this },
    ).id;

    const associate = (tier: Tier, subnetId: pulumi.Input<string>, routeTableId: pulumi.Input<string>) =>
      new RouteTableAssociation(`${name}-${tier}`, { subnetId, routeTableId }, { parent: this });
    associate("public", this.publicSubnetId, args.publicRouteTableId);
    associate("application", this.applicationSubnetId, this.applicationRouteTableId);
    associate("data", this.dataSubnetId, args.dataRouteTableId);

    this.registerOutputs({
      publicSubnetId: this.publicSubnetId,
      applicationSubnetId: this.applicationSubnetId,
      dataSubnetId: this.dataSubnetId,
      applicationRouteTableId: this.applicationRouteTableId,
    });
  }
}
