import { comesFrom } from "../../evidence";
import { atLeast, isStated, must, numberOf, objectsOf } from "../../judgements";
import { ADVISED, EVERYWHERE } from "../../levels";
import type { PropertyRule } from "../../rule";

const PLAN = ["aws:backup/plan:Plan"];

export const BACKUP_RULES: readonly PropertyRule[] = [
  {
    id: "backup-vault-cmk",
    reason: "copies of restricted data are encrypted with a key of our own",
    severity: "high",
    levels: EVERYWHERE,
    remedy: "make vaults with BackupVault",
    checklist: ["S-12"],
    equivalents: ["CKV_AWS_166", "FSBP Backup.1", "Prowler backup_vaults_encrypted"],
    types: ["aws:backup/vault:Vault"],
    property: "kmsKeyArn",
    whenUnknown: comesFrom("kmsKeyArn", ["aws:kms/key:Key"]),
    ...isStated,
  },
  {
    id: "backup-plan-retention",
    reason: "a mistake is found days later, and the data of that day must still be there",
    severity: "high",
    levels: EVERYWHERE,
    remedy: "set the retention of groundwork:backups",
    checklist: ["S-33"],
    equivalents: ["Prowler backup_plans_exist"],
    types: PLAN,
    property: "rules[*].lifecycle.deleteAfter",
    ...atLeast(({ recoveryPointDays }) => recoveryPointDays, "days"),
  },
  {
    id: "backup-plan-schedule",
    reason: "a backup that nobody starts is not made",
    severity: "high",
    levels: EVERYWHERE,
    remedy: "set the schedule of groundwork:backups",
    checklist: ["S-33"],
    equivalents: [],
    types: PLAN,
    property: "rules[*].schedule",
    ...must("a schedule, cron(…)", (value) => typeof value === "string" && /^cron\(.+\)$/.test(value), ["", "rate(1 day)", undefined]),
  },
  {
    id: "backup-cold-90",
    reason: "AWS Backup keeps what is in cold storage for 90 days at least, and refuses less",
    severity: "medium",
    levels: EVERYWHERE,
    remedy: "set the retention of groundwork:backups",
    checklist: [],
    equivalents: [],
    types: PLAN,
    property: "rules[*].lifecycle",
    ...must("deleteAfter at least 90 days after coldStorageAfter", (value) =>
      objectsOf(value).every(({ coldStorageAfter, deleteAfter }) => coldStorageAfter === undefined || numberOf(deleteAfter) >= numberOf(coldStorageAfter) + 90), (good) => objectsOf(good).map((lifecycle) => ({ ...lifecycle, coldStorageAfter: Math.max(1, numberOf(lifecycle.deleteAfter) - 89) }))),
  },
  {
    id: "backup-lock-minimum",
    reason: "a locked vault lets nobody delete recovery points early",
    severity: "medium",
    levels: ADVISED,
    remedy: "set the lock of groundwork:backups",
    checklist: ["S-33"],
    equivalents: [],
    types: ["aws:backup/vaultLockConfiguration:VaultLockConfiguration"],
    property: "minRetentionDays",
    ...atLeast(1, "day"),
  },
];
