import { z } from "zod";
import { LOG_RETENTION_DAYS } from "../components/internal/log-retention";
import {
  headerExpectations,
  pathExpectations,
  RATE_LIMIT_RANGE,
  RATE_LIMITS_MAX,
  RATE_PRIORITY_RANGE,
  RATE_WINDOWS_SECONDS,
} from "../components/internal/web-firewall-rules";

const paths = z.array(z.string()).superRefine((listed, context) => {
  for (const message of pathExpectations(listed)) context.addIssue({ code: "custom", message });
});

const rateLimitSchema = z.strictObject({
  priority: z
    .int()
    .min(RATE_PRIORITY_RANGE.min)
    .max(RATE_PRIORITY_RANGE.max)
    .meta({
      description: "Which limit is asked first: the lowest. 1 to 99, each once; leave gaps, so that a new one moves no other.",
    }),
  limit: z
    .int()
    .min(RATE_LIMIT_RANGE.min)
    .max(RATE_LIMIT_RANGE.max)
    .meta({
      description:
        "Requests that one client may send in the window, 10 to 2000000000. All behind one public address, a campus say, are one client.",
    }),
  windowSeconds: z
    .literal(RATE_WINDOWS_SECONDS)
    .meta({ description: "The window that slides over the requests, in seconds: 60, 120, 300 or 600." }),
  paths: paths
    .default([])
    .meta({ description: "Only these paths and what is below them count, such as /api/auth. Empty: all requests count." }),
});

/** What the load balancer never passes on: attacks, which AWS's managed rules know, and floods. */
export const webFirewallSchema = z
  .strictObject({
    rateLimits: z
      .record(
        z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, "1 to 40 lower-case letters, digits and hyphens, a letter first"),
        rateLimitSchema,
      )
      .meta({ description: "Name -> limit, 1 to 9 of them. A client over it gets 429. The name is that of its metric." }),
    clientAddress: z
      .discriminatedUnion(
        "kind",
        [
          z.strictObject({
            kind: z.literal("connection").meta({ description: "`connection`: clients connect to the load balancer themselves." }),
          }),
          z.strictObject({
            kind: z.literal("header").meta({ description: "`header`: a proxy stands before it and names the client in a header." }),
            header: z
              .string()
              .superRefine((header, context) => {
                for (const message of headerExpectations(header)) context.addIssue({ code: "custom", message });
              })
              .meta({ description: "The header, such as CF-Connecting-IP. Requests without it are refused." }),
          }),
        ],
        { error: "kind connection, or kind header with a header" },
      )
      .meta({
        description:
          "What tells clients apart. connection: their address. header: the address that a CDN names; admit nobody but the CDN then.",
      }),
    uploadPaths: paths.meta({
      description:
        "Paths that take files, and what is below them. Elsewhere a request body over 8 kB is refused. May be empty.",
    }),
    logRetentionDays: z.literal(LOG_RETENTION_DAYS).meta({
      description: "Days that records of requests are kept: a number that CloudWatch Logs offers, 1 to 3653.",
    }),
  })
  .superRefine(({ rateLimits }, context) => {
    const count = Object.keys(rateLimits).length;
    if (count < 1 || count > RATE_LIMITS_MAX) {
      context.addIssue({ code: "custom", path: ["rateLimits"], message: `1 to ${RATE_LIMITS_MAX} rate limits` });
    }
    const owners = new Map<number, string>();
    for (const [name, { priority }] of Object.entries(rateLimits)) {
      const owner = owners.get(priority);
      if (owner === undefined) owners.set(priority, name);
      else {
        context.addIssue({
          code: "custom",
          path: ["rateLimits", name, "priority"],
          message: `a priority other than ${priority}, which ${owner} has`,
        });
      }
    }
  });

export type WebFirewallSettings = z.infer<typeof webFirewallSchema>;
