import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { UserError } from "./user-error";

/** A Pulumi project of this repository: the reference topology at its top, or a system. */
export interface System {
  /** The folder of its Pulumi.yaml. */
  readonly folder: string;
  /** The project's name. */
  readonly project: string;
  /** The project file as it is written. */
  readonly projectFile: Readonly<Record<string, unknown>>;
  /** The stacks that have a settings file, in alphabetical order. */
  readonly stacks: readonly string[];
}

const mapping = z.record(z.string(), z.unknown());

/**
 * @param name a folder under systems/; without it the project at the top of the repository
 * @throws UserError if there is no such system, with those that there are
 */
export function findSystem(root: string, name: string | undefined): System {
  const folder = name === undefined ? root : join(root, "systems", name);
  const file = join(folder, "Pulumi.yaml");
  if ((name !== undefined && basename(name) !== name) || !existsSync(file)) {
    const known = systemsOf(root);
    throw new UserError(
      `there is no system ${name ?? "at the top"}: ${file} is missing\n` +
        (known.length === 0 ? "No system has been set up under systems/ yet." : `Use one of: ${known.map((system) => `--system ${system}`).join(", ")}`),
    );
  }
  const projectFile = readYaml(file);
  const project = projectFile.name;
  if (typeof project !== "string") throw new UserError(`${file} has no "name": add the project's name`);
  return { folder, project, projectFile, stacks: stacksOf(folder) };
}

/** @throws UserError if the system has no settings for the stack */
export function stackSettings(system: System, stack: string): Readonly<Record<string, unknown>> {
  if (!system.stacks.includes(stack)) {
    throw new UserError(
      `${system.project} has no stack ${stack}: ${join(system.folder, `Pulumi.${stack}.yaml`)} is missing\n` +
        (system.stacks.length === 0 ? "It has no settings file at all; add one." : `Use one of: ${system.stacks.map((known) => `--stack ${known}`).join(", ")}`),
    );
  }
  return readYaml(join(system.folder, `Pulumi.${stack}.yaml`));
}

/** The names of the folders under systems/ that hold a project. */
export function systemsOf(root: string): readonly string[] {
  const folder = join(root, "systems");
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, "Pulumi.yaml")))
    .sort();
}

function stacksOf(folder: string): readonly string[] {
  return readdirSync(folder)
    .flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? [])
    .sort();
}

function readYaml(file: string): Readonly<Record<string, unknown>> {
  try {
    return mapping.parse(parse(readFileSync(file, "utf8")) ?? {});
  } catch (error) {
    throw new UserError(`${file} can't be read as YAML: ${error instanceof Error ? error.message : String(error)}`);
  }
}
