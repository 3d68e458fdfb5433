import { z } from "zod";

/** The roles that people of the system take in AWS, with a second factor. */
export const peopleSchema = z.strictObject({
  principalArns: z
    .array(
      z
        .string()
        .regex(/^arn:aws:iam::\d{12}:(root|user\/[\w+=,.@/-]+|role\/[\w+=,.@/-]+)$/, "the ARN of a user, a role or an account's root"),
    )
    .min(1)
    .refine((arns) => new Set(arns).size === arns.length, "principals that differ")
    .meta({
      description: "Who may take the roles. `arn:aws:iam::<account>:root` leaves it to that account's administrators which of its users may.",
    }),
  maxFactorAgeMinutes: z.int().min(1).max(720).meta({ description: "How old the second factor may be when a role is taken, 1 to 720 minutes." }),
  maxSessionHours: z.int().min(1).max(12).meta({ description: "How long a role lasts, 1 to 12 hours." }),
});

export type PeopleSettings = z.infer<typeof peopleSchema>;
