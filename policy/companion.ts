import { mustExist, ofType, refersTo, shown, violation } from "./join";
import type { PolicyResource, Value } from "./model";
import type { Floors } from "./floors";
import type { GraphRule, RuleInformation } from "./rule";

/** What a resource needs beside it, as the provider splits it off: a bucket's encryption, its versioning. */
export interface Companion {
  readonly of: string;
  readonly type: string;
  /** Property of the companion that names the resource. */
  readonly by: string;
  /** Property of the companion that is judged, for the message. */
  readonly property: string;
  readonly holds: (companion: PolicyResource, resource: PolicyResource, floors: Floors) => boolean;
  readonly required: string;
  /** Property of the resource itself that older programs set, and when that is good enough. @default - none */
  readonly inline?: { readonly property: string; readonly holds: (value: Value, resource: PolicyResource) => boolean };
}

/** Every resource of a type has a companion, and each companion it has holds what it must. */
export function companionRule(information: RuleInformation, companion: Companion): GraphRule {
  return {
    ...information,
    evaluate: (stack, floors) => {
      const resources = ofType(stack, companion.of);
      const companions = ofType(stack, companion.type);
      const violations = resources.flatMap((resource) => {
        const own = companions.filter((candidate) => refersTo(candidate, companion.by, resource));
        const inline = companion.inline === undefined ? undefined : resource.properties[companion.inline.property];
        if (own.length === 0) {
          const good = inline !== undefined && companion.inline?.holds(inline, resource) === true;
          return good ? [] : [violation(resource, companion.type, "none", `one with ${companion.required}`)];
        }
        return own
          .filter((candidate) => !companion.holds(candidate, resource, floors))
          .map((candidate) => {
            const value = candidate.properties[companion.property];
            return violation(candidate, companion.property, shown(value), companion.required);
          });
      });
      return mustExist(resources, companion.of, violations);
    },
  };
}
