import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { isAlive } from "./engine/lock";
import type { Workspace } from "./workspace";

const resourceSchema = z.object({
  urn: z.string(),
  type: z.string(),
  id: z.string().optional(),
  custom: z.boolean().default(false),
  protect: z.boolean().default(false),
});
const stateSchema = z.object({
  checkpoint: z.object({
    latest: z
      .object({
        resources: z.array(resourceSchema).default([]),
        pending_operations: z.array(z.unknown()).default([]),
      })
      .nullish(),
  }),
});

export interface State {
  readonly resources: readonly z.infer<typeof resourceSchema>[];
  /** How many operations the engine had begun and never ended. */
  readonly pendingOperations: number;
}

/** The stack's state as it lies on disk; `undefined` if the stack has not been made. */
export function readState(workspace: Workspace): State | undefined {
  if (!existsSync(workspace.stateFile)) return undefined;
  const { latest } = stateSchema.parse(JSON.parse(readFileSync(workspace.stateFile, "utf8"))).checkpoint;
  return { resources: latest?.resources ?? [], pendingOperations: latest?.pending_operations.length ?? 0 };
}

/**
 * Mends what a killed engine left half written. Beside each file of the state it keeps one with attributes, which it does
 * not write in one step: an empty one makes the file beside it unreadable ("failed to load checkpoint: EOF"), and none does
 * no harm. A state that is cut gives way to the one before it; what the embedded cloud made since is taken over by the next run.
 *
 * @returns what was mended, for a person
 */
export function mendState({ stateFolder, stateFile }: Workspace): readonly string[] {
  if (!existsSync(stateFolder)) return [];
  const cutAttributes = readdirSync(stateFolder, { recursive: true, encoding: "utf8" })
    .map((name) => join(stateFolder, name))
    .filter((file) => file.endsWith(".attrs") && parsed(file) === undefined);
  for (const file of cutAttributes) rmSync(file);
  const backup = `${stateFile}.bak`;
  const stateIsCut = existsSync(stateFile) && parsed(stateFile) === undefined;
  if (stateIsCut && parsed(backup) !== undefined) {
    copyFileSync(backup, stateFile);
    return [...cutAttributes, stateFile];
  }
  return cutAttributes;
}

const lockSchema = z.object({ pid: z.number() });

/** The engine's marks on the stack, and those of their processes that still live. */
export function engineLocks(workspace: Workspace): { readonly count: number; readonly living: readonly number[] } {
  if (!existsSync(workspace.engineLocks)) return { count: 0, living: [] };
  const files = readdirSync(workspace.engineLocks);
  const pids = files.flatMap((file) => {
    const lock = lockSchema.safeParse(parsed(join(workspace.engineLocks, file)));
    return lock.success ? [lock.data.pid] : [];
  });
  return { count: files.length, living: pids.filter(isAlive) };
}

/** What a file holds; a file that was half written when its process died says nothing. */
function parsed(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}
