import * as pulumi from "@pulumi/pulumi";
import { DnsRecord } from "@pulumi/cloudflare/dnsRecord";

export interface SiteRecordsArgs {
  /** Cloudflare's id of the zone that holds all domains. Changing this replaces the records. */
  zoneId: pulumi.Input<string>;
  /** The names that clients use, whole, wildcards too, each once. */
  domains: readonly string[];
  /** Where they lead: the load balancer's DNS name. */
  loadBalancerDnsName: pulumi.Input<string>;
  /** Whether clients reach Cloudflare in place of the load balancer, which then must admit nobody else. */
  proxied: boolean;
  /** Names that only redirect, at the edge: nothing is behind them. Only where records are proxied. May be empty. */
  originlessDomains: readonly string[];
  /** Further name -> the host elsewhere that it leads to, a status page's for example. Clients reach that host itself. May be empty. */
  aliases: Readonly<Record<string, string>>;
}

/** "Automatic", and the only value of a proxied record. https://developers.cloudflare.com/dns/manage-dns-records/reference/ttl/ */
const AUTOMATIC = 1;

/**
 * Cloudflare's least: a new load balancer has a new name, and clients should learn it within a minute.
 * https://developers.cloudflare.com/dns/manage-dns-records/reference/ttl/
 */
const SHORT = 60;

/**
 * Goes nowhere: a block of addresses that routers discard. https://www.rfc-editor.org/rfc/rfc6666
 * Cloudflare's own advice for hosts without origin: https://developers.cloudflare.com/dns/troubleshooting/faq/
 */
const NOWHERE = "100::";

/**
 * The names of the site, pointed at its load balancer, and what else the zone holds for the system.
 *
 * Creates: one CNAME record for each domain and alias; one AAAA record for each domain without origin.
 * Guarantees: without a proxy, clients reach the load balancer itself, so that its web firewall sees their own addresses; with
 * one, nobody learns its address from DNS.
 *
 * DNS allows no CNAME at a zone's apex; Cloudflare takes one there and answers with the addresses that it leads to.
 * https://developers.cloudflare.com/dns/cname-flattening/
 */
export class SiteRecords extends pulumi.ComponentResource {
  constructor(name: string, args: SiteRecordsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundwork:site-records:SiteRecords", name, {}, opts);
    const { zoneId, proxied, originlessDomains } = args;
    if (!proxied && originlessDomains.length > 0) {
      throw new Error(`a name without origin must be proxied: ${originlessDomains.join(", ")}`);
    }

    for (const domain of args.domains) {
      new DnsRecord(
        `${name}-${domain}`,
        {
          zoneId,
          name: domain,
          type: "CNAME",
          content: args.loadBalancerDnsName,
          ttl: proxied ? AUTOMATIC : SHORT,
          proxied,
          comment: "Leads to the load balancer",
        },
        { parent: this },
      );
    }

    for (const domain of originlessDomains) {
      new DnsRecord(
        `${name}-${domain}`,
        { zoneId, name: domain, type: "AAAA", content: NOWHERE, ttl: AUTOMATIC, proxied: true, comment: "Redirects at the edge" },
        { parent: this },
      );
    }

    for (const [domain, target] of Object.entries(args.aliases)) {
      new DnsRecord(
        `${name}-${domain}`,
        // Not proxied: the service there answers by its own certificate.
        { zoneId, name: domain, type: "CNAME", content: target, ttl: 300, proxied: false, comment: "Leads elsewhere" },
        { parent: this },
      );
    }

    this.registerOutputs({});
  }
}
