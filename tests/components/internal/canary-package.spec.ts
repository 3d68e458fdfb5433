import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CANARY_HANDLER, canaryPackage } from "../../../components/internal/canary-package";
import { ROOT } from "../../helpers/source";

describe("the package of a canary", () => {
  const script = readFileSync(join(ROOT, "components/internal/canary-script/probe.js"), "utf8");

  it("holds the script and its steps in the folders that Synthetics demands, and an entry point that the script exports", () => {
    const content = Buffer.from(canaryPackage('[{"name":"health"}]\n').contentBase64, "base64").toString("utf8");
    assert.ok(content.includes(`nodejs/node_modules/probe.js${script}`));
    assert.ok(content.includes('nodejs/node_modules/steps.json[{"name":"health"}]\n'));
    assert.equal(CANARY_HANDLER, "probe.handler");
    assert.match(script, /^exports\.handler = /m);
  });

  it("has another hash where a step is another, and the same where nothing is", () => {
    const { hash } = canaryPackage("[]");
    assert.match(hash, /^[0-9a-f]{16}$/);
    assert.equal(canaryPackage("[]").hash, hash);
    assert.notEqual(canaryPackage("[{}]").hash, hash);
  });
});
