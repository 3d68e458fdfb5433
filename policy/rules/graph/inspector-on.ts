import { list, mustExist, ofType, outcome, shown, violation } from "../../join";
import { EVERYWHERE } from "../../levels";
import type { GraphRule } from "../../rule";

const ENABLER = "aws:inspector2/enabler:Enabler";
const CODE = { "aws:ecr/repository:Repository": "ECR", "aws:lambda/function:Function": "LAMBDA" };

export const inspectorOn: GraphRule = {
  id: "inspector-on",
  reason: "An image that was sound when it was pushed has a known flaw a month later, and only a scan that goes on finds it.",
  severity: "medium",
  levels: EVERYWHERE,
  remedy: "Name ECR and LAMBDA in groundwork:accountSecurity.inspectorTargets.",
  checklist: ["S-31"],
  equivalents: ["FSBP Inspector.1", "FSBP Inspector.2", "Prowler inspector2_is_enabled"],
  evaluate: (stack, { ownsAccount = false }) => {
    const enablers = ofType(stack, ENABLER);
    const asked = Object.entries(CODE).flatMap(([type, target]) => (ofType(stack, type).length > 0 ? [target] : []));
    const violations = enablers.flatMap((enabler) => {
      const { resourceTypes } = enabler.properties;
      return asked.filter((target) => !list(resourceTypes).includes(target)).map((target) => violation(enabler, "resourceTypes", shown(resourceTypes), `${target} among them`));
    });
    return ownsAccount ? mustExist(enablers, ENABLER, violations) : outcome(enablers, violations);
  },
};
