import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { build, buildRefused } from "./build";
import { download, downloadRefused } from "./download";
import { withLock } from "./lock";
import { folderOf, probe } from "./probe";
import type { Engine, Probed } from "./probe";
import type { Progress } from "./progress";
import { ENGINE_VERSION } from "./version";

/** A way to put an engine into an empty folder, and what stands against it. */
export interface Installation {
  /** `download` */
  readonly name: string;
  /** What the user is told before it starts: what happens, how long it takes, how much it fetches. */
  readonly announcement: string;
  /** Why it can't be done here, `undefined` if it can. */
  refused(): Promise<string | undefined>;
  /** Puts `bin/pulumi` and its language host under `root`. */
  install(root: string): Promise<void>;
}

export interface LadderOptions {
  /** The search path that may already hold `pulumi`. */
  readonly searchPath: string;
  /** `$PULUMI_HOME`, where every version lies in its own folder. */
  readonly pulumiHome: string;
  readonly installations: readonly Installation[];
  readonly progress: Progress;
}

/** An engine, or why each rung of the ladder gave none. */
export type Found = { readonly engine: Engine } | { readonly reasons: readonly string[] };

/** What this machine and repository offer. */
export function ladderOf(tools: string, env: NodeJS.ProcessEnv, progress: Progress): LadderOptions {
  return {
    searchPath: env.PATH ?? "",
    pulumiHome: env.PULUMI_HOME ?? join(homedir(), ".pulumi"),
    installations: [
      {
        name: "download",
        announcement: `Downloading the Pulumi engine ${ENGINE_VERSION} (about 100 MB, once; a minute on a usual line).`,
        refused: () => downloadRefused(),
        install: (root) => download(root),
      },
      {
        name: "build",
        announcement: `Building the Pulumi engine ${ENGINE_VERSION} from its Go modules (once; 3 to 6 minutes on two cores, 1 GB of disk while it builds).`,
        refused: buildRefused,
        install: async (root) => {
          mkdirSync(join(root, "bin"));
          await build(tools, join(root, "bin"));
        },
      },
    ],
    progress,
  };
}

/**
 * Finds an engine without changing anything: on the search path, then in the cache folder that `npx pulumi` and the
 * Automation API use too.
 */
export async function findEngine({ searchPath, pulumiHome }: Pick<LadderOptions, "searchPath" | "pulumiHome">): Promise<Found> {
  const onPath = folderOf("pulumi", searchPath);
  const candidates: Probed[] = [
    onPath === undefined ? { reason: "there is no pulumi on the search path" } : await probe(onPath, searchPath),
  ];
  if ("engine" in (candidates[0] ?? {})) return firstOf(candidates);
  candidates.push(await probe(join(cacheFolder(pulumiHome), "bin")));
  return firstOf(candidates);
}

/** Finds an engine or installs one. Two at once are safe: the second waits, then uses what the first has installed. */
export async function provideEngine(options: LadderOptions): Promise<Found> {
  const { pulumiHome, installations, progress } = options;
  const found = await findEngine(options);
  if ("engine" in found) return found;
  const cache = cacheFolder(pulumiHome);
  return withLock(
    `${cache}.lock`,
    async () => {
      const meanwhile = await probe(join(cache, "bin"));
      if ("engine" in meanwhile) return meanwhile;
      const reasons = [...found.reasons];
      for (const installation of installations) {
        const result = await installWith(installation, cache, progress);
        if ("engine" in result) return result;
        reasons.push(result.reason);
      }
      return { reasons };
    },
    (holder) => progress.say(`Waiting for process ${holder}, which installs the Pulumi engine.`),
  );
}

function cacheFolder(pulumiHome: string): string {
  return join(pulumiHome, "versions", ENGINE_VERSION);
}

function firstOf(candidates: readonly Probed[]): Found {
  for (const candidate of candidates) if ("engine" in candidate) return candidate;
  return { reasons: candidates.flatMap((candidate) => ("reason" in candidate ? [candidate.reason] : [])) };
}

/** Installs beside the cache folder and renames, so that a killed installation never looks like an engine. */
async function installWith(installation: Installation, cache: string, progress: Progress): Promise<Probed> {
  const refusal = await installation.refused();
  if (refusal !== undefined) return { reason: `${installation.name}: ${refusal}` };
  mkdirSync(dirname(cache), { recursive: true });
  const unfinished = mkdtempSync(`${cache}.${installation.name}-`);
  try {
    progress.say(installation.announcement);
    await progress.during(`engine: ${installation.name}`, () => installation.install(unfinished));
    const result = await probe(join(unfinished, "bin"));
    if ("reason" in result) return { reason: `${installation.name}: ${result.reason}` };
    // What lies there was probed before and does not run.
    if (existsSync(cache)) rmSync(cache, { recursive: true });
    renameSync(unfinished, cache);
    return probe(join(cache, "bin"));
  } catch (error) {
    return { reason: `${installation.name}: ${error instanceof Error ? error.message : String(error)}` };
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}
