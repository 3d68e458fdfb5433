import { strict as assert } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { GeneratedSecret } from "../../components/generated-secret";
import type { GeneratedSecretArgs } from "../../components/generated-secret";
import { build } from "../helpers/graph";
import type { Graph } from "../helpers/graph";

const KEY = "arn:aws:kms:eu-central-1:123456789012:key/secrets";

const compliant: GeneratedSecretArgs = {
  secretName: "scholarship/production/application-key",
  description: "Signs the tokens of the API.",
  secretClass: "application-key",
  keyArn: KEY,
  length: 64,
};

/** What the engine would send: the mocks hand a secret over wrapped, with its text under `value`. */
const textOf = (wrapped: unknown): string => z.object({ value: z.string() }).parse(wrapped).value;

const secret = (change: Partial<GeneratedSecretArgs> = {}) =>
  build(() => new GeneratedSecret("application-key", { ...compliant, ...change }));

describe("GeneratedSecret", () => {
  let graph: Graph;
  before(async () => {
    graph = await secret();
  });

  it("makes a secret, one random value and a version, and nothing else", () => {
    assert.deepEqual(graph.list(), [
      "aws:secretsmanager/secret:Secret application-key",
      "aws:secretsmanager/secretVersion:SecretVersion application-key",
      "groundwork:generated-secret:GeneratedSecret application-key",
      "random:index/randomPassword:RandomPassword application-key",
    ]);
  });

  it("encrypts with the given key, classifies, waits 30 days before a deletion and is protected", () => {
    const { inputs, options } = graph.one("aws:secretsmanager/secret:Secret");
    assert.deepEqual(inputs, {
      name: "scholarship/production/application-key",
      description: "Signs the tokens of the API.",
      kmsKeyId: KEY,
      recoveryWindowInDays: 30,
      tags: { DataClass: "restricted", SecretClass: "application-key" },
    });
    assert.equal(options.protect, true);
  });

  it("tells the program each value that it made, as a secret", async () => {
    const made: Record<string, boolean> = {};
    for (const [form, keys] of [["plain", []], ["JSON", ["current", "previous"]]] as const) {
      let values: GeneratedSecret["values"] = {};
      await build(() => {
        ({ values } = new GeneratedSecret("application-key", { ...compliant, keys }));
      });
      for (const [key, value] of Object.entries(values)) made[`${form} ${key}`] = await pulumi.isSecret(value);
    }
    assert.deepEqual(made, { "plain ": true, "JSON current": true, "JSON previous": true });
  });

  it("generates exactly the length asked for, of letters and digits with at least one of each kind", () => {
    assert.deepEqual(graph.one("random:index/randomPassword:RandomPassword").inputs, {
      length: 64,
      special: false,
      minLower: 1,
      minUpper: 1,
      minNumeric: 1,
      keepers: { generation: "1" },
    });
  });

  it("marks the value as a secret", () => {
    assert.deepEqual(graph.one("aws:secretsmanager/secretVersion:SecretVersion").secretInputs, ["secretString"]);
  });

  it("stores one plain text without keys", () => {
    const { secretString } = graph.one("aws:secretsmanager/secretVersion:SecretVersion").inputs;
    assert.match(textOf(secretString), /^[^{]/);
  });

  it("stores JSON with a value of its own for each key", async () => {
    const keyed = await secret({ keys: ["access", "refresh"] });
    assert.deepEqual(
      keyed.all("random:index/randomPassword:RandomPassword").map(({ name }) => name),
      ["application-key-access", "application-key-refresh"],
    );
    const version = keyed.one("aws:secretsmanager/secretVersion:SecretVersion");
    assert.deepEqual(Object.keys(JSON.parse(textOf(version.inputs.secretString))), ["access", "refresh"]);
    assert.deepEqual(version.secretInputs, ["secretString"]);
  });

  it("makes new values when the generation is raised", async () => {
    const raised = await secret({ generation: 2 });
    assert.deepEqual(raised.one("random:index/randomPassword:RandomPassword").inputs.keepers, { generation: "2" });
  });

  it("refuses a value that is too short", async () => {
    await assert.rejects(secret({ length: 31 }), /a generated secret needs at least 32 characters, got 31/);
  });

  it("refuses the same key twice", async () => {
    await assert.rejects(secret({ keys: ["a", "b", "a"] }), /the secret has the key "a" twice/);
  });

  it("leaves a value that a function rotates alone, and says on the secret who changes it", async () => {
    assert.equal(graph.one("aws:secretsmanager/secretVersion:SecretVersion").options.ignoreChanges, undefined);
    const rotated = await secret({ keys: ["current", "previous"], rotation: { kind: "automatic", everyDays: 90 } });
    const version = rotated.one("aws:secretsmanager/secretVersion:SecretVersion");
    assert.deepEqual(version.options.ignoreChanges, ["secretString", "versionStages"]);
    assert.deepEqual(version.inputs.versionStages, ["AWSCURRENT", "groundwork-first"]);
    assert.deepEqual(rotated.one("aws:secretsmanager/secret:Secret").inputs.tags, {
      DataClass: "restricted",
      SecretClass: "application-key",
      RotationPolicy: "automatic-90-days",
    });
    const onDemand = await secret({ rotation: { kind: "on-demand" } });
    assert.equal(onDemand.one("aws:secretsmanager/secretVersion:SecretVersion").options.ignoreChanges, undefined);
  });
});
