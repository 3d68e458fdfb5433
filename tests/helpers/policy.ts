import type { PolicyResource, Stack } from "../../policy/model";
import type { RegisteredResource } from "../../rehearsal/plan/record";
import { isProperties, isSecret, UNKNOWN } from "../../rehearsal/provider/struct";
import type { Properties, Value } from "../../rehearsal/provider/struct";

/** What holds the resources of a program: a graph, or a list of some of them. */
interface Registered {
  readonly resources: readonly RegisteredResource[];
  /** Those of the stack, which is a resource too. @default - the stack is left out */
  readonly outputs?: Properties;
}

/** The stack as the engine registers it; of its outputs nobody says what they come from. */
const stackOf = (outputs: Properties): RegisteredResource => ({
  type: "pulumi:pulumi:Stack", name: "stack", inputs: {}, outputs, parent: undefined, provider: undefined, secretInputs: [], dependsOn: [], options: {},
});

/** Shorter texts, `5432`, `true`, are the same by chance. */
const SHORTEST_OUTPUT = 8;

/** The stack as the rules see it after a deployment: every value known. */
export function policyStack(graph: Registered): Stack {
  return viewsOf(graph).known;
}

/**
 * The stack as the rules see it on a first preview: what comes from another resource's outputs is UNKNOWN, and
 * `propertyDependencies` still says which resource that is. A text that holds such an output is unknown as a whole, as the
 * engine has it.
 */
export function firstPreviewStack(graph: Registered): Stack {
  return viewsOf(graph).first;
}

export const urnOf = ({ type, name }: { readonly type: string; readonly name: string }): string =>
  `urn:pulumi:production::groundwork::${type}::${name}`;

interface Views {
  readonly known: Stack;
  readonly first: Stack;
}

const views = new WeakMap<Registered, Views>();

/** Both views of a graph, worked out in one go and once: what comes from where is the larger part of it. */
function viewsOf(graph: Registered): Views {
  const known = views.get(graph) ?? readViews(graph);
  views.set(graph, known);
  return known;
}

function readViews(graph: Registered): Views {
  const sources = new Sources();
  const regions = new Map(graph.resources.map((resource) => [`${resource.type}::${resource.name}`, resource.inputs.region]));
  const providers = new Map(graph.resources.map((resource) => [`${resource.type}::${resource.name}`, urnOf(resource)]));
  const registered = graph.outputs === undefined ? graph.resources : [...graph.resources, stackOf(graph.outputs)];
  const both = registered.map((resource): { readonly known: PolicyResource; readonly first: PolicyResource } => {
    const inputs = unsealed(resource.inputs);
    // What a component registers as its outputs is said by the program, as its inputs are.
    const isStack = resource.type === "pulumi:pulumi:Stack";
    const isComponent = isStack || resource.type.startsWith("groundwork:");
    const properties = Object.entries(isComponent ? { ...inputs, ...unsealed(resource.outputs) } : inputs);
    const judged: PolicyResource = {
      type: resource.type,
      name: resource.name,
      urn: urnOf(resource),
      properties: Object.fromEntries(properties),
      options: {
        protect: resource.options.protect === true,
        ignoreChanges: resource.options.ignoreChanges ?? [],
        deleteBeforeReplace: resource.options.deleteBeforeReplace === true,
      },
      propertyDependencies: Object.fromEntries(
        properties.flatMap(([key, value]) => {
          const urns = new Set(textsOf(value).flatMap((text) => [...sources.of(text)]));
          return urns.size === 0 || isStack ? [] : [[key, [...urns]]];
        }),
      ),
      region: resource.provider === undefined ? undefined : regions.get(resource.provider),
      provider: providers.get(resource.provider ?? ""),
    };
    const shown = Object.fromEntries(properties.map(([key, value]) => [key, hidden(value, (text) => sources.hides(text))]));
    // A program can only pass on what it made before, so a resource's own outputs count from here on.
    if (!isComponent) sources.add(resource, inputs);
    return { known: judged, first: { ...judged, properties: shown } };
  });
  return { known: { resources: both.map(({ known }) => known) }, first: { resources: both.map(({ first }) => first) } };
}

