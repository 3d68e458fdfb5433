import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import type { Engine } from "../../rehearsal/engine/probe";
import { withSession } from "../../rehearsal/session";
import { findSystem } from "../../rehearsal/systems";
import { prepareWorkspace } from "../../rehearsal/workspace";

export const ROOT = join(__dirname, "..", "..");

/** A folder with projects to preview, gone afterwards. */
export async function withScratch<Result>(work: (scratch: string) => Promise<Result>): Promise<Result> {
  const scratch = mkdtempSync(join(tmpdir(), "groundwork-bench-"));
  try {
    // PostgreSQL runs as another user where this one is root.
    chmodSync(scratch, 0o755);
    writeFileSync(join(scratch, "package.json"), JSON.stringify({ name: "bench", private: true }));
    symlinkSync(join(ROOT, "node_modules"), join(scratch, "node_modules"));
    return await work(scratch);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** A project that runs this repository's program under a stack file. */
export function writeProgram(scratch: string, name: string, stack: string, stackFile: string): void {
  writeProject(scratch, name, stack, relative(join(scratch, "systems", name), ROOT), stackFile);
}

/** @param main what runs: a folder or file, from the project's own folder */
export function writeProject(scratch: string, name: string, stack: string, main: string, stackFile: string): void {
  const folder = join(scratch, "systems", name);
  mkdirSync(folder, { recursive: true });
  const runtime = { name: "nodejs", options: { typescript: false } };
  writeFileSync(join(folder, "Pulumi.yaml"), JSON.stringify({ name, runtime, main }));
  writeFileSync(join(folder, `Pulumi.${stack}.yaml`), stackFile);
}

export function stackFileOf(system: string | undefined, stack: string): string {
  return readFileSync(join(findSystem(ROOT, system).folder, `Pulumi.${stack}.yaml`), "utf8");
}

/**
 * Seconds of `pulumi preview` of an empty stack without compiled files, engine start and program included.
 *
 * @param more arguments of the preview: a policy pack
 */
export async function coldPreview(engine: Engine, scratch: string, name: string, stack: string, more: readonly string[] = []): Promise<number> {
  rmSync(join(ROOT, "dist"), { recursive: true, force: true });
  const workspace = prepareWorkspace(scratch, findSystem(scratch, name), stack);
  const log = (line: string): void => void process.stderr.write(`${line}\n`);
  return withSession({ engine, workspace, faults: [], log }, async ({ pulumi }) => {
    const start = performance.now();
    const code = await pulumi(["preview", "--diff=false", "--stack", stack, "--color", "never", ...more], "quiet");
    if (code !== 0) throw new Error(`preview of ${name} ended with exit code ${code}`);
    return (performance.now() - start) / 1000;
  });
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = Number.NaN, high = low] = sorted.length % 2 === 1 ? [sorted[middle]] : [sorted[middle - 1], sorted[middle]];
  return (low + high) / 2;
}
