import { join } from "node:path";
import { ladderOf, provideEngine } from "../rehearsal/engine/ladder";
import type { Engine } from "../rehearsal/engine/probe";
import { progressOn } from "../rehearsal/engine/progress";
import { ONE_CHECKPOINT } from "../rehearsal/environment";
import { policyArguments } from "../rehearsal/rehearse";
import { withSession } from "../rehearsal/session";
import { readState } from "../rehearsal/state";
import { findSystem, systemsOf } from "../rehearsal/systems";
import { prepareWorkspace } from "../rehearsal/workspace";
import { ROOT, stackFileOf, withScratch, writeProgram } from "./bench/preview";

interface Outcome {
  readonly label: string;
  readonly resources: number;
  readonly seconds: number;
  /** The step that failed; none for a stack that is sound. */
  readonly failed: string | undefined;
}

/**
 * `npm run rehearse:all`: brings every stack of every system up on the embedded cloud under the policy pack, from nothing;
 * asks for a second preview, which must be empty; and has the pack judge the state that is left. `npm run rehearse:all --
 * operations` takes one system, `… -- operations staging` one stack. What was rehearsed before is not touched.
 */
async function main(): Promise<void> {
  const [only, onlyStack] = process.argv.slice(2);
  const stacks = [undefined, ...systemsOf(ROOT)]
    .filter((system) => only === undefined || (system ?? "reference") === only)
    .flatMap((system) => findSystem(ROOT, system).stacks.map((stack) => ({ system, stack })))
    .filter(({ stack }) => onlyStack === undefined || stack === onlyStack);
  if (stacks.length === 0) throw new Error(`no stack of that name; systems are reference, ${systemsOf(ROOT).join(", ")}`);
  const found = await provideEngine(ladderOf(join(ROOT, "tools"), process.env, progressOn(process.stderr)));
  if ("reasons" in found) throw new Error(`no engine: ${found.reasons.join("; ")}`);
  const outcomes: Outcome[] = [];
  for (const { system, stack } of stacks) {
    const outcome = await rehearsed(found.engine, system, stack);
    outcomes.push(outcome);
    process.stdout.write(`${lineOf(outcome)}\n`);
  }
  const broken = outcomes.filter(({ failed }) => failed !== undefined);
  process.stdout.write(`${outcomes.length} stacks: ${outcomes.length - broken.length} up, unchanged and clean; ${broken.length} not\n`);
  process.exitCode = broken.length === 0 ? 0 : 1;
}

function rehearsed(engine: Engine, system: string | undefined, stack: string): Promise<Outcome> {
  return withScratch(async (scratch) => {
    const committed = findSystem(ROOT, system);
    writeProgram(scratch, committed.project, stack, stackFileOf(system, stack));
    const workspace = prepareWorkspace(scratch, findSystem(scratch, committed.project), stack);
    const policies = policyArguments(ROOT, committed, stack);
    const log = (line: string): void => void process.stderr.write(`${line}\n`);
    const start = performance.now();
    const succeeds = (args: readonly string[], variables: Readonly<Record<string, string>>) =>
      withSession(
        { engine, workspace, faults: [], log, variables },
        async ({ pulumi }) => (await pulumi([...args, "--stack", stack, ...policies], "quiet")) === 0,
      );
    const failed = !(await succeeds(["up", "--yes", "--skip-preview"], ONE_CHECKPOINT))
      ? "up"
      : !(await succeeds(["preview", "--expect-no-changes", "--diff=false"], {}))
        ? "second preview"
        : !(await succeeds(["policy", "analyze"], { GROUNDWORK_POLICY_SUBJECT: "state" }))
          ? "policies over the state"
          : undefined;
    const resources = (readState(workspace)?.resources ?? []).length;
    return { label: `${system ?? "reference"} ${stack}`, resources, seconds: (performance.now() - start) / 1000, failed };
  });
}

function lineOf({ label, resources, seconds, failed }: Outcome): string {
  const result = failed === undefined ? "up, second preview empty, policies clean on the state" : `FAILED: ${failed}`;
  return `${label.padEnd(26)} ${String(resources).padStart(5)} resources  ${seconds.toFixed(0).padStart(4)} s  ${result}`;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
