import { z } from "zod";
import { EDGE_PLANS, EDGE_RATE_BLOCKS_SECONDS, EDGE_RATE_PERIODS_SECONDS, planProblems } from "../components/internal/edge-plans";
import { ORIGIN_SECRET_FORM } from "../components/internal/origin-secret-header";
import { PLAIN_PATH } from "../components/internal/web-firewall-rules";

const LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
const host = z
  .string()
  .max(253)
  .regex(new RegExp(`^(${LABEL}\\.)+[a-z]{2,63}$`), "a host in lower case, such as dashboard.example.org");
const hostOrWildcard = z
  .string()
  .max(253)
  .regex(new RegExp(`^(\\*\\.)?(${LABEL}\\.)+[a-z]{2,63}$`), "a host in lower case, such as app.example.org or *.example.org");
const path = z.string().regex(PLAIN_PATH, "a path without wildcards, empty segments and a slash at its end, such as /api");
const paths = z.array(path).min(1);
const name = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, "1 to 40 lower-case letters, digits and hyphens, a letter first");
const secretValue = z.string().regex(ORIGIN_SECRET_FORM, "32 to 128 letters and digits, such as openssl rand -hex 32 makes");

const ONE_YEAR_SECONDS = 31_536_000;
const ttl = z
  .union([z.int().min(0).max(ONE_YEAR_SECONDS), z.literal("origin")], { error: `seconds, 0 to ${ONE_YEAR_SECONDS}, or origin` });

/** What a browser must be told of every page, besides HSTS, which is the zone's. */
const REQUIRED_HEADERS = ["Content-Security-Policy", "X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy"];

const cacheRuleSchema = z
  .strictObject({
    priority: z.int().min(1).max(999).meta({
      description: "Which rule decides where two match: the lowest. 1 to 999, each once; leave gaps, so that a new rule moves no other.",
    }),
    hosts: z
      .array(hostOrWildcard)
      .min(1)
      .optional()
      .meta({ description: "Only these hosts, of the site or of guests. Absent: all." }),
    extensions: z
      .array(z.string().regex(/^[a-z0-9]{0,16}$/, "an extension in lower case without its dot, or an empty text for paths without one"))
      .min(1)
      .optional()
      .meta({ description: "Only paths that end in one of these, lower case without the dot; an empty text is a path without. Absent: any." }),
    paths: paths.optional().meta({ description: "Only these paths and what is below them. Absent: all." }),
    exceptPaths: z.array(path).default([]).meta({ description: "Not these paths and what is below them." }),
    edgeTtlSeconds: ttl.meta({
      description:
        "Seconds that Cloudflare keeps a response whatever its headers say, or `origin`: as long as its Cache-Control says (s-maxage, max-age), and not at all without one. The least depends on the plan: free 7200, pro 3600, business 1800, enterprise 30.",
    }),
    browserTtlSeconds: ttl.meta({
      description:
        "Seconds that a browser is told to keep a response, or `origin`: what the application tells it. The least depends on the plan: free 7200, pro 3600, else 1.",
    }),
  })
  .refine(({ extensions, paths: only }) => extensions !== undefined || only !== undefined, "extensions or paths: a rule for everything keeps what nobody meant");

const redirectSchema = z.strictObject({
  host: host.meta({ description: "The host that is asked: one of the site's, or of originlessHosts." }),
  path: path.optional().meta({ description: "This path alone. Absent: every path of the host." }),
  statusCode: z.literal([301, 302, 307, 308]).meta({
    description: "301 and 308 are kept by browsers, 302 and 307 are not; 307 and 308 keep the method. 302 where the target may move.",
  }),
  target: z
    .discriminatedUnion(
      "kind",
      [
        z.strictObject({
          kind: z.literal("url").meta({ description: "`url`: always the same URL." }),
          url: z.url({ protocol: /^https$/, error: "an https URL" }).meta({ description: "The URL. Its host must be known." }),
        }),
        z.strictObject({
          kind: z.literal("host").meta({ description: "`host`: the same path and query on another host." }),
          host: host.meta({ description: "The other host. It must be known." }),
        }),
        z.strictObject({
          kind: z.literal("dashboard").meta({ description: "`dashboard`: a CloudWatch dashboard of this account; the reader logs in to AWS there." }),
          board: z.string().optional().meta({ description: "One of groundwork:dashboards.boards. Absent: the overview of all alarms." }),
        }),
      ],
      { error: "kind url with a url, kind host with a host, or kind dashboard" },
    )
    .meta({ description: "Where to." }),
});

