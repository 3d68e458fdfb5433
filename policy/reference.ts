import type { Rule } from "./evaluate";
import { sentence } from "./message";

/** docs/policies.md: every rule as the pack has it. Generated; `npm run docs` writes it. */
export function policyReference(rules: readonly Rule[]): string {
  const rows = [...rules]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ id, reason, severity, levels, remedy, checklist, equivalents }) =>
      [
        `\`${id}\``,
        sentence(reason),
        severity,
        levels.production,
        levels["non-production"],
        sentence(remedy),
        checklist.join(", "),
        equivalents.join(", "),
      ]
        .map((cell) => cell.replaceAll("|", "\\|").replaceAll("\n", " "))
        .join(" | "),
    );
  return `${[
    "# Policies",
    "",
    `Generated from \`policy/rules/\` by \`npm run docs\`; do not edit. ${rows.length} rules judge every preview and every up. A`,
    "value that is not known before the deployment, and that nothing proves, is a violation and not a pass. What a system may",
    "never fall below stands in its `policy-floors.<stack>.json` ([floors](floors.md)); exceptions, each with reason, owner and expiry, in",
    "`policy/exemptions.ts`. The last column names the same intent in other tools.",
    "",
    "| rule | why | severity | production | elsewhere | what mends it | checklist | elsewhere known as |",
    "|---|---|---|---|---|---|---|---|",
    ...rows.map((row) => `| ${row} |`),
  ].join("\n")}\n`;
}
