import type { Command } from "commander";
import { z } from "zod";
import { goLive } from "./go-live";
import { printSettings } from "./print-settings";

const optionsSchema = z.object({ system: z.string().optional(), stack: z.string(), json: z.boolean().default(false) });

/** Adds the commands that read a stack's file and nothing else. */
export function addSettingsCommands(program: Command, root: string): void {
  const add = (name: string, description: string, run: (options: z.infer<typeof optionsSchema>) => number) => {
    program
      .command(name)
      .description(description)
      .option("--system <name>", "a folder under systems/ (default: the reference topology at the top)")
      .option("--stack <name>", "the stack", "production")
      .option("--json", "machine-readable output on standard output")
      .action((raw: unknown) => {
        process.exitCode = run(optionsSchema.parse(raw));
      });
  };
  add("settings", "print what a stack is built from, and where each value comes from; secrets are not printed", ({ system, stack, json }) => {
    printSettings(root, system, stack, json);
    return 0;
  });
  add("go-live", "refuse placeholders, such as example domains and fictional numbers; for a real deployment", ({ system, stack, json }) =>
    goLive(root, system, stack, json),
  );
}