const ownedSchema = z.strictObject({
  zone: z.literal("owned").meta({ description: "`owned`: this stack makes the settings and rulesets of the zone." }),
  plan: z.enum(EDGE_PLANS).meta({
    description: "What the zone is on, as it was bought in Cloudflare's dashboard. What the plan can't do is refused, with what it can.",
  }),
  minimumTlsVersion: z.enum(["1.2", "1.3"]).meta({ description: "What clients must speak at least, for the whole zone. 1.3 is always offered." }),
  hsts: z
    .strictObject({
      maxAgeSeconds: z.int().min(300).max(63_072_000).meta({
        description: "Seconds that a browser asks by HTTPS only, 300 to 63072000. It can't be shortened for browsers that have read it.",
      }),
      includeSubdomains: z.boolean().meta({ description: "Whether every name below the zone's counts too, also those of other systems." }),
    })
    .meta({ description: "Strict-Transport-Security of the whole zone; preload is never set." }),
  tieredCache: z.boolean().meta({ description: "Whether data centres of Cloudflare ask each other before they ask the load balancer." }),
  headers: z
    .record(
      z.string().regex(/^(?!cf-|x-cf-)[A-Za-z][A-Za-z0-9-]{0,99}$/i, "the name of a header that does not begin with cf- or x-cf-"),
      z.string().max(4096).regex(/^[!-~]([ -~]*[!-~])?$/, "a header's value: printable ASCII without spaces around it"),
    )
    .meta({
      description: `Header -> value that every response has, in place of what the application sent. At least ${REQUIRED_HEADERS.join(", ")}.`,
    }),
  originSecretGeneration: z.int().min(1).max(1_000_000).meta({
    description: "Raise it by one for a new secret between Cloudflare and the load balancer. The one before stays valid until it is raised again.",
  }),
  guests: z
    .record(
      name,
      z.strictObject({
        hosts: z.array(hostOrWildcard).min(1).meta({ description: "The hosts of the other stack, from its groundwork:loadBalancer." }),
        secretValue: secretValue.meta({
          description: "A value of that stack's originSecretValues. Set it with `pulumi config set --secret --path`.",
        }),
      }),
    )
    .default({})
    .meta({ description: "Other stacks with hosts in the zone, whose edge is `guest`. The rules for this stack's hosts hold for theirs." }),
  cache: z
    .strictObject({
      sessionCookies: z
        .array(z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/, "a part of a cookie's name"))
        .meta({
          description: "A request with a cookie whose name or value holds one of these is never answered from the cache. Empty: any cookie.",
        }),
      rules: z.record(name, cacheRuleSchema).meta({ description: "Name -> what is kept. Everything else is not." }),
    })
    .optional()
    .meta({ description: "What Cloudflare keeps. Requests with an Authorization header or a session cookie always reach the application." }),
  compression: z
    .array(z.enum(["brotli", "gzip"]))
    .min(1)
    .optional()
    .meta({ description: "What compresses responses of text, the best first. Absent: Cloudflare decides." }),
  blockedPaths: z
    .record(
      name,
      z.strictObject({
        paths: paths.meta({ description: "These paths and what is below them, whatever their case." }),
        exceptCidrs: z
          .array(z.union([z.cidrv4(), z.cidrv6()], { error: "an address block, such as 203.0.113.0/24 or 2001:db8::/32" }))
          .meta({ description: "Address blocks that are let through. May be empty." }),
        exceptHeader: z
          .strictObject({
            name: z
              .string()
              .regex(/^[A-Za-z][A-Za-z0-9-]{0,99}$/, "a header's name")
              .meta({ description: "Such as Authorization." }),
            prefix: z
              .string()
              .regex(/^[A-Za-z0-9 ._-]{0,20}$/, "up to 20 letters, digits, spaces and . _ -")
              .default("")
              .meta({ description: "What stands before the secret, such as `Bearer ` with its space." }),
            secret: z
              .string()
              .regex(/^[a-z][a-z0-9-]*[a-z0-9](:[A-Za-z_]\w*)?$/, "the name of a secret, or name:key for one key of a JSON secret")
              .meta({ description: "A generated secret of groundwork:secrets that is not changed by the clock: its name, or name:key." }),
          })
          .optional()
          .meta({ description: "A header that lets a request through, for the probes of groundwork:synthetics. Without it, none does." }),
      }),
    )
    .default({})
    .meta({ description: "Name -> paths that Cloudflare refuses with 403, such as /metrics." }),
  rateLimits: z
    .record(
      name,
      z.strictObject({
        requests: z.int().min(1).max(1_000_000).meta({ description: "Requests of one address in the period, 1 to 1000000, at each data centre of Cloudflare." }),
        periodSeconds: z.literal(EDGE_RATE_PERIODS_SECONDS).meta({
          description: "The period in seconds: 10, 60, 120, 300, 600 or 3600. The most on pro is 60, on business 600.",
        }),
        blockSeconds: z.literal(EDGE_RATE_BLOCKS_SECONDS).meta({
          description: "Seconds that an address over the limit gets 429: 10, 60, 120, 300, 600, 3600 or 86400. The most on pro is 3600.",
        }),
        paths: z.array(path).default([]).meta({ description: "Only these paths and what is below them. Empty: all." }),
      }),
    )
    .default({})
    .meta({ description: "Name -> limit, besides those of groundwork:webFirewall. None on free, 2 on pro, 5 on business, 100 on enterprise." }),
  originlessHosts: z.array(host).default([]).meta({ description: "Hosts that only redirect: a record is made for each, and nothing is behind it." }),
  redirects: z.record(name, redirectSchema).default({}).meta({ description: "Name -> what is answered with another place." }),
  redirectHosts: z.array(host).default([]).meta({ description: "Hosts of others that redirects may lead to. AWS's console is known." }),
});

