import { writeFileSync } from "node:fs";
import { PolicyPack } from "@pulumi/policy";
import type { PolicyConfigSchema, ReportViolation, StackValidationArgs, StackValidationPolicy } from "@pulumi/policy";
import { z } from "zod";
import { Inputs, stackOf } from "./convert";
import { evaluate } from "./evaluate";
import type { Report } from "./evaluate";
import { EXEMPTIONS, exemptionsOf } from "./exemptions";
import { floorsSchema, readFloors } from "./floors";
import { messageOf } from "./message";
import type { Stack } from "./model";
import type { Level } from "./rule";
import { RULES } from "./rules/index";
import { verdictsOf } from "./verdicts";

/** The policy that the floors are given to, by this name in `policy-floors.<stack>.json`. */
const CHECKLIST = "checklist";

/** A file that the verdicts are written to, for `groundwork checklist`, and whether a state is judged: an engine that runs a pack takes no other arguments. */
const { GROUNDWORK_VERDICTS: verdictsFile, GROUNDWORK_POLICY_SUBJECT: subject } = process.env;

const inputs = new Inputs();
let judged: { readonly stack: Stack; readonly report: Report } | undefined;

/**
 * Starts the pack. It has one policy for all mandatory rules and one for all advisory ones, for two reasons: the SDK reads
 * the whole stack anew for each stack policy, and how strict a rule is held depends on the floors, which a policy's own
 * level can't.
 */
new PolicyPack("groundwork", {
  policies: [
    {
      name: "inputs",
      description: "Notes what the program set. It judges nothing.",
      enforcementLevel: "advisory",
      validateResource: (args) => inputs.note(args),
    },
    {
      name: CHECKLIST,
      description: "The security checklist, held to the system's floors.",
      enforcementLevel: "mandatory",
      configSchema: { properties: floorsProperties() },
      validateStack: (args, reportViolation) => {
        // Nothing is left of an earlier run, should this one not get to its end.
        judged = undefined;
        judged = judge(args);
        if (verdictsFile !== undefined) writeFileSync(verdictsFile, JSON.stringify(verdictsOf(judged.stack, judged.report)));
        report(judged, "mandatory", reportViolation);
        for (const { exemption, problem } of judged.report.exemptions) {
          if (problem !== undefined) {
            reportViolation(`exemption of ${exemption.resource} from ${exemption.rule}: ${problem}.\nNext: mend or remove it in policy/exemptions.ts.`);
          }
        }
        for (const type of judged.report.presentThoughLacking) {
          reportViolation(`the floors say that the system lacks ${type}, but the stack has one.\nNext: take it out of "lacks" in policy-floors.<stack>.json.`);
        }
      },
    },
    {
      name: "advice",
      description: "What the checklist advises, and no deployment waits for.",
      enforcementLevel: "advisory",
      validateStack: (_, reportViolation) => {
        if (judged !== undefined) report(judged, "advisory", reportViolation);
      },
    } satisfies StackValidationPolicy,
  ],
});

function judge(args: StackValidationArgs): { stack: Stack; report: Report } {
  const floors = readFloors(args.getConfig());
  const stack = stackOf(args.resources, inputs, subject === "state" ? "state" : "program");
  // urn:pulumi:<stack>::<project>::<types>::<name>
  const [, named, project] = /^urn:pulumi:(.+?)::(.+?)::/.exec(stack.resources[0]?.urn ?? "") ?? [];
  const exemptions = exemptionsOf(EXEMPTIONS, project ?? "", named ?? "");
  return { stack, report: evaluate(RULES, stack, floors, { exemptions, today: new Date().toISOString().slice(0, 10) }) };
}

function report({ stack, report: { rules } }: { stack: Stack; report: Report }, level: Level, reportViolation: ReportViolation): void {
  const byUrn = new Map(stack.resources.map((resource) => [resource.urn, resource]));
  for (const { rule, violations } of rules.filter((judgement) => judgement.level === level)) {
    for (const violation of violations) {
      const resource = byUrn.get(violation.urn);
      // A resource that is missing has no URN: the violation is the stack's.
      reportViolation(messageOf(rule, violation, resource), resource?.urn);
    }
  }
}

/** No key is required here: the pack says itself which is missing, and better. */
function floorsProperties(): PolicyConfigSchema["properties"] {
  return z.custom<PolicyConfigSchema["properties"]>((value) => typeof value === "object").parse(z.toJSONSchema(floorsSchema).properties);
}
