import { relative } from "node:path";
import type { State } from "./state";
import type { Workspace } from "./workspace";

/** What a newcomer needs to know after the first `up`: what is there, what was real, what is unproved, what to do next. */
export function summaryOf(workspace: Workspace, state: State, options: string): string {
  const custom = state.resources.filter(({ custom: isCustom, type }) => isCustom && !type.startsWith("pulumi:"));
  const perPackage = countBy(custom.map(({ type }) => type.split(":")[0] ?? ""));
  const services = countBy(custom.filter(({ type }) => type.startsWith("aws:")).map(({ type }) => type.split(/[:/]/)[1] ?? ""));
  const components = state.resources.filter(({ custom: isCustom, type }) => !isCustom && type !== "pulumi:pulumi:Stack");
  const here = (file: string) => {
    const fromHere = relative(process.cwd(), file);
    return fromHere.startsWith("..") ? file : fromHere;
  };
  const hasDatabase = perPackage.some(([name]) => name === "postgresql");
  return [
    "",
    `${workspace.system.project}, stack ${workspace.stack}, is up on the embedded cloud.`,
    "",
    `  resources    ${custom.length} (${perPackage.map(([name, count]) => `${name} ${count}`).join(", ")}), ${components.length} components, ${custom.filter(({ protect }) => protect).length} protected from deletion`,
    ...(services.length === 0 ? [] : [`  of AWS       ${services.slice(0, 12).map(([name, count]) => `${name} ${count}`).join(", ")}${services.length > 12 ? ", …" : ""}`]),
    `  real         the Pulumi engine, the program${hasDatabase ? ", the PostgreSQL server with its roles and grants" : ""}`,
    `  simulated    ${perPackage.map(([name]) => name).filter((name) => name !== "postgresql").join(", ")}: no account was touched, nothing costs money`,
    "  not proved   that AWS and Cloudflare accept this: quotas, permissions, prices and most of their checks are not simulated",
    "",
    `  the cloud    ${here(workspace.cloudFile)}`,
    "               plain JSON: change a value there, as somebody would in a console, and `refresh` finds it",
    `  next         npx groundwork rehearse preview ${options}   shows no change`,
    `               npx groundwork rehearse refresh ${options}   compares the state with the cloud`,
    `               npx groundwork rehearse destroy ${options}   removes all but what is protected`,
    "",
  ].join("\n");
}

/** Counts equal words, the most frequent first. */
function countBy(words: readonly string[]): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
}
