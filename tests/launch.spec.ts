import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { ROOT } from "./helpers/source";

/** Loads the entry point as the engine would, and lets a promise be rejected that nobody awaits. */
function rejected(code: number | undefined) {
  const script = `
    require(${JSON.stringify(join(ROOT, "launch.cjs"))});
    void Promise.reject(Object.assign(new Error("no connection established"), ${JSON.stringify({ code })}));
    // The SDK's own handlers, which come after ours, would end the program.
    process.on("unhandledRejection", (error) => {
      console.log(error.stack);
      process.exit(32);
    });
    setTimeout(() => {}, 10_000);
  `;
  return spawnSync(process.execPath, ["-e", script], { cwd: ROOT, encoding: "utf8", timeout: 8000 });
}

/** What the program does for whoever debugs it: the length of a trace, and whether the SDK's debug messages are its own. */
function debugs(environment: NodeJS.ProcessEnv): string {
  const script = `
    const { debug } = require("@pulumi/pulumi/log");
    require(${JSON.stringify(join(ROOT, "launch.cjs"))});
    console.log(new Error("x").stack?.split("\\n").length > 1, require("@pulumi/pulumi/log").debug === debug);
  `;
  return spawnSync(process.execPath, ["-e", script], { cwd: ROOT, encoding: "utf8", env: { ...process.env, ...environment } }).stdout;
}

describe("the entry point of the program", () => {
  it("makes traces and debug messages, two thirds of a preview, for those who ask for them", () => {
    assert.equal(debugs({ GROUNDWORK_DEBUG: "" }), "false false\n");
    assert.equal(debugs({ GROUNDWORK_DEBUG: "1" }), "true true\n");
  });

  it("ends at once where the engine is gone, before it says of a thousand resources what it knows", () => {
    assert.equal(rejected(14).signal, "SIGKILL");
  });

  it("leaves any other rejection that nobody awaits to the SDK, which makes it the end of the run", () => {
    const { signal, status } = rejected(2);
    assert.deepEqual([signal, status], [null, 32]);
  });

  it("says what an error is and how to get its trace, for there is none by default", () => {
    assert.equal(rejected(2).stdout, "Error: no connection established\n    (GROUNDWORK_DEBUG=1 shows where in the program this is)\n");
  });
});
