import type { CheckFailure } from "../provider/provider";
import { isProperties, UNKNOWN } from "../provider/struct";
import type { Properties, Value } from "../provider/struct";
import { exactlyProperty, providerRules } from "./provider-rules";
import { CLOUDFLARE_RULES } from "./rules/cloudflare";
import { DATA_STORE_RULES } from "./rules/data-stores";
import { ECS_RULES } from "./rules/ecs";
import { NETWORK_RULES } from "./rules/network";
import { PLATFORM_RULES } from "./rules/platform";
import { failuresOf } from "./rules/rule";
import { sdkProperties } from "./sdk-properties";

const RULES = [...NETWORK_RULES, ...ECS_RULES, ...DATA_STORE_RULES, ...PLATFORM_RULES, ...CLOUDFLARE_RULES];

/** Everything that is wrong with a resource's inputs in themselves, before anything is made. */
export function check(type: string, inputs: Properties): readonly CheckFailure[] {
  const { inputs: known, required } = sdkProperties(type);
  return [
    ...required
      .filter((property) => inputs[property] === undefined)
      .map((property) => ({ property, reason: `required property ${property} is missing` })),
    ...Object.keys(inputs)
      .filter((property) => !known.has(property) && property !== "__defaults")
      .map((property) => ({ property, reason: `${type} has no property ${property}` })),
    ...valuesOf(inputs).flatMap(({ path, value }) => refusedValue(type, path, value)),
    ...failuresOf(RULES, type, inputs),
  ];
}

/** Every plain value of the inputs with its path; what is unknown or absent is not judged. */
function valuesOf(inputs: Properties): readonly { path: string; value: string | number | boolean }[] {
  const visit = (path: string, value: Value | undefined): { path: string; value: string | number | boolean }[] => {
    if (value === undefined || value === null || value === UNKNOWN || value === "") return [];
    if (Array.isArray(value)) return value.flatMap((item: Value, index) => visit(`${path}[${index}]`, item));
    if (isProperties(value)) return Object.entries(value).flatMap(([key, item]) => visit(`${path}.${key}`, item));
    return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? [{ path, value }] : [];
  };
  return Object.entries(inputs).flatMap(([key, value]) => visit(key, value));
}

/** The provider's own rules for single values: enumerations, ranges, lengths, patterns. */
function refusedValue(type: string, path: string, value: string | number | boolean): readonly CheckFailure[] {
  const { oneOf = {}, between = {}, length = {}, matches = {} } = providerRules(type);
  const text = String(value);
  const rule = <Limits>(table: Readonly<Record<string, Limits>>) =>
    Object.entries(table).find(([property]) => exactlyProperty(path, property))?.[1];
  const failures: string[] = [];
  const allowed = rule(oneOf);
  if (allowed !== undefined && !allowed.includes(text)) failures.push(`expected one of ${allowed.join(", ")}, got ${text}`);
  const range = rule(between);
  if (range !== undefined && !isWithin(Number(value), range)) failures.push(`expected ${phrase(range)}, got ${text}`);
  const lengths = rule(length);
  if (lengths !== undefined && !isWithin(text.length, lengths)) {
    failures.push(`expected ${phrase(lengths)} characters, got ${text.length}: "${text}"`);
  }
  for (const pattern of rule(matches) ?? []) {
    if (patternOf(pattern)?.test(text) === false) failures.push(`expected a text that matches ${pattern}, got "${text}"`);
  }
  return failures.map((reason) => ({ property: path, reason: `${path}: ${reason}` }));
}

function isWithin(value: number, [low, high]: readonly [string, string]): boolean {
  return (low === "" || value >= Number(low)) && (high === "" || value <= Number(high));
}

function phrase([low, high]: readonly [string, string]): string {
  return high === "" ? `at least ${low}` : `${low} to ${high}`;
}

/** Go writes patterns that JavaScript reads but for a few; those are not judged. */
function patternOf(pattern: string): RegExp | undefined {
  try {
    return new RegExp(pattern, "u");
  } catch {
    return undefined;
  }
}
