import { delimiter } from "node:path";
import { pathToFileURL } from "node:url";
import type { RunningProvider } from "./provider/server";
import type { Workspace } from "./workspace";

/**
 * What the engine and the program may see of the user's environment. A list of what is let through, for a list of what is
 * kept out is never complete: no cloud credential, no token, no profile reaches a rehearsal.
 */
const PASSED_ON = /^(PATH|HOME|USER|LOGNAME|SHELL|TMPDIR|TEMP|TMP|TERM|COLORTERM|COLUMNS|LINES|LANG|LC_\w+|TZ|NO_COLOR|FORCE_COLOR|CI|SystemRoot|NODE_EXTRA_CA_CERTS|GROUNDWORK_DEBUG|PULUMI_EXPERIMENTAL|PULUMI_SKIP_CHECKPOINTS)$/;

/** For runs that nobody interrupts: the engine writes its state once and not after each step, which is half of an up's time. */
export const ONE_CHECKPOINT = { PULUMI_EXPERIMENTAL: "true", PULUMI_SKIP_CHECKPOINTS: "true" } as const;

/** It guards nothing: the rehearsal's secrets are made up, and the state lies on the user's own disk. */
const PASSPHRASE = "rehearsal";

export function engineEnvironment(
  user: NodeJS.ProcessEnv,
  engineFolder: string,
  workspace: Workspace,
  providers: readonly RunningProvider[],
): Record<string, string> {
  const passed = Object.entries(user).flatMap(([name, value]) => (value !== undefined && PASSED_ON.test(name) ? [[name, value]] : []));
  return {
    ...Object.fromEntries(passed),
    // First, so that the language host beside this engine is the one that it starts.
    PATH: [engineFolder, user.PATH ?? ""].join(delimiter),
    PULUMI_HOME: workspace.homeFolder,
    PULUMI_BACKEND_URL: pathToFileURL(workspace.stateFolder).href,
    PULUMI_CONFIG_PASSPHRASE: PASSPHRASE,
    PULUMI_DEBUG_PROVIDERS: providers.map(({ packageName, port }) => `${packageName}:${port}`).join(","),
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    // The engine writes the whole state after each step; a second copy of it each time is half of an up's writing.
    PULUMI_DIY_BACKEND_DISABLE_CHECKPOINT_BACKUPS: "true",
  };
}
