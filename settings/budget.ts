import { z } from "zod";
import { BUDGET_NOTIFICATIONS_MAX, budgetExpectations } from "../components/internal/budget-notifications";

const channel = z.string().meta({ description: "Who is told, a name of groundwork:channels." });

/** What the system may cost, and who hears when it costs more. AWS's bill only: other providers send theirs elsewhere. */
export const budgetSchema = z.strictObject({
  monthlyLimitUsd: z
    .number()
    .positive()
    .max(1_000_000)
    .meta({ description: "US dollars a month for this system in this environment, as AWS bills them. Other providers' bills are not in it." }),
  notifications: z
    .array(
      z.strictObject({
        when: z
          .enum(["actual", "forecast"])
          .meta({ description: "actual: the bill has come so far. forecast: the month is going to end there." }),
        percent: z.number().gt(0).max(1000).meta({ description: "Percent of the limit, up to 1000." }),
        channel,
      }),
    )
    .superRefine((notices, context) => {
      for (const message of budgetExpectations(notices)) context.addIssue({ code: "custom", message });
    })
    .meta({ description: `Who is told when, 1 to ${BUDGET_NOTIFICATIONS_MAX}, the percents of each kind in rising order.` }),
  activateTags: z.boolean().meta({
    description:
      "Have AWS count costs by the tags System and Environment. In one stack of the paying account only, and not before the second day: AWS must have seen the tags.",
  }),
  anomalies: z
    .strictObject({
      watches: z.enum(["system", "account-services"]).meta({
        description:
          "system: what has the tag System, in all environments; the account must pay its own bill or its organisation's. account-services: each service of the account; an account has one such monitor.",
      }),
      minImpactUsd: z
        .number()
        .positive()
        .max(1_000_000)
        .meta({ description: "US dollars above what was to be expected, from which on somebody is told." }),
      channel,
    })
    .optional()
    .meta({ description: "Tells of costs that rise as never before. In one stack of an account; leave it out in the others." }),
});

export type BudgetSettings = z.infer<typeof budgetSchema>;
