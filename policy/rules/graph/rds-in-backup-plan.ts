import { plansOf, primaries, SELECTION } from "../../backup-selections";
import { mustExist, objects, shown, violation } from "../../join";
import { EVERYWHERE } from "../../levels";
import type { GraphRule } from "../../rule";

export const rdsInBackupPlan: GraphRule = {
  id: "rds-in-backup-plan",
  reason: "RDS's own backups go with the instance's account and region; a plan keeps a copy apart and says for how long.",
  severity: "high",
  levels: EVERYWHERE,
  remedy: "Give the database's ARN to a BackupPlan component; groundwork:backups.vault sets its days.",
  checklist: ["S-33"],
  equivalents: ["FSBP RDS.26"],
  evaluate: (stack, floors) => {
    const databases = primaries(stack);
    const violations = databases.flatMap((database) => {
      const plans = plansOf(stack, database);
      if (plans.length === 0) {
        // The floors say why there is no plan at all; the instance's own backups have a rule of their own.
        if (floors.lacks.backupPlan !== undefined) return [];
        return [violation(database, SELECTION, "none of a plan of this stack", "one that selects it")];
      }
      const rules = plans.flatMap(({ properties }) => objects(properties.rules));
      const kept = rules.map(({ lifecycle }) => objects(lifecycle)[0]?.deleteAfter);
      // Without deleteAfter a recovery point is kept for ever.
      return kept.some((days) => days === undefined || (typeof days === "number" && days >= floors.recoveryPointDays)) && rules.length > 0
        ? []
        : [violation(database, "lifecycle.deleteAfter", kept.map(shown).join(", "), `at least ${floors.recoveryPointDays} days in one rule of its plan`)];
    });
    return mustExist(databases, "aws:rds/instance:Instance", violations);
  },
};
