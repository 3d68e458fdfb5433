import { policyReference } from "../policy/reference";
import { RULES } from "../policy/rules/index";
import { settingsReference } from "../settings/reference";
import { stackFileSchema } from "../settings/stack-file-schema";
import { requirementsReference } from "../tests/requirements/reference";
import { floorsReference } from "./floors-reference";

/** A file that a program writes and that is committed, so that readers and editors have it without running anything. */
export interface GeneratedFile {
  /** Path from the repository's root. */
  readonly path: string;
  readonly content: string;
}

export function generatedFiles(): readonly GeneratedFile[] {
  return [
    { path: "docs/settings.md", content: settingsReference() },
    { path: "docs/policies.md", content: policyReference(RULES) },
    { path: "docs/floors.md", content: floorsReference() },
    { path: "docs/requirements.md", content: requirementsReference() },
    { path: "settings/stack-file.schema.json", content: `${JSON.stringify(stackFileSchema(), undefined, 2)}\n` },
  ];
}
