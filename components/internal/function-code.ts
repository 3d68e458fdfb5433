import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { buildSync } from "esbuild";

/** The repository, whether this file runs where it stands or as part of the compiled program in dist/. */
const ROOT = ancestors(__dirname).find((folder) => existsSync(join(folder, "functions"))) ?? __dirname;

/**
 * The code of a Lambda function, `functions/<name>/index.mjs` with all it imports in one file, so that nothing has to be
 * installed where it runs. The SDK is left out: Lambda's Node.js has it. The same sources give the same bytes on every
 * machine, so an unchanged function is no change in a preview.
 * https://docs.aws.amazon.com/lambda/latest/dg/nodejs-package.html
 */
export function functionCode(name: string): pulumi.asset.AssetArchive {
  return new pulumi.asset.AssetArchive({ "index.cjs": new pulumi.asset.StringAsset(bundledFunction(name)) });
}

export function bundledFunction(name: string): string {
  const { outputFiles } = buildSync({
    absWorkingDir: ROOT,
    entryPoints: [`functions/${name}/index.mjs`],
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
  const [file] = outputFiles;
  if (file === undefined) throw new Error(`functions/${name} gave no code`);
  return file.text;
}

function ancestors(folder: string): readonly string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...ancestors(parent)];
}
