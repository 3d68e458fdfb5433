import { strict as assert } from "node:assert";
import { spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { once } from "node:events";
import { startPostgres } from "../../../rehearsal/postgresql/server";
import { ROOT } from "../../helpers/source";

/** Where postmaster.pid and the lock of a folder are, and what they hold. */
const pidIn = (folder: string, file: string) => Number.parseInt(readFileSync(join(folder, file), "utf8"), 10);

describe("the rehearsal's PostgreSQL server", () => {
  let folder: string;
  let said: string[];
  const start = (dataDirectory = folder) => startPostgres({ dataDirectory, log: (line) => said.push(line) });
  // One cluster for all: making one takes half a second.
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "groundwork-test-"));
    chmodSync(folder, 0o755);
  });
  beforeEach(() => {
    said = [];
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it("keeps its data from one start to the next", async () => {
    const first = await start();
    await first.ensureMaster("admin", "pw");
    const client = await first.connect("postgres", "admin", "pw");
    await client.query("CREATE DATABASE kept");
    await client.end();
    await first.stop();
    const second = await start();
    await (await second.connect("kept", "admin", "pw")).end();
    await second.stop();
    assert.deepEqual(said, []);
  });

  it("is PostgreSQL 15 on this machine alone, and lets nobody in without a password", async () => {
    const server = await start();
    assert.equal(server.host, "127.0.0.1");
    const { rows } = await server.asCloud("postgres", (client) =>
      client.query("SELECT current_setting('server_version_num')::int / 10000 AS major, current_setting('listen_addresses') AS addresses, current_setting('unix_socket_directories') AS sockets"),
    );
    assert.deepEqual(rows, [{ major: 15, addresses: "127.0.0.1", sockets: "" }]);
    await assert.rejects(server.connect("postgres", "rdsadmin", "guess"), { code: "28P01" });
    await server.stop();
  });

  it("stops once, however often it is asked, and leaves no listener and no lock behind", async () => {
    const listeners = () => ["SIGINT", "SIGTERM", "SIGHUP", "exit"].map((event) => process.listenerCount(event));
    const before = listeners();
    const server = await start();
    await Promise.all([server.stop(), server.stop()]);
    await server.stop();
    assert.deepEqual(listeners(), before);
    assert.equal(existsSync(join(folder, "lock")), false);
    assert.equal(existsSync(join(folder, "data", "postmaster.pid")), false);
  });

  it("refuses a second rehearsal on the same folder and names the first", async () => {
    const server = await start();
    await assert.rejects(start(), (error: Error) => error.message.startsWith(`another rehearsal, process ${process.pid}, uses this database`));
    await server.stop();
  });

  it("starts after a crash that left a process id behind which another program has by now", async () => {
    const server = await start();
    await server.stop();
    const bystander = spawn("sleep", ["60"]);
    const lines = [String(bystander.pid), join(folder, "data"), "0", "5432", "", "127.0.0.1", "0 0", "ready   "];
    writeFileSync(join(folder, "data", "postmaster.pid"), `${lines.join("\n")}\n`);
    writeFileSync(join(folder, "lock"), String(bystander.pid));
    const again = await start();
    await again.stop();
    assert.equal(bystander.exitCode, null);
    bystander.kill();
  });

  it("makes its cluster anew when the first start was interrupted half-way", async () => {
    const interrupted = join(folder, "interrupted");
    mkdirSync(join(interrupted, "unfinished"), { recursive: true });
    writeFileSync(join(interrupted, "unfinished", "PG_VERSION"), "15\n");
    await (await start(interrupted)).stop();
    assert.deepEqual(readdirSync(interrupted).sort(), ["data", "server.log", "superuser-password"]);
  });

  /** A rehearsal in a process of its own, so that it can be interrupted. */
  async function elsewhere(): Promise<{ rehearsal: ReturnType<typeof spawn>; server: number }> {
    const script = `
      require("./rehearsal/postgresql/server").startPostgres({ dataDirectory: process.argv[1], log: () => undefined })
        .then(() => { console.log("started"); setInterval(() => undefined, 1000); });`;
    const rehearsal = spawn(process.execPath, ["--require", "tsx/cjs", "--eval", script, folder], { cwd: ROOT, stdio: ["ignore", "pipe", "inherit"] });
    await once(rehearsal.stdout, "data");
    return { rehearsal, server: pidIn(folder, "data/postmaster.pid") };
  }

  it("ends with a rehearsal that is interrupted", async () => {
    const { rehearsal } = await elsewhere();
    rehearsal.kill("SIGINT");
    const [, signal] = await once(rehearsal, "exit");
    assert.equal(signal, "SIGINT");
    const again = await start();
    await again.stop();
  });

  it("ends the server that a killed rehearsal left behind, and takes over its data", async () => {
    const { rehearsal, server } = await elsewhere();
    rehearsal.kill("SIGKILL");
    await once(rehearsal, "exit");
    const again = await start();
    assert.deepEqual(said, [`ending the PostgreSQL server, process ${server}, that an interrupted rehearsal left behind`]);
    await again.stop();
  });
});
