import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { buildSync } from "esbuild";
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

/** @throws for a name that is no folder of functions/ */
export function bundledFunction(name: string): string {
  bundles ??= bundleAll();
  const code = bundles.get(name);
  if (code === undefined) throw new Error(`there is no functions/${name}/index.mjs, only ${[...bundles.keys()].join(", ")}`);
  return code;
}

/** Name -> code. All in one go and once in a process, for starting the bundler costs more than what it does. */
let bundles: ReadonlyMap<string, string> | undefined;

function bundleAll(): ReadonlyMap<string, string> {
  const repository = repositoryOf("functions");
  const names = readdirSync(join(repository, "functions")).toSorted();
  const { outputFiles } = buildSync({
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
