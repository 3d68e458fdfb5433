import { strict as assert } from "node:assert";
import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { DUMP_DATABASE, SNAPSHOT_FILES, SYNC_FILES } from "../../../components/internal/backup-scripts";
import { RESTORE_DATABASE, RESTORE_FILES } from "../../../components/internal/restore-scripts";
import { sandbox } from "../../helpers/backup-sandbox";
import type { Sandbox } from "../../helpers/backup-sandbox";

/* The scripts run under a real bash; `aws` and the PostgreSQL client are stand-ins, as for the backup scripts. */
const PASSWORD = "zq-database-password";
const database = {
  PGDATABASE: "scholarship_prod",
  PGHOST: "db.example.com",
  PGPASSWORD: PASSWORD,
  BACKUP_BUCKET: "backups",
  DUMP: "newest",
};
const files = { DOCUMENTS_BUCKET: "documents", BACKUP_BUCKET: "backups", COPY: "latest" };

describe("the restore scripts", () => {
  let box: Sandbox;
  beforeEach(() => {
    box = sandbox();
  });
  afterEach(() => {
    box.remove();
  });

  describe("RESTORE_DATABASE", () => {
    const putDump = (name: string, content: Buffer, marked = true) => {
      box.put("backups", `postgresql/${name}`, content);
      const sum = createHash("sha256").update(content).digest("hex");
      if (marked) box.put("backups", `postgresql/${name}.sha256`, `${sum}  ${name}\n`);
    };
    const whole = gzipSync("PGDMP COPY\nrows\nend\n");
    const restored = () => box.calls().filter((call) => call.startsWith("pg_restore"));

    it("restores what the dump script wrote, as one transaction and without the roles of the old server", () => {
      assert.equal(box.run(DUMP_DATABASE, database).code, 0);
      const { code, stdout, stderr } = box.run(RESTORE_DATABASE, database);
      assert.equal(stderr, "");
      assert.equal(code, 0);
      assert.deepEqual(restored(), [
        "pg_restore --format=custom --list",
        "pg_restore --format=custom --single-transaction --no-owner --no-privileges --no-password --use-list=/dev/fd/N --dbname=scholarship_prod",
      ]);
      assert.match(stdout, /database restored: s3:\/\/backups\/postgresql\/\S+ into scholarship_prod on db\.example\.com\n$/);
    });

    it("leaves out the comments on extensions, which the owner of the tables may not write, and no other", () => {
      assert.equal(box.run(DUMP_DATABASE, database).code, 0);
      assert.equal(box.run(RESTORE_DATABASE, database).code, 0);
      assert.deepEqual(box.calls().filter((call) => call.startsWith("entry ")), [
        "entry 3; 3079 1 EXTENSION - pgcrypto ",
        "entry 8; 0 0 COMMENT public TABLE t owner",
      ]);
    });

    it("takes the newest finished dump of its own database, and counts the rows for the planner afterwards", () => {
      putDump("scholarship_prod_20250101_020000.dump.gz", whole);
      putDump("scholarship_prod_20250102_020000.dump.gz", whole);
      putDump("scholarship_prod_20250103_020000.dump.gz", whole, false);
      putDump("zebra_20250104_020000.dump.gz", whole);
      const { stdout } = box.run(RESTORE_DATABASE, database);
      assert.match(stdout, /postgresql\/scholarship_prod_20250102_020000\.dump\.gz into/);
      assert.match(box.calls().at(-1) ?? "", /^psql .*--command analyze$/);
    });

    it("takes the dump that is named, as it is named", () => {
      putDump("scholarship_prod_20250101_020000.dump.gz", whole);
      putDump("scholarship_prod_20250102_020000.dump.gz", whole);
      const { stdout } = box.run(RESTORE_DATABASE, { ...database, DUMP: "scholarship_prod_20250101_020000.dump.gz" });
      assert.match(stdout, /postgresql\/scholarship_prod_20250101_020000\.dump\.gz into/);
    });

    it("refuses a database that holds tables", () => {
      putDump("scholarship_prod_20250101_020000.dump.gz", whole);
      const { code, stderr } = box.run(RESTORE_DATABASE, { ...database, DATABASE_TABLES: "7" });
      assert.equal(code, 1);
      assert.equal(stderr, "scholarship_prod on db.example.com holds 7 tables: a dump is restored into an empty database\n");
      assert.deepEqual(restored(), []);
    });

    it("refuses a dump that is not the one that was written", () => {
      putDump("scholarship_prod_20250101_020000.dump.gz", whole);
      box.put("backups", "postgresql/scholarship_prod_20250101_020000.dump.gz", gzipSync("PGDMP COPY\nother rows\nend\n"));
      const { code, stderr } = box.run(RESTORE_DATABASE, database);
      assert.equal(code, 1);
      assert.equal(stderr, "the checksum of scholarship_prod_20250101_020000.dump.gz differs\n");
      assert.deepEqual(restored(), []);
    });

    it("says that there is no dump, where there is none that was finished", () => {
      putDump("scholarship_prod_20250101_020000.dump.gz", whole, false);
      const { code, stderr } = box.run(RESTORE_DATABASE, database);
      assert.equal(code, 1);
      assert.equal(stderr, "there is no finished dump of scholarship_prod\n");
    });

    it("fails when pg_restore comes to an end before the dump does", () => {
      putDump("scholarship_prod_20250101_020000.dump.gz", gzipSync("PGDMP COPY\nrows\n"));
      const { code, stdout } = box.run(RESTORE_DATABASE, database);
      assert.notEqual(code, 0);
      assert.equal(stdout, "");
    });

    it("puts the password in no argument and in no output", () => {
      putDump("scholarship_prod_20250101_020000.dump.gz", whole);
      const { stdout, stderr } = box.run(RESTORE_DATABASE, database);
      assert.doesNotMatch([stdout, stderr, ...box.calls()].join("\n"), new RegExp(PASSWORD));
    });
  });

  describe("RESTORE_FILES", () => {
    it("copies the mirror back, and leaves alone what was added since", () => {
      box.put("backups", "files/latest/a.pdf", "kept");
      box.put("documents", "new.pdf", "since");
      const { code, stdout } = box.run(RESTORE_FILES, files);
      assert.equal(code, 0);
      assert.equal(box.object("documents", "a.pdf").toString(), "kept");
      assert.equal(box.object("documents", "new.pdf").toString(), "since");
      assert.equal(stdout, "files restored: s3://backups/files/latest/ to s3://documents/\n");
    });

    it("copies back a finished snapshot, by its time", () => {
      box.put("backups", "files/latest/a.pdf", "today");
      box.put("backups", "files/snapshots/20250101_030000/a.pdf", "yesterday");
      box.put("backups", "files/snapshots/20250101_030000.complete", "1");
      assert.equal(box.run(RESTORE_FILES, { ...files, COPY: "20250101_030000" }).code, 0);
      assert.equal(box.object("documents", "a.pdf").toString(), "yesterday");
    });

    it("refuses a snapshot that was not finished", () => {
      box.put("backups", "files/snapshots/20250101_030000/a.pdf", "half");
      const { code, stderr } = box.run(RESTORE_FILES, { ...files, COPY: "20250101_030000" });
      assert.equal(code, 1);
      assert.equal(stderr, "there is no finished snapshot 20250101_030000\n");
      assert.equal(box.exists("documents", "a.pdf"), false);
    });

    it("refuses an empty backup", () => {
      const { code, stderr } = box.run(RESTORE_FILES, files);
      assert.equal(code, 1);
      assert.equal(stderr, "s3://backups/files/latest/ is empty: there is nothing to restore\n");
    });

    for (const { name, script } of [
      { name: "the mirror", script: SYNC_FILES },
      { name: "the snapshot", script: SNAPSHOT_FILES },
    ]) {
      it(`holds up ${name} after a restore that broke off, until one has ended well`, () => {
        box.put("backups", "files/latest/a.pdf", "kept");
        box.put("backups", "files/latest/b.pdf", "not restored yet");
        box.put("documents", "a.pdf", "kept");
        assert.notEqual(box.run(RESTORE_FILES, { ...files, FAIL: "s3 sync" }).code, 0);
        const { code, stderr } = box.run(script, files);
        assert.equal(code, 1);
        assert.match(stderr, /a restore of the documents runs or broke off/);
        assert.equal(box.object("backups", "files/latest/b.pdf").toString(), "not restored yet");
        assert.equal(box.run(RESTORE_FILES, files).code, 0);
        assert.equal(box.run(script, files).code, 0);
      });
    }

    for (const FAIL of ["s3api list-objects-v2", "s3 cp", "s3 sync", "s3 rm"]) {
      it(`fails when ${FAIL} fails`, () => {
        box.put("backups", "files/latest/a.pdf", "kept");
        const { code, stdout } = box.run(RESTORE_FILES, { ...files, FAIL });
        assert.notEqual(code, 0);
        assert.equal(stdout, "");
      });
    }
  });
});
