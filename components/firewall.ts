import * as pulumi from "@pulumi/pulumi";
import { SecurityGroup } from "@pulumi/aws/ec2/securityGroup";
import { SecurityGroupEgressRule } from "@pulumi/aws/vpc/securityGroupEgressRule";
import { SecurityGroupIngressRule } from "@pulumi/aws/vpc/securityGroupIngressRule";
import type { Connection, Peer } from "./internal/firewall-matrix";

export interface FirewallArgs {
  /** Prefix of the groups' Name tags and descriptions, `<system>-<environment>`. Changing this replaces all groups. */
  namePrefix: string;
  /** The VPC that the groups belong to. Changing this replaces all groups. */
  vpcId: pulumi.Input<string>;
  /** Role -> description of its group, from firewallMatrix. Changing a description replaces its group. */
  roles: Readonly<Record<string, string>>;
  /** Everything that is open, from firewallMatrix. What is not here is closed. */
  connections: readonly Connection[];
  /** The managed prefix list of the region's S3, for connections to S3. */
  s3PrefixListId: pulumi.Input<string>;
  /** List -> id of the prefix list, for connections from lists. @default - there are none */
  prefixListIds?: Readonly<Record<string, pulumi.Input<string>>>;
}

/**
 * One security group per role, and for each connection the rule that lets it out at its source and the rule that lets it
 * in at its target.
 *
 * Creates: a group per role; per connection an egress rule, an ingress rule, or both where both ends are groups.
 * Guarantees: rules name groups, never addresses inside the VPC; no rule is inline, so a rule changed by hand is drift
 * that a refresh shows; a group has no rule, not even AWS's open egress, unless a connection asks for it.
 * https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html
 */
export class Firewall extends pulumi.ComponentResource {
  /** Role -> id of its group. */
  public readonly groupIds: Readonly<Record<string, pulumi.Output<string>>>;

  constructor(name: string, args: FirewallArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundwork:firewall:Firewall", name, {}, opts);

    this.groupIds = Object.fromEntries(
      Object.entries(args.roles).map(([role, description]) => {
        const group = new SecurityGroup(
          `${name}-${role}`,
          {
            vpcId: args.vpcId,
            description: describable(`${args.namePrefix}: ${description}`),
            tags: { Name: `${args.namePrefix}-${role}` },
          },
          { parent: this },
        );
        return [role, group.id];
      }),
    );

    for (const { from, to, port, purpose } of args.connections) {
      const rule = {
        description: describable(purpose),
        ipProtocol: "tcp",
        fromPort: port,
        toPort: port,
      };
      const key = `${name}-${label(from)}-to-${label(to)}-${port}`;
      const peer = (end: Peer) => peerArgs(end, (role) => this.groupIdOf(role), args);
      if (from.kind === "role") {
        new SecurityGroupEgressRule(
          key,
          { ...rule, securityGroupId: this.groupIdOf(from.role), ...peer(to) },
          { parent: this },
        );
      }
      if (to.kind === "role") {
        new SecurityGroupIngressRule(
          key,
          { ...rule, securityGroupId: this.groupIdOf(to.role), ...peer(from) },
          { parent: this },
        );
      }
    }

    this.registerOutputs({ groupIds: this.groupIds });
  }

  /** The id of a role's group; a role that the firewall has not is a mistake in the program. */
  public groupIdOf(role: string): pulumi.Output<string> {
    const id = this.groupIds[role];
    if (id === undefined) {
      throw new Error(`the firewall has no role "${role}", only ${Object.keys(this.groupIds).join(", ")}`);
    }
    return id;
  }
}

/** The argument of a rule that names its other end. */
function peerArgs(
  end: Peer,
  groupIdOf: (role: string) => pulumi.Output<string>,
  { s3PrefixListId, prefixListIds = {} }: FirewallArgs,
) {
  switch (end.kind) {
    case "role":
      return { referencedSecurityGroupId: groupIdOf(end.role) };
    case "s3":
      return { prefixListId: s3PrefixListId };
    case "list": {
      const prefixListId = prefixListIds[end.list];
      if (prefixListId === undefined) throw new Error(`the firewall has no prefix list "${end.list}"`);
      return { prefixListId };
    }
    case "addresses":
      return end.cidr.includes(":") ? { cidrIpv6: end.cidr } : { cidrIpv4: end.cidr };
  }
}

/** The part of a rule's logical name that stands for one of its ends. */
function label(end: Peer): string {
  switch (end.kind) {
    case "role":
      return end.role;
    case "s3":
      return "s3";
    case "list":
      return end.list;
    case "addresses":
      if (end.cidr === "0.0.0.0/0") return "internet";
      return end.cidr === "::/0" ? "internet-ipv6" : end.cidr.replaceAll(/[./:]+/g, "-");
  }
}

/** Refuses a text that EC2 refuses: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html */
function describable(text: string): string {
  if (/^[a-zA-Z0-9 ._\-:/()#,@[\]+=&;{}!$*]{1,255}$/.test(text)) return text;
  throw new Error(`EC2 takes no such description of a security group: "${text}"; letters, digits and plain signs, at most 255`);
}
