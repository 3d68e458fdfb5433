import { join } from "node:path";
import { ladderOf, provideEngine } from "../../rehearsal/engine/ladder";
import { progressOn } from "../../rehearsal/engine/progress";
import { findSystem, systemsOf } from "../../rehearsal/systems";
import { benchGrowth } from "./growth";
import { benchPolicy } from "./policy";
import { ROOT } from "./preview";
import { benchStack } from "./stacks";

const DEFAULT_RUNS = 5;
/** What can be measured beside the stacks. */
const PARTS = ["growth", "policy"];
/** What the project at the top of the repository is called here. */
const REFERENCE = "reference";

/**
 * `npm run bench`: every stack against its bare twin, then the growth of one, then the policy pack. `npm run bench -- scholarship
 * production` measures one system or stack, `npm run bench -- growth` or `-- policy` that alone; `RUNS=1` is a quick look.
 */
async function main(): Promise<void> {
  const [only, stack] = process.argv.slice(2);
  const runs = Number(process.env.RUNS ?? DEFAULT_RUNS);
  if (!Number.isInteger(runs) || runs < 1) throw new Error(`RUNS is ${process.env.RUNS}; expected a whole number from 1`);
  const all = [REFERENCE, ...systemsOf(ROOT)];
  const systems = all.filter((system) => only === undefined || system === only);
  if (systems.length === 0 && !PARTS.includes(only ?? "")) throw new Error(`there is no system ${only}; use one of ${[...all, ...PARTS].join(", ")}`);
  const found = await provideEngine(ladderOf(join(ROOT, "tools"), process.env, progressOn(process.stderr)));
  if ("reasons" in found) throw new Error(`no engine: ${found.reasons.join("; ")}`);
  for (const system of systems) {
    const name = system === REFERENCE ? undefined : system;
    const stacks = findSystem(ROOT, name).stacks.filter((each) => stack === undefined || each === stack);
    if (stacks.length === 0) throw new Error(`${system} has no stack ${stack}`);
    for (const each of stacks) await benchStack(found.engine, name, each, runs);
  }
  if (only === undefined || only === "growth") await benchGrowth(found.engine, runs);
  if (only === undefined || only === "policy") await benchPolicy(found.engine, runs);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
