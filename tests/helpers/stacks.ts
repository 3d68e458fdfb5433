import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { groundwork } from "../../index";
import { readFloors } from "../../policy/floors";
import type { Floors } from "../../policy/floors";
import { recordWithOutputs } from "../../rehearsal/plan/record";
import { findSystem, systemsOf } from "../../rehearsal/systems";
import { graphOf } from "./graph";
import type { Graph } from "./graph";
import { stackConfig } from "./settings";
import { ROOT } from "./source";

/** A stack of this repository, as it is committed. */
export interface CommittedStack {
  /** A folder under systems/; undefined is the reference topology at the top. */
  readonly system: string | undefined;
  readonly stack: string;
  /** `scholarship production`. */
  readonly label: string;
  /** What the policy pack holds it to. */
  readonly floors: Floors;
}

const floorsFile = z.strictObject({ checklist: z.record(z.string(), z.unknown()) });

/** Every stack that has a settings file: the reference topology's, then each system's. */
export const STACKS: readonly CommittedStack[] = [undefined, ...systemsOf(ROOT)].flatMap((system) => {
  const { folder, stacks } = findSystem(ROOT, system);
  return stacks.map((stack) => {
    const { checklist } = floorsFile.parse(JSON.parse(readFileSync(join(folder, `policy-floors.${stack}.json`), "utf8")));
    return { system, stack, label: `${system ?? "the reference"} ${stack}`, floors: readFloors(checklist) };
  });
});

/** The whole program under a configuration. */
export async function buildStack(
  system: string | undefined,
  stack: string,
  config: Readonly<Record<string, string>>,
  firstPreview = false,
): Promise<Graph> {
  const project = system ?? "groundwork";
  const { resources, outputs } = await recordWithOutputs(groundwork, { project, stack, config, firstPreview });
  return { ...graphOf(resources), outputs };
}

const graphs = new Map<string, Promise<Graph>>();

/**
 * The whole program under a stack's own settings. It takes a second, so each stack is built once for all specs.
 *
 * @param system a folder under systems/; undefined is the reference topology at the top
 */
export const stackGraph = (system: string | undefined, stack: string): Promise<Graph> => builtOnce(system, stack, false);

/** The same on a first preview: what comes from another resource's outputs is not known. */
export const firstPreviewGraph = (system: string | undefined, stack: string): Promise<Graph> => builtOnce(system, stack, true);

function builtOnce(system: string | undefined, stack: string, firstPreview: boolean): Promise<Graph> {
  const key = `${system ?? "."}/${stack}${firstPreview ? " first preview" : ""}`;
  const built = graphs.get(key) ?? buildStack(system, stack, stackConfig(system, stack), firstPreview);
  graphs.set(key, built);
  return built;
}
