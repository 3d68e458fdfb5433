import { floorsSchema } from "../policy/floors";
import { schemaTable } from "../settings/schema-table";

/** docs/floors.md: every key of a floors file. Generated; `npm run docs` writes it. */
export function floorsReference(): string {
  return `${[
    "# Floors",
    "",
    "Generated from `policy/floors.ts` by `npm run docs`; do not edit. What a system may never fall below stands in its",
    "`policy-floors.<stack>.json`, under `checklist`, apart from its settings: one careless change can't lower both. The policy pack",
    "gets the file with `--policy-pack-config`; without it, or with a key that is not below, it refuses to judge. A key that is left",
    "out asks for nothing beyond what [every rule](policies.md) asks of every system.",
    "",
    ...schemaTable(floorsSchema).lines,
  ].join("\n")}\n`;
}
