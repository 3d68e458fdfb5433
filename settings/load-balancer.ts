import { z } from "zod";
import { MATCH_VALUES_LIMIT } from "../components/internal/routes";
import { TLS_POLICIES } from "../components/internal/tls-policies";

const LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
const HOST = new RegExp(`^(${LABEL}\\.)+[a-z]{2,63}$`);
const HOST_OR_WILDCARD = new RegExp(`^(\\*\\.)?(${LABEL}\\.)+[a-z]{2,63}$`);
const hostOrWildcard = z
  .string()
  .max(253)
  .regex(HOST_OR_WILDCARD, "a host in lower case, such as api.example.org or *.example.org");
const service = z
  .string()
  .regex(/^[a-z][a-z0-9-]*$/, "the name of a service, lower-case letters, digits and hyphens, a letter first");

const routeSchema = z.strictObject({
  priority: z
    .int()
    .min(1)
    .max(49_999)
    .meta({
      description: "Which route is asked first: the lowest. 1 to 49999; leave gaps, so that a new route moves no other.",
    }),
  paths: z
    .array(z.string().max(128).regex(/^\/[\w.$/~"'@:+*?&;-]*$/, "a path that begins with /, such as /api/*"))
    .default([])
    .meta({ description: "Paths of the service, * and ? as wildcards, case matters. Empty: any path." }),
  hosts: z
    .array(hostOrWildcard.max(128))
    .default([])
    .meta({ description: "Hosts of the service; each must stand in the certificate. Empty: any host." }),
});

/** The public door: names, certificate, TLS and which service answers what. */
export const loadBalancerSchema = z
  .strictObject({
    domain: z
      .string()
      .max(64)
      .regex(HOST, "a host in lower case, such as app.example.org")
      .meta({
        description:
          "The host of the system, and the one that plain HTTP is redirected to; at most 64 characters. Changing it replaces the certificate.",
      }),
    alternativeDomains: z
      .array(hostOrWildcard)
      .max(9)
      .default([])
      .meta({
        description:
          "Further hosts in the certificate, wildcards too, 9 at most (AWS's quota is 10 with the domain). Changing them replaces the certificate.",
      }),
    dns: z
      .discriminatedUnion(
        "kind",
        [
          z.strictObject({
            kind: z.literal("cloudflare").meta({ description: "`cloudflare`: the program makes the records in a zone there." }),
            zoneId: z
              .string()
              .regex(/^[0-9a-f]{32}$/, "a Cloudflare zone id of 32 hexadecimal digits")
              .meta({ description: "The Cloudflare zone of the domain, 32 hexadecimal digits." }),
            aliases: z
              .record(
                z.string().regex(HOST, "a host in lower case, such as status.example.org"),
                z.string().regex(HOST, "a host in lower case, such as example.status.example.net"),
              )
              .default({})
              .meta({ description: "Further host of the zone -> the host elsewhere that it leads to, such as a status page's." }),
          }),
          z.strictObject({
            kind: z.literal("external").meta({ description: "`external`: a person makes the records that the outputs name." }),
          }),
        ],
        { error: "kind cloudflare with a zoneId, or kind external" },
      )
      .meta({
        description:
          "Who keeps the zone. cloudflare: the program makes the records of the certificate and of the site. external: people do; the first run waits for them.",
      }),
    tlsPolicy: z
      .enum(TLS_POLICIES)
      .meta({ description: "What TLS clients must speak. Every choice is TLS 1.2 or later; ...-1-3-... is 1.3 only." }),
    idleTimeoutSeconds: z
      .int()
      .min(1)
      .max(4000)
      .meta({
        description: "Seconds without a byte until a connection is closed, 1 to 4000. Services must keep theirs open longer.",
      }),
    drainSeconds: z
      .int()
      .min(0)
      .max(3600)
      .meta({ description: "Seconds that a task has to finish its requests before it is stopped, 0 to 3600." }),
    accessLogRetentionDays: z
      .int()
      .min(1)
      .max(3650)
      .meta({ description: "Days that access and connection logs are kept, 1 to 3650. They hold addresses of clients." }),
    defaultService: service.meta({ description: "The service that gets what no route matches." }),
    routes: z
      .record(service, routeSchema)
      .meta({ description: "Service -> the requests it gets. A service in neither place is not reachable from outside." }),
  })
  .superRefine((settings, context) => {
    const refuse = (path: (string | number)[], message: string) => {
      context.addIssue({ code: "custom", path, message });
    };
    const certified = [settings.domain, ...settings.alternativeDomains];
    settings.alternativeDomains.forEach((domain, index) => {
      if (certified.indexOf(domain) <= index) refuse(["alternativeDomains", index], "a host that is not listed already");
    });
    if (Object.hasOwn(settings.routes, settings.defaultService)) {
      refuse(["routes", settings.defaultService], "no route for the default service: it gets what is left");
    }
    const owners = new Map<number, string>();
    for (const [name, { priority, paths, hosts }] of Object.entries(settings.routes)) {
      const owner = owners.get(priority);
      if (owner === undefined) owners.set(priority, name);
      else refuse(["routes", name, "priority"], `a priority other than ${priority}, which ${owner} has`);
      const values = paths.length + hosts.length;
      if (values < 1 || values > MATCH_VALUES_LIMIT) {
        refuse(["routes", name], `1 to ${MATCH_VALUES_LIMIT} paths and hosts together: AWS evaluates no more in a rule`);
      }
      hosts.forEach((host, index) => {
        if (!certified.includes(host) && !certified.includes(host.replace(/^[^.]+/, "*"))) {
          refuse(["routes", name, "hosts", index], `a host in the certificate: ${certified.join(", ")}`);
        }
      });
    }
  });

export type LoadBalancerSettings = z.infer<typeof loadBalancerSchema>;
