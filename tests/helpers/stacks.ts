import { groundwork } from "../../index";
import { record } from "../../rehearsal/plan/record";
import { graphOf } from "./graph";
import type { Graph } from "./graph";
import { stackConfig } from "./settings";

/** Runs a program without stack traces, which nobody reads and which would take half of the time. */
export async function withoutTraces<T>(run: () => Promise<T>): Promise<T> {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return await run();
  } finally {
    Error.stackTraceLimit = limit;
  }
}

/** The whole program under a configuration. */
export async function buildStack(
  system: string | undefined,
  stack: string,
  config: Readonly<Record<string, string>>,
): Promise<Graph> {
  const project = system ?? "groundwork";
  return graphOf(await withoutTraces(() => record(groundwork, { project, stack, config })));
}

const graphs = new Map<string, Promise<Graph>>();

/**
 * The whole program under a stack's own settings. It takes a second, so each stack is built once for all specs.
 *
 * @param system a folder under systems/; undefined is the reference topology at the top
 */
export function stackGraph(system: string | undefined, stack: string): Promise<Graph> {
  const key = `${system ?? "."}/${stack}`;
  const built = graphs.get(key) ?? buildStack(system, stack, stackConfig(system, stack));
  graphs.set(key, built);
  return built;
}
