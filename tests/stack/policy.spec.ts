import { strict as assert } from "node:assert";
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { requireEngine } from "../helpers/engine";
import { ROOT } from "../helpers/source";

/** Keys that rotate, keys that do not, and one of which nobody knows before the deployment. */
const PROGRAM = `"use strict";
const { Key } = require("@pulumi/aws/kms/key");
const { Provider } = require("@pulumi/aws/provider");
const provider = new Provider("home", { region: "eu-central-1", allowedAccountIds: ["123456789012"] });
const key = (name, args) => new Key(name, { deletionWindowInDays: 30, ...args }, { provider });
const sound = key("sound", { enableKeyRotation: true });
key("fixed", { enableKeyRotation: false });
key("forgotten", {});
key("undecided", { enableKeyRotation: sound.keyId.apply((id) => id !== "") });
key("described", { enableKeyRotation: true, description: sound.arn });
key("hasty", { enableKeyRotation: true, deletionWindowInDays: 7 });
`;

const FLOORS = JSON.parse(readFileSync(join(ROOT, "policy-floors.production.json"), "utf8")).checklist;

/** The committed pack on the real engine. It does not judge a system of ours; it proves that a judgement ends a run. */
describe("the policy pack on the real engine", function () {
  this.timeout(120_000);
  let root: string;

  const up = (checklist: object | undefined): Promise<{ code: number | null; output: string }> => {
    const file = join(root, "systems", "fixture", "policy-floors.production.json");
    rmSync(file, { force: true });
    if (checklist !== undefined) writeFileSync(file, JSON.stringify({ checklist }));
    return new Promise((resolve) => {
      const args = ["--require", require.resolve("tsx/cjs"), join(__dirname, "fixture", "run.ts"), root, "fixture", "up"];
      const child = spawn(process.execPath, args, { env: { ...process.env, NO_COLOR: "1" } });
      let output = "";
      child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
      child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
      child.on("close", (code) => resolve({ code, output }));
    });
  };
  const nothingWasMade = () => {
    const cloud = join(root, ".rehearsal", "fixture", "production", "cloud.json");
    if (existsSync(cloud)) assert.deepEqual(JSON.parse(readFileSync(cloud, "utf8")).resources, []);
  };

  before(async function () {
    await requireEngine(this);
    root = mkdtempSync(join(tmpdir(), "groundwork-policy-"));
    mkdirSync(join(root, "systems", "fixture"), { recursive: true });
    writeFileSync(join(root, "index.cjs"), PROGRAM);
    symlinkSync(join(ROOT, "node_modules"), join(root, "node_modules"));
    symlinkSync(join(ROOT, "policy"), join(root, "policy"));
    writeFileSync(join(root, "package.json"), '{ "name": "fixture", "main": "index.cjs" }');
    const project = "name: fixture\nruntime:\n  name: nodejs\n  options:\n    typescript: false\nmain: ../../index.cjs\n";
    writeFileSync(join(root, "systems", "fixture", "Pulumi.yaml"), project);
    writeFileSync(join(root, "systems", "fixture", "Pulumi.production.yaml"), "config:\n  fixture:label: first\n");
  });

  after(() => {
    if (root !== undefined) rmSync(root, { recursive: true, force: true });
  });

  it("ends a first up before anything is made, and says of each violation where, what, why and what to do", async () => {
    const { code, output } = await up(FLOORS);
    assert.notEqual(code, 0, output);
    nothingWasMade();
    const said = output.replaceAll(/\n +/g, "\n");
    const rotation = (name: string, found: string) =>
      assert.ok(said.includes(`kms-rotation: ${name} (aws:kms/key:Key)\nenableKeyRotation is ${found}, required is true.\nWhy: A key`), `${name} is missing:\n${output}`);
    rotation("fixed", "false");
    rotation("forgotten", "absent, which means false");
    rotation("undecided", "not known before the deployment");
    assert.match(said, /\[mandatory\] +checklist +\(aws:kms:Key: fixed\)/);
    assert.match(said, /kms-deletion-window: hasty \(aws:kms\/key:Key\)\ndeletionWindowInDays is 7, required is /);
    assert.match(said, /Next: Make keys with EncryptionKey\./);
    assert.doesNotMatch(said, /kms-(rotation|deletion-window): (sound|described) /, "a sound key was refused");
    assert.doesNotMatch(said, /can't be known during preview/, "an unknown became advice");
  });

  it("advises beside what it refuses, for a stack that is no production too", async () => {
    const { code, output } = await up({ ...FLOORS, profile: "non-production" });
    assert.notEqual(code, 0, output);
    nothingWasMade();
    assert.match(output, /\[advisory\] +advice +\(aws:kms:Key: hasty\)/);
    assert.match(output, /\[mandatory\] +checklist +\(aws:kms:Key: fixed\)/);
  });

  it("ends the run where there are no floors, or floors with an unknown key", async () => {
    const without = await up(undefined);
    assert.notEqual(without.code, 0, without.output);
    assert.match(without.output, /there are no floors to judge by/);
    const unknown = await up({ ...FLOORS, minimumTask: 1 });
    assert.notEqual(unknown.code, 0, unknown.output);
    assert.match(unknown.output, /Unrecognized key: "minimumTask"/);
    nothingWasMade();
  });
});
