import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { parseSync } from "oxc-parser";
import type { Comment, Program } from "oxc-parser";

export const ROOT = join(__dirname, "..", "..");

/** One TypeScript file, parsed. */
export interface SourceFile {
  /** Path from the repository's root. */
  readonly path: string;
  readonly text: string;
  readonly program: Program;
  readonly comments: readonly Comment[];
}

/** Paths, from the repository's root, of the files below a folder, at any depth, whose name ends so. */
export function filesBelow(folder: string, ending: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
    .sort();
}

export function sourceFile(path: string): SourceFile {
  const text = readFileSync(join(ROOT, path), "utf8");
  const { program, comments, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path} does not parse: ${errors.map(({ message }) => message).join("; ")}`);
  return { path, text, program, comments };
}

/** The line of an offset, for messages. */
export function lineOf({ text }: SourceFile, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}
