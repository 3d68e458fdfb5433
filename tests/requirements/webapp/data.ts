import type { Fact, Proof } from "../proof";
import { TYPE } from "../resources";
import { alarm, CHECK, DUMP, job, runs, topicOf, VACUUM } from "./resources";

const PLAN = { type: "aws:backup/restoreTestingPlan:RestoreTestingPlan", name: "restore-testing" } as const;
const BACKUPS = { type: TYPE.bucket, name: "backups" } as const;
const backups = { ...BACKUPS, output: "arn" };

/** The dumps go to the vault, and out of it again, for proof. */
const restored: readonly Fact[] = [
  { type: "aws:backup/selection:Selection", name: "plan-buckets", property: "resources", linksTo: backups },
  { ...PLAN, property: "recoveryPointSelection.includeVaults", linksTo: { type: "aws:backup/vault:Vault", name: "vault", output: "arn" } },
  { ...PLAN, property: "recoveryPointSelection.algorithm", equals: "LATEST_WITHIN_WINDOW" },
  {
    type: "aws:backup/restoreTestingSelection:RestoreTestingSelection", name: "restore-testing-bucket",
    property: "protectedResourceArns", linksTo: backups,
  },
  { type: "aws:cloudwatch/eventTarget:EventTarget", name: "restore-testing-failures", property: "arn", linksTo: topicOf("database") },
];

const monthly: Fact = { ...PLAN, property: "scheduleExpression", equals: "cron(0 12 1 * ? *)" };

/** The newest dump is read to its end each day; without a check that found nothing wrong for 25 hours, somebody is told. */
const checked: readonly Fact[] = [
  ...job(CHECK, "cron(0 7 * * ? *)"),
  runs(CHECK, "gunzip -c | pg_restore --format=custom --file=-"),
  runs(CHECK, "sha256sum"),
  ...alarm("backup-not-proven", ["database"], { metricName: "BackupProblems", threshold: 0, treatMissingData: "breaching", evaluationPeriods: 25, period: 3600 }),
];

/** Rows about the database's settings, backups, how long they are kept, and maintenance. */
export const DATA: readonly Proof[] = [
  {
    id: "WEB-017",
    what: "The database is dumped each night, the dump is read each day, and a month's copy is restored for proof.",
    proofs: [...job(DUMP, "cron(0 3 * * ? *)"), ...checked, ...restored, monthly, { document: "docs/recovery.md", heading: "The database, from a dump" }],
  },
  {
    id: "WEB-054",
    what: "Nothing here can reset the project; its dumps can't be deleted by a change of the stack, and for a week by nobody.",
    proofs: [
      { type: TYPE.task, named: /reset|full/, count: 0 },
      { ...BACKUPS, property: "option:protect", equals: true },
      { ...BACKUPS, property: "forceDestroy", equals: false },
      { type: "aws:s3/bucketVersioning:BucketVersioning", name: "backups-versioning", property: "versioningConfiguration.status", equals: "Enabled" },
      { type: "aws:backup/vaultLockConfiguration:VaultLockConfiguration", name: "vault", property: "minRetentionDays", equals: 7 },
      { type: "aws:backup/plan:Plan", name: "plan-buckets", property: "rules[0].lifecycle.deleteAfter", equals: 30 },
      { type: "aws:backup/plan:Plan", name: "plan-buckets", property: "rules[0].copyActions[0].destinationVaultArn", linksTo: { type: "aws:backup/vault:Vault", name: "copy-vault", output: "arn" } },
      { policy: "s3-no-force-destroy" },
      { policy: "stateful-protected" },
    ],
  },
  { id: "WEB-079", what: "Each morning the newest dump is read to its end and compared with its checksum.", proofs: checked },
  {
    id: "WEB-083",
    what: "Once a week the dead rows of all tables go and their statistics are made new.",
    proofs: [
      ...job(VACUUM, "cron(0 5 ? * SUN *)"),
      runs(VACUUM, "vacuum (analyze)"),
      ...["devops", "database"].map((channel, index): Fact => ({
        type: "aws:cloudwatch/eventTarget:EventTarget", name: `${VACUUM}-failures-topic-${index}`, property: "arn", linksTo: topicOf(channel),
      })),
    ],
  },
  { id: "WEB-087", what: "On the first of each month the vault's newest copy of the dumps is restored.", proofs: [monthly, ...restored] },
];
