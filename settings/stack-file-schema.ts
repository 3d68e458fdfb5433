import { z } from "zod";
import { NAMESPACE } from "./parse";
import { settingsSchema } from "./schema";

/** The JSON Schema of a stack file, for completion and errors in an editor. Generated; `npm run docs` writes it. */
export function stackFileSchema(): object {
  const topics = Object.entries<z.ZodType>(settingsSchema.shape);
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "groundwork stack file",
    description: "Pulumi.<stack>.yaml of a groundwork system.",
    type: "object",
    required: ["config"],
    properties: {
      secretsprovider: { type: "string", description: "What encrypts secrets in the state, awskms://… in production." },
      encryptedkey: { type: "string" },
      encryptionsalt: { type: "string" },
      config: {
        type: "object",
        required: topics
          .filter(([, schema]) => !schema.safeParse(undefined).success)
          .map(([topic]) => `${NAMESPACE}:${topic}`),
        properties: Object.fromEntries(
          topics.map(([topic, schema]) => {
            const { $schema: _, ...json } = z.toJSONSchema(schema, { io: "input" });
            return [`${NAMESPACE}:${topic}`, json];
          }),
        ),
        // Another namespace, aws: or pulumi:, is the engine's business; ours must be known.
        patternProperties: { [`^(?!${NAMESPACE}:)`]: {} },
        additionalProperties: false,
      },
    },
  };
}
