import * as pulumi from "@pulumi/pulumi";
import { EdgeRulesets } from "../components/edge-rulesets";
import { EdgeZone } from "../components/edge-zone";
import type { Redirect } from "../components/internal/edge-rules";
import { OriginSecret } from "../components/origin-secret";
import { SiteRecords } from "../components/site-records";
import type { OwnedEdgeSettings } from "../settings/edge";
import type { Settings } from "../settings/schema";
import { namePrefix } from "./names";
import type { Providers } from "./providers";
import { dashboardUrl } from "./reports";
import type { Secrets } from "./secrets";

/** The secrets between Cloudflare and the load balancer. */
export interface OriginSecrets {
  /** What the web firewall accepts. */
  readonly accepted: readonly pulumi.Output<string>[];
  /** What this stack's edge sends; a guest's is sent by the owner of the zone. */
  readonly sent: pulumi.Output<string> | undefined;
}

/** Made before the web firewall, which asks for them; undefined where no edge stands before the load balancer. */
export function buildOriginSecrets({ edge }: Settings): OriginSecrets | undefined {
  if (edge === undefined) return undefined;
  if (edge.zone === "guest") return { accepted: edge.originSecretValues.map((value) => pulumi.secret(value)), sent: undefined };
  const { current, accepted } = new OriginSecret("origin-secret", { generation: edge.originSecretGeneration });
  return { accepted, sent: current };
}

export interface CdnSubjects {
  readonly loadBalancerDnsName: pulumi.Output<string>;
  readonly originSecrets: OriginSecrets | undefined;
  readonly secrets: Pick<Secrets, "valueOf">;
  /** What must stand before anybody is sent to the load balancer. */
  readonly guards: readonly pulumi.Resource[];
}

/**
 * What Cloudflare has of the stack: the records of its names and, where it owns the zone, the zone's settings and rules.
 * The web firewall accepts a new secret before the edge sends it, and the rules stand before a record leads to them.
 * Returns the records, which are the last to be made.
 */
export function buildCdn(settings: Settings, providers: Providers, subjects: CdnSubjects): SiteRecords | undefined {
  const { loadBalancer, edge } = settings;
  const { dns } = loadBalancer;
  if (dns.kind !== "cloudflare") return undefined;
  const { zoneId } = dns;
  const sent = subjects.originSecrets?.sent;

  const rules: pulumi.Resource[] = [];
  if (edge?.zone === "owned" && sent !== undefined) {
    const options = { provider: providers.cloudflare, dependsOn: [...subjects.guards] };
    const zone = new EdgeZone(
      "edge-zone",
      { zoneId, plan: edge.plan, minimumTlsVersion: edge.minimumTlsVersion, hsts: edge.hsts, tieredCache: edge.tieredCache },
      options,
    );
    const rulesets = new EdgeRulesets("edge", { ...rulesetArgs(settings, edge, sent, subjects.secrets), zoneId }, options);
    rules.push(zone, rulesets);
  }

  return new SiteRecords(
    "site",
    {
      zoneId,
      domains: [loadBalancer.domain, ...loadBalancer.alternativeDomains],
      loadBalancerDnsName: subjects.loadBalancerDnsName,
      proxied: edge !== undefined,
      originlessDomains: edge?.zone === "owned" ? edge.originlessHosts : [],
      aliases: dns.aliases,
    },
    // Nobody is sent to a door that has no guard yet.
    { provider: providers.cloudflare, dependsOn: [...subjects.guards, ...rules] },
  );
}

function rulesetArgs(settings: Settings, edge: OwnedEdgeSettings, sent: pulumi.Output<string>, { valueOf }: Pick<Secrets, "valueOf">) {
  const { loadBalancer } = settings;
  const own = [loadBalancer.domain, ...loadBalancer.alternativeDomains];
  const guests = Object.entries(edge.guests);
  return {
    namePrefix: namePrefix(settings),
    hosts: [...own, ...guests.flatMap(([, { hosts }]) => hosts)],
    headers: edge.headers,
    originSecrets: {
      [namePrefix(settings)]: { hosts: own, value: sent },
      ...Object.fromEntries(guests.map(([guest, { hosts, secretValue }]) => [guest, { hosts, value: pulumi.secret(secretValue) }])),
    },
    ...(edge.cache === undefined ? {} : { cache: edge.cache }),
    blockedPaths: Object.fromEntries(
      Object.entries(edge.blockedPaths).map(([name, { exceptHeader, ...blocked }]) => [
        name,
        exceptHeader === undefined
          ? blocked
          : { ...blocked, exceptHeader: { name: exceptHeader.name, value: pulumi.interpolate`${exceptHeader.prefix}${valueOf(exceptHeader.secret)}` } },
      ]),
    ),
    originlessHosts: edge.originlessHosts,
    rateLimits: edge.rateLimits,
    redirects: Object.fromEntries(
      Object.entries(edge.redirects).map(([name, { target, ...redirect }]) => [
        name,
        { ...redirect, target: targetOf(target, settings) },
      ]),
    ),
    ...(edge.compression === undefined ? {} : { compression: edge.compression }),
  };
}

function targetOf(target: OwnedEdgeSettings["redirects"][string]["target"], settings: Settings): Redirect["target"] {
  switch (target.kind) {
    case "url":
      return { url: target.url };
    case "host":
      return { host: target.host };
    case "dashboard":
      return { url: dashboardUrl(settings, target.board ?? "overview") };
  }
}
