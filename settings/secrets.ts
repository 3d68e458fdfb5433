import { z } from "zod";

const NAME = /^[a-z][a-z0-9-]{1,62}[a-z0-9]$/;
const KEY = /^[A-Za-z_][A-Za-z0-9_]{0,63}$/;

const secretClass = z
  .enum(["database", "application-key", "api-key", "webhook", "external"])
  .meta({ description: "What the secret is for. The tag SecretClass, by which the rotation rules choose." });

const description = z
  .string()
  .min(10)
  .max(300)
  .meta({ description: "One sentence of 10 to 300 characters: what the value opens. It must not hold the value." });

const keys = z
  .array(z.string().regex(KEY, "a JSON key of letters, digits and underscores, not a digit first"))
  .max(20)
  .refine((names) => new Set(names).size === names.length, "keys that differ")
  .default([])
  .meta({ description: "The names of the JSON keys that the secret holds. None: the secret is one plain text." });

const rotateOnDemand = z
  .string()
  .min(10)
  .max(300)
  .optional()
  .meta({
    description:
      "Why this secret is not changed by the clock although its class in groundwork:rotation is, in a sentence. Without it, the class decides.",
  });

/** A value that the program makes and nobody sees. */
const generated = z.strictObject({
  kind: z.literal("generated").meta({ description: "`generated`: the program makes a random value." }),
  class: secretClass,
  description,
  length: z
    .int()
    .min(32)
    .max(128)
    .meta({ description: "Characters of each value, 32 to 128. Changing it makes new values." }),
  keys,
  generation: z
    .int()
    .min(1)
    .default(1)
    .meta({
      description:
        "Raise it by one to make new values, then deploy the services that read them. Without effect where groundwork:rotation changes it.",
    }),
  rotateOnDemand,
});

/** A value that a person puts with `aws secretsmanager put-secret-value`; it never passes through the program. */
const external = z.strictObject({
  kind: z.literal("external").meta({ description: "`external`: a person puts the value, after the first deployment." }),
  class: secretClass,
  description,
  keys,
  rotateOnDemand,
});

/**
 * The secrets of the system, by name. Only what they are stands here: there is no key for a value, so a value given in
 * clear text is an unknown key, and its problem never prints it.
 */
export const secretsSchema = z
  .record(
    z.string().regex(NAME, "3 to 64 lower-case letters, digits and hyphens, a letter first"),
    z.discriminatedUnion("kind", [generated, external]),
  )
  .superRefine((secrets, context) => {
    for (const [name, secret] of Object.entries(secrets)) {
      // The documents ask for a key of 64 characters, and a longer or shorter one is no better.
      if (secret.kind === "generated" && secret.class === "application-key" && secret.length !== 64) {
        context.addIssue({ code: "custom", path: [name, "length"], message: "64, the length of an application key" });
      }
      if (secret.kind === "generated" && secret.class === "external") {
        context.addIssue({
          code: "custom",
          path: [name, "class"],
          message: "database, application-key, api-key or webhook: nobody outside knows a generated value",
        });
      }
    }
  })
  .meta({ description: "Secret name -> what it is. The name in Secrets Manager is `<system>/<environment>/<name>`." });

export type SecretsSettings = z.infer<typeof secretsSchema>;
