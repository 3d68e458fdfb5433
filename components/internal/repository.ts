import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * The folder of this repository, found by something that stands in it: the program runs compiled from dist/, the tests from
 * the sources.
 *
 * @param landmark path from the repository's folder, `functions`
 * @throws where no folder above this file has it
 */
export function repositoryOf(landmark: string): string {
  for (let folder = __dirname; ; folder = dirname(folder)) {
    if (existsSync(join(folder, landmark))) return folder;
    if (folder === dirname(folder)) throw new Error(`no ${landmark} above ${__dirname}`);
  }
}
