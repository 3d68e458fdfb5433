import { strict as assert } from "node:assert";
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { requireEngine } from "../helpers/engine";

const REPOSITORY = join(__dirname, "..", "..");
const SETTINGS = ["config:", "  fixture:label: first", ""].join("\n");
/** Two providers, the network, three subnets, the bucket, two vaults, the password, and the stack itself. */
const EVERYTHING = 11;

/** What the fixture's program makes in the cloud, once each. */
const CLOUD = [
  "aws:backup/vault:Vault backups eu-central-1",
  "aws:backup/vault:Vault backups eu-west-1",
  "aws:ec2/subnet:Subnet 10.0.0.0/24",
  "aws:ec2/subnet:Subnet 10.0.1.0/24",
  "aws:ec2/subnet:Subnet 10.0.2.0/24",
  "aws:ec2/vpc:Vpc 10.0.0.0/16",
  "aws:s3/bucket:Bucket fixture-documents",
];

describe("a rehearsal on the real engine", function () {
  this.timeout(120_000);
  let root: string;

  const folder = () => join(root, ".rehearsal", "fixture", "production");
  const start = (operation: string, ...faults: string[]) =>
    spawn(process.execPath, ["--require", require.resolve("tsx/cjs"), join(__dirname, "fixture", "run.ts"), root, "fixture", operation, ...faults], {
      env: { ...process.env, NO_COLOR: "1" },
    });
  const outcome = (child: ChildProcess): Promise<{ code: number | null; output: string }> =>
    new Promise((resolve) => {
      let output = "";
      child.stdout?.on("data", (chunk: Buffer) => (output += chunk.toString()));
      child.stderr?.on("data", (chunk: Buffer) => (output += chunk.toString()));
      child.on("close", (code) => resolve({ code, output }));
    });
  const rehearsed = (operation: string, ...faults: string[]) => outcome(start(operation, ...faults));
  const succeeded = async (operation: string): Promise<string> => {
    const { code, output } = await rehearsed(operation);
    assert.equal(code, 0, output);
    return output;
  };
  const cloud = (): { type: string; id: string; region: string; properties: Record<string, unknown> }[] =>
    JSON.parse(readFileSync(join(folder(), "cloud.json"), "utf8")).resources;
  const inventory = () =>
    cloud()
      .map(({ type, id, region, properties }) =>
        type.includes("vault") ? `${type} ${id} ${region}` : `${type} ${String(properties.cidrBlock ?? id)}`,
      )
      .sort();
  const editCloud = (change: (resources: ReturnType<typeof cloud>) => ReturnType<typeof cloud>) =>
    writeFileSync(join(folder(), "cloud.json"), JSON.stringify({ resources: change(cloud()) }));

  before(async function () {
    await requireEngine(this);
  });

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "groundwork-rehearsal-"));
    const system = join(root, "systems", "fixture");
    mkdirSync(system, { recursive: true });
    cpSync(join(__dirname, "fixture", "index.cjs"), join(root, "index.cjs"));
    symlinkSync(join(REPOSITORY, "node_modules"), join(root, "node_modules"));
    writeFileSync(join(root, "package.json"), '{ "name": "fixture", "main": "index.cjs" }');
    writeFileSync(
      join(system, "Pulumi.yaml"),
      "name: fixture\nruntime:\n  name: nodejs\n  options:\n    typescript: false\nmain: ../../index.cjs\n",
    );
    writeFileSync(join(system, "Pulumi.production.yaml"), SETTINGS);
  });

  afterEach(() => {
    rmSync(root, { recursive: true, force: true });
  });

  it("comes up, has nothing left to do, finds no drift, and finds what was changed by hand", async () => {
    const up = await succeeded("up");
    assert.match(up, /fixture, stack production, is up on the embedded cloud/);
    assert.deepEqual(inventory(), CLOUD);
    assert.match(await succeeded("preview"), new RegExp(`${EVERYTHING} unchanged\\n`));
    assert.match(await succeeded("refresh"), new RegExp(`${EVERYTHING} unchanged\\n`));

    editCloud((resources) =>
      resources
        .filter(({ properties }) => properties.cidrBlock !== "10.0.2.0/24")
        .map((resource) =>
          resource.properties.cidrBlock === "10.0.1.0/24"
            ? { ...resource, properties: { ...resource.properties, tags: { Name: "by hand" } } }
            : resource,
        ),
    );
    const refresh = await succeeded("refresh");
    assert.match(refresh, /~ 1 updated/);
    assert.match(refresh, /- 1 deleted/);
    assert.match(await succeeded("up"), /\+ 1 created\n\s+~ 1 updated/);
    assert.deepEqual(inventory(), CLOUD);

    assert.equal(readFileSync(join(root, "systems", "fixture", "Pulumi.production.yaml"), "utf8"), SETTINGS);
    assert.deepEqual(readdirSync(join(root, "systems", "fixture")).sort(), ["Pulumi.production.yaml", "Pulumi.yaml"]);
  });

  for (const kind of ["fail", "lose"]) {
    it(`recovers after the third call was to ${kind}, and makes nothing twice`, async () => {
      const { code, output } = await rehearsed("up", `3:${kind}`);
      assert.notEqual(code, 0, output);
      await succeeded("up");
      assert.deepEqual(inventory(), CLOUD);
      assert.match(await succeeded("preview"), new RegExp(`${EVERYTHING} unchanged\\n`));
    });
  }

  it("recovers after program and engine were killed within a call, and makes nothing twice", async () => {
    const child = start("up", "4:hang");
    const ended = outcome(child);
    const locks = join(folder(), "state", ".pulumi", "locks", "organization", "fixture", "production");
    // Calls run side by side: those that need nothing of the hanging one are answered after it.
    await until(() => cloud().length >= 3);
    const [lock = ""] = readdirSync(locks);
    child.kill("SIGKILL");
    process.kill(JSON.parse(readFileSync(join(locks, lock), "utf8")).pid, "SIGKILL");
    await ended;

    const up = await succeeded("up");
    assert.match(up, /The last rehearsal was interrupted; its lock is removed/);
    assert.deepEqual(inventory(), CLOUD);
    assert.match(await succeeded("preview"), new RegExp(`${EVERYTHING} unchanged\\n`));
  });

  it("recovers where the engine was killed while it wrote its state, and makes nothing twice", async () => {
    await succeeded("up");
    const state = join(folder(), "state", ".pulumi", "stacks", "fixture", "production.json");
    writeFileSync(`${state}.attrs`, "");
    writeFileSync(state, readFileSync(state, "utf8").slice(0, 1000));
    assert.match(await succeeded("up"), /killed while it wrote its state, which is mended/);
    assert.deepEqual(inventory(), CLOUD);
    assert.match(await succeeded("preview"), new RegExp(`${EVERYTHING} unchanged\\n`));
  });

  it("ends a hanging call at Ctrl-C, keeps what was made, and recovers", async () => {
    const child = start("up", "4:hang");
    const ended = outcome(child);
    // Calls run side by side: those that need nothing of the hanging one are answered after it.
    await until(() => cloud().length >= 3);
    child.kill("SIGINT");
    const { code, output } = await ended;
    assert.notEqual(code, 0);
    assert.match(output, /Interrupted: the engine ends what is in flight/);
    await succeeded("up");
    assert.deepEqual(inventory(), CLOUD);
  });

  it("deletes nothing when the program goes wrong before it has registered everything", async () => {
    await succeeded("up");
    for (const mishap of ["throws at once", "throws late", "rejects a promise that nobody awaits"]) {
      writeFileSync(join(root, "systems", "fixture", "Pulumi.production.yaml"), `${SETTINGS}  fixture:mishap: ${mishap}\n`);
      const { code, output } = await rehearsed("up");
      assert.notEqual(code, 0, `${mishap}: ${output}`);
      assert.match(output, /a mishap/, mishap);
      assert.deepEqual(inventory(), CLOUD, mishap);
    }
  });

  it("destroys all but what is protected", async () => {
    await succeeded("up");
    await succeeded("destroy");
    assert.deepEqual(inventory(), ["aws:s3/bucket:Bucket fixture-documents"]);
  });
});

/** Waits for something that another process does; a condition that can't be asked yet is one that does not hold. */
async function until(holds: () => boolean): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (Date.now() < deadline) {
    try {
      if (holds()) return;
    } catch {
      // The file is still to be written.
    }
    await sleep(50);
  }
  throw new Error("what was waited for did not come in 30 seconds");
}
