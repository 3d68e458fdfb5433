import type * as pulumi from "@pulumi/pulumi";
import type { RulesetRule } from "@pulumi/cloudflare/types/input";
import type { Ttl } from "./edge-plans";
import {
  all,
  anonymous,
  not,
  notFrom,
  onExactPath,
  onHosts,
  onPaths,
  onPathsOfAnyCase,
  READS,
  withExtension,
  withoutHeader,
} from "./edge-expressions";
import { ORIGIN_SECRET_HEADER } from "./origin-secret-header";

/** Responses that the edge keeps. Only those to requests that say nothing about who sends them; there is no other kind. */
export interface CacheRule {
  /** Where two rules match, the lower number decides. */
  readonly priority: number;
  /** Only these of the hosts. @default - all */
  readonly hosts?: readonly string[] | undefined;
  /** Extensions of the path in lower case, without the dot; the empty text is a path without one. @default - any */
  readonly extensions?: readonly string[] | undefined;
  /** Only these paths and what is below them. @default - all */
  readonly paths?: readonly string[] | undefined;
  /** Not these paths and what is below them. @default - none */
  readonly exceptPaths?: readonly string[] | undefined;
  readonly edgeTtlSeconds: Ttl;
  readonly browserTtlSeconds: Ttl;
}

/** What the edge answers with the place where a thing is. */
export interface Redirect {
  readonly host: string;
  /** This path only. @default - every path of the host */
  readonly path?: string | undefined;
  /** A URL; or a host, where the path and the query stay. */
  readonly target: { readonly url: string } | { readonly host: string };
  readonly statusCode: number;
}

/** Paths that the edge refuses, and all below them. */
export interface BlockedPaths {
  readonly paths: readonly string[];
  /** Address blocks that are let through. May be empty. */
  readonly exceptCidrs: readonly string[];
  /** A header that lets a request through, with a value that few know: letters and digits. @default - none */
  readonly exceptHeader?: { readonly name: string; readonly value: pulumi.Output<string> } | undefined;
}

export interface EdgeRateLimit {
  readonly requests: number;
  readonly periodSeconds: number;
  readonly blockSeconds: number;
  /** Only these paths and what is below them. Empty: all. */
  readonly paths: readonly string[];
}

export type CompressionAlgorithm = "brotli" | "gzip";

type Named<Item> = Readonly<Record<string, Item>>;

/**
 * What compresses well; images and archives are compressed already.
 * https://developers.cloudflare.com/speed/optimization/content/compression/
 */
const COMPRESSED_TYPES = [
  "application/javascript",
  "application/json",
  "application/manifest+json",
  "application/xml",
  "image/svg+xml",
  "text/css",
  "text/html",
  "text/javascript",
  "text/plain",
  "text/xml",
];

/** `set` puts the value in place of whatever the origin sent, so that no response has two. */
export function headerRules(hosts: readonly string[], headers: Named<string>): RulesetRule[] {
  return [
    {
      ref: "security-headers",
      description: "Headers of every response",
      expression: onHosts(hosts),
      action: "rewrite",
      actionParameters: {
        headers: Object.fromEntries(Object.entries(headers).map(([header, value]) => [header, { operation: "set", value }])),
      },
    },
  ];
}

/**
 * Rules of the cache. Of those that match the last one decides, so the first one, which keeps everything out, is undone
 * only by a rule that names what it lets in. https://developers.cloudflare.com/cache/how-to/cache-rules/order/
 */
export function cacheRules(hosts: readonly string[], sessionCookies: readonly string[], rules: Named<CacheRule>): RulesetRule[] {
  const ordered = Object.entries(rules).sort(([, a], [, b]) => b.priority - a.priority);
  return [
    {
      ref: "bypass",
      description: "Nothing is kept but what a rule below names",
      expression: onHosts(hosts),
      action: "set_cache_settings",
      actionParameters: { cache: false },
    },
    ...ordered.map(([name, rule]) => ({
      ref: `cache-${name}`,
      description: `Keep ${name}`,
      expression: all([
        onHosts(rule.hosts ?? hosts),
        READS,
        ...(rule.extensions === undefined ? [] : [withExtension(rule.extensions)]),
        ...(rule.paths === undefined ? [] : [onPaths(rule.paths)]),
        ...(rule.exceptPaths === undefined || rule.exceptPaths.length === 0 ? [] : [not(onPaths(rule.exceptPaths))]),
        anonymous(sessionCookies),
      ]),
      action: "set_cache_settings",
      actionParameters: {
        cache: true,
        // A response without Cache-Control is not kept: respect_origin would keep it for two hours.
        // https://developers.cloudflare.com/cache/how-to/cache-rules/settings/#edge-ttl
        edgeTtl:
          rule.edgeTtlSeconds === "origin"
            ? { mode: "bypass_by_default" }
            : { mode: "override_origin", default: rule.edgeTtlSeconds },
        browserTtl:
          rule.browserTtlSeconds === "origin"
            ? { mode: "respect_origin" }
            : { mode: "override_origin", default: rule.browserTtlSeconds },
      },
    })),
  ];
}

