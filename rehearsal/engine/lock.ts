import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** Whether a process of this machine lives. One of another user counts as living. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/**
 * Takes a lock folder, or tells the process that holds it. Making a folder is atomic; the holder's process id lies in it,
 * so that the lock of a killed process is taken over.
 */
export function tryLock(folder: string): { readonly release: () => void } | { readonly holder: number | undefined } {
  mkdirSync(dirname(folder), { recursive: true });
  for (let attempt = 0; attempt < 2; attempt += 1) {
    if (take(folder)) return { release: () => rmSync(folder, { recursive: true, force: true }) };
    const holder = holderOf(folder);
    if (holder === undefined || isAlive(holder)) return { holder };
    rmSync(folder, { recursive: true, force: true });
  }
  return { holder: holderOf(folder) };
}

/**
 * Runs `work` while no other process of this machine holds the same lock folder, and waits for it if one does.
 *
 * @param waiting called once if another process holds the lock
 */
export async function withLock<Result>(
  folder: string,
  work: () => Promise<Result>,
  waiting: (holder: number) => void,
): Promise<Result> {
  let told = false;
  for (;;) {
    const lock = tryLock(folder);
    if ("release" in lock) {
      try {
        return await work();
      } finally {
        lock.release();
      }
    }
    if (!told && lock.holder !== undefined) {
      waiting(lock.holder);
      told = true;
    }
    await sleep(200);
  }
}

function take(folder: string): boolean {
  try {
    mkdirSync(folder);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
  writeFileSync(join(folder, "pid"), String(process.pid));
  return true;
}

/** `undefined` for the moment between the folder's making and the id's writing, and after the lock was given back. */
function holderOf(folder: string): number | undefined {
  try {
    const pid = Number(readFileSync(join(folder, "pid"), "utf8"));
    return Number.isInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}
