import * as pulumi from "@pulumi/pulumi";
import { DefaultSecurityGroup } from "@pulumi/aws/ec2/defaultSecurityGroup";
import { Eip } from "@pulumi/aws/ec2/eip";
import { InternetGateway } from "@pulumi/aws/ec2/internetGateway";
import { NatGateway } from "@pulumi/aws/ec2/natGateway";
import { Route } from "@pulumi/aws/ec2/route";
import { RouteTable } from "@pulumi/aws/ec2/routeTable";
import { Vpc } from "@pulumi/aws/ec2/vpc";
import { VpcEndpoint } from "@pulumi/aws/ec2/vpcEndpoint";
import { FlowLogs } from "./flow-logs";
import { planSubnets } from "./internal/cidr";
import { createNetworkZone } from "./internal/network-zone";
import { s3EndpointPolicy } from "./internal/s3-endpoint-policy";
import { NatInstance } from "./nat-instance";

export interface NetworkArgs {
  /** Prefix of Name tags and of the flow logs' log group, `<system>-<environment>`. */
  namePrefix: string;
  /** Private IPv4 range of the VPC, /16 to /20. Changing this replaces the VPC and all that stands in it. */
  cidr: string;
  /**
   * Availability zones, two or more, such as eu-central-1a. A zone more adds subnets and changes none that are there. The
   * first one holds the NAT of `single` and `instance`, so add others behind it.
   */
  zones: readonly string[];
  /**
   * How tasks reach the internet: a NAT gateway in each zone, a single one, a NAT instance, or not at all. Changing this
   * changes the public addresses that others see, and cuts connections for a moment.
   */
  nat: "zone" | "single" | "instance" | "none";
  /** How long flow logs are kept, in days: a value that CloudWatch Logs offers. */
  flowLogRetentionDays: number;
  /** The KMS key of the flow logs' log group. */
  logKeyArn: pulumi.Input<string>;
  accountId: string;
  region: string;
}

type NatTarget = { natGatewayId: pulumi.Input<string> } | { networkInterfaceId: pulumi.Input<string> };

/**
 * A VPC with three tiers in each of its zones: public for the load balancer and NAT, application for tasks, data for the
 * database and cache.
 *
 * Creates: the VPC, its empty default group, the internet gateway, the zones with their subnets, the route tables and
 * their routes, NAT, the gateway endpoint of S3, flow logs.
 * Guarantees: data subnets have no route to the internet in either direction, application subnets only outward through
 * NAT; every subnet's range depends on nothing but its tier and its zone's letter; S3 is reached without NAT, and through
 * the endpoint only buckets of this account; what is started without a group of its own can reach nothing.
 * https://docs.aws.amazon.com/vpc/latest/userguide/vpc-example-private-subnets-nat.html
 */
export class Network extends pulumi.ComponentResource {
  public readonly vpcId: pulumi.Output<string>;
  /** Subnets in the order of `zones`, and so in the lists below. */
  public readonly publicSubnetIds: readonly pulumi.Output<string>[];
  public readonly applicationSubnetIds: readonly pulumi.Output<string>[];
  public readonly dataSubnetIds: readonly pulumi.Output<string>[];
  public readonly applicationRouteTableIds: readonly pulumi.Output<string>[];
  /** The managed prefix list of the region's S3, for rules of security groups. */
  public readonly s3PrefixListId: pulumi.Output<string>;

