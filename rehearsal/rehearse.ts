import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Fault } from "./cloud/faults";
import { ladderOf, provideEngine } from "./engine/ladder";
import { progressOn } from "./engine/progress";
import { printPlan } from "./plan/print";
import { record } from "./plan/record";
import { withSession } from "./session";
import { readState } from "./state";
import { summaryOf } from "./summary";
import { findSystem } from "./systems";
import type { System } from "./systems";
import { UserError } from "./user-error";
import { configurationOf, prepareWorkspace } from "./workspace";

/** What the engine is asked to do, and with which arguments. */
export const OPERATIONS = {
  preview: ["preview", "--diff=false"],
  up: ["up", "--yes"],
  refresh: ["refresh", "--yes"],
  // What is protected stays, and so does what it stands on.
  destroy: ["destroy", "--yes", "--exclude-protected"],
  export: ["stack", "export"],
} as const;
export type Operation = keyof typeof OPERATIONS;

export interface RehearseOptions {
  readonly operation: Operation;
  /** A folder under systems/. @default - the project at the top of the repository */
  readonly system: string | undefined;
  readonly stack: string;
  /** Machine-readable output on standard output, and nothing else there. */
  readonly json: boolean;
  readonly faults: readonly Fault[];
  /** The repository. */
  readonly root: string;
  /** Loads the program's entry point, for the plan without an engine. */
  readonly program: () => unknown;
}

/**
 * One rehearsal of one stack.
 *
 * @returns the exit code: the engine's own
 * @throws UserError for what the user can mend
 */
export async function rehearse(options: RehearseOptions): Promise<number> {
  const { operation, stack, root, json } = options;
  const system = findSystem(root, options.system);
  const workspace = prepareWorkspace(root, system, stack);
  const found = await provideEngine(ladderOf(join(root, "tools"), process.env, progressOn(process.stderr)));
  if ("reasons" in found) return withoutEngine(options, found.reasons);
  const log = (line: string): void => void process.stderr.write(`${line}\n`);
  return withSession({ engine: found.engine, workspace, faults: options.faults, log }, async ({ pulumi }) => {
    const colour = process.env.NO_COLOR === undefined || process.env.NO_COLOR === "" ? [] : ["--color", "never"];
    const format = json && operation !== "export" ? ["--json"] : [];
    const policies = operation === "preview" || operation === "up" ? policyArguments(root, system, stack) : [];
    const code = await pulumi([...OPERATIONS[operation], "--stack", stack, ...policies, ...format, ...colour]);
    const state = readState(workspace);
    if (operation === "up" && state !== undefined) {
      const named = [...(options.system === undefined ? [] : ["--system", options.system]), "--stack", stack].join(" ");
      if (code === 0) (json ? process.stderr : process.stdout).write(summaryOf(workspace, state, named));
      else log(`up ended with exit code ${code}. What was made before stays and is remembered: mend the cause, then run up again.`);
    }
    return code;
  });
}

/**
 * Has the policy pack judge the run, by the floors of the system's stack. Without floors the pack refuses to judge, and so
 * the run ends: a stack that nobody wrote floors for is not one that passed.
 */
export function policyArguments(root: string, system: System, stack: string): readonly string[] {
  // As an executable file: an engine that was built from its modules can't start a pack from a folder.
  const pack = join(root, "policy", "groundwork-policy");
  const floors = join(system.folder, `policy-floors.${stack}.json`);
  if (!existsSync(pack)) return [];
  return ["--policy-pack", pack, ...(existsSync(floors) ? ["--policy-pack-config", floors] : [])];
}

async function withoutEngine({ operation, system: name, stack, root, json, program }: RehearseOptions, reasons: readonly string[]): Promise<number> {
  if (operation !== "preview" && operation !== "up") {
    throw new UserError(`${operation} needs the Pulumi engine, and there is none:\n${reasons.map((reason) => `  - ${reason}`).join("\n")}`);
  }
  const system = findSystem(root, name);
  const resources = await record(program, { project: system.project, stack, config: configurationOf(system, stack) });
  process.stdout.write(
    json
      ? `${JSON.stringify({ engine: "none", reasons, resources: resources.map(({ type, name: resource, inputs, options }) => ({ type, name: resource, inputs, protect: options.protect === true })) }, undefined, 2)}\n`
      : printPlan(resources, reasons),
  );
  return 0;
}
