import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import { backupJobs, backupLifecycle } from "../../../components/internal/backup-job-definitions";
import type { BackupTimes } from "../../../components/internal/backup-job-definitions";
import { lifecycleExpectations } from "../../../components/internal/lifecycle";
import { policyDocument } from "../../../components/internal/policy-document";
import { database, subjects } from "../../helpers/backup-subjects";
import { valueOf } from "../../helpers/outputs";

const times: BackupTimes = {
  checkSchedule: "cron(0 7 * * ? *)",
  database: { schedule: "cron(0 2 * * ? *)", maxAgeHours: 26, minimumSizePercent: 50 },
  files: { syncSchedule: "rate(1 hour)", snapshotSchedule: "cron(0 3 * * ? *)", maxSyncAgeHours: 2, maxSnapshotAgeHours: 26 },
};

const jobs = backupJobs(subjects, times);
const job = (name: string) => jobs.find(({ taskName }) => taskName === name) ?? assert.fail(name);

/** `action resource` of everything that a job may do. */
async function rights(name: string, among = jobs): Promise<string[]> {
  const found = among.find(({ taskName }) => taskName === name) ?? assert.fail(name);
  const { Statement } = JSON.parse(await valueOf(policyDocument(found.taskPolicy)));
  return Statement.flatMap(({ Action, Resource }: { Action: string[]; Resource: string[] }) =>
    Action.flatMap((action) => Resource.map((resource) => `${action} ${resource}`)),
  ).sort();
}

describe("backupLifecycle", () => {
  const rules = backupLifecycle({ database: 30, files: 7 });

  it("keeps dumps 30 days and snapshots 7", () => {
    assert.deepEqual(rules.slice(0, 2), [
      { prefix: "postgresql/", expirationDays: 30, noncurrentDays: 7 },
      { prefix: "files/snapshots/", expirationDays: 7, noncurrentDays: 7 },
    ]);
  });

  it("never expires the mirror by age, and keeps what a sync replaced for 7 days", () => {
    const mirror = rules.filter(({ prefix }) => "files/latest/a.pdf".startsWith(prefix));
    assert.deepEqual(mirror, [{ prefix: "files/", noncurrentDays: 7 }]);
  });

  it("is a lifecycle that S3 accepts", () => {
    assert.deepEqual(lifecycleExpectations(rules), []);
  });

  it("has no rule for what a system does not back up", () => {
    assert.deepEqual(backupLifecycle({ database: 30 }), rules.slice(0, 1));
    assert.deepEqual(backupLifecycle({ files: 7 }), rules.slice(1));
  });
});