const guestSchema = z.strictObject({
  zone: z.literal("guest").meta({ description: "`guest`: another stack owns the zone and names this one among its guests." }),
  originSecretValues: z
    .array(secretValue)
    .min(1)
    .max(2)
    .meta({
      description:
        "What the load balancer accepts of Cloudflare, 1 or 2 values; the owner's guests hold one of them. For a new one: add it here, change it there, take the old one away here. Set them with `pulumi config set --secret --path`.",
    }),
});

/**
 * Cloudflare before the load balancer. A zone has one set of settings and one ruleset in each phase, so of the stacks with
 * hosts in one zone one owns it and the others are its guests; stacks with a zone each own theirs. Without this topic clients
 * connect to the load balancer themselves, and Cloudflare, where it keeps the zone, answers for DNS only.
 */
export const edgeSchema = z
  .discriminatedUnion("zone", [ownedSchema, guestSchema], { error: "zone owned, or zone guest" })
  .superRefine((settings, context) => {
    if (settings.zone === "guest") return;
    const refuse = (at: readonly PropertyKey[], message: string) => {
      context.addIssue({ code: "custom", path: [...at], message });
    };
    refuseHeaders(settings.headers, refuse);
    const owners = new Map<number, string>();
    for (const [rule, { priority }] of Object.entries(settings.cache?.rules ?? {})) {
      const owner = owners.get(priority);
      if (owner === undefined) owners.set(priority, rule);
      else refuse(["cache", "rules", rule, "priority"], `a priority other than ${priority}, which ${owner} has`);
    }
    const problems = planProblems({
      plan: settings.plan,
      cacheRules: settings.cache?.rules ?? {},
      rateLimits: settings.rateLimits,
      redirects: settings.redirects,
      firewallRules: Object.keys(settings.blockedPaths).length + (settings.originlessHosts.length === 0 ? 0 : 1),
      secretRules: Object.keys(settings.guests).length + 1,
    });
    for (const { path: at, expected } of problems) refuse(at, expected);
  });

function refuseHeaders(headers: Readonly<Record<string, string>>, refuse: (at: readonly PropertyKey[], message: string) => void): void {
  const names = Object.keys(headers);
  const lower = names.map((header) => header.toLowerCase());
  const missing = REQUIRED_HEADERS.filter((header) => !lower.includes(header.toLowerCase()));
  if (missing.length > 0) refuse(["headers"], `${missing.join(", ")} besides what is there`);
  names.forEach((header, index) => {
    const key = header.toLowerCase();
    if (lower.indexOf(key) < index) refuse(["headers", header], "a header that is not there already");
    if (key === "strict-transport-security") refuse(["headers", header], "no such header: hsts sets it, for the whole zone");
    if (key === "x-content-type-options" && headers[header] !== "nosniff") refuse(["headers", header], "nosniff, the only value there is");
    if (key === "x-frame-options" && !["DENY", "SAMEORIGIN"].includes(headers[header] ?? "")) refuse(["headers", header], "DENY or SAMEORIGIN");
  });
}

export type EdgeSettings = z.infer<typeof edgeSchema>;
export type OwnedEdgeSettings = Extract<EdgeSettings, { zone: "owned" }>;
