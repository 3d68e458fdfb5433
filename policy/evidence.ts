import type { PolicyResource, Properties, Stack } from "./model";
import { byUrn, canonical } from "./stack-index";

/**
 * Evidence where a value is unknown until a deployment: the resources of some types that it comes from. The property is then
 * judged as the URN of the source, or the list of the URNs for a list.
 */
export function comesFrom(property: string, types: readonly string[], form: "text" | "list" = "text") {
  return (resource: PolicyResource, stack: Stack): Properties | undefined => {
    const urns = sourcesOf(resource, property, types, stack);
    const [first] = urns;
    if (first === undefined) return undefined;
    return { ...resource.properties, [property]: form === "text" ? first : urns };
  };
}

/** URNs of the resources of some types that a property's value comes from. */
export function sourcesOf(resource: PolicyResource, property: string, types: readonly string[], stack: Stack): readonly string[] {
  const urns = new Set(resource.propertyDependencies[property]);
  return [...urns].filter((urn) => types.includes(canonical(byUrn(stack, urn)?.type ?? "")));
}
