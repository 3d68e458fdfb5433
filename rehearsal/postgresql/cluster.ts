import { spawnSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Binaries, Identity } from "./binaries";
import { commandOf, numberIn } from "./lock";

/** RDS's own superuser, which no customer can log in as. */
export const SUPERUSER = "rdsadmin";
/** Longer than a slow machine needs to start or to end a server. */
export const PATIENCE_MS = 30_000;

/**
 * The folder to keep the cluster in: the one asked for, unless PostgreSQL, which can't run as root, may not enter it. Then
 * a folder for temporary files, named after the one asked for, so that the next run finds it.
 */
export function reachableFolder(wanted: string, identity: Identity | undefined, log: (line: string) => void): string {
  mkdirSync(wanted, { recursive: true });
  const asked = realpathSync(wanted);
  if (identity === undefined || ancestors(asked).every((folder) => (statSync(folder).mode & 0o001) !== 0)) return asked;
  const shared = join(tmpdir(), "groundwork-rehearsal");
  const folder = join(shared, createHash("sha256").update(asked).digest("hex").slice(0, 16));
  mkdirSync(folder, { recursive: true });
  for (const path of [shared, folder]) {
    // Everybody may write in the folder for temporary files: a folder that another user laid out there is no place for data.
    if (statSync(path).uid !== process.getuid?.()) throw new Error(`${path} belongs to another user: remove it`);
    chmodSync(path, 0o755);
  }
  writeFileSync(join(asked, "moved-to"), `${folder}\n`);
  log(`PostgreSQL may not enter ${asked} as an unprivileged user; its data lie in ${folder}`);
  return folder;
}

function ancestors(folder: string): string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...ancestors(parent)];
}

/** After kill -9 of a rehearsal its server runs on. This process holds the lock, so nobody else needs it. */
export async function endOrphan(cluster: string, log: (line: string) => void): Promise<void> {
  const pidFile = join(cluster, "postmaster.pid");
  const pid = numberIn(pidFile);
  if (pid === undefined) return;
  const isServer = () => commandOf(pid)?.includes(cluster) === true;
  if (isServer()) {
    log(`ending the PostgreSQL server, process ${pid}, that an interrupted rehearsal left behind`);
    process.kill(pid, "SIGINT");
    await until(() => !isServer(), `the PostgreSQL server of an interrupted rehearsal, process ${pid}, does not end`);
  }
  // The process id may belong to another program by now, and PostgreSQL would refuse to start beside it.
  rmSync(pidFile, { force: true });
}

/** @returns the superuser's password, which lies beside the cluster and opens nothing but this rehearsal */
export function makeCluster(folder: string, cluster: string, { initdb }: Binaries, identity: Identity | undefined): string {
  const passwordFile = join(folder, "superuser-password");
  if (existsSync(cluster)) return readFileSync(passwordFile, "utf8").trim();
  // An interrupted first start leaves the unfinished folder behind, never half a cluster under the final name.
  const unfinished = join(folder, "unfinished");
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  writeFileSync(passwordFile, `${randomBytes(24).toString("hex")}\n`, { mode: 0o600 });
  if (identity !== undefined) for (const path of [unfinished, passwordFile]) chownSync(path, identity.uid, identity.gid);
  const { status, error, stderr } = spawnSync(
    initdb,
    // RDS's template databases are in en_US.UTF-8; C is what every machine has, and template0 takes any other.
    [`--pgdata=${unfinished}`, `--username=${SUPERUSER}`, `--pwfile=${passwordFile}`, "--auth=scram-sha-256", "--encoding=UTF8", "--no-locale", "--no-sync"],
    { ...identity, cwd: "/", encoding: "utf8", env: { PATH: process.env.PATH, LC_ALL: "C" } },
  );
  if (status !== 0) throw new Error(`PostgreSQL could not make its cluster in ${folder}: ${error?.message ?? stderr.trim()}`);
  renameSync(unfinished, cluster);
  return readFileSync(passwordFile, "utf8").trim();
}

export async function until(isSo: () => boolean, complaint: string): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!isSo()) {
    if (Date.now() > deadline) throw new Error(complaint);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
