import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { ENGINE_VERSION } from "./version";

const run = promisify(execFile);
const SDK_VERSION_FLAG = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version";
/** What a compiler says when it fails can be pages; its end names the cause. */
const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;

/** Why the engine can't be built here, `undefined` if it can. */
export async function buildRefused(): Promise<string | undefined> {
  try {
    await run("go", ["version"]);
    return undefined;
  } catch {
    return "there is no Go toolchain (`go`) on the search path";
  }
}

/**
 * Builds the engine and its Node language host from their published Go modules. The modules' checksums are pinned by the
 * go.sum files beside the go.mod files, so what is built is what was published.
 *
 * @param tools the repository's tools/ folder
 * @param into the folder that gets the executables; it exists
 */
export async function build(tools: string, into: string): Promise<void> {
  await buildLanguageHost(tools, into);
  await goBuild(join(tools, "pulumi-engine"), join(into, "pulumi"), "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi", ENGINE_VERSION);
}

async function buildLanguageHost(tools: string, into: string): Promise<void> {
  await goBuild(
    join(tools, "pulumi-language-nodejs"),
    join(into, "pulumi-language-nodejs-host"),
    "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs",
    ENGINE_VERSION,
  );
  // The host of this module ignores the project's `typescript: false` and would load ts-node; its own flag works.
  writeFileSync(
    join(into, "pulumi-language-nodejs"),
    '#!/bin/sh\nexec "$(dirname "$0")/pulumi-language-nodejs-host" -typescript=false "$@"\n',
    { mode: 0o755 },
  );
}

async function goBuild(module: string, output: string, packagePath: string, version: string): Promise<void> {
  try {
    await run("go", ["build", "-trimpath", "-ldflags", `-s -w -X ${SDK_VERSION_FLAG}=${version}`, "-o", output, packagePath], {
      cwd: module,
      env: { ...process.env, CGO_ENABLED: "0", GOWORK: "off", GOFLAGS: "-mod=readonly -buildvcs=false" },
      maxBuffer: MAX_OUTPUT_BYTES,
    });
  } catch (error) {
    const output = error instanceof Error && "stderr" in error ? String(error.stderr).trim().split("\n").slice(-5).join("\n") : String(error);
    throw new Error(`go build of ${packagePath} failed:\n${output}`, { cause: error });
  }
}
