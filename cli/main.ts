import { join } from "node:path";
import { RunError } from "@pulumi/pulumi";
import { Command, InvalidArgumentError } from "commander";
import { z } from "zod";
import { FAULT_KINDS, parseFault } from "../rehearsal/cloud/faults";
import type { Fault } from "../rehearsal/cloud/faults";
import { checklist } from "../rehearsal/checklist";
import { rehearse } from "../rehearsal/rehearse";
import type { Operation } from "../rehearsal/rehearse";
import { UserError } from "../rehearsal/user-error";
import { addSettingsCommands } from "./settings-commands";

const root = join(__dirname, "..");

const optionsSchema = z.object({
  system: z.string().optional(),
  stack: z.string(),
  json: z.boolean().default(false),
  fault: z.array(z.object({ call: z.number(), kind: z.enum(FAULT_KINDS) })).default([]),
});

const checklistOptionsSchema = optionsSchema.omit({ fault: true }).extend({ state: z.boolean().default(false) });

const OPERATIONS: Readonly<Record<Operation, string>> = {
  preview: "show what up would do",
  up: "bring the system up",
  refresh: "compare the state with the embedded cloud and take over what changed there",
  destroy: "remove everything that is not protected",
  export: "print the engine's state as JSON",
};

const FAULT_HELP = `
A fault strikes the N-th create, update or delete call of the run, to rehearse what a bad day does:
  --fault 3:fail       the service refuses the third call
  --fault 3:throttle   it answers ThrottlingException
  --fault 3:lose       it does what was asked, and the answer is lost
  --fault 3:hang       it never answers; end it with Ctrl-C
It may be given several times. The next up recovers from each.`;

function addRehearse(program: Command): void {
  const group = program
    .command("rehearse")
    .description("run the real Pulumi engine and the real program on an embedded cloud; no account, no cost");
  for (const [name, description] of Object.entries(OPERATIONS)) {
    const command = group
      .command(name)
      .description(description)
      .option("--system <name>", "a folder under systems/ (default: the reference topology at the top)")
      .option("--stack <name>", "the stack", "production")
      .option("--json", "machine-readable output on standard output");
    if (name === "up" || name === "destroy") {
      command
        .option("--fault <N:kind>", `make the N-th call go wrong: ${FAULT_KINDS.join(", ")}`, collectFault)
        .addHelpText("after", FAULT_HELP);
    }
    command.action(async (raw: unknown) => {
      const { system, stack, json, fault } = optionsSchema.parse(raw);
      const operation = z.enum(["preview", "up", "refresh", "destroy", "export"]).parse(name);
      process.exitCode = await rehearse({ operation, system, stack, json, faults: fault, root, program: loadProgram });
    });
  }
}

function addChecklist(program: Command): void {
  program
    .command("checklist")
    .description("judge a stack by the policy pack: checklist item, its rules, what they inspected, the result")
    .option("--system <name>", "a folder under systems/ (default: the reference topology at the top)")
    .option("--stack <name>", "the stack", "production")
    .option("--state", "judge what the last rehearsed up left, where nothing is unknown, instead of a preview")
    .option("--json", "machine-readable output on standard output")
    .action(async (raw: unknown) => {
      const { system, stack, state, json } = checklistOptionsSchema.parse(raw);
      process.exitCode = await checklist({ system, stack, state, json, root });
    });
}

function collectFault(text: string, earlier: readonly Fault[] = []): readonly Fault[] {
  const fault = parseFault(text);
  if (fault === undefined) {
    throw new InvalidArgumentError(`expected N:kind with N from 1 and kind one of ${FAULT_KINDS.join(", ")}, such as 3:fail`);
  }
  return [...earlier, fault];
}

/** The program as the engine would load it, for the plan that needs no engine. */
function loadProgram(): unknown {
  const launch: () => Promise<unknown> = require(join(root, "launch.cjs"));
  return launch();
}

async function main(): Promise<void> {
  const program = new Command("groundwork")
    .description("production topologies on AWS, Cloudflare and PostgreSQL, rehearsed before they are real")
    .showHelpAfterError();
  addRehearse(program);
  addSettingsCommands(program, root);
  addChecklist(program);
  await program.parseAsync();
}

main().catch((error: unknown) => {
  // A wrong setting reaches us as the SDK's own kind of error that needs no stack trace.
  const isUsers: boolean = error instanceof UserError || RunError.isInstance(error);
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  const text = isUsers ? message : (stack ?? message);
  process.stderr.write(isUsers ? `${text}\n` : `groundwork failed, and that is its own mistake, not yours:\n${text}\n`);
  process.exitCode = 1;
});
