import * as pulumi from "@pulumi/pulumi";
import { ManagedPrefixList } from "@pulumi/aws/ec2/managedPrefixList";
import { CLOUDFLARE_IPV4, CLOUDFLARE_IPV6, CLOUDFLARE_RANGES_CHECKED } from "./internal/cloudflare-ranges";

export interface EdgeAddressesArgs {
  /** The beginning of the lists' names, `<system>-<environment>`. */
  namePrefix: string;
}

/** The lists, and how many blocks each has room for. */
const LISTS = {
  "cloudflare-ipv4": { addressFamily: "IPv4", blocks: CLOUDFLARE_IPV4, room: 20 },
  "cloudflare-ipv6": { addressFamily: "IPv6", blocks: CLOUDFLARE_IPV6, room: 10 },
} as const;

/**
 * The addresses that Cloudflare connects from, for a security group to admit: one rule names a list, one place has it.
 *
 * Creates: a prefix list for each address family, of the dated list in internal/cloudflare-ranges.ts.
 * A group counts a list as the entries that it has room for: the two take 30 of the 60 rules that a group may have, so a group
 * can name them on one port only. https://docs.aws.amazon.com/vpc/latest/userguide/managed-prefix-lists.html
 */
export class EdgeAddresses extends pulumi.ComponentResource {
  /** List -> its id. */
  public readonly listIds: Readonly<Record<keyof typeof LISTS, pulumi.Output<string>>>;

  constructor(name: string, args: EdgeAddressesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundwork:edge-addresses:EdgeAddresses", name, {}, opts);

    const list = (key: keyof typeof LISTS) => {
      const { addressFamily, blocks, room } = LISTS[key];
      return new ManagedPrefixList(
        `${name}-${key}`,
        {
          name: `${args.namePrefix}-${key}`,
          addressFamily,
          maxEntries: room,
          entries: blocks.map((cidr) => ({ cidr, description: `Cloudflare, list of ${CLOUDFLARE_RANGES_CHECKED}` })),
          tags: { Name: `${args.namePrefix}-${key}` },
        },
        { parent: this },
      ).id;
    };
    this.listIds = { "cloudflare-ipv4": list("cloudflare-ipv4"), "cloudflare-ipv6": list("cloudflare-ipv6") };

    this.registerOutputs({ listIds: this.listIds });
  }
}
