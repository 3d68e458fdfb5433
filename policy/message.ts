import type { PolicyResource, Value } from "./model";
import { readThrough } from "./path";
import type { RuleInformation, Violation } from "./rule";
import { isProperties, UNKNOWN } from "../rehearsal/provider/struct";

/** What is said for a value that nothing tells before a deployment. */
export const NOT_KNOWN = "not known before the deployment";
const HIDDEN = "(hidden)";
const LONGEST = 160;
/** Names of properties that hold a secret, in whatever resource. */
const SECRET_NAME = /password|passphrase|secret(String|Binary|Value)?$|token$|privateKey|preSharedKey|credential|connection_?(string|url)/i;
const CREDENTIALS_IN_URL = /([a-z][a-z0-9+.-]*:\/\/)[^\s/@]+@/gi;
/** A token, an AWS access key, a PEM key: what gives itself away. */
const SECRET_FORM = /eyJ[\w-]{8,}[\w.-]*|\bA(KI|SI)A[A-Z0-9]{12,}|-----BEGIN[^-]*PRIVATE KEY-----[\s\S]*/g;

/**
 * A value as a message may show it. The engine hands the pack secrets unwrapped, so what looks like one by its property's
 * name or by its form is never shown, and neither is any value of a container's environment.
 */
export function shown(property: string, value: Value | undefined): string {
  if (value === undefined || value === null) return "absent";
  if (value === UNKNOWN) return NOT_KNOWN;
  const safe = withoutSecrets(lastKey(property), value, /environment/i.test(property));
  const text = typeof safe === "string" ? safe : JSON.stringify(safe);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

/**
 * What a person reads: where, what is wrong, what is allowed, why, and what to do next.
 *
 * @param resource the one that the violation is of; a stack that lacks one has none
 */
export function messageOf(rule: RuleInformation, violation: Violation, resource: PolicyResource | undefined): string {
  const where = resource === undefined ? "the stack" : `${resource.name} (${resource.type})`;
  return [
    `${rule.id}: ${where}`,
    `${violation.property} is ${scrubbed(violation.found)}, required is ${violation.required}.`,
    `Why: ${sentence(rule.reason)}`,
    `Next: ${sentence(rule.remedy)}`,
  ].join("\n");
}

/** A phrase as a sentence: rules in tables are written without capital and full stop. */
export function sentence(text: string): string {
  const begun = `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
}

function lastKey(property: string): string {
  return /([^.[\]"]+)(\[[^\]]*\])*$/.exec(property)?.[1] ?? property;
}

function withoutSecrets(key: string, value: Value, inEnvironment: boolean): Value {
  if (value === UNKNOWN) return "(unknown)";
  if (Array.isArray(value)) return value.map((item: Value) => withoutSecrets(key, item, inEnvironment));
  if (isProperties(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [name, withoutSecrets(name, item, inEnvironment || /environment/i.test(name))]),
    );
  }
  if (SECRET_NAME.test(key) && typeof value !== "boolean") return HIDDEN;
  if (inEnvironment && !["name", "type"].includes(key)) return HIDDEN;
  if (typeof value !== "string") return value;
  const read = readThrough(value);
  return read === undefined || typeof read === "string" ? scrubbed(value) : JSON.stringify(withoutSecrets(key, read, inEnvironment));
}

function scrubbed(text: string): string {
  return text.replace(CREDENTIALS_IN_URL, `$1${HIDDEN}@`).replace(SECRET_FORM, HIDDEN);
}
