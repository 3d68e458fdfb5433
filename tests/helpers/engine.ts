import { homedir } from "node:os";
import { join } from "node:path";
import { findEngine } from "../../rehearsal/engine/ladder";

/**
 * Skips a suite, with the reason, where there is no engine. Where `CI` is set it fails instead: there a missing engine
 * would hide that nothing was tested.
 */
export async function requireEngine(context: Mocha.Context): Promise<void> {
  const found = await findEngine({
    searchPath: process.env.PATH ?? "",
    pulumiHome: process.env.PULUMI_HOME ?? join(homedir(), ".pulumi"),
  });
  if ("engine" in found) return;
  const reason = `there is no Pulumi engine (${found.reasons.join("; ")}); npm start installs it`;
  if (process.env.CI !== undefined && process.env.CI !== "") throw new Error(reason);
  process.stdout.write(`    skipped: ${reason}\n`);
  context.skip();
}
