import { groundwork } from "../../index";
import { record } from "../../rehearsal/plan/record";
import { graphOf } from "./graph";
import type { Graph } from "./graph";
import { stackConfig } from "./settings";

/** The whole program under a configuration. Half of the time would go into stack traces that nobody reads. */
export async function buildStack(system: string | undefined, stack: string, config: Readonly<Record<string, string>>): Promise<Graph> {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return graphOf(await record(groundwork, { project: system ?? "groundwork", stack, config }));
  } finally {
    Error.stackTraceLimit = limit;
  }
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
