import type { PolicyResource, Stack } from "../../policy/model";
import { checkedInputs } from "../../rehearsal/plan/record";
import type { RegisteredResource } from "../../rehearsal/plan/record";
import { isProperties, isSecret } from "../../rehearsal/provider/struct";
import type { Properties, Value } from "../../rehearsal/provider/struct";

/** What holds the resources of a program: a graph, or a list of some of them. */
interface Registered {
  readonly resources: readonly RegisteredResource[];
  /** Those of the stack, which is a resource too. @default - the stack is left out */
  readonly outputs?: Properties;
}

/** The stack as the engine registers it; of its outputs nobody says what they come from. */
const stackOf = (outputs: Properties): RegisteredResource => ({
  type: "pulumi:pulumi:Stack", name: "stack", inputs: {}, outputs, parent: undefined, provider: undefined, secretInputs: [], dependsOn: [], propertyDependencies: {}, options: {},
});

const stacks = new WeakMap<Registered, Stack>();

/** The stack as the pack gets it from the engine: of a graph of a first preview with what nobody knows yet, else with every value. */
export function policyStack(graph: Registered): Stack {
  const known = stacks.get(graph) ?? readStack(graph);
  stacks.set(graph, known);
  return known;
}

const urnOf = ({ type, name }: { readonly type: string; readonly name: string }): string => urnFor(`${type}::${name}`);

const urnFor = (identity: string): string => `urn:pulumi:production::groundwork::${identity}`;

function readStack({ resources, outputs }: Registered): Stack {
  const regions = new Map(resources.map((resource) => [`${resource.type}::${resource.name}`, resource.inputs.region]));
  const registered = outputs === undefined ? resources : [...resources, stackOf(outputs)];
  return {
    resources: registered.map((resource): PolicyResource => {
      const inputs = unsealed(checkedInputs(resource));
      return {
        type: resource.type,
        name: resource.name,
        urn: urnOf(resource),
        // What a component registers as its outputs is said by the program, as its inputs are.
        properties: /^(groundwork|pulumi:pulumi):/.test(resource.type) ? { ...inputs, ...unsealed(resource.outputs) } : inputs,
        options: {
          protect: resource.options.protect === true,
          ignoreChanges: resource.options.ignoreChanges ?? [],
          deleteBeforeReplace: resource.options.deleteBeforeReplace === true,
        },
        propertyDependencies: Object.fromEntries(Object.entries(resource.propertyDependencies).map(([key, sources]) => [key, sources.map(urnFor)])),
        region: resource.provider === undefined ? undefined : regions.get(resource.provider),
        provider: resource.provider === undefined ? undefined : urnFor(resource.provider),
      };
    }),
  };
}

function unsealed(properties: Properties): Properties {
  return Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, unsealedValue(value)]));
}

function unsealedValue(value: Value): Value {
  if (isSecret(value)) return unsealedValue(value.value);
  if (Array.isArray(value)) return value.map(unsealedValue);
  return isProperties(value) ? unsealed(value) : value;
}
