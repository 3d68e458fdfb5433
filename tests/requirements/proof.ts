import { strict as assert } from "node:assert";
import type { RegisteredResource } from "../../rehearsal/plan/record";
import type { Value } from "../../rehearsal/provider/struct";
import type { Graph } from "../helpers/graph";
import { openings } from "./openings";
import type { Openings } from "./openings";
import { equal, holds, valueAt } from "./values";

/**
 * The register: each row of the systems' operations documents (rows.json) and what proves it.
 *
 * A system has a folder with one table for each class of rows, topology.ts to out.ts, and an index.ts that names them. To
 * prove a row, add a `Proof` with its id to the table of its class:
 *
 *     {
 *       id: "LIV-068",
 *       what: "max_connections is 100.",
 *       proofs: [{ type: TYPE.parameters, name: "database-parameters", property: "parameters[name=max_connections].value", equals: "100" }],
 *     },
 *
 * What proves a row of TOPOLOGY, SECURITY, DATA, OBSERVE, DEPLOY or COST, strongest first:
 * 1. What the program registers for the real stack file, found by logical name: `Fact`, `Count`, `Capacity`, `Openings`, `Order`.
 *    At least one is needed, and one that reads more than a tag or a description. State what the row asks, with its numbers
 *    converted to the property's unit; link resources with `linksTo`, so that the right ones belong together.
 * 2. Besides, or where no resource can say it and `noResource` tells why in a sentence: a `setting` that the system's own stack file
 *    would be refused with, a `policy` rule, a step of a `workflow`, a `test`, a heading of a `document`.
 * 3. `reason` alone, where nothing here can hold it: which part of the world does, and why not groundwork.
 *
 * A row of DOC has a heading of a `document`; a row of OUT has a `reason`. Evidence is asked of the production stack; `stack` names
 * another, and `inStack("staging", facts)` puts a list of facts there. Shared helpers and type tokens are in resources.ts.
 *
 *     npx mocha tests/requirements/register.spec.ts --grep livelihood      all rows of a system, some seconds
 *     npx mocha tests/requirements/register.spec.ts --grep LIV-068         one row
 *     npm run docs                                                        docs/requirements.md, from these tables
 */
export type RequirementClass = "TOPOLOGY" | "SECURITY" | "DATA" | "OBSERVE" | "DEPLOY" | "COST" | "DOC" | "OUT";

/** What can be asked of any stack of the system. */
interface InStack {
  /** @default "production" */
  readonly stack?: string;
}

/** What one property of one registered resource must be. States exactly one check. */
export interface Fact extends InStack {
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
export interface Count extends InStack {
  readonly type: string;
  /** Only those whose logical name matches. @default - all of the type */
  readonly named?: RegExp;
  /** Only those that hold this value at this path. @default - all */
  readonly where?: { readonly property: string; readonly equals: Value };
  readonly count: number;
}

/** What all tasks of some services have together: the size of each service's task times its copies. */
export interface Capacity extends InStack {
  /** `cpu` in units of 1/1024 vCPU, `memory` in MiB. */
  readonly sumOf: "cpu" | "memory";
  /** Logical names of `aws:ecs/service:Service` resources. */
  readonly services: readonly string[];
  readonly atLeast: number;
}

/** One resource waits for another, a component for all that is in it. */
export interface Order extends InStack {
  readonly type: string;
  readonly name: string;
  /** `type::name`. */
  readonly waitsFor: string;
}

/** What the program registers. */
export type ResourceEvidence = Fact | Count | Capacity | (Openings & InStack) | Order;

/** A rule of the policy pack, which judges every preview of every stack. */
export interface PolicyEvidence {
  /** Id of a rule in policy/rules. */
  readonly policy: string;
}

/** A workflow in .github/workflows does it. States a step, or what a property is. */
export interface WorkflowEvidence {
  /** File name, `deploy.yml`. */
  readonly workflow: string;
  /** Id of the job. @default - none, where `property` is given */
  readonly job?: string;
  /** Name of the step. @default - the job alone */
  readonly step?: string;
  /** What the step's command, or the action that it uses, contains. @default - not looked at */
  readonly runs?: string;
  /** Path from the top of the file, `on.push.branches`. @default - none */
  readonly property?: string;
  /** What the property is, or holds, where it is a list or text. */
  readonly holds?: Value;
}

/** A page for people says it. Proves a row of DOC; for other classes only what goes with a resource. */
export interface DocumentEvidence {
  /** Path from the repository's root, `docs/operations/incidents.md`. */
  readonly document: string;
  /** Text of a heading of that page. */
  readonly heading: string;
}

/** The system's own stack file would be refused with this value of this key. */
export interface SettingEvidence extends InStack {
  /** Path below the namespace, with dots: `services.api.autoscaling.minTasks`. */
  readonly setting: string;
  /** The value that is refused; `undefined`, that the key must be there. */
  readonly refuses: unknown;
  /** What the error answers, its `expected` part. */
  readonly expected: RegExp;
}

/** A test of this repository holds it for every system. */
export interface TestEvidence {
  /** Path of the spec file from the repository's root. */
  readonly test: string;
  /** The test's title, exactly. */
  readonly title: string;
}

/** What is not a resource, but is checked to be there. */
export type OtherEvidence = PolicyEvidence | WorkflowEvidence | DocumentEvidence | SettingEvidence | TestEvidence;

export type Evidence = ResourceEvidence | OtherEvidence;

/** How one row of a document is met. */
export type Proof = {
  readonly id: string;
  /** What is built, in one short sentence. Says so where it is not what the document writes. */
  readonly what: string;
} & (
  | {
      readonly proofs: readonly Evidence[];
      /** Why no resource can express it, where `proofs` name none. @default - they name one */
      readonly noResource?: string;
    }
  /** Why nothing of groundwork can express it, and what holds it instead. */
  | { readonly reason: string }
);

/** All proofs of a system. */
export interface SystemTable {
  readonly tables: Readonly<Record<RequirementClass, readonly Proof[]>>;
}

/** The same evidence, asked of another stack. */
export function inStack<Asked extends ResourceEvidence | SettingEvidence>(stack: string, evidence: readonly Asked[]): readonly Asked[] {
  return evidence.map((each) => ({ ...each, stack }));
}

/** Whether it looks at what the program registers. */
export function isResourceEvidence(evidence: Evidence): evidence is ResourceEvidence {
  return "type" in evidence || "sumOf" in evidence || "openings" in evidence;
}

/** Asserts one piece of evidence on what was registered. A fact about a resource that does not exist fails. */
export function assertProof(graph: Graph, evidence: ResourceEvidence): void {
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
