import { mustExist, ofType, violation } from "../../join";
import { EVERYWHERE } from "../../levels";
import type { GraphRule } from "../../rule";
import { STATEFUL } from "../../stateful";

export const statefulProtected: GraphRule = {
  id: "stateful-protected",
  reason: "Nothing that holds data, keys or secrets goes away because a line of the program did.",
  severity: "critical",
  levels: EVERYWHERE,
  remedy: "Set the resource option protect, as our components do for all that holds data.",
  checklist: ["S-33"],
  equivalents: [],
  evaluate: (stack) => {
    const stateful = ofType(stack, ...STATEFUL);
    const violations = stateful.filter(({ options }) => !options.protect).map((resource) => violation(resource, "option:protect", "false", "true"));
    return mustExist(stateful, STATEFUL.join(" or "), violations);
  },
};
