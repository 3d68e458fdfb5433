import { z } from "zod";
import { CUSTOM_IDENTIFIERS, dataIdentifierExpectation } from "../components/internal/data-identifiers";

/** Which personal data is masked in the logs of services, tasks and the database. */
export const logPrivacySchema = z.strictObject({
  identifiers: z
    .array(z.string())
    .min(1)
    .superRefine((identifiers, context) => {
      for (const [index, identifier] of identifiers.entries()) {
        const message =
          dataIdentifierExpectation(identifier) ?? (identifiers.indexOf(identifier) === index ? undefined : `${identifier} once`);
        if (message !== undefined) context.addIssue({ code: "custom", path: [index], message });
      }
    })
    .meta({
      description:
        "What CloudWatch Logs finds by itself: EmailAddress, CreditCardNumber, or with a country PhoneNumber-DE. Only what the system handles: each more finds more that is none.",
    }),
  customIdentifiers: z
    .record(
      z.string().regex(CUSTOM_IDENTIFIERS.name, "1 to 128 letters, digits, hyphens and underscores"),
      z.string().min(1).max(CUSTOM_IDENTIFIERS.regexLength),
    )
    .refine((custom) => Object.keys(custom).length <= CUSTOM_IDENTIFIERS.max, `at most ${CUSTOM_IDENTIFIERS.max} identifiers`)
    .default({})
    .meta({
      description: "Name -> regular expression, up to 200 characters, of what CloudWatch Logs doesn't know: a national number, say. Up to 10.",
    }),
});

export type LogPrivacySettings = z.infer<typeof logPrivacySchema>;
