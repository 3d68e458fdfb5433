import * as pulumi from "@pulumi/pulumi";
import { Eip } from "@pulumi/aws/ec2/eip";
import { Instance } from "@pulumi/aws/ec2/instance";
import { LaunchTemplate } from "@pulumi/aws/ec2/launchTemplate";
import { SecurityGroup } from "@pulumi/aws/ec2/securityGroup";
import { SecurityGroupEgressRule } from "@pulumi/aws/vpc/securityGroupEgressRule";
import { SecurityGroupIngressRule } from "@pulumi/aws/vpc/securityGroupIngressRule";
import { natUserData } from "./internal/nat-user-data";

export interface NatInstanceArgs {
  /** Prefix of Name tags and descriptions, `<system>-<environment>`. Changing this replaces the security group. */
  namePrefix: string;
  /** The VPC. Changing this replaces everything. */
  vpcId: pulumi.Input<string>;
  /** Range of the VPC: packets from it to elsewhere are translated. Changing this replaces the instance. */
  vpcCidr: string;
  /** The public subnet that the instance stands in. Changing this replaces the instance. */
  subnetId: pulumi.Input<string>;
  /** Letter of a zone -> range of its application subnet, which may send packets out through the instance. */
  clientCidrs: Readonly<Record<string, string>>;
}

/** The smallest with the 1 GiB that dnf needs to install a package; Graviton costs less than Intel. */
const INSTANCE_TYPE = "t4g.micro";

/** AWS keeps the id of the newest image in this public parameter, and EC2 reads it at launch. */
const IMAGE = "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64";

const METADATA_V2_ONLY = { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 } as const;

/**
 * A small machine that does what a NAT gateway does, for a fraction of the price and without its availability: while it
 * is replaced or its zone is down, tasks can't reach the internet.
 *
 * Creates: a security group with one ingress rule per application subnet and one egress rule; a launch template; the
 * instance; its public address.
 * Guarantees: nobody outside the application subnets can open a connection to it; no SSH, no key, no role; metadata by
 * session token only; encrypted disk. It never moves to a newer image by itself: replace it to patch it.
 */
export class NatInstance extends pulumi.ComponentResource {
  /** The network interface that routes point to. */
  public readonly networkInterfaceId: pulumi.Output<string>;

  constructor(name: string, args: NatInstanceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundwork:nat-instance:NatInstance", name, {}, opts);

    const displayName = `${args.namePrefix}-nat`;
    const group = new SecurityGroup(
      `${name}-door`,
      { vpcId: args.vpcId, description: `${args.namePrefix}: the NAT instance`, tags: { Name: displayName } },
      { parent: this },
    );

    for (const [letter, cidrIpv4] of Object.entries(args.clientCidrs)) {
      new SecurityGroupIngressRule(
        `${name}-application-${letter}`,
        {
          securityGroupId: group.id,
          description: `TCP from the application subnet of zone ${letter}`,
          ipProtocol: "tcp",
          fromPort: 0,
          toPort: 65_535,
          cidrIpv4,
        },
        { parent: this },
      );
    }

    new SecurityGroupEgressRule(
      `${name}-internet`,
      {
        securityGroupId: group.id,
        // The groups of the tasks decide on the ports: the instance only passes on what they let out.
        description: "TCP to the internet for the application subnets",
        ipProtocol: "tcp",
        fromPort: 0,
        toPort: 65_535,
        cidrIpv4: "0.0.0.0/0",
      },
      { parent: this },
    );

    // Image and disk stand in a template: on an instance itself the provider takes the parameter for a changed image at
    // every preview, and refuses it beside a described disk.
    // https://github.com/hashicorp/terraform-provider-aws/issues/43364 and .../issues/43488
    const template = new LaunchTemplate(
      `${name}-machine`,
      {
        description: `${args.namePrefix}: the NAT instance`,
        imageId: IMAGE,
        instanceType: INSTANCE_TYPE,
        metadataOptions: METADATA_V2_ONLY,
        blockDeviceMappings: [
          { deviceName: "/dev/xvda", ebs: { encrypted: "true", volumeType: "gp3", deleteOnTermination: "true" } },
        ],
        userData: Buffer.from(natUserData(args.vpcCidr)).toString("base64"),
      },
      { parent: this },
    );

    const instance = new Instance(
      `${name}-machine`,
      {
        launchTemplate: { id: template.id, version: template.latestVersion.apply(String) },
        instanceType: INSTANCE_TYPE,
        subnetId: args.subnetId,
        vpcSecurityGroupIds: [group.id],
        // It passes on packets that are neither from it nor for it.
        sourceDestCheck: false,
        metadataOptions: METADATA_V2_ONLY,
        tags: { Name: displayName },
      },
      { parent: this },
    );

    new Eip(`${name}-address`, { domain: "vpc", instance: instance.id, tags: { Name: displayName } }, { parent: this });

    this.networkInterfaceId = instance.primaryNetworkInterfaceId;
    this.registerOutputs({ networkInterfaceId: this.networkInterfaceId });
  }
}
