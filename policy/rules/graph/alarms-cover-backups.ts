import { coverage } from "../../alarm-coverage";
import { PLAN, VAULT } from "../../backup-selections";
import { mustExist, objects, ofType, partRefersTo, shown, violation } from "../../join";
import { EVERYWHERE } from "../../levels";
import type { GraphRule } from "../../rule";

const watch = (metric: string) => ({ namespace: "AWS/Backup", metrics: [metric], dimension: "BackupVaultName" });

export const alarmsCoverBackups: GraphRule = {
  id: "alarms-cover-backups",
  reason: "A backup that fails or stops coming is noticed on the day that it is needed, unless something says so before.",
  severity: "high",
  levels: EVERYWHERE,
  remedy: "Give the vault to the Alarms component as a target; groundwork:alarms sets the thresholds.",
  checklist: ["S-33", "S-41"],
  equivalents: [],
  evaluate: (stack) => {
    const plans = ofType(stack, PLAN);
    const copies = plans.some(({ properties }) => objects(properties.rules).some(({ copyActions }) => objects(copyActions).length > 0));
    const metrics = ["NumberOfBackupJobsFailed", "NumberOfBackupJobsCompleted", ...(copies ? ["NumberOfCopyJobsFailed"] : [])];
    // Copies arrive in the other vault without a job of its own. Which vault of two it is may not be known yet: one will do.
    const violations = plans.flatMap((plan) =>
      objects(plan.properties.rules).flatMap(({ targetVaultName }) => {
        const written = ofType(stack, VAULT).filter((vault) => partRefersTo(targetVaultName, plan, "rules", vault));
        const found = written.map((vault) => coverage(stack, [vault], () => metrics.map(watch)).violations);
        if (found.length === 0) return [violation(plan, "rules.targetVaultName", shown(targetVaultName), "a vault of this stack")];
        return found.some((missing) => missing.length === 0) ? [] : found.flat();
      }),
    );
    return mustExist(plans, PLAN, violations);
  },
};
