import { strict as assert } from "node:assert";
import { createHash } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";
import {
  checkBackups,
  DUMP_DATABASE,
  SNAPSHOT_FILES,
  SYNC_FILES,
} from "../../../components/internal/backup-scripts";
import { sandbox } from "../../helpers/backup-sandbox";
import type { Sandbox } from "../../helpers/backup-sandbox";

/*
 * The scripts run under a real bash; `aws` and the PostgreSQL client are stand-ins. That the real ones take these flags and
 * that the roles suffice is not proved here.
 */
const PASSWORD = "zq-database-password";
const database = { PGDATABASE: "scholarship_prod", PGPASSWORD: PASSWORD, BACKUP_BUCKET: "backups" };
const files = { DOCUMENTS_BUCKET: "documents", BACKUP_BUCKET: "backups" };

/** `YYYYmmdd_HHMMSS` in UTC, so many hours ago. */
const stamp = (hoursAgo: number) =>
  new Date(Date.now() - hoursAgo * 3_600_000).toISOString().replace(/-|:|\..*/g, "").replace("T", "_");
const seconds = (hoursAgo: number) => `${Math.floor(Date.now() / 1000) - hoursAgo * 3600}\n`;

describe("the backup scripts", () => {
  let box: Sandbox;
  beforeEach(() => {
    box = sandbox();
  });
  afterEach(() => {
    box.remove();
  });

  /** The one object that the last copy to `postgresql/…` named. */
  const uploaded = (suffix: RegExp) =>
    box.calls().flatMap((call) => suffix.exec(call)?.[1] ?? []).at(-1) ?? assert.fail(box.calls().join("\n"));

  describe("DUMP_DATABASE", () => {
    it("stores a compressed custom-format dump under the database's name and the time, then its checksum", () => {
      const { code, stdout } = box.run(DUMP_DATABASE, database);
      assert.equal(code, 0);
      const key = uploaded(/ s3:\/\/backups\/(postgresql\/\S+\.dump\.gz)$/);
      assert.match(key, /^postgresql\/scholarship_prod_\d{8}_\d{6}\.dump\.gz$/);
      const content = box.object("backups", key);
      assert.equal(gunzipSync(content).toString(), "PGDMP COPY\nrows\nend\n");
      const sum = createHash("sha256").update(content).digest("hex");
      assert.equal(box.object("backups", `${key}.sha256`).toString(), `${sum}  ${key.replace("postgresql/", "")}\n`);
      assert.equal(stdout, `database dumped: s3://backups/${key}\n`);
    });

    it("asks for the custom format, which pg_restore reads, and says how large the stream may get", () => {
      box.run(DUMP_DATABASE, { ...database, DATABASE_BYTES: "123456789012" });
      assert.ok(box.calls().includes("pg_dump --format=custom --compress=0 --no-password"));
      assert.match(box.calls().join("\n"), /aws s3 cp --only-show-errors --expected-size 123456789012 - s3:/);
    });

    it("fails when pg_dump breaks off, and leaves the half dump without its mark", () => {
      const { code, stdout } = box.run(DUMP_DATABASE, { ...database, FAIL: "pg_dump" });
      assert.notEqual(code, 0);
      assert.equal(stdout, "");
      const key = uploaded(/ s3:\/\/backups\/(postgresql\/\S+\.dump\.gz)$/);
      assert.equal(box.exists("backups", key), true);
      assert.equal(box.exists("backups", `${key}.sha256`), false);
    });

    for (const { name, FAIL } of [
      { name: "the upload", FAIL: "s3 cp --only-show-errors --expected-size" },
      { name: "the upload of the mark", FAIL: "s3 cp --only-show-errors - s3" },
    ]) {
      it(`fails when ${name} fails`, () => {
        const { code, stdout } = box.run(DUMP_DATABASE, { ...database, FAIL });
        assert.notEqual(code, 0);
        assert.equal(stdout, "");
      });
    }

    it("fails before it asks the database anything when a variable is missing", () => {
      const { code, stderr } = box.run(DUMP_DATABASE, { PGDATABASE: "scholarship_prod" });
      assert.notEqual(code, 0);
      assert.match(stderr, /BACKUP_BUCKET: unbound variable/);
      assert.deepEqual(box.calls(), []);
    });

    it("puts the password in no argument and in no output", () => {
      const { stdout, stderr } = box.run(DUMP_DATABASE, database);
      assert.doesNotMatch([stdout, stderr, ...box.calls()].join("\n"), new RegExp(PASSWORD));
    });
  });

  describe("SYNC_FILES", () => {
    it("makes files/latest/ the same as the documents and writes down when it began", () => {
      box.put("documents", "a.pdf", "new");
      box.put("backups", "files/latest/gone.pdf", "old");
      const { code } = box.run(SYNC_FILES, files);
      assert.equal(code, 0);
      assert.equal(box.object("backups", "files/latest/a.pdf").toString(), "new");
      assert.equal(box.exists("backups", "files/latest/gone.pdf"), false);
      assert.match(box.object("backups", "files/last-sync").toString(), /^\d{10}\n$/);
    });

    it("refuses to empty the backup when all documents are gone at once", () => {
      box.put("backups", "files/latest/a.pdf", "kept");
      const { code, stderr } = box.run(SYNC_FILES, files);
      assert.equal(code, 1);
      assert.match(stderr, /s3:\/\/documents is empty but its backup is not/);
      assert.equal(box.object("backups", "files/latest/a.pdf").toString(), "kept");
      assert.equal(box.exists("backups", "files/last-sync"), false);
    });

    it("is content with a system that has no documents yet", () => {
      box.put("documents", "a.pdf", "first");
      assert.equal(box.run(SYNC_FILES, files).code, 0);
    });

    for (const FAIL of ["s3 sync", "s3api list-objects-v2", "s3 cp"]) {
      it(`fails, and marks nothing, when ${FAIL} fails`, () => {
        box.put("documents", "a.pdf", "new");
        assert.notEqual(box.run(SYNC_FILES, { ...files, FAIL }).code, 0);
        assert.equal(box.exists("backups", "files/last-sync"), false);
      });
    }
  });

  describe("SNAPSHOT_FILES", () => {
    it("copies the documents into a folder named after the time, then marks it complete", () => {
      box.put("documents", "a.pdf", "today");
      const { code, stdout } = box.run(SNAPSHOT_FILES, files);
      assert.equal(code, 0);
      const folder = /(files\/snapshots\/\d{8}_\d{6})\/\n$/.exec(stdout)?.[1] ?? assert.fail(stdout);
      assert.equal(box.object("backups", `${folder}/a.pdf`).toString(), "today");
      assert.equal(box.exists("backups", `${folder}.complete`), true);
      assert.doesNotMatch(box.calls().join("\n"), /--delete/);
    });

    it("fails, and marks nothing, when the copy fails", () => {
      assert.notEqual(box.run(SNAPSHOT_FILES, { ...files, FAIL: "s3 sync" }).code, 0);
      assert.doesNotMatch(box.calls().join("\n"), /complete/);
    });
  });

  describe("checkBackups", () => {
    const EVERYTHING = checkBackups({ database: true, files: true });
    const environment = {
      PGDATABASE: "scholarship_prod",
      BACKUP_BUCKET: "backups",
      MAX_DATABASE_AGE_HOURS: "26",
      MAX_SNAPSHOT_AGE_HOURS: "26",
      MAX_SYNC_AGE_HOURS: "2",
      MINIMUM_SIZE_PERCENT: "50",
      METRIC_NAMESPACE: "Groundwork/Backups",
      METRIC_SYSTEM: "scholarship-production",
    };
    const putDump = (hoursAgo: number, content: Buffer, marked = true) => {
      const name = `scholarship_prod_${stamp(hoursAgo)}.dump.gz`;
      box.put("backups", `postgresql/${name}`, content);
      const sum = createHash("sha256").update(content).digest("hex");
      if (marked) box.put("backups", `postgresql/${name}.sha256`, `${sum}  ${name}\n`);
      return name;
    };
    const whole = gzipSync("PGDMP COPY\nrows\nend\n");
    const putFiles = (syncHours = 0, snapshotHours = 1) => {
      box.put("backups", "files/last-sync", seconds(syncHours));
      box.put("backups", `files/snapshots/${stamp(snapshotHours)}.complete`, seconds(snapshotHours));
    };
    const problemsOf = (stderr: string) => stderr.split("\n").filter((line) => line.startsWith("problem: "));
    const metric = () => box.calls().filter((call) => call.startsWith("aws cloudwatch")).at(-1);

    it("passes fresh and readable backups, and reports no problem", () => {
      putDump(26, whole);
      const newest = putDump(2, whole);
      putFiles();
      const { code, stdout, stderr } = box.run(EVERYTHING, environment);
      assert.equal(stderr, "");
      assert.equal(code, 0);
      assert.equal(stdout, `${newest} holds 1 tables\nthe backups are fresh and readable\n`);
      assert.equal(
        metric(),
        "aws cloudwatch put-metric-data --namespace Groundwork/Backups --metric-name BackupProblems " +
          "--dimensions System=scholarship-production --unit Count --value 0",
      );
    });

    it("fails on an empty bucket with all that is missing, in one run", () => {
      const { code, stderr } = box.run(EVERYTHING, environment);
      assert.equal(code, 1);
      assert.deepEqual(problemsOf(stderr), [
        "problem: there is no finished database dump",
        "problem: there is no finished file sync",
        "problem: there is no finished file snapshot",
      ]);
      assert.match(metric() ?? "", /--value 3$/);
    });

    it("fails on backups that are too old", () => {
      const newest = putDump(28, whole);
      putFiles(4, 30);
      const { code, stderr } = box.run(EVERYTHING, environment);
      assert.equal(code, 1);
      const [dump, sync, snapshot] = problemsOf(stderr);
      assert.equal(dump, `problem: the newest database dump ${newest} is 28 hours old, at most 26 are allowed`);
      assert.equal(sync, "problem: the last file sync is 4 hours old, at most 2 are allowed");
      assert.match(snapshot ?? "", /^problem: the newest file snapshot \d{8}_\d{6} is 30 hours old, at most 26 are allowed$/);
    });

    it("does not count a dump without its mark, however fresh", () => {
      putDump(1, whole, false);
      putFiles();
      const { code, stderr } = box.run(EVERYTHING, environment);
      assert.equal(code, 1);
      assert.deepEqual(problemsOf(stderr), ["problem: there is no finished database dump"]);
    });

    it("fails on a dump that is cut off inside, though its compression is sound", () => {
      const newest = putDump(1, gzipSync("PGDMP COPY\nrows\n"));
      putFiles();
      assert.deepEqual(problemsOf(box.run(EVERYTHING, environment).stderr), [
        `problem: pg_restore can't read ${newest} to its end, or it holds no table`,
      ]);
    });

    it("fails on a dump without a table", () => {
      const newest = putDump(1, gzipSync("PGDMP end"));
      putFiles();
      assert.deepEqual(problemsOf(box.run(EVERYTHING, environment).stderr), [
        `problem: pg_restore can't read ${newest} to its end, or it holds no table`,
      ]);
    });

    it("fails on a dump that is not the one that was written", () => {
      const newest = putDump(1, whole);
      putFiles();
      box.put("backups", `postgresql/${newest}`, gzipSync("PGDMP COPY\nother rows\nend\n"));
      assert.deepEqual(problemsOf(box.run(EVERYTHING, environment).stderr), [
        `problem: the checksum of ${newest} differs`,
      ]);
    });

    it("fails on a dump that is suddenly less than half as large as the one before", () => {
      const long = gzipSync(`PGDMP COPY\n${Array.from({ length: 500 }, (_, row) => row * 7919).join("\n")}\nend`);
      putDump(25, long);
      const newest = putDump(1, whole);
      putFiles();
      assert.deepEqual(problemsOf(box.run(EVERYTHING, environment).stderr), [
        `problem: the newest database dump has ${whole.length} bytes, the one before had ${long.length}`,
      ]);
      assert.match(newest, /^scholarship_prod_/);
    });

    it("looks at its own database only", () => {
      box.put("backups", `postgresql/other_${stamp(1)}.dump.gz.sha256`, "x");
      putFiles();
      assert.deepEqual(problemsOf(box.run(EVERYTHING, environment).stderr), [
        "problem: there is no finished database dump",
      ]);
    });

    it("fails when it can't list or can't report", () => {
      putDump(1, whole);
      putFiles();
      assert.notEqual(box.run(EVERYTHING, { ...environment, FAIL: "s3 ls" }).code, 0);
      assert.notEqual(box.run(EVERYTHING, { ...environment, FAIL: "cloudwatch" }).code, 0);
      assert.equal(box.run(EVERYTHING, environment).code, 0);
    });
  });
});
