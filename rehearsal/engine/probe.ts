import { execFile } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { ENGINE_VERSION, isNewEnough } from "./version";

/** An engine that was started and answered. */
export interface Engine {
  /** The folder of `pulumi`; its Node language host is there or elsewhere on the search path. */
  readonly folder: string;
  readonly version: string;
}

/** Either an engine, or why there is none: a clause that follows "no engine because". */
export type Probed = { readonly engine: Engine } | { readonly reason: string };

const LANGUAGE_HOST = "pulumi-language-nodejs";
/** Starting either executable takes well under a second; one that hangs is one that does not work. */
const TIMEOUT_MS = 20_000;

/** The first folder of a search path that holds an executable. */
export function folderOf(executable: string, searchPath: string): string | undefined {
  return searchPath
    .split(delimiter)
    .filter((folder) => folder !== "")
    .find((folder) => isExecutable(join(folder, executable)));
}

/**
 * Starts the `pulumi` of a folder and its language host, for a file that exists may still be of another machine, half a
 * download or too old.
 *
 * @param searchPath where the language host is looked for after `folder`, as the engine itself does
 */
export async function probe(folder: string, searchPath = ""): Promise<Probed> {
  const pulumi = join(folder, "pulumi");
  if (!isExecutable(pulumi)) return { reason: `there is no pulumi in ${folder}` };
  const version = await run(pulumi, ["version"]);
  if (version.failed) return { reason: `${pulumi} does not run` };
  if (!isNewEnough(version.output)) {
    return { reason: `${pulumi} is ${version.output.trim()}, and ${ENGINE_VERSION} or a later 3.x is needed` };
  }
  const hostFolder = folderOf(LANGUAGE_HOST, [folder, searchPath].join(delimiter));
  if (hostFolder === undefined) return { reason: `${pulumi} has no ${LANGUAGE_HOST} beside it` };
  // `-h` ends with 0 or 2, depending on the version; the usage text is what proves that it starts.
  const host = await run(join(hostFolder, LANGUAGE_HOST), ["-h"]);
  if (!/tracing/.test(host.output)) return { reason: `${join(hostFolder, LANGUAGE_HOST)} does not run` };
  return { engine: { folder, version: version.output.trim().replace(/^v/, "") } };
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function run(file: string, args: readonly string[]): Promise<{ failed: boolean; output: string }> {
  const env = { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" };
  return new Promise((resolve) => {
    execFile(file, args, { env, timeout: TIMEOUT_MS }, (error, stdout, stderr) =>
      resolve({ failed: error !== null, output: `${stdout}${stderr}` }),
    );
  });
}
