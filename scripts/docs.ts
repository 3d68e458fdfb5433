import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { generatedFiles } from "./generated-files";

/** `npm run docs` writes every generated file; with --check it only tells which are out of date. */
const check = process.argv.includes("--check");
const stale = generatedFiles().filter(({ path, content }) => {
  const current = existsSync(path) ? readFileSync(path, "utf8") : undefined;
  if (current === content) return false;
  if (!check) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
  return true;
});
for (const { path } of stale) process.stdout.write(`${check ? "out of date" : "written"}: ${path}\n`);
if (stale.length === 0) process.stdout.write("every generated file is up to date\n");
else if (check) process.exitCode = 1;