/** Which outputs are whose, for all that was registered so far. */
class Sources {
  /** By their first letters, so that a text is searched for all of them at once. */
  readonly #contained = new Map<string, Map<string, Set<string>>>();
  readonly #exact = new Map<string, Set<string>>();
  /** Outputs that a program can also write by itself, a bucket's ARN from its name: they lead to their source and hide nothing. */
  readonly #writable = new Set<string>();
  readonly #given = new Set<string>();

  add(resource: RegisteredResource, inputs: Properties): void {
    const urn = urnOf(resource);
    const given = new Set(textsOf(inputs));
    for (const text of given) this.#given.add(text);
    const { id, ...others } = resource.outputs;
    // An id that is the name given to it, a bucket's: only a whole text that equals it was read from the id.
    // The mocks' id of a Cloud Map service is its name, AWS's is not. Nothing reads that of a restore test, which is a plain word.
    if (typeof id === "string" && id !== "" && given.has(id) && !/^aws:(servicediscovery|backup\/restoreTestingSelection)/.test(resource.type)) {
      this.#exact.set(id, (this.#exact.get(id) ?? new Set()).add(urn));
    }
    // The provider of PostgreSQL knows a name's output from its input.
    if (resource.type.startsWith("postgresql:") && typeof id === "string") this.#writable.add(id);
    if (resource.type === "aws:s3/bucket:Bucket" && typeof others.arn === "string") this.#writable.add(others.arn);
    if (resource.type === "aws:ecr/repository:Repository" && typeof others.repositoryUrl === "string") this.#writable.add(others.repositoryUrl);
    const computed = [...Object.entries(others).flatMap(([key, value]) => (key in inputs ? [] : textsOf(value))), ...(typeof id === "string" ? [id] : [])];
    for (const text of new Set(computed)) {
      // Programs number a cache's nodes by the group's name, `sessions-001`, and read no output for it.
      const numbered = this.#given.has(text.replace(/-\d{3}$/, ""));
      if (text.length < SHORTEST_OUTPUT || this.#given.has(text) || numbered || /^\d{12}$|^[a-z]{2}-[a-z]+-\d[a-z]?$/.test(text)) continue;
      const start = text.slice(0, SHORTEST_OUTPUT);
      const alike = this.#contained.get(start) ?? new Map<string, Set<string>>();
      this.#contained.set(start, alike.set(text, (alike.get(text) ?? new Set()).add(urn)));
    }
  }

  /** True if nobody can know the text before the resources that it comes from exist. */
  hides(text: string): boolean {
    return (this.#exact.has(text) && !this.#writable.has(text)) || this.#within(text).some(([output]) => !this.#writable.has(output));
  }

  of(text: string): ReadonlySet<string> {
    const found = new Set(this.#exact.get(text));
    for (const [, urns] of this.#within(text)) for (const urn of urns) found.add(urn);
    return found;
  }

  /** The outputs that stand somewhere in a text. */
  #within(text: string): readonly (readonly [string, ReadonlySet<string>])[] {
    const found: (readonly [string, ReadonlySet<string>])[] = [];
    for (let at = 0; at + SHORTEST_OUTPUT <= text.length; at += 1) {
      for (const entry of this.#contained.get(text.slice(at, at + SHORTEST_OUTPUT)) ?? []) if (text.startsWith(entry[0], at)) found.push(entry);
    }
    return found;
  }
}

function unsealed(properties: Properties): Properties {
  return Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, unsealedValue(value)]));
}

function unsealedValue(value: Value): Value {
  if (isSecret(value)) return unsealedValue(value.value);
  if (Array.isArray(value)) return value.map(unsealedValue);
  return isProperties(value) ? unsealed(value) : value;
}

function hidden(value: Value, isComputed: (text: string) => boolean): Value {
  if (typeof value === "string") return isComputed(value) ? UNKNOWN : value;
  if (Array.isArray(value)) return value.map((item) => hidden(item, isComputed));
  return isProperties(value) ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, hidden(item, isComputed)])) : value;
}

function textsOf(value: Value): readonly string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(textsOf);
  return isProperties(value) ? Object.values(value).flatMap(textsOf) : [];
}
