import type { RegisteredResource } from "./record";

/** The plan of a program that no engine has seen, one line for each resource, and what such a plan leaves out. */
export function printPlan(resources: readonly RegisteredResource[], reasons: readonly string[]): string {
  return [
    ...resources.map(({ type, name, options }) => `  + ${type.padEnd(56)} ${name}${options.protect === true ? "  [protected]" : ""}`),
    "",
    `${resources.length} resources, computed in one process without the Pulumi engine.`,
    "",
    "There is no engine, because:",
    ...reasons.map((reason) => `  - ${reason}`),
    "",
    "This plan leaves out: the comparison with what exists, the embedded cloud's refusals, replacements and their order,",
    "the database roles in a real PostgreSQL, and every policy. Nothing was made.",
    "For the full rehearsal install the engine (https://www.pulumi.com/docs/install/) or Go (https://go.dev/dl/), then start again.",
    "",
  ].join("\n");
}
