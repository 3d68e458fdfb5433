import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const groundwork = (...args: string[]) =>
  spawnSync(process.execPath, [join(__dirname, "..", "..", "cli", "groundwork.cjs"), ...args], { encoding: "utf8" });

describe("the groundwork command", () => {
  it("says what is wrong with a system that there is not, on standard error, without a stack trace", () => {
    const { status, stdout, stderr } = groundwork("rehearse", "preview", "--system", "nowhere");
    assert.equal(status, 1);
    assert.equal(stdout, "");
    assert.match(stderr, /^there is no system nowhere: /);
    assert.doesNotMatch(stderr, /\n\s+at /);
  });

  it("says how a fault is written", () => {
    const { status, stderr } = groundwork("rehearse", "up", "--fault", "soon");
    assert.equal(status, 1);
    assert.match(stderr, /argument 'soon' is invalid\. expected N:kind with N from 1 and kind one of fail, throttle, lose, hang, such as 3:fail/);
  });

  it("documents the operations and the faults in its help", () => {
    assert.match(groundwork("rehearse", "--help").stdout, /preview[^]*up[^]*refresh[^]*destroy[^]*export/);
    assert.match(groundwork("rehearse", "up", "--help").stdout, /--fault 3:throttle {3}it answers ThrottlingException/);
  });
});
