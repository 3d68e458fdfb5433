import type * as pulumi from "@pulumi/pulumi";
import type { wafv2 } from "@pulumi/aws/types/input";
import { IpSet } from "@pulumi/aws/wafv2/ipSet";
import { physicalName } from "./names";
import { visibility } from "./web-firewall-rules";
import type { ClientAddress } from "./web-firewall-rules";

/** A pause in which only those pass who work on the system. */
export interface MaintenanceMode {
  /** What everybody else reads. */
  readonly message: string;
  /** Addresses and ranges that pass, IPv4 and IPv6, at least one. */
  readonly allowedCidrs: readonly string[];
}

export interface MaintenanceRule {
  readonly rule: wafv2.WebAclRule;
  readonly responseBody: wafv2.WebAclCustomResponseBody;
}

/** After the rules of the web firewall's own: what they refuse is refused now too, also of those who pass here. */
const PRIORITY = 600;
const RESPONSE = "maintenance";

/**
 * Everybody gets 503 and the message, but for the addresses that are allowed. It is a rule of the web ACL and none of the
 * listener's: a listener rule compares the address of the connection, which behind a CDN is the CDN's, and can't say "not from
 * here", so every route would be needed twice.
 * https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-ipset-match.html
 */
export function createMaintenanceRule(
  parent: pulumi.Resource,
  name: string,
  namePrefix: string,
  { message, allowedCidrs }: MaintenanceMode,
  client: ClientAddress,
): MaintenanceRule {
  const ranges = allowedCidrs.map(asRange);
  const allowed = (["IPV4", "IPV6"] as const).flatMap((ipAddressVersion) => {
    const addresses = ranges.filter((range) => range.includes(":") === (ipAddressVersion === "IPV6"));
    if (addresses.length === 0) return [];
    const suffix = ipAddressVersion.toLowerCase();
    const set = new IpSet(
      `${name}-maintenance-${suffix}`,
      {
        name: physicalName("webAcl", namePrefix, "maintenance", suffix),
        description: `${namePrefix}: who passes in maintenance mode`,
        scope: "REGIONAL",
        ipAddressVersion,
        addresses: [...new Set(addresses)].sort(),
      },
      { parent },
    );
    return [
      {
        ipSetReferenceStatement: {
          arn: set.arn,
          ...(client.kind === "connection"
            ? {}
            : { ipSetForwardedIpConfig: { headerName: client.header, position: "FIRST", fallbackBehavior: "NO_MATCH" } }),
        },
      },
    ];
  });
  const [only, ...others] = allowed;
  if (only === undefined) throw new Error("the maintenance mode is refused: expected at least one address that passes");
  return {
    rule: {
      name: RESPONSE,
      priority: PRIORITY,
      visibilityConfig: visibility(RESPONSE),
      statement: { notStatement: { statement: others.length === 0 ? only : { orStatement: { statements: allowed } } } },
      action: {
        block: {
          customResponse: {
            responseCode: 503,
            customResponseBodyKey: RESPONSE,
            // Ten minutes: search engines and well-behaved programs come back then.
            responseHeaders: [{ name: "Retry-After", value: "600" }],
          },
        },
      },
    },
    // Plain text: nothing in it can be taken for markup.
    responseBody: { key: RESPONSE, contentType: "TEXT_PLAIN", content: message },
  };
}

/** WAF takes ranges only, so a single address is a range of one. */
function asRange(address: string): string {
  if (address.includes("/")) return address;
  return address.includes(":") ? `${address}/128` : `${address}/32`;
}
