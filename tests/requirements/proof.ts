import { strict as assert } from "node:assert";
import type { Value } from "../../rehearsal/provider/struct";
import { isProperties } from "../../rehearsal/provider/struct";
import type { Graph } from "../helpers/graph";

export type RequirementClass = "TOPOLOGY" | "SECURITY" | "DATA" | "OBSERVE" | "DEPLOY" | "DOC" | "OUT";

/** What one property of one registered resource must be. */
export interface Fact {
  /** Type token, `aws:lb/listener:Listener`. */
  readonly type: string;
  /** Logical name. */
  readonly name: string;
  /**
   * Path of an input, `defaultActions[0].redirect.host`. Text that holds JSON, a policy or container definitions, is read
   * through: `containerDefinitions[0].user`. `option:protect` reads a resource option.
   */
  readonly property: string;
  /** Exactly this value; `undefined` says that the property must not be set. */
  readonly equals?: Value | undefined;
  /** The list or text contains this. */
  readonly includes?: Value;
  /** A number, or text of digits, no smaller than this. */
  readonly atLeast?: number;
  /** Text that matches. */
  readonly matches?: RegExp;
}

/** How many resources there are. */
export interface Count {
  readonly type: string;
  /** Only those whose logical name matches. @default - all of the type */
  readonly named?: RegExp;
  /** Only those that hold this value at this path. @default - all */
  readonly where?: { readonly property: string; readonly equals: Value };
  readonly count: number;
}

/** How one row of a document is met. */
export type Proof = {
  readonly id: string;
  /** What the row asks, in one short sentence. */
  readonly what: string;
} & (
  | { readonly proofs: readonly (Fact | Count)[] }
  /** Why no resource can express it, and what holds it instead. */
  | { readonly reason: string }
);

/** Asserts one fact on what was registered. A fact about a resource that does not exist fails. */
export function assertProof(graph: Graph, proof: Fact | Count): void {
  if ("count" in proof) {
    const found = graph.all(proof.type).filter(({ name, inputs }) => {
      const named = proof.named === undefined || proof.named.test(name);
      return named && (proof.where === undefined || equal(valueAt(inputs, proof.where.property), proof.where.equals));
    });
    assert.equal(found.length, proof.count, `found ${found.map(({ name }) => name).join(", ")}`);
    return;
  }
  const resource = graph.one(proof.type, proof.name);
  const option = /^option:(\w+)$/.exec(proof.property)?.[1];
  const value = option === undefined ? valueAt(resource.inputs, proof.property) : Reflect.get(resource.options, option);
  const where = `${proof.type} ${proof.name}: ${proof.property}`;
  const checks = ["equals", "includes", "atLeast", "matches"].filter((check) => check in proof);
  assert.equal(checks.length, 1, `${where} states ${checks.length} checks, not one`);
  if ("equals" in proof) assert.deepEqual(value, proof.equals, where);
  if (proof.atLeast !== undefined) assert.ok(Number(value) >= proof.atLeast, `${where} is ${String(value)}`);
  if (proof.matches !== undefined) assert.match(String(value), proof.matches, where);
  if (proof.includes !== undefined) {
    const { includes } = proof;
    const held = Array.isArray(value)
      ? value.some((item) => equal(item, includes))
      : typeof value === "string" && value.includes(String(includes));
    assert.ok(held, `${where} is ${JSON.stringify(value)}, without ${JSON.stringify(includes)}`);
  }
}

function equal(a: unknown, b: unknown): boolean {
  try {
    assert.deepEqual(a, b);
    return true;
  } catch (error) {
    if (error instanceof assert.AssertionError) return false;
    throw error;
  }
}

/** The value at a path, `rules[0].expiration.days`; quoted keys, `Condition["aws:x"]`, too. */
export function valueAt(root: Value | undefined, path: string): Value | undefined {
  const parts = [...path.matchAll(/\["([^"]+)"\]|\[(\d+)\]|([^.[\]]+)/g)].map(([, quoted, index, key]) => quoted ?? index ?? key ?? "");
  return parts.reduce<Value | undefined>((value, part) => {
    const at = typeof value === "string" && /^\s*[[{]/.test(value) ? JSON.parse(value) : value;
    if (Array.isArray(at)) return at[Number(part)];
    return isProperties(at) ? at[part] : undefined;
  }, root);
}
