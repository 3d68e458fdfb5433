import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { groundwork } from "../../index";
import type { Engine } from "../../rehearsal/engine/probe";
import { record } from "../../rehearsal/plan/record";
import { findSystem } from "../../rehearsal/systems";
import { configurationOf } from "../../rehearsal/workspace";
import { parseSettings } from "../../settings/parse";
import { withPeakMemory } from "./peak-memory";
import { coldPreview, median, ROOT, stackFileOf, withScratch, writeProgram, writeProject } from "./preview";
import { PREAMBLES, twinSource } from "./twin";

/** The twin has no provider of its own; the PostgreSQL one wants to know who it is. A preview logs in nowhere. */
const DATABASE_LOGIN = { "postgresql:username": "master", "postgresql:password": "unused" };

/**
 * Previews a stack and its bare twins in turn, from an empty state and without compiled files, and prints the ratios: to a
 * program as fast as they are written elsewhere, and to one that is launched as ours, which leaves what settings, components
 * and compiling cost. They alternate, so that a machine that slows down slows all.
 */
export function benchStack(engine: Engine, system: string | undefined, stack: string, runs: number): Promise<void> {
  return withScratch(async (scratch) => {
    const found = findSystem(ROOT, system);
    const config = configurationOf(found, stack);
    const resources = await record(groundwork, { project: found.project, stack, config });
    writeProgram(scratch, "program", stack, stackFileOf(system, stack));
    for (const twin of ["bare", "launched"] as const) {
      writeProject(scratch, twin, stack, "twin.cjs", JSON.stringify({ config: DATABASE_LOGIN }));
      writeFileSync(join(scratch, "systems", twin, "twin.cjs"), twinSource(resources, PREAMBLES[twin]));
    }

    const times = { program: new Array<number>(), bare: new Array<number>(), launched: new Array<number>() };
    let peakMib: number | undefined;
    // One run of each that is not counted, so that the file system's cache is equally warm for both.
    for (let run = 0; run <= runs; run += 1) {
      for (const which of ["program", "bare", "launched"] as const) {
        const { result: seconds, peakMib: peak } = await withPeakMemory(() => coldPreview(engine, scratch, which, stack));
        if (run > 0) times[which].push(seconds);
        if (which === "program") peakMib = Math.max(peakMib ?? 0, peak ?? 0);
      }
    }

    const ratioTo = (twin: readonly number[]) => {
      const ratios = times.program.map((seconds, index) => seconds / (twin[index] ?? Number.NaN));
      return `${median(ratios).toFixed(2)}   (${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}`;
    };
    const lines = [
      `${system ?? "the reference"} ${stack}, ${resources.length} resources, ${runs} rounds of cold previews`,
      `  program / bare twin   ${ratioTo(times.bare)}; goal 1.25)`,
      `  / launched as ours    ${ratioTo(times.launched)})`,
      `  program               ${median(times.program).toFixed(2)} s`,
      `  bare twin             ${median(times.bare).toFixed(2)} s, ${median(times.launched).toFixed(2)} s launched as ours`,
      `  settings              ${parseMilliseconds(config).toFixed(1)} ms to parse and check (goal 50)`,
      `  memory                ${peakMib === undefined ? "not measured here" : `${peakMib} MiB at its peak (goal 500)`}`,
    ];
    process.stdout.write(`${lines.join("\n")}\n\n`);
  });
}

function parseMilliseconds(config: Readonly<Record<string, string>>): number {
  const raw = Object.fromEntries(Object.entries(config).map(([key, text]) => [key.replace(/^groundwork:/, ""), JSON.parse(text)]));
  const start = performance.now();
  parseSettings(raw);
  return performance.now() - start;
}
