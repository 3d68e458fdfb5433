import { isProperties, valueSchema } from "../rehearsal/provider/struct";
import { objects } from "./join";
import type { Properties, Value } from "./model";

/** The statements of an IAM policy, given as JSON or as an object, one or a list. Unknown or broken text has none. */
export function statementsOf(policy: Value | undefined): readonly Properties[] {
  return objects(valueOfKey(typeof policy === "string" ? parsed(policy) : policy, "statement"));
}

function parsed(text: string): Value | undefined {
  try {
    return valueSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** The value of a key in any letter case, as IAM reads its documents' condition keys. */
export function valueOfKey(object: Value | undefined, key: string): Value | undefined {
  if (!isProperties(object)) return undefined;
  return Object.entries(object).find(([name]) => name.toLowerCase() === key)?.[1];
}

/** A text, a list, or texts within an object as `{ AWS: ["*"] }`, all as a list of texts. */
export function textsOf(value: Value | undefined): readonly string[] {
  if (typeof value === "string") return [value];
  if (typeof value === "boolean") return [String(value)];
  if (Array.isArray(value)) return value.flatMap(textsOf);
  return isProperties(value) ? Object.values(value).flatMap(textsOf) : [];
}
