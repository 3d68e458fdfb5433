import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { Client, escapeIdentifier, escapeLiteral } from "pg";
import { postgresBinaries, serverIdentity } from "./binaries";
import type { Binaries, Identity } from "./binaries";
import { endOrphan, makeCluster, PATIENCE_MS, reachableFolder, SUPERUSER, until } from "./cluster";
import { takeLock } from "./lock";

export interface StartOptions {
  /** Where the stack's database lives between runs. */
  readonly dataDirectory: string;
  /** Told what a person may want to know. */
  readonly log: (line: string) => void;
}

/** A real PostgreSQL server on this machine, set up the way RDS sets one up. */
export interface PostgresServer {
  readonly host: string;
  readonly port: number;
  readonly log: (line: string) => void;
  /** Logs in as one of the roles that the program made, or as the master. The caller ends the connection. */
  connect(database: string, username: string, password: string): Promise<Client>;
  /** Makes the master user, or gives it a new password. Like RDS's it is no superuser. */
  ensureMaster(username: string, password: string): Promise<void>;
  /** Runs statements as the superuser, which stands for what RDS does on a customer's behalf. */
  asCloud<T>(database: string, act: (client: Client) => Promise<T>): Promise<T>;
  stop(): Promise<void>;
}

const HOST = "127.0.0.1";
/** `postmaster.pid` holds the server's state in its eighth line. */
const STATUS_LINE = 7;

/** Starts the server of one stack; the first start makes its cluster, later ones find the data again. */
export async function startPostgres({ dataDirectory, log }: StartOptions): Promise<PostgresServer> {
  const identity = serverIdentity();
  const binaries = postgresBinaries(identity);
  const folder = reachableFolder(dataDirectory, identity, log);
  const release = takeLock(join(folder, "lock"));
  try {
    const cluster = join(folder, "data");
    await endOrphan(cluster, log);
    const password = makeCluster(folder, cluster, binaries, identity);
    const { child, port } = await startProcess(folder, cluster, binaries, identity);
    const stop = stopper(child, release);
    return serverAt(port, password, stop, log);
  } catch (error) {
    release();
    throw error;
  }
}

function serverAt(port: number, superuserPassword: string, stop: () => Promise<void>, log: (line: string) => void): PostgresServer {
  const connect = async (database: string, username: string, password: string) => {
    const client = new Client({ host: HOST, port, database, user: username, password });
    // A connection that the server ends, at a stop say, would otherwise end the whole process.
    client.on("error", () => undefined);
    await client.connect();
    return client;
  };
  const asCloud = async <T>(database: string, act: (client: Client) => Promise<T>): Promise<T> => {
    const client = await connect(database, SUPERUSER, superuserPassword);
    try {
      return await act(client);
    } finally {
      await client.end();
    }
  };
  return {
    host: HOST,
    port,
    log,
    connect,
    asCloud,
    stop,
    ensureMaster: (username, password) =>
      asCloud("postgres", async (client) => {
        const { rowCount } = await client.query("SELECT FROM pg_roles WHERE rolname = $1", [username]);
        const name = escapeIdentifier(username);
        // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.MasterAccounts.html
        const verb = rowCount === 0 ? "CREATE" : "ALTER";
        await client.query(`${verb} ROLE ${name} LOGIN CREATEDB CREATEROLE PASSWORD ${escapeLiteral(password)}`);
        if (rowCount === 0) await client.query(`GRANT pg_monitor, pg_signal_backend TO ${name} WITH ADMIN OPTION`);
      }),
  };
}

async function startProcess(
  folder: string,
  cluster: string,
  { postgres }: Binaries,
  identity: Identity | undefined,
): Promise<{ child: ChildProcess; port: number }> {
  const logFile = join(folder, "server.log");
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    const logDescriptor = openSync(logFile, "w");
    const settings = {
      listen_addresses: HOST,
      unix_socket_directories: "",
      // A killed process loses nothing without it, only a power cut does; and a rehearsal can be run again.
      fsync: "off",
      // A refused CREATE ROLE would otherwise stand in the log with its password.
      log_min_error_statement: "panic",
    };
    const child = spawn(
      postgres,
      ["-D", cluster, "-p", String(port), ...Object.entries(settings).flatMap(([key, value]) => ["-c", `${key}=${value}`])],
      // A process group of its own: Ctrl-C must not end the database before the engine has finished its work.
      { ...identity, cwd: "/", detached: true, stdio: ["ignore", logDescriptor, logDescriptor], env: { PATH: process.env.PATH, LC_ALL: "C" } },
    );
    closeSync(logDescriptor);
    child.unref();
    let ended = false;
    child.once("error", () => (ended = true));
    child.once("exit", () => (ended = true));
    await until(() => ended || isReady(cluster), `PostgreSQL did not start within ${PATIENCE_MS / 1000} s; its log: ${logFile}`);
    if (!ended) return { child, port };
    const said = readFileSync(logFile, "utf8").trim();
    // Somebody else took the port between the asking and the binding.
    if (attempt === 3 || !said.includes("Address already in use")) throw new Error(`PostgreSQL did not start: ${said}`);
  }
}

function isReady(cluster: string): boolean {
  try {
    return readFileSync(join(cluster, "postmaster.pid"), "utf8").split("\n")[STATUS_LINE]?.trim() === "ready";
  } catch {
    return false;
  }
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, HOST, () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === "object" && address !== null ? resolve(address.port) : reject(new Error("no free port on this machine")),
      );
    });
  });
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Ends the server once, whether it is asked to, or this process ends or is interrupted. */
function stopper(child: ChildProcess, release: () => void): () => Promise<void> {
  // PostgreSQL's "fast shutdown": sessions are ended, what they had committed is kept.
  const end = () => child.kill("SIGINT");
  const onSignal = (signal: NodeJS.Signals) => {
    // Somebody else who listens for the signal decides when to stop; with nobody else this process ends as it would have.
    if (process.listenerCount(signal) > 1) return;
    end();
    release();
    forget();
    process.kill(process.pid, signal);
  };
  const onExit = () => {
    end();
    release();
  };
  const forget = () => {
    process.removeListener("exit", onExit);
    for (const signal of SIGNALS) process.removeListener(signal, onSignal);
  };
  process.once("exit", onExit);
  for (const signal of SIGNALS) process.on(signal, onSignal);
  let stopped: Promise<void> | undefined;
  return () => {
    stopped ??= new Promise<void>((resolve) => {
      const done = () => {
        forget();
        release();
        resolve();
      };
      if (child.exitCode !== null || child.signalCode !== null) return done();
      child.ref();
      child.once("exit", done);
      end();
    });
    return stopped;
  };
}
