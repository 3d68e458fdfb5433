import { strict as assert } from "node:assert";
import type { RegisteredResource } from "../../rehearsal/plan/record";
import type { Value } from "../../rehearsal/provider/struct";
import { isProperties, isSecret } from "../../rehearsal/provider/struct";
import type { Graph } from "../helpers/graph";
import { openings } from "./openings";
import type { Openings } from "./openings";

export type RequirementClass = "TOPOLOGY" | "SECURITY" | "DATA" | "OBSERVE" | "DEPLOY" | "DOC" | "OUT";

/** What one property of one registered resource must be. States exactly one check. */
export interface Fact {
  /** Type token, `aws:lb/listener:Listener`. */
  readonly type: string;
  /** Logical name. A pattern stands for every resource that it matches, of which there must be one at least. */
  readonly name: string | RegExp;
  /**
   * Path of an input, `defaultActions[0].redirect.host`. Text that holds JSON, a policy or container definitions, is read
   * through: `containerDefinitions[0].user`. `environment[name=DEBUG].value` picks the one entry of a list with that name;
   * `subnets.length` counts. `option:protect` reads a resource option, `secret:password` whether an input is a secret.
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
  /** What another resource answers, so that the two belong together and don't only look alike; a list holds it. */
  readonly linksTo?: Link;
}

export interface Link {
  readonly type: string;
  readonly name: string;
  /** `arn`, `id`, `address`… */
  readonly output: string;
  /** Text after it. @default - none */
  readonly suffix?: string;
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

/** What all tasks of some services have together: the size of each service's task times its copies. */
export interface Capacity {
  /** `cpu` in units of 1/1024 vCPU, `memory` in MiB. */
  readonly sumOf: "cpu" | "memory";
  /** Logical names of `aws:ecs/service:Service` resources. */
  readonly services: readonly string[];
  readonly atLeast: number;
}

/** One resource waits for another, a component for all that is in it. */
export interface Order {
  readonly type: string;
  readonly name: string;
  /** `type::name`. */
  readonly waitsFor: string;
}

export type Evidence = Fact | Count | Capacity | Openings | Order;

/** How one row of a document is met. */
export type Proof = {
  readonly id: string;
  /** What the row asks, in one short sentence. */
  readonly what: string;
} & (
  | { readonly proofs: readonly Evidence[] }
  /** Why no resource can express it, and what holds it instead. */
  | { readonly reason: string }
);

/** Asserts one piece of evidence on what was registered. A fact about a resource that does not exist fails. */
export function assertProof(graph: Graph, evidence: Evidence): void {
  if ("openings" in evidence) assert.deepEqual(openings(graph, evidence), evidence.exactly.toSorted());
  else if ("sumOf" in evidence) assertCapacity(graph, evidence);
  else if ("waitsFor" in evidence) {
    const { dependsOn } = graph.one(evidence.type, evidence.name);
    assert.ok(dependsOn.includes(evidence.waitsFor), `${evidence.name} waits for ${dependsOn.join(", ")}`);
  } else if ("count" in evidence) assertCount(graph, evidence);
  else assertFact(graph, evidence);
}

function assertCount(graph: Graph, { type, named, where, count }: Count): void {
  const found = graph.all(type).filter(
    ({ name, inputs }) =>
      (named === undefined || named.test(name)) &&
      (where === undefined || equal(valueAt(inputs, where.property), where.equals)),
  );
  assert.equal(found.length, count, `found ${found.map(({ name }) => name).join(", ")}`);
}

function assertCapacity(graph: Graph, { sumOf, services, atLeast }: Capacity): void {
  const sum = services
    .map((name) => graph.one("aws:ecs/service:Service", name).inputs)
    .reduce((total, { taskDefinition, desiredCount }) => {
      const task = graph.all("aws:ecs/taskDefinition:TaskDefinition").find(({ outputs }) => outputs.arn === taskDefinition);
      return total + Number(task?.inputs[sumOf]) * Number(desiredCount);
    }, 0);
  assert.ok(sum >= atLeast, `${sumOf} of ${services.join(" and ")} is ${sum}, expected ${atLeast} at least`);
}

function assertFact(graph: Graph, fact: Fact): void {
  const { type, name, property } = fact;
  const checks = ["equals", "includes", "atLeast", "matches", "linksTo"].filter((check) => check in fact);
  assert.equal(checks.length, 1, `${type} ${String(name)}: ${property} states ${checks.length} checks, not one`);
  const resources =
    typeof name === "string" ? [graph.one(type, name)] : graph.all(type).filter((resource) => name.test(resource.name));
  assert.ok(resources.length > 0, `no ${type} matches ${String(name)}`);
  for (const resource of resources) {
    const where = `${type} ${resource.name}: ${property}`;
    const value = propertyOf(resource, property);
    if ("equals" in fact) assert.deepEqual(value, fact.equals, where);
    if (fact.atLeast !== undefined) assert.ok(Number(value) >= fact.atLeast, `${where} is ${String(value)}`);
    if (fact.matches !== undefined) {
      assert.ok(typeof value === "string" && fact.matches.test(value), `${where} is ${JSON.stringify(value)}, not ${String(fact.matches)}`);
    }
    if (fact.linksTo !== undefined) {
      const expected = linked(graph, fact.linksTo);
      if (Array.isArray(value)) assert.ok(value.includes(expected), `${where} is without ${expected}`);
      else assert.equal(value, expected, where);
    }
    if (fact.includes !== undefined) {
      assert.ok(holds(value, fact.includes), `${where} is ${JSON.stringify(value)}, without ${JSON.stringify(fact.includes)}`);
    }
  }
}

function propertyOf(resource: RegisteredResource, property: string): unknown {
  const [, kind, key] = /^(option|secret):(\w+)$/.exec(property) ?? [];
  if (kind === undefined || key === undefined) return valueAt(resource.inputs, property);
  return kind === "option" ? Reflect.get(resource.options, key) : resource.secretInputs.includes(key);
}

function linked(graph: Graph, { type, name, output, suffix = "" }: Link): string {
  const answer = valueAt(graph.one(type, name).outputs, output);
  // A name that the engine would make is not there yet: the ARN ends where it should stand, and tells nothing apart.
  assert.ok(typeof answer === "string" && !/(^|[/:])$/.test(answer), `${type} ${name} answers no ${output} to link to`);
  return `${answer}${suffix}`;
}

function holds(value: unknown, item: Value): boolean {
  if (Array.isArray(value)) return value.some((one) => equal(one, item));
  return typeof value === "string" && value.includes(String(item));
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
