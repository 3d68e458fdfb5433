import { z } from "zod";
import type { Report } from "./evaluate";
import { messageOf } from "./message";
import type { Stack } from "./model";
import type { Violation } from "./rule";

const resource = z.strictObject({ type: z.string(), name: z.string() });

/** What the pack found out about one stack, as it writes it to a file for whoever prints it. It holds no value of a secret. */
export const verdictsSchema = z.strictObject({
  rules: z.array(
    z.strictObject({
      id: z.string(),
      level: z.enum(["mandatory", "advisory", "off"]),
      outcome: z.enum(["complies", "violates", "not applicable"]),
      /** Items of the checklist that the rule serves. */
      checklist: z.array(z.string()),
      inspected: z.array(resource),
      /** Each as a reader gets it: where, what, why, what to do. */
      violations: z.array(z.string()),
      exempted: z.array(z.string()),
    }),
  ),
  exemptions: z.array(
    z.strictObject({
      rule: z.string(),
      resource: z.string(),
      reason: z.string(),
      owner: z.string(),
      expires: z.string(),
      /** How many resources it lets pass. */
      covers: z.int(),
      problem: z.string().optional(),
    }),
  ),
  /** Types of resource that the floors call lacking and that are there. */
  presentThoughLacking: z.array(z.string()),
});

export type Verdicts = z.infer<typeof verdictsSchema>;

/** A report in the form that leaves the process. */
export function verdictsOf(stack: Stack, report: Report): Verdicts {
  const byUrn = new Map(stack.resources.map((found) => [found.urn, found]));
  return {
    rules: report.rules.map(({ rule, level, outcome, inspected, violations, exempted }) => {
      const told = (all: readonly Violation[]) => all.map((violation) => messageOf(rule, violation, byUrn.get(violation.urn)));
      return {
        id: rule.id,
        level,
        outcome,
        checklist: [...rule.checklist],
        inspected: inspected.flatMap((urn) => {
          const found = byUrn.get(urn);
          return found === undefined ? [] : [{ type: found.type, name: found.name }];
        }),
        violations: told(violations),
        exempted: told(exempted),
      };
    }),
    exemptions: report.exemptions.map(({ exemption, covers, problem }) => ({
      rule: exemption.rule,
      resource: exemption.resource,
      reason: exemption.reason,
      owner: exemption.owner,
      expires: exemption.expires,
      covers: covers.length,
      ...(problem === undefined ? {} : { problem }),
    })),
    presentThoughLacking: [...report.presentThoughLacking],
  };
}
