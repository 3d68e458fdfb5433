import { EDGE_CLIENT_HEADER } from "../../components/internal/origin-secret-header";
import type { SoundTopics } from "../cross-checks";
import type { OwnedEdgeSettings } from "../edge";
import { keyOf, printable } from "../problems";
import type { Problem } from "../problems";

/** Rules over groundwork:edge and the topics that it stands before. */
export function edgeChecks(settings: SoundTopics, given: readonly string[]): Problem[] {
  return [
    ...clientAddressIsRight(settings, given),
    ...zoneIsKnown(settings),
    ...hostsAreApart(settings),
    ...cachedHostsAreKnown(settings),
    ...redirectsLeadSomewhere(settings),
    ...boardsExist(settings, given),
    ...passesAreKnown(settings),
  ];
}

/** Behind the edge every connection is Cloudflare's; without it everybody could write the header. */
function clientAddressIsRight({ webFirewall }: SoundTopics, given: readonly string[]): Problem[] {
  if (webFirewall === undefined) return [];
  const { clientAddress } = webFirewall;
  if (!given.includes("edge")) {
    return clientAddress.kind === "connection"
      ? []
      : [
          {
            key: keyOf("webFirewall", ["clientAddress", "kind"]),
            got: clientAddress.kind,
            expected: "connection: without groundwork:edge everybody reaches the load balancer, and writes the header as they like",
          },
        ];
  }
  if (clientAddress.kind === "header" && clientAddress.header.toLowerCase() === EDGE_CLIENT_HEADER.toLowerCase()) return [];
  return [
    {
      key: keyOf("webFirewall", ["clientAddress"]),
      got: clientAddress.kind === "header" ? clientAddress.header : clientAddress.kind,
      expected: `kind header with the header ${EDGE_CLIENT_HEADER}: with groundwork:edge every connection comes from Cloudflare, so all clients would share one limit`,
    },
  ];
}

function zoneIsKnown({ edge, loadBalancer }: SoundTopics): Problem[] {
  if (edge === undefined || loadBalancer === undefined || loadBalancer.dns.kind === "cloudflare") return [];
  return [
    {
      key: keyOf("loadBalancer", ["dns", "kind"]),
      got: loadBalancer.dns.kind,
      expected: "cloudflare with a zoneId: groundwork:edge stands before hosts of a zone there",
    },
  ];
}

/** The names that the zone has for the stack: each leads to one place. */
function hostsAreApart({ edge, loadBalancer }: SoundTopics): Problem[] {
  if (loadBalancer === undefined) return [];
  const site = siteHosts(loadBalancer);
  const aliases = loadBalancer.dns.kind === "cloudflare" ? Object.keys(loadBalancer.dns.aliases) : [];
  const owned = edge?.zone === "owned" ? edge : undefined;
  const problem = (topic: string, path: readonly PropertyKey[], host: string, has: string): Problem => ({
    key: keyOf(topic, path),
    got: host,
    expected: `a host that leads nowhere else: ${has} has it`,
  });
  const aliased = aliases.filter((alias) => site.includes(alias));
  return [
    ...aliased.map((alias) => problem("loadBalancer", ["dns", "aliases", alias], alias, "the site")),
    ...(owned?.originlessHosts ?? []).flatMap((host, index, all) => {
      const has = [
        ...(site.includes(host) ? ["the site"] : []),
        ...(aliases.includes(host) ? ["groundwork:loadBalancer.dns.aliases"] : []),
        ...(all.indexOf(host) < index ? ["this list"] : []),
      ];
      return has.map((owner) => problem("edge", ["originlessHosts", index], host, owner));
    }),
    ...Object.entries(owned?.guests ?? {}).flatMap(([guest, { hosts }], at, all) =>
      hosts.flatMap((host, index) => {
        const others = all.slice(0, at).filter(([, other]) => other.hosts.includes(host));
        const has = [...(site.includes(host) ? ["the site"] : []), ...others.map(([other]) => `the guest ${other}`)];
        return has.map((owner) => problem("edge", ["guests", guest, "hosts", index], host, owner));
      }),
    ),
  ];
}

/** A rule for a host that the zone doesn't lead to keeps nothing. */
function cachedHostsAreKnown({ edge, loadBalancer }: SoundTopics): Problem[] {
  if (edge === undefined || edge.zone === "guest" || loadBalancer === undefined) return [];
  const known = [...siteHosts(loadBalancer), ...Object.values(edge.guests).flatMap(({ hosts }) => hosts)];
  return Object.entries(edge.cache?.rules ?? {}).flatMap(([name, { hosts = [] }]) =>
    hosts.flatMap((host, index) =>
      isAmong(host, known)
        ? []
        : [{ key: keyOf("edge", ["cache", "rules", name, "hosts", index]), got: host, expected: `a host of the site or of a guest: ${known.join(", ")}` }],
    ),
  );
}

