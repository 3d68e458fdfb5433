import { strict as assert } from "node:assert";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { mendState, readState } from "../../rehearsal/state";
import { findSystem } from "../../rehearsal/systems";
import { prepareWorkspace } from "../../rehearsal/workspace";
import type { Workspace } from "../../rehearsal/workspace";

const state = (...names: readonly string[]) =>
  JSON.stringify({
    checkpoint: { latest: { resources: names.map((name) => ({ urn: `urn:${name}`, type: "a:b:C" })) } },
  });

describe("the state that a killed engine leaves", () => {
  let root: string;
  let workspace: Workspace;
  const urns = () => readState(workspace)?.resources.map(({ urn }) => urn);

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "groundwork-state-"));
    mkdirSync(join(root, "systems", "shop"), { recursive: true });
    writeFileSync(join(root, "systems", "shop", "Pulumi.yaml"), "name: shop\nruntime: nodejs\n");
    writeFileSync(join(root, "systems", "shop", "Pulumi.production.yaml"), "config: {}\n");
    workspace = prepareWorkspace(root, findSystem(root, "shop"), "production");
    mkdirSync(dirname(workspace.stateFile), { recursive: true });
    writeFileSync(workspace.stateFile, state("one", "two"));
    writeFileSync(`${workspace.stateFile}.attrs`, "{}");
    writeFileSync(`${workspace.stateFile}.bak`, state("one"));
    writeFileSync(`${workspace.stateFile}.bak.attrs`, "{}");
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it("is left alone where it is whole", () => {
    assert.deepEqual(mendState(workspace), []);
    assert.deepEqual(urns(), ["urn:one", "urn:two"]);
    assert.ok(existsSync(`${workspace.stateFile}.attrs`));
  });

  it("loses attributes that were cut, and nothing else", () => {
    writeFileSync(`${workspace.stateFile}.attrs`, "");
    assert.deepEqual(mendState(workspace), [`${workspace.stateFile}.attrs`]);
    assert.ok(!existsSync(`${workspace.stateFile}.attrs`));
    assert.ok(existsSync(`${workspace.stateFile}.bak.attrs`));
    assert.deepEqual(urns(), ["urn:one", "urn:two"]);
  });

  it("gives way to the one before it where it was cut itself", () => {
    writeFileSync(workspace.stateFile, state("one", "two").slice(0, 40));
    assert.deepEqual(mendState(workspace), [workspace.stateFile]);
    assert.deepEqual(urns(), ["urn:one"]);
  });

  it("is kept as it is where the one before it was cut too: there is nothing to mend it with", () => {
    writeFileSync(workspace.stateFile, "{");
    writeFileSync(`${workspace.stateFile}.bak`, "{");
    assert.deepEqual(mendState(workspace), []);
    assert.equal(readFileSync(workspace.stateFile, "utf8"), "{");
  });

  it("is none before the first run", () => {
    rmSync(workspace.stateFolder, { recursive: true });
    assert.deepEqual(mendState(workspace), []);
    assert.equal(readState(workspace), undefined);
  });
});
