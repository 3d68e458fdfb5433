import * as pulumi from "@pulumi/pulumi";
import { DnsRecord } from "@pulumi/cloudflare/dnsRecord";

export interface SiteRecordsArgs {
  /** Cloudflare's id of the zone that holds all domains. Changing this replaces the records. */
  zoneId: pulumi.Input<string>;
  /** The names that clients use, whole, wildcards too, each once. */
  domains: readonly string[];
  /** Where they lead: the load balancer's DNS name. */
  loadBalancerDnsName: pulumi.Input<string>;
}

/**
 * The names of the site, pointed at its load balancer.
 *
 * Creates: one CNAME record for each domain.
 * Guarantees: clients reach the load balancer itself, so that its web firewall sees their own addresses and not those of a proxy.
 *
 * DNS allows no CNAME at a zone's apex; Cloudflare takes one there and answers with the addresses that it leads to.
 * https://developers.cloudflare.com/dns/cname-flattening/
 */
export class SiteRecords extends pulumi.ComponentResource {
  constructor(name: string, args: SiteRecordsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundwork:site-records:SiteRecords", name, {}, opts);

    for (const domain of args.domains) {
      new DnsRecord(
        `${name}-${domain}`,
        {
          zoneId: args.zoneId,
          name: domain,
          type: "CNAME",
          content: args.loadBalancerDnsName,
          // Cloudflare's least: a new load balancer has a new name, and clients should learn it within a minute.
          // https://developers.cloudflare.com/dns/manage-dns-records/reference/ttl/
          ttl: 60,
          proxied: false,
          comment: "Leads to the load balancer",
        },
        { parent: this },
      );
    }

    this.registerOutputs({});
  }
}
