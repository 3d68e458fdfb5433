import { z } from "zod";
import { FINDING_SEVERITIES, GUARDDUTY_FEATURES, INSPECTOR_TARGETS, SECURITY_STANDARDS } from "../components/internal/security-services";

const different = (values: readonly string[]) => new Set(values).size === values.length;

/**
 * What watches the whole account, not only this system. AWS has each once for an account and region, so exactly one stack
 * of them has this topic: a second one fails on what is there, or undoes it when it goes.
 */
export const accountSecuritySchema = z.strictObject({
  ownsAccountWide: z.boolean().meta({
    description:
      "Whether this stack also owns what an account has once for all regions: the bar to public buckets, the password rule, Compute Optimizer. True in one stack of the account.",
  }),
  guardDutyFeatures: z
    .array(z.enum(GUARDDUTY_FEATURES))
    .refine(different, "features that differ")
    .meta({ description: `What GuardDuty looks at besides CloudTrail, DNS and flow logs: ${GUARDDUTY_FEATURES.join(", ")}. Empty: nothing.` }),
  standards: z
    .array(z.enum(SECURITY_STANDARDS))
    .min(1)
    .refine(different, "standards that differ")
    .meta({ description: `What Security Hub checks the account against: ${SECURITY_STANDARDS.join(", ")}.` }),
  inspectorTargets: z
    .array(z.enum(INSPECTOR_TARGETS))
    .min(1)
    .refine(different, "targets that differ")
    .meta({ description: `What Inspector searches for known flaws: ${INSPECTOR_TARGETS.join(", ")}.` }),
  unusedAccessDays: z
    .int()
    .min(1)
    .max(365)
    .meta({ description: "Days after which a role or permission that nobody used is a finding, 1 to 365." }),
  configuration: z
    .strictObject({
      frequency: z.enum(["CONTINUOUS", "DAILY"]).meta({ description: "How often a changed resource is recorded." }),
      retentionDays: z.int().min(30).max(36_500).meta({ description: "Days for which the record is kept, 30 to 36500." }),
    })
    .meta({ description: "AWS Config's record of every resource, which Security Hub's checks read." }),
  leastSeverity: z.enum(FINDING_SEVERITIES).meta({ description: "The least severity of a finding that people are told of." }),
  channels: z
    .array(z.string())
    .min(1)
    // A rule of EventBridge has at most five targets.
    .max(5)
    .refine(different, "channels that differ")
    .meta({ description: "Who is told of findings, 1 to 5 names of groundwork:channels." }),
});

export type AccountSecuritySettings = z.infer<typeof accountSecuritySchema>;
