import { PLAN, SELECTION, VAULT } from "../../backup-selections";
import { mustExist, names, objects, ofType, partRefersTo, targets, violation } from "../../join";
import { IN_PRODUCTION } from "../../levels";
import type { GraphRule } from "../../rule";

export const backupCopyElsewhere: GraphRule = {
  id: "backup-copy-elsewhere",
  reason: "A backup in the same vault as its only copy is lost together with it.",
  severity: "high",
  levels: IN_PRODUCTION,
  remedy: "Set groundwork:backups.replicateToBackupRegion; BackupPlan then copies to the vault of the backup region.",
  checklist: ["S-34"],
  equivalents: ["CKV_AWS_245"],
  evaluate: (stack) => {
    const vaults = ofType(stack, VAULT);
    const used = ofType(stack, SELECTION).flatMap((selection) => targets(selection, "planId", ofType(stack, PLAN)));
    const plans = ofType(stack, PLAN).filter((plan) => used.includes(plan));
    const violations = plans
      .filter((plan) => {
        return !objects(plan.properties.rules).some(({ targetVaultName, copyActions }) =>
          objects(copyActions).some(({ destinationVaultArn }) =>
            // At least one vault that the copy may go to is certainly not the one that it comes from.
            vaults.some((vault) => partRefersTo(destinationVaultArn, plan, "rules", vault) && !names(targetVaultName, vault)),
          ),
        );
      })
      .map((plan) => violation(plan, "rules.copyActions", "no copy to another vault of this stack", "a copy of one rule at least"));
    return mustExist(plans, PLAN, violations);
  },
};
