import { execFileSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename } from "node:path";

/** The command line of a running process, or `undefined` if there is none with that id. */
export function commandOf(pid: number): string | undefined {
  if (!isAlive(pid)) return undefined;
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
  } catch {
    // Not Linux.
  }
  try {
    return execFileSync("ps", ["-p", String(pid), "-o", "command="], { encoding: "utf8", stdio: "pipe" });
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/**
 * Takes the folder for this process, or says who has it. A lock whose process is gone, after kill -9 say, is taken over.
 *
 * @returns what gives the folder back
 */
export function takeLock(path: string): () => void {
  for (let attempt = 0; attempt < 3; attempt += 1) {
    try {
      writeFileSync(path, String(process.pid), { flag: "wx" });
      return () => rmSync(path, { force: true });
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    }
    const holder = numberIn(path);
    // The id alone proves nothing: it may belong to another program by now, or to a process that ended and waits to be reaped.
    if (holder !== undefined && commandOf(holder)?.includes(basename(process.execPath)) === true) {
      throw new Error(`another rehearsal, process ${holder}, uses this database: wait for it, or end it (lock: ${path})`);
    }
    rmSync(path, { force: true });
  }
  throw new Error(`the lock ${path} could not be taken: another rehearsal started at the same moment`);
}

/** The number on a file's first line. */
export function numberIn(path: string): number | undefined {
  try {
    const number = Number.parseInt(readFileSync(path, "utf8"), 10);
    return Number.isNaN(number) ? undefined : number;
  } catch {
    return undefined;
  }
}
