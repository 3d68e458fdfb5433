import type { z } from "zod";
import { NAMESPACE } from "./parse";
import { settingsSchema } from "./schema";
import { schemaTable } from "./schema-table";

/** docs/settings.md: every key with its type, default and meaning, read off the schemas. */
export function settingsReference(): string {
  const topics = Object.entries<z.ZodType>(settingsSchema.shape).map(([topic, schema]) => {
    const { description, lines } = schemaTable(schema);
    return [`## ${NAMESPACE}:${topic}`, ...(description === undefined ? [] : ["", description]), "", ...lines].join("\n");
  });
  return `${[
    "# Settings",
    "",
    "Generated from `settings/` by `npm run docs`; do not edit. Every key stands in a stack file, `Pulumi.<stack>.yaml`,",
    "and is set with `pulumi config set --path 'groundwork:<topic>.<key>' VALUE`. `<name>` stands for a name that you choose.",
    "",
    topics.join("\n\n"),
  ].join("\n")}\n`;
}
