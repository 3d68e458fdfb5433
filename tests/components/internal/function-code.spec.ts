import { strict as assert } from "node:assert";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { builtinModules, createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundledFunction } from "../../../components/internal/function-code";
import { ROOT } from "../../helpers/source";

const FUNCTIONS = ["rotation", "secret-age"];

/** Stands for the SDK that Lambda's Node.js has: each command is answered by what the test put into `answers`. */
const SDK = `
  const calls = (globalThis.sdkCalls ??= []);
  const command = (name) => class { constructor(input) { this.name = name; this.input = input; } };
  class Client { async send({ name, input }) { calls.push([name, input]); return globalThis.sdkAnswers[name](input); } }
  module.exports = new Proxy({}, { get: (_, name) => (String(name).endsWith("Client") ? Client : command(name)) });
`;

interface Invocation {
  readonly calls: Sdk["sdkCalls"];
  /** What the function printed. */
  readonly lines: readonly string[];
}

interface Sdk {
  sdkCalls: [string, Record<string, unknown>][];
  sdkAnswers: Record<string, (input: Record<string, unknown>) => unknown>;
}

/** Runs a function's code as Lambda does, from a folder that holds nothing but it and the SDK. */
async function invoke(name: string, environment: Record<string, string>, event: unknown, answers: Sdk["sdkAnswers"]): Promise<Invocation> {
  const folder = mkdtempSync(join(tmpdir(), "groundwork-function-"));
  const calls: Sdk["sdkCalls"] = [];
  const lines: string[] = [];
  const saved = { ...process.env };
  const { write } = process.stdout;
  try {
    for (const client of ["client-secrets-manager", "client-ecs"]) {
      const at = join(folder, "node_modules", "@aws-sdk", client);
      mkdirSync(at, { recursive: true });
      writeFileSync(join(at, "index.js"), SDK);
    }
    writeFileSync(join(folder, "index.cjs"), await bundledFunction(name));
    Object.assign(process.env, environment);
    Object.assign(globalThis, { sdkCalls: calls, sdkAnswers: answers });
    const { handler } = createRequire(join(folder, "index.cjs"))("./index.cjs");
    process.stdout.write = (text: string | Uint8Array) => lines.push(String(text)) > 0;
    await handler(event);
    return { calls, lines };
  } finally {
    process.stdout.write = write;
    process.env = saved;
    rmSync(folder, { recursive: true, force: true });
  }
}

describe("code of functions", () => {
  it("is the same, byte for byte, whichever process makes it: an unchanged function is no change in a preview", async () => {
    const script = `require("./components/internal/function-code").bundledFunction("rotation").then((code) => process.stdout.write(code))`;
    const args = ["--require", require.resolve("tsx/cjs"), "-e", script];
    const other = execFileSync(process.execPath, args, { cwd: ROOT, encoding: "utf8", maxBuffer: 10_000_000 });
    assert.ok(other.length > 10_000);
    assert.ok((await bundledFunction("rotation")) === other, "another process bundles other code");
  });

  it("holds all that it imports but the SDK and what Node.js has", async () => {
    const builtIn = new Set(builtinModules);
    for (const name of FUNCTIONS) {
      const required = [...(await bundledFunction(name)).matchAll(/\brequire\("([^"]+)"\)/g)].map(([, module = ""]) => module);
      const foreign = required.filter((module) => !builtIn.has(module.replace(/^node:/, "")) && !module.startsWith("@aws-sdk/"));
      assert.deepEqual([...new Set(foreign)].sort(), name === "rotation" ? ["pg-cloudflare", "pg-native"] : []);
    }
  });

  it("names no path of the machine that made it", async () => {
    for (const name of FUNCTIONS) assert.doesNotMatch(await bundledFunction(name), new RegExp(process.cwd().replaceAll("/", "\\/")));
  });

  it("rotates a key with the calls that Secrets Manager and ECS know", async () => {
    const secretId = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:shop/production/key-AbC123";
    const ROTATION = JSON.stringify({
      cluster: "arn:aws:ecs:eu-central-1:123456789012:cluster/shop",
      secrets: { "shop/production/key": { kind: "key", length: 64, overlapDays: 7, services: ["api"] } },
    });
    const stages = { VersionIdsToStages: { old: ["AWSCURRENT"], token: ["AWSPENDING"] } };
    const current = { VersionId: "old", SecretString: JSON.stringify({ current: "a", previous: "b" }), CreatedDate: new Date("2026-01-01") };
    const absent = () => {
      throw Object.assign(new Error("no such version"), { name: "ResourceNotFoundException" });
    };
    const answers: Sdk["sdkAnswers"] = {
      DescribeSecretCommand: () => stages,
      GetSecretValueCommand: ({ VersionStage }) => (VersionStage === "AWSCURRENT" ? current : absent()),
      PutSecretValueCommand: () => ({}),
      UpdateSecretVersionStageCommand: () => ({}),
      UpdateServiceCommand: () => ({}),
    };
    const event = { SecretId: secretId, ClientRequestToken: "token" };
    const { calls: created } = await invoke("rotation", { ROTATION }, { ...event, Step: "createSecret" }, answers);
    const put = created.find(([command]) => command === "PutSecretValueCommand")?.[1] ?? {};
    assert.deepEqual([put.SecretId, put.ClientRequestToken, put.VersionStages], [secretId, "token", ["AWSPENDING"]]);
    assert.equal(JSON.parse(String(put.SecretString)).previous, "a");

    const { calls: finished } = await invoke("rotation", { ROTATION }, { ...event, Step: "finishSecret" }, answers);
    assert.deepEqual(finished.slice(1), [
      [
        "UpdateSecretVersionStageCommand",
        { SecretId: secretId, VersionStage: "AWSCURRENT", MoveToVersionId: "token", RemoveFromVersionId: "old" },
      ],
      ["UpdateServiceCommand", { cluster: "arn:aws:ecs:eu-central-1:123456789012:cluster/shop", service: "api", forceNewDeployment: true }],
    ]);
  });

  it("asks for the date of the current value, or of the secret where it has none", async () => {
    const WATCHED = JSON.stringify({ "api-key": { everyDays: 30, names: ["shop/production/payments"] } });
    const dates = { Versions: [{ VersionStages: ["AWSPREVIOUS"], CreatedDate: new Date(0) }] };
    const { calls, lines } = await invoke("secret-age", { WATCHED, SYSTEM: "shop-production" }, {}, {
      ListSecretVersionIdsCommand: () => dates,
      // An hour ago by the clock of this test, so that a second more or less makes no other day.
      DescribeSecretCommand: () => ({ CreatedDate: new Date(Date.now() - 3_600_000) }),
    });
    assert.deepEqual(calls, [
      ["ListSecretVersionIdsCommand", { SecretId: "shop/production/payments" }],
      ["DescribeSecretCommand", { SecretId: "shop/production/payments" }],
    ]);
    // CloudWatch takes a metric from a line that is JSON and nothing else.
    assert.deepEqual(lines.map((line) => JSON.parse(line).DaysOverdue), [-30]);
  });

  it("names the functions that there are where one is asked for that there is not", () => {
    assert.throws(() => bundledFunction("rotate"), /^Error: there is no functions\/rotate\/index\.mjs, only rotation, secret-age, smoke-test$/);
  });
});
