import { IGNORED_CHANGES } from "../../ignored-changes";
import { ofType, outcome, violation } from "../../join";
import { EVERYWHERE } from "../../levels";
import type { GraphRule } from "../../rule";
import { canonical } from "../../stack-index";

export const ignoredChangesListed: GraphRule = {
  id: "ignored-changes-listed",
  reason: "What a resource ignores anybody can change by hand, and no deployment sees it or takes it back.",
  severity: "high",
  levels: EVERYWHERE,
  remedy: "Take the property out of ignoreChanges, or put it with its reason into policy/ignored-changes.ts.",
  checklist: [],
  equivalents: [],
  evaluate: (stack) => {
    const ignoring = stack.resources.filter(({ options }) => options.ignoreChanges.length > 0);
    const violations = ignoring.flatMap((resource) => {
      const listed = IGNORED_CHANGES.filter(({ type, owner }) => type === canonical(resource.type) && (owner === undefined || ofType(stack, owner).length > 0)).map(({ property }) => property);
      return resource.options.ignoreChanges
        .filter((property) => !listed.includes(property))
        .map((property) => violation(resource, "option:ignoreChanges", property, listed.length === 0 ? "none" : `none but ${listed.join(", ")}`));
    });
    return outcome(ignoring, violations);
  },
};
