import { homedir } from "node:os";
import { join } from "node:path";
import { findEngine, ladderOf, provideEngine } from "../../rehearsal/engine/ladder";
import { progressOn } from "../../rehearsal/engine/progress";
import { ROOT } from "./source";

/** A first build takes minutes; the time of a test says nothing about it. */
const PROVIDES_WITHIN_MS = 20 * 60_000;

/**
 * Sees to an engine for a suite. On a person's machine the suite is skipped, with the reason, where there is none: nobody's
 * test run should build for minutes unasked. Where `CI` is set the engine is installed, and without one the suite fails:
 * there a skipped suite would hide that nothing was tested.
 */
export async function requireEngine(context: Mocha.Context): Promise<void> {
  if (process.env.CI !== undefined && process.env.CI !== "") {
    context.timeout(PROVIDES_WITHIN_MS);
    const provided = await provideEngine(ladderOf(join(ROOT, "tools"), process.env, progressOn(process.stderr)));
    if ("reasons" in provided) throw new Error(`there is no Pulumi engine: ${provided.reasons.join("; ")}`);
    return;
  }
  const found = await findEngine({
    searchPath: process.env.PATH ?? "",
    pulumiHome: process.env.PULUMI_HOME ?? join(homedir(), ".pulumi"),
  });
  if ("engine" in found) return;
  process.stdout.write(`    skipped: there is no Pulumi engine (${found.reasons.join("; ")}); npm start installs it\n`);
  context.skip();
}
