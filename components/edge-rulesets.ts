import * as pulumi from "@pulumi/pulumi";
import { Ruleset } from "@pulumi/cloudflare/ruleset";
import type { RulesetRule } from "@pulumi/cloudflare/types/input";
import {
  cacheRules,
  compressionRules,
  firewallRules,
  headerRules,
  originSecretRules,
  rateLimitRules,
  redirectRules,
} from "./internal/edge-rules";
import type { BlockedPaths, CacheRule, CompressionAlgorithm, EdgeRateLimit, Redirect } from "./internal/edge-rules";

type Named<Item> = Readonly<Record<string, Item>>;

export interface EdgeRulesetsArgs {
  /** The beginning of the rulesets' names, `<system>-<environment>`. */
  namePrefix: string;
  /** Cloudflare's id of the zone. Changing this replaces all rulesets. */
  zoneId: pulumi.Input<string>;
  /** The hosts that the rules are for, `*.` before those of which every name below counts. Other hosts are left alone. */
  hosts: readonly string[];
  /** Name -> value of the headers that every response has. At least one. */
  headers: Named<string>;
  /** Stack -> its hosts and the secret that its origin asks for. */
  originSecrets: Named<{ readonly hosts: readonly string[]; readonly value: pulumi.Input<string> }>;
  /** What the edge keeps. @default - the rules of Cloudflare: files with the extensions that it knows */
  cache?: { readonly sessionCookies: readonly string[]; readonly rules: Named<CacheRule> };
  /** Paths that are not for everybody. May be empty. */
  blockedPaths: Named<BlockedPaths>;
  /** Hosts with nothing behind them, which only redirect. May be empty. */
  originlessHosts: readonly string[];
  /** May be empty. */
  rateLimits: Named<EdgeRateLimit>;
  /** May be empty. */
  redirects: Named<Redirect>;
  /** What compresses responses, the best first. @default - Cloudflare decides */
  compression?: readonly CompressionAlgorithm[];
}

/**
 * What the edge does with requests and responses of some hosts of a zone.
 *
 * Creates: a ruleset for each phase that has rules: headers of responses, the origin's secret, the cache, the firewall, rate
 * limits, redirects, compression.
 * Guarantees: every rule names the hosts it is for; every rule has a `ref` of its own, by which Cloudflare knows it again, so
 * that the order in a stack file and a new rule in between change no other; headers are set, not added; nothing is kept in
 * the cache that answers a request with an Authorization header or a session cookie; the origin's secret is a secret in
 * the state and in no output.
 *
 * A zone has one ruleset in each phase, so one stack of all that have hosts in it makes this. Where the dashboard made one
 * before, creation fails: import it (`pulumi import cloudflare:index/ruleset:Ruleset <name> zones/<zone id>/<ruleset id>`) or
 * delete it. https://developers.cloudflare.com/ruleset-engine/about/phases/
 * A response that sets a cookie and is kept for a TTL of ours loses the cookie: let pages that begin a session be kept by
 * `origin`. https://developers.cloudflare.com/cache/concepts/cache-behavior/#interaction-of-set-cookie-response-header-with-cache
 */
export class EdgeRulesets extends pulumi.ComponentResource {
  constructor(name: string, args: EdgeRulesetsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundwork:edge-rulesets:EdgeRulesets", name, {}, opts);
    const { hosts, cache, compression } = args;

    const ruleset = (role: string, phase: string, rules: RulesetRule[], secretOutputs: string[]) => {
      if (rules.length === 0) return;
      new Ruleset(
        `${name}-${role}`,
        {
          zoneId: args.zoneId,
          kind: "zone",
          phase,
          name: `${args.namePrefix} ${role}`,
          description: `${args.namePrefix}: made by a program, changes by hand are undone`,
          rules,
        },
        { parent: this, additionalSecretOutputs: secretOutputs },
      );
    };

    ruleset("headers", "http_response_headers_transform", headerRules(hosts, args.headers), []);
    // The state of the other phases shows their rules; here one value would show what opens the origin, or a blocked path.
    ruleset("origin-secret", "http_request_late_transform", originSecretRules(args.originSecrets), ["rules"]);
    ruleset("cache", "http_request_cache_settings", cache === undefined ? [] : cacheRules(hosts, cache.sessionCookies, cache.rules), []);
    const opened = Object.values(args.blockedPaths).some(({ exceptHeader }) => exceptHeader !== undefined);
    ruleset("firewall", "http_request_firewall_custom", firewallRules(hosts, args.blockedPaths, args.originlessHosts), opened ? ["rules"] : []);
    ruleset("rate-limits", "http_ratelimit", rateLimitRules(hosts, args.rateLimits), []);
    ruleset("redirects", "http_request_dynamic_redirect", redirectRules(args.redirects), []);
    ruleset("compression", "http_response_compression", compression === undefined ? [] : compressionRules(hosts, compression), []);

    this.registerOutputs({});
  }
}