function redirectsLeadSomewhere({ edge, loadBalancer }: SoundTopics): Problem[] {
  if (edge === undefined || edge.zone === "guest" || loadBalancer === undefined) return [];
  const site = siteHosts(loadBalancer);
  const asked = [...site, ...edge.originlessHosts];
  const known = [...asked, ...edge.redirectHosts];
  return [
    ...Object.entries(edge.redirects).flatMap(([name, { host, target }]): Problem[] => {
      const { key, leadsTo } = targetOf(target);
      return [
        ...(isAmong(host, asked)
          ? []
          : [{ key: keyOf("edge", ["redirects", name, "host"]), got: host, expected: `a host of the site or of originlessHosts: ${asked.join(", ")}` }]),
        ...(leadsTo === undefined || isAmong(leadsTo, known)
          ? []
          : [
              {
                key: keyOf("edge", ["redirects", name, "target", key]),
                got: leadsTo,
                expected: `a host of the site, of originlessHosts or of redirectHosts: ${known.join(", ")}`,
              },
            ]),
        ...(target.kind === "host" && target.host === host
          ? [{ key: keyOf("edge", ["redirects", name, "target", "host"]), got: target.host, expected: "another host than the one that is asked: a browser would go in a circle" }]
          : []),
      ];
    }),
    ...edge.originlessHosts.flatMap((host, index) =>
      Object.values(edge.redirects).some((redirect) => redirect.host === host)
        ? []
        : [{ key: keyOf("edge", ["originlessHosts", index]), got: host, expected: "a host that one of redirects names: nothing else answers there" }],
    ),
  ];
}

function boardsExist({ edge, dashboards }: SoundTopics, given: readonly string[]): Problem[] {
  if (edge === undefined || edge.zone === "guest" || (dashboards === undefined && given.includes("dashboards"))) return [];
  const boards = Object.keys(dashboards?.boards ?? {});
  return Object.entries(edge.redirects).flatMap(([name, { target }]): Problem[] => {
    if (target.kind !== "dashboard" || target.board === undefined || boards.includes(target.board)) return [];
    const expected = boards.length === 0 ? "no board: there is only the overview" : `one of groundwork:dashboards.boards: ${boards.join(", ")}`;
    return [{ key: keyOf("edge", ["redirects", name, "target", "board"]), got: target.board, expected }];
  });
}

/** The edge compares with the value that the program made, so with one that only the program changes. */
function passesAreKnown({ edge, rotation, secrets }: SoundTopics): Problem[] {
  if (edge === undefined || edge.zone === "guest" || secrets === undefined) return [];
  const able = Object.entries(secrets).flatMap(([name, secret]) =>
    secret.kind === "generated" && (secret.rotateOnDemand !== undefined || rotation?.classes[secret.class]?.kind !== "schedule")
      ? secret.keys.length === 0
        ? [name]
        : secret.keys.map((key) => `${name}:${key}`)
      : [],
  );
  return Object.entries(edge.blockedPaths).flatMap(([name, { exceptHeader }]) =>
    exceptHeader === undefined || able.includes(exceptHeader.secret)
      ? []
      : [
          {
            key: keyOf("edge", ["blockedPaths", name, "exceptHeader", "secret"]),
            got: printable(exceptHeader.secret, ["secrets"]),
            expected: `a generated secret that is not changed by the clock${able.length === 0 ? ", but there is none" : `: ${able.join(", ")}`}`,
          },
        ],
  );
}

function targetOf(target: OwnedEdgeSettings["redirects"][string]["target"]): { readonly key: string; readonly leadsTo: string | undefined } {
  switch (target.kind) {
    case "url":
      return { key: "url", leadsTo: new URL(target.url).hostname };
    case "host":
      return { key: "host", leadsTo: target.host };
    case "dashboard":
      return { key: "board", leadsTo: undefined };
  }
}

function siteHosts({ domain, alternativeDomains }: { readonly domain: string; readonly alternativeDomains: readonly string[] }): readonly string[] {
  return [domain, ...alternativeDomains];
}

/** Whether a host is in a list, by a wildcard for one label too. */
function isAmong(host: string, hosts: readonly string[]): boolean {
  return hosts.includes(host) || hosts.includes(host.replace(/^[^.]+/, "*"));
}
