import { z } from "zod";
import data from "./data/aws-rules.json";

/** What the AWS provider's own source says of a type's properties: see tools/provider-rules. Paths as `healthCheck.interval`. */
const rulesSchema = z.strictObject({
  /** Properties that force a replacement. */
  replaces: z.array(z.string()).optional(),
  oneOf: z.record(z.string(), z.array(z.string())).optional(),
  /** Lower and upper bound; an empty text is no bound. */
  between: z.record(z.string(), z.tuple([z.string(), z.string()])).optional(),
  /** Shortest and longest text. */
  length: z.record(z.string(), z.tuple([z.string(), z.string()])).optional(),
  /** Regular expressions, all of which a text matches. */
  matches: z.record(z.string(), z.array(z.string())).optional(),
});

export type ProviderRules = z.infer<typeof rulesSchema>;

const texts: Readonly<Record<string, unknown>> = data;
const parsed = new Map<string, ProviderRules>();

export function providerRules(type: string): ProviderRules {
  const known = parsed.get(type);
  if (known !== undefined) return known;
  const rules = rulesSchema.parse(texts[type] ?? {});
  parsed.set(type, rules);
  return rules;
}

/**
 * True if a path in a resource is a rule's property or lies inside it. Pulumi's SDK writes lists in the plural and the
 * provider's source in the singular, `rules[0].status` and `rule.status`.
 */
export function sameProperty(path: string, property: string): boolean {
  const at = segments(path);
  const rule = segments(property);
  return rule.every((segment, index) => segment === at[index]);
}

/** True if a path is exactly a rule's property, a list's item only where the rule says so (`names[]`). */
export function exactlyProperty(path: string, property: string): boolean {
  const items = /\[\d+\]$/.test(path);
  return items === property.endsWith("[]") && segments(path).length === segments(property).length && sameProperty(path, property);
}

/** Every value of every resource is held against every rule of its type, so a path is taken apart once. */
const segmentsOf = new Map<string, readonly string[]>();

function segments(path: string): readonly string[] {
  const known = segmentsOf.get(path);
  if (known !== undefined) return known;
  const found = path
    .replace(/\["[^"]*"\]|\[\d*\]/g, "")
    .split(".")
    .map((segment) => segment.replace(/ies$/, "y").replace(/s$/, ""));
  segmentsOf.set(path, found);
  return found;
}
