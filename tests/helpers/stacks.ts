import { groundwork } from "../../index";
import { record } from "../../rehearsal/plan/record";
import { graphOf } from "./graph";
import type { Graph } from "./graph";
import { stackConfig } from "./settings";

/** The whole program under a configuration. */
export async function buildStack(
  system: string | undefined,
  stack: string,
  config: Readonly<Record<string, string>>,
): Promise<Graph> {
  const project = system ?? "groundwork";
  return graphOf(await record(groundwork, { project, stack, config }));
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
