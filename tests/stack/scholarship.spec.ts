import { strict as assert } from "node:assert";
import { spawn } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import type { Client } from "pg";
import { parse, stringify } from "yaml";
import { z } from "zod";
import { startPostgres } from "../../rehearsal/postgresql/server";
import { ONE_CHECKPOINT } from "../../rehearsal/environment";
import { requireEngine } from "../helpers/engine";
import { ROOT } from "../helpers/source";
import { stackGraph } from "../helpers/stacks";

const CLOUD = z.object({
  resources: z.array(z.object({ type: z.string(), id: z.string(), properties: z.record(z.string(), z.unknown()) })),
});

/**
 * The whole of scholarship's production on the real engine, once: every promise below is asked of the same run. The steps
 * build on each other, so they stand in order. It does not prove that AWS accepts anything.
 */
describe("scholarship's production on the real engine", function () {
  this.timeout(300_000);
  let root: string;
  let registered: number;

  const folder = () => join(root, ".rehearsal", "scholarship", "production");
  const stackFile = () => join(root, "systems", "scholarship", "Pulumi.production.yaml");
  const cloud = () => CLOUD.parse(JSON.parse(readFileSync(join(folder(), "cloud.json"), "utf8"))).resources;
  const rehearsed = (operation: string): Promise<{ code: number | null; output: string }> =>
    new Promise((resolve) => {
      const runner = join(__dirname, "fixture", "run.ts");
      const args = ["--require", require.resolve("tsx/cjs"), runner, root, "scholarship", operation];
      const child = spawn(process.execPath, args, { env: { ...process.env, ...ONE_CHECKPOINT, NO_COLOR: "1" } });
      let output = "";
      child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
      child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
      child.on("close", (code) => resolve({ code, output }));
    });
  const succeeded = async (operation: string): Promise<string> => {
    const { code, output } = await rehearsed(operation);
    assert.equal(code, 0, output.slice(-4000));
    return output;
  };
  /** Everything that a secret's version or a password holds in the embedded cloud. */
  const secretValues = () =>
    cloud().flatMap(({ properties }) =>
      ["secretString", "authToken", "password"].flatMap((key) => {
        const value = properties[key];
        return typeof value === "string" && value !== "" ? [value] : [];
      }),
    );

  before(async function () {
    await requireEngine(this);
    registered = (await stackGraph("scholarship", "production")).resources.length + 1;
    root = mkdtempSync(join(tmpdir(), "groundwork-scholarship-"));
    // PostgreSQL runs as another user where this one is root.
    chmodSync(root, 0o755);
    const system = join(root, "systems", "scholarship");
    mkdirSync(system, { recursive: true });
    cpSync(join(ROOT, "systems", "scholarship", "Pulumi.production.yaml"), stackFile());
    writeFileSync(
      join(system, "Pulumi.yaml"),
      stringify({ name: "scholarship", runtime: { name: "nodejs", options: { typescript: false } }, main: relative(system, ROOT) }),
    );
  });

  after(() => {
    if (root !== undefined) rmSync(root, { recursive: true, force: true });
  });

  it("refuses wrong settings within a moment, all in one message, and registers nothing", async () => {
    const sound = readFileSync(stackFile(), "utf8");
    const { config } = z.object({ config: z.record(z.string(), z.unknown()) }).parse(parse(sound));
    writeFileSync(stackFile(), stringify({ config: { ...config, "groundwork:cluster": { execLogRetentionDays: 31 }, "groundwork:networks": {} } }));
    const { code, output } = await rehearsed("up");
    writeFileSync(stackFile(), sound);
    assert.notEqual(code, 0);
    assert.match(output, /the settings have 2 problems; nothing was registered/);
    assert.match(output, /groundwork:networks/);
    assert.match(output, /groundwork:cluster\.execLogRetentionDays/);
    assert.doesNotMatch(output, / at .*node_modules/);
    assert.throws(cloud, /ENOENT/);
  });

  it("comes up: everything that the program registers exists", async () => {
    const output = await succeeded("up");
    assert.match(output, new RegExp(`\\+ ${registered} created`));
  });

  it("has nothing left to do, and finds no drift where nobody changed anything", async () => {
    assert.match(await succeeded("preview"), new RegExp(`${registered} unchanged\\n`));
    assert.match(await succeeded("refresh"), new RegExp(`${registered} unchanged\\n`));
  });

  it("keeps every secret out of the state in clear, and out of what it prints", async () => {
    const values = secretValues();
    assert.ok(values.length >= 8, `only ${values.length} secrets were found to look for`);
    const state = readFileSync(join(folder(), "state", ".pulumi", "stacks", "scholarship", "production.json"), "utf8");
    const { output } = await rehearsed("export");
    for (const value of values) {
      assert.ok(!state.includes(JSON.stringify(value).slice(1, -1)), "a secret stands in the state in clear");
      assert.ok(!output.includes(JSON.stringify(value).slice(1, -1)), "a secret stands in the export in clear");
    }
  });

  it("made the monitoring user in a real PostgreSQL: it reads, and can do nothing else", async () => {
    const secret = cloud().find(({ properties }) => String(properties.secretString).includes('"username":"monitoring"'));
    const { password } = z.object({ password: z.string() }).parse(JSON.parse(String(secret?.properties.secretString)));
    const server = await startPostgres({ dataDirectory: join(folder(), "postgresql"), log: () => {} });
    let client: Client | undefined;
    try {
      client = await server.connect("scholarship_prod", "monitoring", password);
      assert.deepEqual((await client.query("SELECT current_user::text AS who")).rows, [{ who: "monitoring" }]);
      await assert.rejects(client.query("CREATE TABLE mine (id int)"), /permission denied for schema public/);
      await assert.rejects(client.query("CREATE SCHEMA mine"), /permission denied for database/);
    } finally {
      await client?.end();
      await server.stop();
    }
  });

  it("finds a rule that somebody added to the firewall by hand, and puts it back", async () => {
    const file = join(folder(), "cloud.json");
    const text = readFileSync(file, "utf8");
    const rule = cloud().find(({ type, properties }) => type.endsWith(":SecurityGroupIngressRule") && properties.fromPort === 5432);
    assert.ok(rule !== undefined);
    const { resources }: { resources: { type: string; id: string; properties: object }[] } = JSON.parse(text);
    const widened = resources.map((resource) =>
      resource.id === rule.id && resource.type === rule.type
        ? { ...resource, properties: { ...resource.properties, toPort: 65535 } }
        : resource,
    );
    writeFileSync(file, JSON.stringify({ resources: widened }));
    assert.match(await succeeded("refresh"), /~ 1 updated/);
    assert.match(await succeeded("up"), /~ 1 updated/);
    assert.equal(cloud().find(({ id, type }) => id === rule.id && type === rule.type)?.properties.toPort, 5432);
  });

  it("destroys everything but what is protected and what that stands on", async () => {
    await succeeded("destroy");
    const left = new Set(cloud().map(({ type }) => type));
    for (const kept of ["aws:rds/instance:Instance", "aws:s3/bucket:Bucket", "aws:kms/key:Key", "aws:backup/vault:Vault", "aws:elasticache/replicationGroup:ReplicationGroup"]) {
      assert.ok(left.has(kept), `${kept} is gone`);
    }
    for (const gone of ["aws:ecs/service:Service", "aws:cloudwatch/metricAlarm:MetricAlarm", "aws:wafv2/webAcl:WebAcl"]) {
      assert.ok(!left.has(gone), `${gone} is still there`);
    }
  });
});
