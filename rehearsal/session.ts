import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { cloudProvider } from "./cloud/cloud-provider";
import { Faults } from "./cloud/faults";
import type { Fault } from "./cloud/faults";
import { randomProvider } from "./cloud/random-provider";
import { CloudStore } from "./cloud/store";
import { isAlive, tryLock } from "./engine/lock";
import type { Engine } from "./engine/probe";
import { engineEnvironment } from "./environment";
import { startPostgres } from "./postgresql/server";
import { postgresqlProvider } from "./postgresql/provider";
import { lazyProvider } from "./provider/lazy";
import { serve } from "./provider/server";
import { engineLocks, mendState, readState } from "./state";
import { UserError } from "./user-error";
import type { Workspace } from "./workspace";

export interface SessionOptions {
  readonly engine: Engine;
  readonly workspace: Workspace;
  readonly faults: readonly Fault[];
  /** Told what a person may want to know, on standard error. */
  readonly log: (line: string) => void;
  /** More variables for the engine and what it starts. @default - none */
  readonly variables?: Readonly<Record<string, string>>;
}

/** Runs the engine on one stack's embedded cloud. */
export interface Session {
  /** Runs `pulumi` with these arguments and returns its exit code. Its output is the user's, or where `quiet` only its errors. */
  pulumi(args: readonly string[], output?: "inherit" | "quiet"): Promise<number>;
}

/** How long an engine whose rehearsal was killed may need to write its state and go. */
const ORPHAN_ENDS_WITHIN_MS = 30_000;

/**
 * Starts the simulated providers, recovers what an interrupted run left, and hands out a session. Everything is stopped
 * again when `work` ends, however it ends.
 *
 * @throws UserError if another rehearsal works on the stack
 */
export async function withSession<Result>(options: SessionOptions, work: (session: Session) => Promise<Result>): Promise<Result> {
  const { workspace } = options;
  const lock = tryLock(join(workspace.folder, "lock"));
  if (!("release" in lock)) {
    throw new UserError(
      `another rehearsal of ${workspace.system.project} ${workspace.stack} is running, process ${lock.holder ?? "unknown"}\nWait until it ends, or stop it with Ctrl-C there.`,
    );
  }
  try {
    return await withProviders(options, work);
  } finally {
    lock.release();
  }
}

async function withProviders<Result>(options: SessionOptions, work: (session: Session) => Promise<Result>): Promise<Result> {
  const { engine, workspace, log } = options;
  await engineGone(workspace, log);
  const mended = mendState(workspace);
  if (mended.length > 0) log("The last rehearsal was killed while it wrote its state, which is mended.");
  const known = new Set((readState(workspace)?.resources ?? []).map(({ urn, id }) => `${urn} ${id ?? ""}`));
  const cloud = {
    store: new CloudStore(workspace.cloudFile),
    faults: new Faults(options.faults),
    isKnown: (urn: string, id: string) => known.has(`${urn} ${id}`),
  };
  const postgresql = lazyProvider("postgresql", async () => {
    const server = await startPostgres({ dataDirectory: workspace.databaseFolder, log });
    return { provider: postgresqlProvider(server), stop: () => server.stop() };
  });
  const providers = await Promise.all([
    serve(cloudProvider({ packageName: "aws", ...cloud })),
    serve(cloudProvider({ packageName: "cloudflare", ...cloud })),
    serve(randomProvider()),
    serve(postgresql.provider),
  ]);
  try {
    const env = { ...engineEnvironment(process.env, engine.folder, workspace, providers), ...options.variables };
    const runPulumi = (args: readonly string[], output: "inherit" | "quiet") =>
      run(join(engine.folder, "pulumi"), args, workspace.projectFolder, env, output, log);
    await recover(workspace, log, (args) => runPulumi(args, "quiet"));
    return await work({ pulumi: (args, output = "inherit") => runPulumi(args, output) });
  } finally {
    for (const provider of providers) provider.stop();
    await postgresql.stop();
  }
}

/** Waits for the engine of a killed rehearsal: its providers are gone, so it fails its calls and writes its state. */
async function engineGone(workspace: Workspace, log: (line: string) => void): Promise<void> {
  const deadline = Date.now() + ORPHAN_ENDS_WITHIN_MS;
  const [pid] = engineLocks(workspace).living;
  if (pid === undefined) return;
  log(`Waiting for the engine of an interrupted rehearsal, process ${pid}, to write its state.`);
  while (isAlive(pid)) {
    if (Date.now() > deadline) {
      throw new UserError(`process ${pid} still holds the stack ${workspace.stack} of ${workspace.system.project}\nStop it with: kill ${pid}\nThen start again: the state recovers.`);
    }
    await sleep(200);
  }
}

/** Makes the stack if there is none, and clears what an interrupted run left in its state. */
async function recover(workspace: Workspace, log: (line: string) => void, pulumi: (args: readonly string[]) => Promise<number>): Promise<void> {
  const { stack } = workspace;
  const must = async (what: string, args: readonly string[]): Promise<void> => {
    if ((await pulumi(args)) !== 0) throw new UserError(`${what} failed\nThe state lies in ${workspace.stateFolder}; to start from nothing, remove ${workspace.folder}.`);
  };
  if (readState(workspace) === undefined) await must("making the stack", ["stack", "init", stack, "--secrets-provider", "passphrase"]);
  if (engineLocks(workspace).count > 0) {
    log("The last rehearsal was interrupted; its lock is removed.");
    await must("removing the lock", ["cancel", "--yes", "--stack", stack]);
  }
  const pending = readState(workspace)?.pendingOperations ?? 0;
  if (pending === 0) return;
  log(`The last rehearsal was interrupted within ${pending === 1 ? "an operation" : `${pending} operations`}; what it made is taken over.`);
  const exported = join(workspace.folder, "recovered.json");
  await must("reading the state", ["stack", "export", "--stack", stack, "--file", exported]);
  // An import drops the operations that never ended. The embedded cloud gives what they made to the next run (cloud-provider.ts).
  await must("clearing the state", ["stack", "import", "--stack", stack, "--file", exported]);
  rmSync(exported, { force: true });
}

/** A second Ctrl-C within this time is the same one: npm and a terminal each deliver it. */
const SAME_SIGNAL_MS = 2_000;

/**
 * Runs the engine in a process group of its own, so that a terminal's Ctrl-C reaches it once, through us, and not twice:
 * a second one would make it drop what is in flight.
 */
function run(
  file: string,
  args: readonly string[],
  cwd: string,
  env: Record<string, string>,
  output: "inherit" | "quiet",
  log: (line: string) => void,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, [...args], {
      cwd,
      env,
      detached: true,
      stdio: output === "inherit" ? "inherit" : ["ignore", "ignore", "pipe"],
    });
    let errors = "";
    child.stderr?.on("data", (chunk: Buffer) => (errors += chunk.toString()));
    let interruptedAt: number | undefined;
    const forward = (): void => {
      if (interruptedAt === undefined) {
        interruptedAt = Date.now();
        log("Interrupted: the engine ends what is in flight and writes its state. Interrupt again to stop at once.");
        child.kill("SIGINT");
      } else if (Date.now() - interruptedAt > SAME_SIGNAL_MS) {
        child.kill("SIGKILL");
      }
    };
    const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
    for (const signal of signals) process.on(signal, forward);
    const done = (): void => {
      for (const signal of signals) process.off(signal, forward);
    };
    child.on("error", (error) => {
      done();
      reject(error);
    });
    child.on("close", (code) => {
      done();
      if (output === "quiet" && code !== 0) log(errors.trim());
      resolve(code ?? 130);
    });
  });
}
