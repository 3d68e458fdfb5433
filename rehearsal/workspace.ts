import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { parse, stringify } from "yaml";
import { z } from "zod";
import { stackSettings } from "./systems";
import type { System } from "./systems";

/** Everything that the rehearsal of one stack keeps, below `.rehearsal/<project>/<stack>/`. */
export interface Workspace {
  readonly system: System;
  readonly stack: string;
  readonly folder: string;
  /** The embedded cloud. */
  readonly cloudFile: string;
  /** The engine's file backend. */
  readonly stateFolder: string;
  /** The generated project, so that no committed file is ever written to. */
  readonly projectFolder: string;
  readonly databaseFolder: string;
  /** The engine's own home, so that it sees neither the user's credentials nor the user's plugins. */
  readonly homeFolder: string;
  /** The stack's state as the engine writes it. */
  readonly stateFile: string;
  /** Where the engine marks a stack that it works on. */
  readonly engineLocks: string;
}

/** What a secret of the settings becomes: the real one is encrypted with a key that a rehearsal does not have. */
const REHEARSED_SECRET = "rehearsed-secret";

/** Writes the generated project of a stack, a copy of the committed files with what the rehearsal needs to differ. */
export function prepareWorkspace(root: string, system: System, stack: string): Workspace {
  const folder = join(root, ".rehearsal", system.project, stack);
  const workspace: Workspace = {
    system,
    stack,
    folder,
    cloudFile: join(folder, "cloud.json"),
    stateFolder: join(folder, "state"),
    projectFolder: join(folder, "project"),
    databaseFolder: join(folder, "postgresql"),
    homeFolder: join(root, ".rehearsal", "home"),
    stateFile: join(folder, "state", ".pulumi", "stacks", system.project, `${stack}.json`),
    engineLocks: join(folder, "state", ".pulumi", "locks", "organization", system.project, stack),
  };
  const settings = stackSettings(system, stack);
  for (const needed of [workspace.stateFolder, workspace.projectFolder, workspace.homeFolder]) mkdirSync(needed, { recursive: true });
  withoutEngineLogs(workspace.homeFolder);
  const { backend: _backend, ...project } = system.projectFile;
  const main = typeof project.main === "string" ? project.main : ".";
  writeYaml(join(workspace.projectFolder, "Pulumi.yaml"), {
    ...project,
    main: relative(workspace.projectFolder, resolve(system.folder, main)),
  });
  const stackFile = join(workspace.projectFolder, `Pulumi.${stack}.yaml`);
  // The engine writes the salt when it makes the stack; the state's secrets can be read with no other.
  const salt = existsSync(stackFile) ? saltOf(readFileSync(stackFile, "utf8")) : undefined;
  const { secretsprovider: _provider, encryptedkey: _key, encryptionsalt: _salt, ...kept } = settings;
  writeYaml(stackFile, {
    ...(salt === undefined ? {} : { encryptionsalt: salt }),
    ...kept,
    ...(kept.config === undefined ? {} : { config: withoutSecrets(kept.config) }),
  });
  return workspace;
}

/** A stack's settings as the program reads them, `groundwork:network` -> JSON text, for a run without an engine. */
export function configurationOf(system: System, stack: string): Readonly<Record<string, string>> {
  const config = withoutSecrets(stackSettings(system, stack).config ?? {});
  const entries = Object.entries(z.record(z.string(), z.unknown()).parse(config));
  return Object.fromEntries(
    entries.map(([key, value]) => [
      key.includes(":") ? key : `${system.project}:${key}`,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  );
}

/**
 * The engine writes a log of all it does, a third of its time, for people whom pulumi's makers help. It has no switch, but
 * does without one where it can't make the folder.
 */
function withoutEngineLogs(homeFolder: string): void {
  const logs = join(homeFolder, "logs");
  if (existsSync(logs) && statSync(logs).isFile()) return;
  rmSync(logs, { recursive: true, force: true });
  writeFileSync(logs, "A file, so that the engine of rehearsals writes no logs.\n");
}

function saltOf(text: string): string | undefined {
  const found = z.object({ encryptionsalt: z.string() }).safeParse(parse(text));
  return found.success ? found.data.encryptionsalt : undefined;
}

function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  if (entries.length === 1 && entries[0]?.[0] === "secure") return REHEARSED_SECRET;
  return Object.fromEntries(entries.map(([key, item]) => [key, withoutSecrets(item)]));
}

function writeYaml(file: string, value: unknown): void {
  const text = `# Generated for the rehearsal, and overwritten by the next one. Edit the committed file instead.\n${stringify(value)}`;
  if (!existsSync(file) || readFileSync(file, "utf8") !== text) writeFileSync(file, text);
}
