import { PLAN, SELECTION } from "../../backup-selections";
import { copiesOf } from "../../copies";
import { mustExist, ofType, targets, violation } from "../../join";
import { IN_PRODUCTION } from "../../levels";
import type { GraphRule } from "../../rule";

export const backupCopyElsewhere: GraphRule = {
  id: "backup-copy-elsewhere",
  reason: "What takes a region down takes every backup in it along, however many vaults they are in.",
  severity: "high",
  levels: IN_PRODUCTION,
  remedy: "Set groundwork:backups.replicateToBackupRegion; BackupPlan then copies to the vault of the backup region.",
  checklist: ["S-34"],
  equivalents: ["CKV_AWS_245"],
  evaluate: (stack) => {
    const plans = ofType(stack, PLAN);
    const used = plans.filter((plan) => ofType(stack, SELECTION).some((selection) => targets(selection, "planId", [plan]).length > 0));
    const violations = used
      .filter((plan) => {
        // A plan writes to vaults of its own region, so a copy to any other is one elsewhere.
        const own = plan.properties.region ?? plan.region;
        return !copiesOf(stack, plan).some(({ region }) => typeof own === "string" && typeof region === "string" && region !== own);
      })
      .map((plan) => violation(plan, "rules.copyActions", "no copy to a vault of another region", "a copy of one rule at least"));
    return mustExist(used, PLAN, violations);
  },
};
