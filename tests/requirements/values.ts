import { strict as assert } from "node:assert";
import type { Value } from "../../rehearsal/provider/struct";
import { isProperties, isSecret } from "../../rehearsal/provider/struct";

/** A list has the entry, or a text the part. */
export function holds(value: unknown, item: Value): boolean {
  if (Array.isArray(value)) return value.some((one) => equal(one, item));
  return typeof value === "string" && value.includes(String(item));
}

export function equal(a: unknown, b: unknown): boolean {
  try {
    assert.deepEqual(a, b);
    return true;
  } catch (error) {
    if (error instanceof assert.AssertionError) return false;
    throw error;
  }
}

/** The value at a path, `rules[0].expiration.days`; quoted keys, `Condition["aws:x"]`, and picks, `[name=DEBUG]`, too. */
export function valueAt(root: Value | undefined, path: string): Value | undefined {
  const parts = path.matchAll(/\["([^"]+)"\]|\[(\w+)=([^\]]+)\]|\[(\d+)\]|([^.[\]]+)/g);
  let value = root;
  for (const [, quoted, pickBy, picked, index, key] of parts) {
    const at = opened(value);
    if (pickBy !== undefined) {
      const found = Array.isArray(at) ? at.filter((item: Value) => isProperties(item) && item[pickBy] === picked) : [];
      value = found.length === 1 ? found[0] : undefined;
    } else {
      const part = quoted ?? index ?? key ?? "";
      value = Array.isArray(at) ? (part === "length" ? at.length : at[Number(part)]) : isProperties(at) ? at[part] : undefined;
    }
  }
  return unsealed(value);
}

/** A value with what is in it: JSON parsed, a secret without its seal. */
function opened(value: Value | undefined): Value | undefined {
  const bare = unsealed(value);
  return typeof bare === "string" && /^\s*[[{]/.test(bare) ? JSON.parse(bare) : bare;
}

function unsealed(value: Value | undefined): Value | undefined {
  return isSecret(value) ? value.value : value;
}
