import { z } from "zod";
import { countryOf } from "../components/internal/region-countries";

const region = z
  .string()
  .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, "an AWS region, such as eu-central-1")
  .meta({ description: "An AWS region, such as eu-central-1." });

const residencySchema = z.strictObject({
  countries: z
    .array(z.string().regex(/^[A-Z]{2}$/, "a country's two capital letters, such as PH"))
    .min(1)
    .meta({ description: "The countries that the data should rest in, by their two letters of ISO 3166-1." }),
  exception: z
    .strictObject({
      reason: z.string().min(20).max(500).meta({ description: "Why the data rests elsewhere all the same, 20 to 500 characters." }),
      approvedBy: z.string().min(3).max(100).meta({ description: "Who answers for it: a person or an office." }),
    })
    .optional()
    .meta({ description: "What allows regions of other countries. Absent: every allowed region must lie in `countries`." }),
});

/** The AWS account and regions that a stack lives in. */
export const accountSchema = z
  .strictObject({
    id: z
      .string()
      .regex(/^\d{12}$/, "an AWS account id of 12 digits, in quotes")
      .meta({ description: "The only account that the program may touch, 12 digits in quotes." }),
    region: region.meta({ description: "The region of everything but copies. Changing it replaces everything." }),
    backupRegion: region.meta({ description: "The region that backups are copied to. It must differ from `region`." }),
    allowedRegions: z
      .array(region)
      .min(1)
      .meta({ description: "The regions that data may rest in (residency). Both regions above must be among them." }),
    residency: residencySchema
      .optional()
      .meta({ description: "Where a law or a promise wants the data to rest. Absent: nobody asks beyond `allowedRegions`." }),
  })
  .superRefine((account, context) => {
    if (account.backupRegion === account.region) {
      context.addIssue({
        code: "custom",
        path: ["backupRegion"],
        message: `a region other than ${account.region}: a copy beside the original is lost with it`,
      });
    }
    const { residency } = account;
    if (residency !== undefined) {
      const abroad = account.allowedRegions.filter((allowed) => !residency.countries.includes(countryOf(allowed) ?? "unknown"));
      const places = abroad.map((allowed) => `${allowed} lies in ${countryOf(allowed) ?? "a country that is not known here"}`);
      if (abroad.length > 0 && residency.exception === undefined) {
        context.addIssue({
          code: "custom",
          path: ["allowedRegions"],
          message: `regions of ${residency.countries.join(", ")}, or groundwork:account.residency.exception with a reason: ${places.join(", ")}`,
        });
      }
      if (abroad.length === 0 && residency.exception !== undefined) {
        context.addIssue({
          code: "custom",
          path: ["residency", "exception"],
          message: `no exception: every allowed region lies in ${residency.countries.join(", ")}`,
        });
      }
    }
    for (const key of ["region", "backupRegion"] as const) {
      if (!account.allowedRegions.includes(account[key])) {
        context.addIssue({
          code: "custom",
          path: [key],
          message: `one of groundwork:account.allowedRegions: ${account.allowedRegions.join(", ")}`,
        });
      }
    }
  });

export type AccountSettings = z.infer<typeof accountSchema>;
