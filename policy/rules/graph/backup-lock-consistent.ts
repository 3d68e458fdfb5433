import { PLAN, VAULT } from "../../backup-selections";
import { at, mustExist, objects, ofType, partRefersTo, refersTo, shown, violation } from "../../join";
import { EVERYWHERE } from "../../levels";
import { UNKNOWN } from "../../../rehearsal/provider/struct";
import type { PolicyResource, Stack, Value } from "../../model";
import type { GraphRule } from "../../rule";

const LOCK = "aws:backup/vaultLockConfiguration:VaultLockConfiguration";

/** How long each rule, or its copy, keeps what it puts into a vault. */
function retentions(stack: Stack, vault: PolicyResource): readonly { readonly plan: PolicyResource; readonly days: Value | undefined }[] {
  return ofType(stack, PLAN).flatMap((plan) =>
    objects(plan.properties.rules).flatMap((rule) => [
      ...(partRefersTo(rule.targetVaultName, plan, "rules", vault) ? [{ plan, days: at(rule, "lifecycle.deleteAfter") }] : []),
      ...objects(rule.copyActions)
        .filter(({ destinationVaultArn }) => partRefersTo(destinationVaultArn, plan, "rules", vault))
        .map((copy) => ({ plan, days: at(copy, "lifecycle.deleteAfter") })),
    ]),
  );
}

export const backupLockConsistent: GraphRule = {
  id: "backup-lock-consistent",
  reason: "A locked vault refuses every backup that is kept shorter or longer than its lock allows, so the two must agree.",
  severity: "high",
  levels: EVERYWHERE,
  remedy: "Keep the days of groundwork:backups.vault within its lock; BackupVault makes the lock.",
  checklist: ["S-33"],
  equivalents: [],
  evaluate: (stack) => {
    const vaults = ofType(stack, VAULT);
    const violations = vaults.flatMap((vault) => {
      const locks = ofType(stack, LOCK).filter((lock) => refersTo(lock, "backupVaultName", vault));
      if (locks.length === 0) return [violation(vault, LOCK, "none", "one with minRetentionDays and maxRetentionDays")];
      return locks.flatMap((lock) => {
        const { minRetentionDays: min, maxRetentionDays: max } = lock.properties;
        if (typeof min !== "number" || typeof max !== "number") return [violation(lock, "minRetentionDays", `${shown(min)} to ${shown(max)}`, "both ends of the range")];
        return retentions(stack, vault)
          .filter(({ days }) => typeof days !== "number" || days < min || days > max)
          .map(({ plan, days }) => violation(plan, "rules.lifecycle.deleteAfter", shown(days), `${min} to ${max} days, the lock of the vault`));
      });
    });
    const hidden = ofType(stack, PLAN)
      .filter(({ properties }) => properties.rules === UNKNOWN)
      .map((plan) => violation(plan, "rules", shown(plan.properties.rules), "rules that the lock of their vault can be held to"));
    return mustExist(vaults, VAULT, [...violations, ...hidden]);
  },
};
