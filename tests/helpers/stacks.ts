import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { groundwork } from "../../index";
import { record } from "../../rehearsal/plan/record";
import { graphOf } from "./graph";
import type { Graph } from "./graph";
import { ROOT } from "./source";

const stackFile = z.object({ config: z.record(z.string(), z.unknown()) });

/** The configuration of a stack as the engine hands it to the program: every object as JSON text. */
export function stackConfig(system: string, stack: string): Record<string, string> {
  const path = join(ROOT, "systems", system, `Pulumi.${stack}.yaml`);
  const { config } = stackFile.parse(parse(readFileSync(path, "utf8")));
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)]),
  );
}

const graphs = new Map<string, Promise<Graph>>();

/** The whole program under a stack's own settings. It takes seconds, so each stack is built once for all specs. */
export function stackGraph(system: string, stack: string): Promise<Graph> {
  const key = `${system}/${stack}`;
  const built = graphs.get(key) ?? record(groundwork, { project: system, stack, config: stackConfig(system, stack) }).then(graphOf);
  graphs.set(key, built);
  return built;
}