describe("backupJobs", () => {
  it("are four, on the schedules given", () => {
    assert.deepEqual(
      jobs.map(({ taskName, schedule }) => `${taskName} ${schedule}`),
      [
        "backup-database cron(0 2 * * ? *)",
        "sync-files rate(1 hour)",
        "snapshot-files cron(0 3 * * ? *)",
        "check-backups cron(0 7 * * ? *)",
      ],
    );
  });

  it("let the dump write dumps and nothing else", async () => {
    assert.deepEqual(await rights("backup-database"), [
      "kms:Decrypt key/backups",
      "kms:GenerateDataKey key/backups",
      "s3:AbortMultipartUpload arn:aws:s3:::backups/postgresql/*",
      "s3:PutObject arn:aws:s3:::backups/postgresql/*",
      "s3:PutObjectTagging arn:aws:s3:::backups/postgresql/*",
    ]);
  });

  it("let the sync delete in the mirror only, and nowhere a version", async () => {
    const deletions = (await rights("sync-files")).filter((right) => /Delete/.test(right));
    assert.deepEqual(deletions, ["s3:DeleteObject arn:aws:s3:::backups/files/latest/*"]);
  });

  it("let no job write to the documents", async () => {
    for (const { taskName } of jobs) {
      const writes = (await rights(taskName)).filter((right) => /s3:(Put|Delete|Abort).*:::documents/.test(right));
      assert.deepEqual(writes, []);
    }
  });

  it("let the snapshot write snapshots only", async () => {
    const written = (await rights("snapshot-files")).filter((right) => right.startsWith("s3:PutObject "));
    assert.deepEqual(written, ["s3:PutObject arn:aws:s3:::backups/files/snapshots/*"]);
  });

  it("let the check read, and write nothing but its metric", async () => {
    assert.deepEqual(await rights("check-backups"), [
      "cloudwatch:PutMetricData *",
      "kms:Decrypt key/backups",
      "s3:GetObject arn:aws:s3:::backups/files/last-sync",
      "s3:GetObject arn:aws:s3:::backups/postgresql/*",
      "s3:ListBucket arn:aws:s3:::backups",
    ]);
    const report = job("check-backups").taskPolicy.find(({ sid }) => sid === "Report");
    assert.deepEqual(report?.conditions, { StringEquals: { "cloudwatch:namespace": ["Groundwork/Backups"] } });
  });

  it("hand the password over by reference, and only to the job that connects", () => {
    assert.deepEqual(job("backup-database").secrets, { PGPASSWORD: database.passwordFrom });
    for (const name of ["sync-files", "snapshot-files", "check-backups"]) assert.deepEqual(job(name).secrets, {});
  });

  it("check the server's certificate before the password is sent", () => {
    const { environment } = job("backup-database");
    assert.equal(environment["PGSSLMODE"], "verify-full");
    assert.equal(environment["PGSSLROOTCERT"], "/etc/ssl/rds/global-bundle.pem");
  });

  it("give each script every variable that it reads", () => {
    for (const { taskName, script, environment, secrets } of jobs) {
      const read = [...script.matchAll(/\$\{?([A-Z][A-Z_]+)/g)].map(([, variable]) => variable ?? "");
      const given = [...Object.keys(environment), ...Object.keys(secrets)];
      assert.deepEqual(read.filter((variable) => !given.includes(variable)), [], taskName);
    }
  });

  it("are scripts that bash can parse", () => {
    for (const { taskName, script } of jobs) {
      assert.equal(spawnSync("bash", ["-n", "-c", script], { stdio: "ignore" }).status, 0, taskName);
    }
  });

  describe("of a system that has only a database", () => {
    const { documents: _, ...databaseOnly } = subjects;
    const some = backupJobs(databaseOnly, { checkSchedule: times.checkSchedule, database: times.database });

    it("are the dump and its check", () => {
      assert.deepEqual(some.map(({ taskName }) => taskName), ["backup-database", "check-backups"]);
    });

    it("look for no files, and may read none", async () => {
      const check = some.find(({ taskName }) => taskName === "check-backups") ?? assert.fail();
      assert.doesNotMatch(check.script, /file sync|snapshot/);
      assert.deepEqual((await rights("check-backups", some)).filter((right) => right.includes("files")), []);
    });
  });

  describe("of a system that has only documents", () => {
    const { database: _, ...documentsOnly } = subjects;
    const some = backupJobs(documentsOnly, { checkSchedule: times.checkSchedule, files: times.files });

    it("are the two copies and their check", () => {
      assert.deepEqual(some.map(({ taskName }) => taskName), ["sync-files", "snapshot-files", "check-backups"]);
    });

    it("look for no dump, and may read none", async () => {
      const check = some.find(({ taskName }) => taskName === "check-backups") ?? assert.fail();
      assert.doesNotMatch(check.script, /dump/);
      assert.deepEqual((await rights("check-backups", some)).filter((right) => right.includes("postgresql")), []);
    });
  });

  it("refuse a subject without times, and times without a subject", () => {
    const { database: _, documents: __, ...nothing } = subjects;
    assert.throws(() => backupJobs({ ...nothing, database }, { checkSchedule: times.checkSchedule }), /database and its times, or neither/);
    assert.throws(() => backupJobs(nothing, { checkSchedule: times.checkSchedule, files: times.files }), /documents and their times, or neither/);
  });
});
