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

  it("prints a stack's settings for people and for programs", () => {
    assert.match(groundwork("settings", "--system", "scholarship").stdout, /^scholarship production: \d+ values, /);
    const { system, values } = JSON.parse(groundwork("settings", "--system", "scholarship", "--json").stdout);
    assert.equal(system, "scholarship");
    assert.ok(values.length > 300);
    assert.deepEqual(values[0], { key: "groundwork:system.name", value: "scholarship", from: { line: 4 } });
  });

  it("ends a go-live check with 1 where a placeholder is left, and says which on standard error", () => {
    const { status, stdout, stderr } = groundwork("go-live", "--system", "scholarship");
    assert.equal(status, 1);
    assert.equal(stdout, "");
    assert.match(stderr, /^systems\/scholarship\/Pulumi\.production\.yaml holds \d+ placeholders: it can be rehearsed, and must not go live\n/);
    assert.equal(groundwork("go-live", "--system", "scholarship", "--json").status, 1);
  });
});
