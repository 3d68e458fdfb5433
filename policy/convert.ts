import type { PolicyResource as Analyzed, PolicyResourceOptions, ResourceValidationArgs } from "@pulumi/policy";
import type { PolicyResource, Stack } from "./model";
import { UNKNOWN } from "../rehearsal/provider/struct";
import type { Properties, Value } from "../rehearsal/provider/struct";

/**
 * What the program set, by URN. The engine shows a stack policy what a provider answered, where a property that the program
 * left out is unknown on a preview; only a resource policy sees the inputs. So one of them notes the inputs for the others.
 */
export class Inputs {
  readonly #byUrn = new Map<string, Properties>();

  note({ urn, props }: Pick<ResourceValidationArgs, "urn" | "props">): void {
    this.#byUrn.set(urn, known(props));
  }

  of(urn: string): Properties | undefined {
    return this.#byUrn.get(urn);
  }
}

/** What is judged: what the program registers, or what a state holds of an earlier run. */
export type Subject = "program" | "state";

/** The stack as the rules see it. */
export function stackOf(resources: readonly Analyzed[], inputs: Inputs, subject: Subject): Stack {
  return { resources: resources.map((resource) => converted(resource, inputs, subject)) };
}

function converted({ type, name, urn, props, opts, provider, propertyDependencies }: Analyzed, inputs: Inputs, subject: Subject): PolicyResource {
  const given = inputs.of(urn);
  // A component has no provider; what it registers as its outputs is said by the program as well.
  const said = given === undefined || provider === undefined ? { ...given, ...known(props) } : given;
  return {
    type,
    name,
    urn,
    properties: said,
    options: optionsOf(opts, subject),
    propertyDependencies: Object.fromEntries(Object.entries(propertyDependencies).map(([key, sources]) => [key, sources.map((source) => source.urn)])),
    region: provider === undefined ? undefined : known(provider.props).region,
    provider: provider?.urn,
  };
}

function optionsOf({ protect, ignoreChanges, deleteBeforeReplace }: PolicyResourceOptions, subject: Subject): PolicyResource["options"] {
  return { protect, ignoreChanges, deleteBeforeReplace: subject === "state" ? undefined : deleteBeforeReplace === true };
}

/** The SDK throws where an unknown value is read; here it becomes a value that a rule can see. */
export function known(properties: object): Properties {
  return Object.fromEntries(
    Object.keys(properties).flatMap((key) => {
      // The engine's own notes on the inputs, `__defaults`.
      if (key.startsWith("__")) return [];
      const value = read(() => Reflect.get(properties, key));
      return value === undefined ? [] : [[key, value]];
    }),
  );
}

function read(take: () => unknown): Value | undefined {
  let value: unknown;
  try {
    value = take();
  } catch {
    return UNKNOWN;
  }
  if (value === null || typeof value === "boolean" || typeof value === "number" || typeof value === "string") return value;
  if (Array.isArray(value)) return itemsOf(value);
  return typeof value === "object" ? known(value) : undefined;
}

/** Each item is read on its own: a list's own methods read them all, and one unknown item would make the list unknown. */
function itemsOf(list: readonly unknown[]): readonly Value[] {
  return Array.from({ length: list.length }, (_, index) => read(() => list[index]) ?? null);
}
