import type { PolicyOptions, PolicyResource, Properties, Stack, Value } from "../../policy/model";
import type { Change } from "../../policy/rule";
import { isProperties } from "../../rehearsal/provider/struct";

/** A stack with exactly one thing broken. */
export interface Mutant {
  readonly what: string;
  /** Made when it is asked for: most mutants are like one that was judged already. */
  readonly stack: Stack;
  /** The resource that was broken; undefined for one that was added. Where several differ, neither is there. */
  readonly from?: PolicyResource | undefined;
  /** What became of it; undefined for one that is gone. */
  readonly to?: PolicyResource | undefined;
}

/** All the ways to break one thing in a stack. */
export type Mutation = (stack: Stack) => readonly Mutant[];

type Where = (resource: PolicyResource) => boolean;
const any: Where = () => true;

function each(type: string, where: Where, what: string, change: (resource: PolicyResource) => PolicyResource | undefined): Mutation {
  return ({ resources }) =>
    resources
      .filter((resource) => resource.type === type && where(resource))
      .map((from): Mutant => {
        const to = change(from);
        return {
          what: `${what} ${from.name}`,
          from,
          to,
          get stack() {
            return { resources: resources.toSpliced(resources.indexOf(from), 1, ...(to === undefined ? [] : [to])) };
          },
        };
      });
}

/** Takes each resource of a type away. */
export const without = (type: string, where = any): Mutation => each(type, where, `without ${type}`, () => undefined);

/** Changes the properties of each resource of a type. */
export const edit = (type: string, what: string, change: (properties: Properties) => Properties, where = any): Mutation =>
  each(type, where, what, (resource) => ({ ...resource, properties: change(resource.properties) }));

/** Sets a property, at any depth, of each resource of a type; undefined takes it away. */
export const set = (type: string, path: string, value: Value | undefined, where = any): Mutation =>
  edit(type, `${path} = ${JSON.stringify(value) ?? "nothing"} in`, (properties) => withValue(properties, path.split("."), value), where);

/** Points a property of each resource of a type to something outside the stack. */
export const elsewhere = (type: string, property: string, where = any): Mutation =>
  each(type, where, `${property} elsewhere in`, (resource) => ({
    ...resource,
    properties: { ...resource.properties, [property]: strange(resource.properties[property] ?? null) },
    propertyDependencies: { ...resource.propertyDependencies, [property]: [] },
  }));

/** Changes an option of each resource of a type. */
export const option = (type: string, change: Partial<PolicyOptions>, where = any): Mutation =>
  each(type, where, `${JSON.stringify(change)} for`, (resource) => ({ ...resource, options: { ...resource.options, ...change } }));

/** Adds a resource beside each of a type; its edges lead there. */
export const beside = (type: string, added: string, by: string, properties: Properties, where = any): Mutation => (stack) =>
  stack.resources
    .filter((resource) => resource.type === type && where(resource))
    .map((resource) => {
      const to: PolicyResource = {
        type: added,
        name: "added",
        urn: `urn:pulumi:production::groundwork::${added}::added`,
        properties: { [by]: "of-the-other", ...properties },
        options: { protect: false, ignoreChanges: [], deleteBeforeReplace: false },
        propertyDependencies: { [by]: [resource.urn] },
        region: resource.region,
        provider: resource.provider,
      };
      return {
        what: `${added} ${JSON.stringify(properties)} beside ${resource.name}`,
        to,
        get stack() {
          return { resources: [...stack.resources, to] };
        },
      };
    });

/** A resource with another value at a place, `rules[0].schedule`, `tags["a.b"]`, `parameters[*]`; undefined takes it away. */
export function replacedAt(resource: PolicyResource, path: string, value: Value | undefined): PolicyResource {
  const steps = [...path.matchAll(/\.?([^.[\]]+)|\[(\d+|\*)\]|\["([^"]+)"\]/g)].map(([, key, index, quoted]): string | number => (index === undefined ? (key ?? quoted ?? "") : index === "*" ? 0 : Number(index)));
  const [top = ""] = steps;
  const { [String(top)]: sources, ...others } = resource.propertyDependencies;
  // A text or a flag that is replaced as a whole comes from nowhere any more.
  const isWhole = steps.length === 1 && (typeof value !== "object" && !/^[[{]/.test(String(value)));
  const propertyDependencies = sources === undefined || isWhole ? others : resource.propertyDependencies;
  const properties = valueAt(resource.properties, steps, value);
  return { ...resource, properties: isProperties(properties) ? properties : {}, propertyDependencies };
}

function valueAt(node: Value | undefined, [step, ...rest]: readonly (string | number)[], value: Value | undefined): Value | undefined {
  if (step === undefined) return value;
  if (typeof step === "number") {
    // A single object stands for a list of one.
    const list: readonly Value[] = Array.isArray(node) ? node : node === undefined ? [] : [node];
    const changed = valueAt(list[step], rest, value);
    return [...list.slice(0, step), ...(changed === undefined ? [] : [changed]), ...list.slice(step + 1)];
  }
  const known: Properties = isProperties(node) ? node : {};
  const changed = valueAt(known[step], rest, value);
  return { ...withoutKey(known, step), ...(changed === undefined ? {} : { [step]: changed }) };
}

function withoutKey(properties: Properties, gone: string): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([key]) => key !== gone));
}

/** A resource with several properties changed; what is taken away or replaced comes from nowhere any more. */
export function changedBy(resource: PolicyResource, change: Change): PolicyResource {
  const kept = Object.entries(resource.properties).filter(([key]) => !(key in change));
  const set = Object.entries(change).flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]));
  const propertyDependencies = Object.fromEntries(Object.entries(resource.propertyDependencies).filter(([key]) => !(key in change)));
  return { ...resource, properties: Object.fromEntries([...kept, ...set]), propertyDependencies };
}

/** The stack with one resource in another's place. */
export function withResource({ resources }: Stack, old: PolicyResource, changed: PolicyResource): Stack {
  return { resources: resources.with(resources.indexOf(old), changed) };
}

function withValue(properties: Properties, [key = "", ...rest]: readonly string[], value: Value | undefined): Properties {
  const { [key]: old, ...others } = properties;
  if (rest.length === 0) return value === undefined ? others : { ...others, [key]: value };
  return { ...others, [key]: withValue(isProperties(old) ? old : {}, rest, value) };
}

/** Texts that name nothing here, in the same form. */
function strange(value: Value): Value {
  if (Array.isArray(value)) return value.map(strange);
  return isProperties(value) ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, strange(item)])) : "not-of-this-stack";
}
