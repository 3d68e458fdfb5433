import { strict as assert } from "node:assert";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parse } from "yaml";
import { engineEnvironment } from "../../rehearsal/environment";
import { findSystem } from "../../rehearsal/systems";
import { UserError } from "../../rehearsal/user-error";
import { configurationOf, prepareWorkspace } from "../../rehearsal/workspace";

const COMMITTED = [
  "secretsprovider: awskms://alias/state",
  "encryptedkey: AAAA",
  "config:",
  "  groundwork:network:",
  "    cidr: 10.0.0.0/16",
  "  groundwork:token:",
  "    secure: v1:abc",
  "",
].join("\n");

describe("the workspace of a rehearsal", () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "groundwork-workspace-"));
    mkdirSync(join(root, "systems", "shop"), { recursive: true });
    writeFileSync(join(root, "systems", "shop", "Pulumi.yaml"), "name: shop\nruntime: nodejs\nmain: ../..\nbackend:\n  url: s3://state\n");
    writeFileSync(join(root, "systems", "shop", "Pulumi.production.yaml"), COMMITTED);
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));
  const prepared = () => prepareWorkspace(root, findSystem(root, "shop"), "production");
  const generated = (file: string) => parse(readFileSync(join(prepared().projectFolder, file), "utf8"));

  it("copies the project, its program found from there, without its backend", () => {
    const project = generated("Pulumi.yaml");
    assert.equal(resolve(prepared().projectFolder, project.main), root);
    assert.deepEqual(Object.keys(project), ["name", "runtime", "main"]);
  });

  it("copies the settings without what only the real secrets provider can read, and leaves the committed file alone", () => {
    assert.deepEqual(generated("Pulumi.production.yaml"), {
      config: { "groundwork:network": { cidr: "10.0.0.0/16" }, "groundwork:token": "rehearsed-secret" },
    });
    assert.equal(readFileSync(join(root, "systems", "shop", "Pulumi.production.yaml"), "utf8"), COMMITTED);
  });

  it("keeps the salt that the engine wrote", () => {
    const file = join(prepared().projectFolder, "Pulumi.production.yaml");
    writeFileSync(file, "encryptionsalt: v1:salt\n");
    assert.equal(generated("Pulumi.production.yaml").encryptionsalt, "v1:salt");
  });

  it("gives the program's settings as the engine would", () => {
    assert.deepEqual(configurationOf(findSystem(root, "shop"), "production"), {
      "groundwork:network": '{"cidr":"10.0.0.0/16"}',
      "groundwork:token": "rehearsed-secret",
    });
  });

  it("names the systems and stacks that there are where one is asked for that there is not", () => {
    assert.throws(() => findSystem(root, "shpo"), (error) => error instanceof UserError && /there is no system shpo[^]*Use one of: --system shop$/.test(error.message));
    assert.throws(() => findSystem(root, "../shop"), UserError);
    assert.throws(
      () => prepareWorkspace(root, findSystem(root, "shop"), "staging"),
      (error) => error instanceof UserError && /shop has no stack staging[^]*Use one of: --stack production$/.test(error.message),
    );
  });

  it("lets no credential of the user through to the engine", () => {
    const user = { PATH: "/bin", HOME: "/home/me", NO_COLOR: "1", AWS_ACCESS_KEY_ID: "x", AWS_PROFILE: "x", PULUMI_ACCESS_TOKEN: "x", CLOUDFLARE_API_TOKEN: "x", PGPASSWORD: "x" };
    const env = engineEnvironment(user, "/engine", prepared(), [{ packageName: "aws", port: 1, stop: () => {} }]);
    assert.deepEqual(Object.keys(env).sort(), [
      "HOME",
      "NO_COLOR",
      "PATH",
      "PULUMI_BACKEND_URL",
      "PULUMI_CONFIG_PASSPHRASE",
      "PULUMI_DEBUG_PROVIDERS",
      "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION",
      "PULUMI_DIY_BACKEND_DISABLE_CHECKPOINT_BACKUPS",
      "PULUMI_HOME",
      "PULUMI_SKIP_UPDATE_CHECK",
    ]);
    assert.equal(env.PATH, "/engine:/bin");
    assert.equal(env.PULUMI_DEBUG_PROVIDERS, "aws:1");
  });
});
