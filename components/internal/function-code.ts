import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { build } from "esbuild";
import { repositoryOf } from "./repository";

/**
 * The code of a Lambda function, `functions/<name>/index.mjs` with all it imports in one file, so that nothing has to be
 * installed where it runs. The SDK is left out: Lambda's Node.js has it. The same sources give the same bytes on every
 * machine, so an unchanged function is no change in a preview.
 * https://docs.aws.amazon.com/lambda/latest/dg/nodejs-package.html
 */
export function functionCode(name: string): pulumi.asset.AssetArchive {
  return new pulumi.asset.AssetArchive({ "index.cjs": new pulumi.asset.StringAsset(bundledFunction(name)) });
}

/**
 * Bundled beside the program, which goes on declaring resources meanwhile.
 *
 * @throws for a name that is no folder of functions/
 */
export function bundledFunction(name: string): Promise<string> {
  const repository = repositoryOf("functions");
  const names = readdirSync(join(repository, "functions")).toSorted();
  if (!names.includes(name)) throw new Error(`there is no functions/${name}/index.mjs, only ${names.join(", ")}`);
  bundles ??= bundleAll(repository, names);
  return bundles.then((codes) => {
    const code = codes.get(name);
    if (code === undefined) throw new Error(`the bundler made nothing of functions/${name}`);
    return code;
  });
}

/** Name -> code. All in one go and once in a process, for starting the bundler costs more than what it does. */
let bundles: Promise<ReadonlyMap<string, string>> | undefined;

async function bundleAll(repository: string, names: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { outputFiles } = await build({
    absWorkingDir: repository,
    entryPoints: names.map((name) => ({ in: `functions/${name}/index.mjs`, out: name })),
    outdir: "functions",
    bundle: true,
    platform: "node",
    target: "node22",
    format: "cjs",
    // A linked node_modules would otherwise show in the code.
    preserveSymlinks: true,
    // pg-native is an addon that pg does without.
    external: ["@aws-sdk/*", "pg-native", "pg-cloudflare"],
    minifySyntax: true,
    legalComments: "none",
    logLevel: "silent",
    write: false,
  });
  return new Map(outputFiles.map(({ path, text }) => [basename(path, ".js"), text]));
}
