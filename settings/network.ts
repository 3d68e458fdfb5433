import { z } from "zod";
import { vpcCidrProblem, zoneLetter } from "../components/internal/cidr";
import { ENDPOINT_SERVICES, missingToStart } from "../components/internal/endpoint-services";
import { LOG_RETENTION_DAYS } from "../components/internal/log-retention";

const endpointPurposes = Object.entries(ENDPOINT_SERVICES)
  .map(([service, purpose]) => `${service} (${purpose})`)
  .join(", ");

/** The VPC: its addresses, its zones, and its ways to the internet and to AWS services. */
export const networkSchema = z
  .strictObject({
    cidr: z
      .string()
      .superRefine((cidr, context) => {
        const problem = vpcCidrProblem(cidr);
        if (problem !== undefined) context.addIssue({ code: "custom", message: problem });
      })
      .meta({
        description: "The VPC's private IPv4 range, /16 to /20. Changing it replaces the VPC and all that stands in it.",
      }),
    zones: z
      .array(z.string().refine((zone) => zoneLetter(zone) !== undefined, "an availability zone a to f, such as eu-central-1a"))
      .min(2)
      .max(6)
      .meta({
        description:
          "2 to 6 availability zones of the region. A zone more leaves the others as they are. The first holds the NAT of `single` and `instance`: add others behind it.",
      }),
    nat: z.enum(["zone", "single", "instance", "none"]).meta({
      description:
        "How tasks reach the internet: `zone` a NAT gateway in each zone, `single` one for all, `instance` a small EC2 machine, `none` not at all.",
    }),
    interfaceEndpoints: z.array(z.enum(Object.keys(ENDPOINT_SERVICES))).meta({
      description: `AWS services that are reached inside the VPC instead of through NAT; each costs about 9 USD a month in each zone. May be empty, unless \`nat\` is \`none\`. ${endpointPurposes}.`,
    }),
    flowLogRetentionDays: z.literal(LOG_RETENTION_DAYS).meta({
      description: "Days that records of the network's traffic are kept: a number that CloudWatch Logs offers, 1 to 3653.",
    }),
  })
  .superRefine(({ zones, nat, interfaceEndpoints }, context) => {
    const sound = zones.filter((zone) => zoneLetter(zone) !== undefined);
    const [first = ""] = sound;
    for (const [index, zone] of zones.entries()) {
      if (zones.indexOf(zone) < index) {
        context.addIssue({ code: "custom", path: ["zones", index], message: `each zone once; ${zone} is there already` });
      } else if (sound.includes(zone) && zone.slice(0, -1) !== first.slice(0, -1)) {
        context.addIssue({ code: "custom", path: ["zones", index], message: `a zone of the same region as ${first}` });
      }
    }
    for (const [index, service] of interfaceEndpoints.entries()) {
      if (interfaceEndpoints.indexOf(service) < index) {
        context.addIssue({
          code: "custom",
          path: ["interfaceEndpoints", index],
          message: `each service once; ${service} is there already`,
        });
      }
    }
    const missing = missingToStart(interfaceEndpoints);
    if (nat === "none" && missing.length > 0) {
      context.addIssue({
        code: "custom",
        path: ["interfaceEndpoints"],
        message: `also ${missing.join(", ")}: without NAT a task starts only if it reaches them inside the VPC`,
      });
    }
  });

export type NetworkSettings = z.infer<typeof networkSchema>;