  constructor(name: string, args: NetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundwork:network:Network", name, {}, opts);

    const { namePrefix } = args;
    const plans = planSubnets(args.cidr, args.zones);
    const vpc = new Vpc(
      `${name}-vpc`,
      // Both are needed for the private names of interface endpoints.
      { cidrBlock: args.cidr, enableDnsSupport: true, enableDnsHostnames: true, tags: { Name: namePrefix } },
      { parent: this },
    );
    this.vpcId = vpc.id;

    new DefaultSecurityGroup(
      `${name}-default`,
      { vpcId: vpc.id, ingress: [], egress: [], tags: { Name: `${namePrefix}-default-unused` } },
      { parent: this },
    );

    const gateway = new InternetGateway(
      `${name}-internet`,
      { vpcId: vpc.id, tags: { Name: namePrefix } },
      { parent: this },
    );
    const table = (tier: "public" | "data"): RouteTable =>
      new RouteTable(`${name}-${tier}`, { vpcId: vpc.id, tags: { Name: `${namePrefix}-${tier}` } }, { parent: this });
    const publicTable = table("public");
    const dataTable = table("data");
    const out = { destinationCidrBlock: "0.0.0.0/0" } as const;
    const wayOut = new Route(
      `${name}-public-internet`,
      { ...out, routeTableId: publicTable.id, gatewayId: gateway.id },
      { parent: this },
    );

    const zones = plans.map((plan) => ({
      plan,
      zone: createNetworkZone(this, `${name}-${plan.letter}`, {
        namePrefix,
        vpcId: vpc.id,
        plan,
        publicRouteTableId: publicTable.id,
        dataRouteTableId: dataTable.id,
      }),
    }));
    this.publicSubnetIds = zones.map(({ zone }) => zone.publicSubnetId);
    this.applicationSubnetIds = zones.map(({ zone }) => zone.applicationSubnetId);
    this.dataSubnetIds = zones.map(({ zone }) => zone.dataSubnetId);
    this.applicationRouteTableIds = zones.map(({ zone }) => zone.applicationRouteTableId);

    const natGateway = (letter: string, subnetId: pulumi.Input<string>): NatTarget => {
      const tags = { Name: `${namePrefix}-nat-${letter}` };
      // Neither address nor gateway works before the VPC has its internet gateway.
      const behindGateway = { parent: this, dependsOn: [gateway] };
      const address = new Eip(`${name}-nat-${letter}`, { domain: "vpc", tags }, behindGateway);
      const nat = new NatGateway(`${name}-nat-${letter}`, { subnetId, allocationId: address.id, tags }, behindGateway);
      return { natGatewayId: nat.id };
    };
    const natInstance = (letter: string, publicSubnetId: pulumi.Input<string>): NatTarget => {
      const clientCidrs = Object.fromEntries(plans.map((plan) => [plan.letter, plan.cidrs.application]));
      // The subnet is handed over once its way out stands: before, EC2 refuses to attach a public address.
      const subnetId = pulumi.all([publicSubnetId, wayOut.id]).apply(([id]) => id);
      const { networkInterfaceId } = new NatInstance(
        `${name}-nat-${letter}`,
        { namePrefix, vpcId: vpc.id, vpcCidr: args.cidr, subnetId, clientCidrs },
        { parent: this },
      );
      return { networkInterfaceId };
    };

    const natZones = { zone: zones, single: zones.slice(0, 1), instance: zones.slice(0, 1), none: [] }[args.nat];
    const makeNat = args.nat === "instance" ? natInstance : natGateway;
    const targets = natZones.map(({ plan, zone }) => makeNat(plan.letter, zone.publicSubnetId));
    for (const [index, { plan, zone }] of zones.entries()) {
      const target = targets[index] ?? targets[0];
      if (target === undefined) break;
      new Route(
        `${name}-${plan.letter}-application-internet`,
        { ...out, routeTableId: zone.applicationRouteTableId, ...target },
        { parent: this },
      );
    }

    const s3 = new VpcEndpoint(
      `${name}-s3`,
      {
        vpcId: vpc.id,
        serviceName: `com.amazonaws.${args.region}.s3`,
        vpcEndpointType: "Gateway",
        // Not the public subnets: a NAT instance fetches its packages from a bucket of AWS.
        routeTableIds: [dataTable.id, ...this.applicationRouteTableIds],
        policy: s3EndpointPolicy(args.accountId, args.region),
        tags: { Name: `${namePrefix}-s3` },
      },
      { parent: this },
    );
    this.s3PrefixListId = s3.prefixListId;

    new FlowLogs(
      `${name}-flow-logs`,
      {
        namePrefix,
        vpcId: vpc.id,
        retentionDays: args.flowLogRetentionDays,
        logKeyArn: args.logKeyArn,
        accountId: args.accountId,
        region: args.region,
      },
      { parent: this },
    );

    this.registerOutputs({
      vpcId: this.vpcId,
      publicSubnetIds: this.publicSubnetIds,
      applicationSubnetIds: this.applicationSubnetIds,
      dataSubnetIds: this.dataSubnetIds,
      applicationRouteTableIds: this.applicationRouteTableIds,
      s3PrefixListId: this.s3PrefixListId,
    });
  }
}
