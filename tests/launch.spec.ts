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

describe("the entry point of the program", () => {
  it("ends at once where the engine is gone, before it says of a thousand resources what it knows", () => {
    assert.equal(rejected(14).signal, "SIGKILL");
  });

  it("leaves any other rejection that nobody awaits to the SDK, which makes it the end of the run", () => {
    const { signal, status } = rejected(2);
    assert.deepEqual([signal, status], [null, 32]);
  });

  it("says what an error is and how to get its trace, for there is none by default", () => {
    assert.equal(rejected(2).stdout, "Error: no connection established\n    (GROUNDWORK_STACK_TRACES=1 shows where in the program this is)\n");
  });
});
