import { strict as assert } from "node:assert";
import { spawn } from "node:child_process";
import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { stringify } from "yaml";
import { z } from "zod";
import { effectiveSettings } from "../../cli/effective-settings";
import { groundwork } from "../../index";
import { evaluate } from "../../policy/evaluate";
import { readFloors } from "../../policy/floors";
import { RULES } from "../../policy/rules/index";
import { verdictsOf, verdictsSchema } from "../../policy/verdicts";
import type { Verdicts } from "../../policy/verdicts";
import { ONE_CHECKPOINT } from "../../rehearsal/environment";
import { recordWithOutputs } from "../../rehearsal/plan/record";
import { findSystem } from "../../rehearsal/systems";
import { configurationOf } from "../../rehearsal/workspace";
import { requireEngine } from "../helpers/engine";
import { policyStack } from "../helpers/policy";
import { filesBelow, ROOT } from "../helpers/source";

const checklistSchema = z.object({
  subject: z.string(),
  items: z.array(z.object({ item: z.object({ id: z.string() }), result: z.string(), resources: z.int() })),
  rules: verdictsSchema.shape.rules,
});
const floorsFile = z.strictObject({ checklist: z.record(z.string(), z.unknown()) });

const EXAMPLE = join("docs", "examples", "guestbook");

/** docs/adding-a-system.md, followed: the example that it shows becomes a system by being copied, and by nothing else. */
describe("a sixth system", function () {
  this.timeout(300_000);
  let root: string;

  const rehearsed = (operation: string): Promise<{ code: number | null; output: string }> =>
    new Promise((resolve) => {
      const args = ["--require", require.resolve("tsx/cjs"), join(__dirname, "fixture", "run.ts"), root, "guestbook", operation];
      const child = spawn(process.execPath, args, { env: { ...process.env, ...ONE_CHECKPOINT, NO_COLOR: "1" } });
      let output = "";
      child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
      child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
      child.on("close", (code) => resolve({ code, output }));
    });

  before(() => {
    root = mkdtempSync(join(tmpdir(), "groundwork-guestbook-"));
    // PostgreSQL runs as another user where this one is root.
    chmodSync(root, 0o755);
    const system = join(root, "systems", "guestbook");
    cpSync(join(ROOT, EXAMPLE), system, { recursive: true });
    const runtime = { name: "nodejs", options: { typescript: false } };
    writeFileSync(join(system, "Pulumi.yaml"), stringify({ name: "guestbook", runtime, main: relative(system, ROOT) }));
    // The pack that judges every rehearsal lies beside the systems.
    symlinkSync(join(ROOT, "policy"), join(root, "policy"));
  });

  after(() => {
    if (root !== undefined) rmSync(root, { recursive: true, force: true });
  });

  it("is configuration: a project, a stack file and its floors", () => {
    assert.deepEqual(
      filesBelow(EXAMPLE, "").map((path) => path.slice(EXAMPLE.length + 1)),
      ["Pulumi.production.yaml", "Pulumi.yaml", "policy-floors.production.json"],
    );
    assert.match(readFileSync(join(ROOT, EXAMPLE, "Pulumi.yaml"), "utf8"), /^main: \.\.\/\.\.$/m);
  });

  it("has settings that the program takes, each with its line", () => {
    const { values } = effectiveSettings(root, "guestbook", "production");
    assert.ok(values.filter(({ line }) => line !== undefined).length > 80);
  });

  it("is judged by the checklist on a first preview, before anything is there: item by item, nothing refused", async function () {
    await requireEngine(this);
    await judged("preview");
  });

  it("comes up under the policy pack and its own floors, and has nothing left to do", async function () {
    await requireEngine(this);
    const up = await rehearsed("up");
    assert.equal(up.code, 0, up.output.slice(-4000));
    assert.match(up.output, /Policies:\n {4}✅ groundwork@/);
    const [, created = ""] = /\+ (\d+) created/.exec(up.output) ?? [];
    assert.ok(Number(created) > 150, up.output.slice(-2000));
    const preview = await rehearsed("preview");
    assert.equal(preview.code, 0, preview.output.slice(-4000));
    assert.match(preview.output, new RegExp(`${created} unchanged\\n`));
  });

  it("is judged by the checklist on the state of its last up", async function () {
    await requireEngine(this);
    await judged("state");
  });

  /** The engine's verdicts; they are those that the unit tests of the policies come to without one, to the last resource. */
  async function judged(subject: "preview" | "state"): Promise<void> {
    const { code, output } = await rehearsed(`checklist-${subject}`);
    assert.equal(code, 0, output.slice(-4000));
    const { items, rules, ...found } = checklistSchema.parse(JSON.parse(output.slice(output.indexOf("{"))));
    assert.equal(found.subject, subject);
    assert.equal(items.length, 45);
    assert.deepEqual(items.filter(({ result }) => result === "violates"), []);
    // What a system of this size has: a load balancer with TLS, containers, a database, encryption.
    for (const id of ["S-02", "S-12", "S-19", "S-33"]) {
      const item = items.find(({ item: { id: own } }) => own === id);
      assert.ok(item?.result === "complies" && item.resources > 0, `${id}: ${JSON.stringify(item)}`);
    }
    const config = configurationOf(findSystem(root, "guestbook"), "production");
    const stack = policyStack(await recordWithOutputs(groundwork, { project: "guestbook", config, firstPreview: subject === "preview" }));
    const { checklist } = floorsFile.parse(JSON.parse(readFileSync(join(root, "systems", "guestbook", "policy-floors.production.json"), "utf8")));
    const expected = verdictsOf(stack, evaluate(RULES, stack, readFloors(checklist), { exemptions: [], today: "2026-01-01" }));
    assert.deepEqual(rules.map(inOrder), expected.rules.map(inOrder));
  }
});

/** The engine calls the stack by the project's name and its own. */
const inOrder = ({ inspected, ...rule }: Verdicts["rules"][number]) => ({ ...rule, inspected: inspected.map(({ type, name }) => (type === "pulumi:pulumi:Stack" ? type : `${type} ${name}`)).sort() });
