import * as pulumi from "@pulumi/pulumi";
import { ArgoTieredCaching } from "@pulumi/cloudflare/argoTieredCaching";
import { TieredCache } from "@pulumi/cloudflare/tieredCache";
import { UrlNormalizationSettings } from "@pulumi/cloudflare/urlNormalizationSettings";
import { ZoneSetting } from "@pulumi/cloudflare/zoneSetting";
import type { EdgePlan } from "./internal/edge-plans";

export interface EdgeZoneArgs {
  /** Cloudflare's id of the zone. Changing this replaces everything here; the old zone keeps Cloudflare's defaults. */
  zoneId: pulumi.Input<string>;
  /** What the zone is on. HTTP/2 can be set on a paid plan only; Free has it always. */
  plan: EdgePlan;
  /** What clients must speak at least. */
  minimumTlsVersion: "1.2" | "1.3";
  /** How long browsers ask by HTTPS only, in seconds, and whether for all names below the zone's too. */
  hsts: { readonly maxAgeSeconds: number; readonly includeSubdomains: boolean };
  /** Whether data centres of Cloudflare ask each other before they ask the origin. */
  tieredCache: boolean;
}

/**
 * What holds for all of a zone. A zone has each setting once, so one stack of all that have hosts in it makes this.
 *
 * Creates: a zone setting for each of TLS, HTTPS, HSTS and HTTP versions; the normalisation of URLs; two of tiered caching.
 * Guarantees: plain HTTP is redirected; the origin's certificate is checked, name and issuer; TLS 1.2 or later, 1.3 offered;
 * HSTS on every response by HTTPS, without preload, which can't be taken back for months; paths are normalised before any
 * rule reads them, so that `/%6detrics` is /metrics.
 *
 * Destroying it leaves the settings as they are: Cloudflare has no zone without them.
 * https://developers.cloudflare.com/ssl/origin-configuration/ssl-modes/full-strict/
 * https://developers.cloudflare.com/ssl/edge-certificates/additional-options/http-strict-transport-security/
 */
export class EdgeZone extends pulumi.ComponentResource {
  constructor(name: string, args: EdgeZoneArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundwork:edge-zone:EdgeZone", name, {}, opts);
    const { zoneId, hsts } = args;

    const settings: Readonly<Record<string, unknown>> = {
      ssl: "strict",
      always_use_https: "on",
      automatic_https_rewrites: "on",
      min_tls_version: args.minimumTlsVersion,
      tls_1_3: "on",
      ...(args.plan === "free" ? {} : { http2: "on" }),
      http3: "on",
      // The provider sends the value as it stands, so its keys are the API's.
      security_header: {
        strict_transport_security: {
          enabled: true,
          max_age: hsts.maxAgeSeconds,
          include_subdomains: hsts.includeSubdomains,
          preload: false,
          nosniff: true,
        },
      },
    };
    for (const [settingId, value] of Object.entries(settings)) {
      new ZoneSetting(`${name}-${settingId.replaceAll("_", "-")}`, { zoneId, settingId, value }, { parent: this });
    }

    new UrlNormalizationSettings(
      `${name}-urls`,
      { zoneId, type: "cloudflare", scope: "incoming" },
      { parent: this },
    );

    // The second is a form of the first, and works only beside it: https://developers.cloudflare.com/cache/how-to/tiered-cache/
    const value = args.tieredCache ? "on" : "off";
    const tiered = new ArgoTieredCaching(`${name}-tiered-caching`, { zoneId, value }, { parent: this });
    new TieredCache(`${name}-tiered-cache`, { zoneId, value }, { parent: this, dependsOn: [tiered] });

    this.registerOutputs({});
  }
}
