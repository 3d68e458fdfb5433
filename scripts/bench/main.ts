import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { groundwork } from "../../index";
import { ladderOf, provideEngine } from "../../rehearsal/engine/ladder";
import type { Engine } from "../../rehearsal/engine/probe";
import { progressOn } from "../../rehearsal/engine/progress";
import { record } from "../../rehearsal/plan/record";
import { withSession } from "../../rehearsal/session";
import { findSystem } from "../../rehearsal/systems";
import { configurationOf, prepareWorkspace } from "../../rehearsal/workspace";
import { parseSettings } from "../../settings/parse";
import { withPeakMemory } from "./peak-memory";
import { twinSource } from "./twin";

const ROOT = join(__dirname, "..", "..");
const SYSTEMS = ["scholarship"];
const RUNS = 5;
/** The twin has no provider of its own; the PostgreSQL one wants to know who it is. A preview logs in nowhere. */
const DATABASE_LOGIN = { "postgresql:username": "master", "postgresql:password": "unused" };

interface Times {
  readonly program: number[];
  readonly twin: number[];
}

/**
 * Previews each stack and its bare twin in turn, from an empty state and without compiled files, and prints the ratio. The
 * two alternate, so that a machine that slows down slows both.
 */
async function main(): Promise<void> {
  const found = await provideEngine(ladderOf(join(ROOT, "tools"), process.env, progressOn(process.stderr)));
  if ("reasons" in found) throw new Error(`no engine: ${found.reasons.join("; ")}`);
  for (const system of SYSTEMS) {
    for (const stack of findSystem(ROOT, system).stacks) await benchStack(found.engine, system, stack);
  }
}

async function benchStack(engine: Engine, system: string, stack: string): Promise<void> {
  const config = configurationOf(findSystem(ROOT, system), stack);
  const resources = await record(groundwork, { project: system, stack, config });
  const scratch = mkdtempSync(join(tmpdir(), "groundwork-bench-"));
  // PostgreSQL runs as another user where this one is root.
  chmodSync(scratch, 0o755);
  try {
    const stackFile = readFileSync(join(ROOT, "systems", system, `Pulumi.${stack}.yaml`), "utf8");
    writeProject(scratch, "program", stack, relative(join(scratch, "systems", "program"), ROOT), stackFile);
    writeProject(scratch, "twin", stack, "twin.cjs", JSON.stringify({ config: DATABASE_LOGIN }));
    writeFileSync(join(scratch, "systems", "twin", "twin.cjs"), twinSource(resources));
    writeFileSync(join(scratch, "package.json"), JSON.stringify({ name: "twin", private: true }));
    symlinkSync(join(ROOT, "node_modules"), join(scratch, "node_modules"));

    const times: Times = { program: [], twin: [] };
    let peakMib: number | undefined;
    // One run of each that is not counted, so that the file system's cache is equally warm for both.
    for (let run = 0; run <= RUNS; run += 1) {
      for (const which of ["program", "twin"] as const) {
        rmSync(join(ROOT, "dist"), { recursive: true, force: true });
        const { result: seconds, peakMib: peak } = await withPeakMemory(() => preview(engine, scratch, which, stack));
        if (run > 0) times[which].push(seconds);
        if (which === "program") peakMib = Math.max(peakMib ?? 0, peak ?? 0);
      }
    }
    report(system, stack, resources.length, times, peakMib, parseMilliseconds(config));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function writeProject(scratch: string, name: string, stack: string, main: string, stackFile: string): void {
  const folder = join(scratch, "systems", name);
  mkdirSync(folder, { recursive: true });
  const runtime = { name: "nodejs", options: { typescript: false } };
  writeFileSync(join(folder, "Pulumi.yaml"), JSON.stringify({ name, runtime, main }));
  writeFileSync(join(folder, `Pulumi.${stack}.yaml`), stackFile);
}

/** Seconds of `pulumi preview` of an empty stack, engine start and program included. */
async function preview(engine: Engine, scratch: string, name: string, stack: string): Promise<number> {
  const workspace = prepareWorkspace(scratch, findSystem(scratch, name), stack);
  const log = (line: string): void => void process.stderr.write(`${line}\n`);
  return withSession({ engine, workspace, faults: [], log }, async ({ pulumi }) => {
    const start = performance.now();
    const code = await pulumi(["preview", "--diff=false", "--stack", stack, "--color", "never"], "quiet");
    if (code !== 0) throw new Error(`preview of ${name} ended with exit code ${code}`);
    return (performance.now() - start) / 1000;
  });
}

function parseMilliseconds(config: Readonly<Record<string, string>>): number {
  const raw = Object.fromEntries(Object.entries(config).map(([key, text]) => [key.replace(/^groundwork:/, ""), JSON.parse(text)]));
  const start = performance.now();
  parseSettings(raw);
  return performance.now() - start;
}

function report(system: string, stack: string, count: number, { program, twin }: Times, peakMib: number | undefined, parseMs: number): void {
  const ratios = program.map((seconds, index) => seconds / (twin[index] ?? Number.NaN));
  const lines = [
    `${system} ${stack}, ${count} resources, ${RUNS} pairs of cold previews`,
    `  program / bare twin   ${median(ratios).toFixed(2)}   (${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}; goal 1.25)`,
    `  program               ${median(program).toFixed(2)} s`,
    `  bare twin             ${median(twin).toFixed(2)} s`,
    `  settings              ${parseMs.toFixed(1)} ms to parse and check (goal 50)`,
    `  memory                ${peakMib === undefined ? "not measured here" : `${peakMib} MiB at its peak (goal 500)`}`,
  ];
  process.stdout.write(`${lines.join("\n")}\n\n`);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = Number.NaN, high = low] = sorted.length % 2 === 1 ? [sorted[middle]] : [sorted[middle - 1], sorted[middle]];
  return (low + high) / 2;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
