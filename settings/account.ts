import { z } from "zod";

const region = z
  .string()
  .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, "an AWS region, such as eu-central-1")
  .meta({ description: "An AWS region, such as eu-central-1." });

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
  })
  .superRefine((account, context) => {
    if (account.backupRegion === account.region) {
      context.addIssue({
        code: "custom",
        path: ["backupRegion"],
        message: `a region other than ${account.region}: a copy beside the original is lost with it`,
      });
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
