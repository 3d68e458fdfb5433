import { ofType, outcome, violation } from "../../join";
import { EVERYWHERE } from "../../levels";
import type { GraphRule } from "../../rule";

export const postgresqlGrantsReplaceSafely: GraphRule = {
  id: "postgresql-grants-replace-safely",
  reason: "A grant's deletion revokes its privileges, so it must come before the successor's grant and not after it.",
  severity: "high",
  levels: EVERYWHERE,
  remedy: "Set the resource option deleteBeforeReplace on grants and default privileges, as DatabaseRoles does.",
  checklist: [],
  equivalents: [],
  evaluate: (stack) => {
    const grants = ofType(stack, "postgresql:index/grant:Grant", "postgresql:index/defaultPrivileges:DefaultPrivileges");
    const violations = grants
      .filter(({ options }) => options.deleteBeforeReplace === false)
      .map((grant) => violation(grant, "option:deleteBeforeReplace", "false", "true"));
    return outcome(grants, violations);
  },
};
