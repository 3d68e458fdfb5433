import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import { policyDocument } from "../../../components/internal/policy-document";
import { restoreJobs } from "../../../components/internal/restore-job-definitions";
import { database, subjects } from "../../helpers/backup-subjects";
import { valueOf } from "../../helpers/outputs";

const jobs = restoreJobs(subjects);
const job = (name: string) => jobs.find(({ taskName }) => taskName === name) ?? assert.fail(name);

/** `action resource` of everything that a job may do. */
async function rights(name: string): Promise<string[]> {
  const { Statement } = JSON.parse(await valueOf(policyDocument(job(name).taskPolicy)));
  return Statement.flatMap(({ Action, Resource }: { Action: string[]; Resource: string[] }) =>
    Action.flatMap((action) => Resource.map((resource) => `${action} ${resource}`)),
  ).sort();
}

describe("restoreJobs", () => {
  it("are one for the database and one for the files", () => {
    assert.deepEqual(jobs.map(({ taskName }) => taskName), ["restore-database", "restore-files"]);
  });

  it("are those of what the system backs up", () => {
    const { database: _, ...documentsOnly } = subjects;
    const { documents: __, ...databaseOnly } = subjects;
    assert.deepEqual(restoreJobs(documentsOnly).map(({ taskName }) => taskName), ["restore-files"]);
    assert.deepEqual(restoreJobs(databaseOnly).map(({ taskName }) => taskName), ["restore-database"]);
  });

  it("let the restore of the database read dumps and nothing else", async () => {
    assert.deepEqual(await rights("restore-database"), [
      "kms:Decrypt key/backups",
      "s3:GetObject arn:aws:s3:::backups/postgresql/*",
      "s3:GetObjectTagging arn:aws:s3:::backups/postgresql/*",
      "s3:ListBucket arn:aws:s3:::backups",
    ]);
  });

  it("let the restore of the files write documents and its own mark, and change no backup", async () => {
    const changes = (await rights("restore-files")).filter((right) => /s3:(Put|Delete|Abort)/.test(right));
    assert.deepEqual(changes, [
      "s3:AbortMultipartUpload arn:aws:s3:::documents/*",
      "s3:DeleteObject arn:aws:s3:::backups/files/restoring",
      "s3:PutObject arn:aws:s3:::backups/files/restoring",
      "s3:PutObject arn:aws:s3:::documents/*",
      "s3:PutObjectTagging arn:aws:s3:::documents/*",
    ]);
  });

  it("take the newest unless a run says otherwise", () => {
    assert.equal(job("restore-database").environment["DUMP"], "newest");
    assert.equal(job("restore-files").environment["COPY"], "latest");
  });

  it("check the server's certificate before the password is sent, and hand the password over by reference", () => {
    const { environment, secrets } = job("restore-database");
    assert.equal(environment["PGSSLMODE"], "verify-full");
    assert.deepEqual(secrets, { PGPASSWORD: database.passwordFrom });
    assert.deepEqual(job("restore-files").secrets, {});
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
});
