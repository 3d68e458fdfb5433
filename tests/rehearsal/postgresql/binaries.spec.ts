import { strict as assert } from "node:assert";
import { mkdirSync, mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { postgresBinaries } from "../../../rehearsal/postgresql/binaries";

describe("the programs of the PostgreSQL package", () => {
  let root: string;
  let folder: string;
  let temporary: string;
  const find = () => postgresBinaries(undefined, { folder, version: "15.0.0" }, temporary);
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "groundwork-test-"));
    folder = join(root, "package");
    temporary = join(root, "temporary");
    for (const path of [join(folder, "native", "bin"), join(folder, "native", "lib"), temporary]) mkdirSync(path, { recursive: true });
    writeFileSync(join(folder, "native", "lib", "libpq.so.5.15"), "");
    const links = [{ source: "native/lib/libpq.so.5.15", target: "native/lib/libpq.so.5" }];
    writeFileSync(join(folder, "native", "pg-symlinks.json"), JSON.stringify(links));
    programsThat("exit 0");
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  /** Stand-ins for initdb and postgres. */
  function programsThat(line: string): void {
    for (const name of ["initdb", "postgres"]) writeFileSync(join(folder, "native", "bin", name), `#!/bin/sh\n${line}\n`, { mode: 0o755 });
  }

  it("run where npm put them, with the links that npm's blocked install script would have made", () => {
    const native = join(folder, "native");
    assert.deepEqual(find(), { initdb: join(native, "bin", "initdb"), postgres: join(native, "bin", "postgres") });
    assert.equal(readlinkSync(join(native, "lib", "libpq.so.5")), "libpq.so.5.15");
    assert.deepEqual(readdirSync(temporary), []);
  });

  it("are found the same way the second time", () => {
    assert.deepEqual(find(), find());
  });

  it("are copied, once and with their links, where they can't be run in place", () => {
    programsThat(`case "$0" in ${temporary}/*) exit 0;; esac; echo may not >&2; exit 1`);
    const { postgres } = find();
    const copy = join(temporary, `groundwork-postgresql-15.0.0-${process.getuid?.() ?? 0}`);
    assert.equal(postgres, join(copy, "native", "bin", "postgres"));
    assert.equal(readlinkSync(join(copy, "native", "lib", "libpq.so.5")), "libpq.so.5.15");
    assert.equal(find().postgres, postgres);
    assert.equal(readdirSync(temporary).length, 1);
  });

  it("say what they said when they run nowhere", () => {
    programsThat("echo libicu is missing >&2; exit 1");
    assert.throws(find, /the PostgreSQL of the npm package does not run here: initdb: libicu is missing; and copied to .*: initdb: libicu is missing/);
  });
});
