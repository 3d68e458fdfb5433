import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { isRefused, judgedChecklist, printChecklist } from "../policy/checklist";
import { verdictsSchema } from "../policy/verdicts";
import { ladderOf, provideEngine } from "./engine/ladder";
import { progressOn } from "./engine/progress";
import { policyArguments } from "./rehearse";
import { withSession } from "./session";
import { readState } from "./state";
import { findSystem } from "./systems";
import { UserError } from "./user-error";
import { prepareWorkspace } from "./workspace";

export interface ChecklistOptions {
  /** A folder under systems/. @default - the project at the top of the repository */
  readonly system: string | undefined;
  readonly stack: string;
  /** Judge what the last `up` left, where nothing is unknown, instead of a preview. */
  readonly state: boolean;
  readonly json: boolean;
  /** The repository. */
  readonly root: string;
}

/**
 * Has the policy pack judge a stack on the real engine, and prints the checklist: item, rules, what they looked at, result.
 *
 * @returns 0 where the stack may be deployed, 1 where the pack refuses it
 * @throws UserError for what the user can mend
 */
export async function checklist({ system: name, stack, state, json, root }: ChecklistOptions): Promise<number> {
  const system = findSystem(root, name);
  const workspace = prepareWorkspace(root, system, stack);
  const found = await provideEngine(ladderOf(join(root, "tools"), process.env, progressOn(process.stderr)));
  if ("reasons" in found) {
    throw new UserError(`the checklist is judged on the Pulumi engine, and there is none:\n${found.reasons.map((reason) => `  - ${reason}`).join("\n")}`);
  }
  const named = [...(name === undefined ? [] : [`--system ${name}`]), `--stack ${stack}`].join(" ");
  if (state && (readState(workspace)?.resources ?? []).length === 0) {
    throw new UserError(`${system.project} ${stack} has no state yet\nBring it up first: npx groundwork rehearse up ${named}`);
  }
  const file = join(workspace.folder, "verdicts.json");
  rmSync(file, { force: true });
  const log = (line: string): void => void process.stderr.write(`${line}\n`);
  const variables = { GROUNDWORK_VERDICTS: file, GROUNDWORK_POLICY_SUBJECT: state ? "state" : "program" };
  const code = await withSession({ engine: found.engine, workspace, faults: [], log, variables }, ({ pulumi }) =>
    pulumi([...(state ? ["policy", "analyze"] : ["preview"]), "--stack", stack, ...policyArguments(root, system, stack)], "quiet"),
  );
  if (!existsSync(file)) {
    throw new UserError(`the engine ended with exit code ${code} before the policy pack could judge\nSee why with: npx groundwork rehearse preview ${named}`);
  }
  const verdicts = verdictsSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  const title = `${system.project}, stack ${stack}: the security checklist, judged on ${state ? "the state of the last up" : "a preview"}`;
  process.stdout.write(
    json
      ? `${JSON.stringify({ system: system.project, stack, subject: state ? "state" : "preview", items: judgedChecklist(verdicts), ...verdicts }, undefined, 2)}\n`
      : printChecklist(title, verdicts),
  );
  return isRefused(verdicts) ? 1 : 0;
}
