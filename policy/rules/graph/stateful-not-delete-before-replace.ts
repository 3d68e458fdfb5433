import { ofType, outcome, violation } from "../../join";
import { EVERYWHERE } from "../../levels";
import type { GraphRule } from "../../rule";
import { STATEFUL } from "../../stateful";

export const statefulNotDeleteBeforeReplace: GraphRule = {
  id: "stateful-not-delete-before-replace",
  reason: "A replacement that deletes first has lost the data before its successor exists.",
  severity: "critical",
  levels: EVERYWHERE,
  remedy: "Leave the resource option deleteBeforeReplace away from all that holds data.",
  checklist: ["S-33"],
  equivalents: [],
  evaluate: (stack) => {
    const stateful = ofType(stack, ...STATEFUL);
    const violations = stateful
      .filter(({ options }) => options.deleteBeforeReplace === true)
      .map((resource) => violation(resource, "option:deleteBeforeReplace", "true", "false"));
    return outcome(stateful, violations);
  },
};