/** Counted for each address and each data centre of Cloudflare, and answered with 429. */
export function rateLimitRules(hosts: readonly string[], limits: Named<EdgeRateLimit>): RulesetRule[] {
  return byName(limits).map(([name, { paths, requests, periodSeconds, blockSeconds }]) => ({
    ref: `rate-${name}`,
    description: `At most ${requests} requests in ${periodSeconds} s: ${name}`,
    expression: all([onHosts(hosts), ...(paths.length === 0 ? [] : [onPaths(paths)])]),
    action: "block",
    ratelimit: {
      characteristics: ["cf.colo.id", "ip.src"],
      requestsPerPeriod: requests,
      period: periodSeconds,
      mitigationTimeout: blockSeconds,
    },
  }));
}

/** Those of one path before those of a whole host, since the first that matches answers. */
export function redirectRules(redirects: Named<Redirect>): RulesetRule[] {
  const ordered = byName(redirects).sort(([, a], [, b]) => Number(a.path === undefined) - Number(b.path === undefined));
  return ordered.map(([name, { host, path, target, statusCode }]) => ({
    ref: `redirect-${name}`,
    description: `Redirect ${name}`,
    expression: all([onHosts([host]), ...(path === undefined ? [] : [onExactPath(path)])]),
    action: "redirect",
    actionParameters: {
      fromValue: {
        statusCode,
        targetUrl:
          "url" in target ? { value: target.url } : { expression: `concat("https://${target.host}", http.request.uri.path)` },
        preserveQueryString: "host" in target,
      },
    },
  }));
}

export function compressionRules(hosts: readonly string[], algorithms: readonly CompressionAlgorithm[]): RulesetRule[] {
  return [
    {
      ref: "compression",
      description: `Compress by ${algorithms.join(", ")}`,
      expression: all([
        onHosts(hosts),
        `http.response.content_type.media_type in {${COMPRESSED_TYPES.map((type) => `"${type}"`).join(" ")}}`,
      ]),
      action: "compress_response",
      actionParameters: { algorithms: algorithms.map((name) => ({ name })) },
    },
  ];
}

/** A host without origin has nothing but redirects, and those are asked before these rules. */
export function firewallRules(hosts: readonly string[], blocked: Named<BlockedPaths>, originless: readonly string[]): RulesetRule[] {
  return [
    ...(originless.length === 0
      ? []
      : [
          {
            ref: "no-origin",
            description: "Hosts that only redirect have nothing else",
            expression: onHosts(originless),
            action: "block",
          },
        ]),
    ...byName(blocked).map(([name, { paths, exceptCidrs, exceptHeader }]) => {
      const parts = [onHosts(hosts), onPathsOfAnyCase(paths), ...(exceptCidrs.length === 0 ? [] : [notFrom(exceptCidrs)])];
      return {
        ref: `block-${name}`,
        description: `Not for everybody: ${name}`,
        expression:
          exceptHeader === undefined ? all(parts) : exceptHeader.value.apply((value) => all([...parts, withoutHeader(exceptHeader.name, value)])),
        action: "block",
      };
    }),
  ];
}

/** Sets the secret in place of whatever the client wrote. */
export function originSecretRules(secrets: Named<{ readonly hosts: readonly string[]; readonly value: pulumi.Input<string> }>): RulesetRule[] {
  return byName(secrets).map(([name, { hosts, value }]) => ({
    ref: `origin-secret-${name}`,
    description: `Prove to the origin of ${name} that the request came through this zone`,
    expression: onHosts(hosts),
    action: "rewrite",
    actionParameters: { headers: { [ORIGIN_SECRET_HEADER]: { operation: "set", value } } },
  }));
}

/** By name, so that the order in the stack file changes nothing. */
function byName<Item>(items: Named<Item>): [string, Item][] {
  return Object.entries(items).sort(([a], [b]) => (a < b ? -1 : 1));
}
