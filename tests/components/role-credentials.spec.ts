import { strict as assert } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import { RoleCredentials } from "../../components/role-credentials";
import { build } from "../helpers/graph";
import type { Graph } from "../helpers/graph";

const ROLES = ["application", "migration", "monitoring", "owner"] as const;

describe("RoleCredentials", () => {
  let graph: Graph;
  let credentials: RoleCredentials;
  before(async () => {
    graph = await build(() => {
      credentials = new RoleCredentials("credentials", {
        secretNames: {
          owner: "scholarship/production/database-owner",
          application: "scholarship/production/database-application",
          migration: "scholarship/production/database-migration",
          monitoring: "scholarship/production/database-monitoring",
        },
        usernames: { owner: "scholarship_prod", application: "scholarship_app", migration: "scholarship_migrate", monitoring: "monitoring" },
        databaseName: "scholarship_prod",
        host: "db.example.com",
        port: 5432,
        keyArn: "arn:aws:kms:eu-central-1:123456789012:key/1",
      });
    });
  });

  it("makes a password, a secret and its version for each role, and nothing in PostgreSQL", () => {
    assert.deepEqual(graph.list(), [
      ...ROLES.map((role) => `aws:secretsmanager/secret:Secret credentials-${role}`),
      ...ROLES.map((role) => `aws:secretsmanager/secretVersion:SecretVersion credentials-${role}`),
      "groundwork:role-credentials:RoleCredentials credentials",
      ...ROLES.map((role) => `random:index/randomPassword:RandomPassword credentials-${role}`),
    ]);
  });

  it("keeps each secret under its own name and our key, protected, and 30 days beyond its deletion", () => {
    for (const role of ROLES) {
      const { inputs, options } = graph.one("aws:secretsmanager/secret:Secret", `credentials-${role}`);
      assert.equal(inputs.name, `scholarship/production/database-${role}`);
      assert.equal(inputs.kmsKeyId, "arn:aws:kms:eu-central-1:123456789012:key/1");
      assert.equal(inputs.recoveryWindowInDays, 30);
      assert.deepEqual(inputs.tags, { DataClass: "restricted", SecretClass: "database" });
      assert.equal(options.protect, true);
    }
  });

  it("generates 40 letters and digits, which no URL has to escape", () => {
    for (const { inputs } of graph.all("random:index/randomPassword:RandomPassword")) {
      assert.deepEqual(inputs, { length: 40, special: false });
    }
  });

  it("never lets a password out of the secrets: the version and the outputs are marked", async () => {
    for (const { secretInputs } of graph.all("aws:secretsmanager/secretVersion:SecretVersion")) {
      assert.deepEqual(secretInputs, ["secretString"]);
    }
    for (const role of ROLES) {
      assert.equal(await pulumi.isSecret(credentials.passwords[role]), true);
      assert.equal(await pulumi.isSecret(credentials.secretArns[role]), false);
    }
  });

  it("holds all that a client needs under seven keys, both URLs with TLS required", () => {
    const { inputs } = graph.one("aws:secretsmanager/secretVersion:SecretVersion", "credentials-application");
    const { password, ...rest } = secretJson(inputs.secretString);
    assert.deepEqual(rest, {
      username: "scholarship_app",
      host: "db.example.com",
      port: 5432,
      dbname: "scholarship_prod",
      url: `postgresql://scholarship_app:${password}@db.example.com:5432/scholarship_prod?sslmode=require`,
      urlAsync: `postgresql+asyncpg://scholarship_app:${password}@db.example.com:5432/scholarship_prod?ssl=require`,
    });
  });
});

/** A secret reaches the mocks in the SDK's envelope. */
function secretJson(value: unknown): Record<string, unknown> {
  assert.ok(value instanceof Object && "value" in value && typeof value.value === "string");
  return JSON.parse(value.value);
}
