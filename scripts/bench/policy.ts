import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { groundwork } from "../../index";
import type { Engine } from "../../rehearsal/engine/probe";
import { record } from "../../rehearsal/plan/record";
import { policyArguments } from "../../rehearsal/rehearse";
import { findSystem, systemsOf } from "../../rehearsal/systems";
import { configurationOf } from "../../rehearsal/workspace";
import { coldPreview, median, ROOT, stackFileOf, withScratch, writeProgram } from "./preview";

const PACK = join(ROOT, "policy", "groundwork-policy");
/** The goal of what the pack may add is given for as many. */
const UNIT_OF_RESOURCES = 400;
const START_TIMEOUT_MS = 60_000;

const floorsFile = z.object({ checklist: z.object({ profile: z.string() }) });

/** A pack that judges nothing: what the engine needs to start any pack, and to show it each resource. */
const EMPTY_PACK = `const { PolicyPack } = require("@pulumi/policy");
new PolicyPack("empty", { policies: [{ name: "nothing", description: "It judges nothing.", enforcementLevel: "advisory", validateStack: () => {} }] });
`;

/**
 * Prints what the policy pack costs: previews of the largest production stack without a pack, with one that judges nothing and
 * with ours; how long ours takes to start; and how long its tests take.
 */
export function benchPolicy(engine: Engine, runs: number): Promise<void> {
  return withScratch(async (scratch) => {
    const { system, stack, resources } = await largestProduction();
    const policies = policyArguments(ROOT, findSystem(ROOT, system), stack);
    // Under its own name: the exemptions go by it.
    writeProgram(scratch, system, stack, stackFileOf(system, stack));

    const empty = ["--policy-pack", writeEmptyPack(scratch)];

    const times = { without: new Array<number>(), empty: new Array<number>(), with: new Array<number>(), start: new Array<number>() };
    // One run of each that is not counted, as for the other figures.
    for (let run = 0; run <= runs; run += 1) {
      const without = await coldPreview(engine, scratch, system, stack);
      const withPack = await coldPreview(engine, scratch, system, stack, policies);
      const withEmpty = await coldPreview(engine, scratch, system, stack, empty);
      rmSync(join(ROOT, "dist"), { recursive: true, force: true });
      const start = await packStart();
      if (run === 0) continue;
      times.without.push(without);
      times.empty.push(withEmpty);
      times.with.push(withPack);
      times.start.push(start);
    }

    const pairs = times.without.map((without, index) => {
      const [empty = Number.NaN, withPack = Number.NaN, start = Number.NaN] = [times.empty[index], times.with[index], times.start[index]];
      return { judging: (withPack - empty) / without, all: withPack / without, any: empty / without, beyondStart: withPack - without - start };
    });
    const of = (values: readonly number[], note: string) => `${median(values).toFixed(2)}   (${Math.min(...values).toFixed(2)} to ${Math.max(...values).toFixed(2)}; ${note})`;
    const lines = [
      `policies, ${system} ${stack}, ${resources} resources, ${runs} rounds of cold previews`,
      `  what our rules add    ${of(pairs.map(({ judging }) => judging), "goal 0.30; of a preview without a pack, over one that judges nothing")}`,
      `  with / without pack   ${of(pairs.map(({ all }) => all), "the start of the pack included")}`,
      `  empty / without pack  ${of(pairs.map(({ any }) => any), "what the engine needs for any pack")}`,
      `  with the pack         ${median(times.with).toFixed(2)} s`,
      `  without               ${median(times.without).toFixed(2)} s`,
      `  beyond its start      ${((median(pairs.map(({ beyondStart }) => beyondStart)) * UNIT_OF_RESOURCES) / resources).toFixed(2)} s for ${UNIT_OF_RESOURCES} resources (goal 1)`,
      `  start of the pack     ${median(times.start).toFixed(2)} s, its own compilation included (goal 1.5)`,
      `  unit matrix           ${matrixSeconds().toFixed(1)} s for all of tests/policy in one process (goal 60)`,
    ];
    process.stdout.write(`${lines.join("\n")}\n\n`);
  });
}

/** @returns its executable */
function writeEmptyPack(scratch: string): string {
  const folder = join(scratch, "empty-pack");
  mkdirSync(folder);
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "empty", version: "0.0.1", main: "pack.cjs" }));
  writeFileSync(join(folder, "PulumiPolicy.yaml"), JSON.stringify({ runtime: "nodejs", main: "pack.cjs" }));
  writeFileSync(join(folder, "pack.cjs"), EMPTY_PACK);
  const executable = join(folder, "pack");
  const runner = join(ROOT, "node_modules", "@pulumi", "pulumi", "cmd", "run-policy-pack");
  writeFileSync(executable, `#!/bin/sh\ncd "$(dirname "$0")" && exec node "${runner}" "$1" "$PWD"\n`, { mode: 0o755 });
  return executable;
}

/** The stack with the most resources of those whose floors call them production. */
async function largestProduction(): Promise<{ readonly system: string; readonly stack: string; readonly resources: number }> {
  const found = [];
  for (const system of systemsOf(ROOT)) {
    const { folder, stacks } = findSystem(ROOT, system);
    for (const stack of stacks) {
      const { checklist } = floorsFile.parse(JSON.parse(readFileSync(join(folder, `policy-floors.${stack}.json`), "utf8")));
      if (checklist.profile !== "production") continue;
      const resources = await record(groundwork, { project: system, stack, config: configurationOf(findSystem(ROOT, system), stack) });
      found.push({ system, stack, resources: resources.length });
    }
  }
  const [largest] = found.sort((a, b) => b.resources - a.resources);
  if (largest === undefined) throw new Error("no system has a stack whose floors call it production");
  return largest;
}

/** Seconds until the pack says at which port it listens: then the engine can ask it. */
function packStart(): Promise<number> {
  return new Promise((resolve, reject) => {
    const begin = performance.now();
    // The address is the engine's; nothing is asked of it before a run.
    const pack = spawn(PACK, ["127.0.0.1:1"], { stdio: ["ignore", "pipe", "pipe"], timeout: START_TIMEOUT_MS });
    let said = "";
    pack.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
    pack.stdout.once("data", () => {
      resolve((performance.now() - begin) / 1000);
      pack.kill();
    });
    pack.once("error", reject);
    pack.once("exit", () => reject(new Error(`the policy pack ended before it listened: ${said}`)));
  });
}

function matrixSeconds(): number {
  const begin = performance.now();
  const { status, stdout } = spawnSync(process.execPath, [join(ROOT, "node_modules", "mocha", "bin", "mocha.js"), "tests/policy/**/*.spec.ts"], { cwd: ROOT, encoding: "utf8" });
  const seconds = (performance.now() - begin) / 1000;
  if (status !== 0) process.stderr.write(`tests/policy fails:\n${stdout}\n`);
  return seconds;
}
