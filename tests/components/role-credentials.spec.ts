import { strict as assert } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import { RoleCredentials } from "../../components/role-credentials";
import type { RoleCredentialsArgs } from "../../components/role-credentials";
import { build } from "../helpers/graph";
import type { Graph } from "../helpers/graph";

const ROLES = ["application", "migration", "monitoring", "owner"] as const;

const args: RoleCredentialsArgs = {
  secretNames: {
    owner: "scholarship/production/database-owner",
    application: "scholarship/production/database-application",
    migration: "scholarship/production/database-migration",
    monitoring: "scholarship/production/database-monitoring",
  },
  usernames: { owner: "scholarship_prod", application: "scholarship_app", migration: "scholarship_migrate", monitoring: "monitoring" },
  databaseName: "scholarship_prod",
  hosts: { owner: "db.example.com", application: "db.example.com", migration: "db.example.com", monitoring: "db.example.com" },
  port: 5432,
  keyArn: "arn:aws:kms:eu-central-1:123456789012:key/1",
};
const VERSION = "aws:secretsmanager/secretVersion:SecretVersion";
const SECRET = "aws:secretsmanager/secret:Secret";

describe("RoleCredentials", () => {
  let graph: Graph;
  let credentials: RoleCredentials;
  before(async () => {
    graph = await build(() => {
      credentials = new RoleCredentials("credentials", args);
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

  it("leads the application alone to another host, with the parameters of its URL, which asyncpg would refuse", async () => {
    const proxied = await build(
      () =>
        void new RoleCredentials("credentials", {
          ...args,
          hosts: { ...args.hosts, application: "proxy.example.com" },
          applicationUrlParameters: "pgbouncer=true&connection_limit=20",
        }),
    );
    const { url, urlAsync, host } = secretJson(proxied.one(VERSION, "credentials-application").inputs.secretString);
    assert.equal(host, "proxy.example.com");
    assert.match(String(url), /@proxy\.example\.com:5432\/scholarship_prod\?pgbouncer=true&connection_limit=20&sslmode=require$/);
    assert.match(String(urlAsync), /@proxy\.example\.com:5432\/scholarship_prod\?ssl=require$/);
    for (const role of ["owner", "migration", "monitoring"]) {
      const other = secretJson(proxied.one(VERSION, `credentials-${role}`).inputs.secretString);
      assert.match(String(other.url), /@db\.example\.com:5432\/scholarship_prod\?sslmode=require$/);
    }
  });

  it("leaves the values alone and keeps its version alive once a function rotates them", async () => {
    assert.equal(graph.one(VERSION, "credentials-owner").options.ignoreChanges, undefined);
    assert.equal(graph.one(VERSION, "credentials-owner").inputs.versionStages, undefined);
    const rotated = await build(() => void new RoleCredentials("credentials", { ...args, rotation: { kind: "automatic", everyDays: 90 } }));
    for (const { inputs, options } of rotated.all(VERSION)) {
      assert.deepEqual(options.ignoreChanges, ["secretString", "versionStages"]);
      assert.deepEqual(inputs.versionStages, ["AWSCURRENT", "groundwork-first"]);
    }
    for (const { inputs } of rotated.all(SECRET)) {
      assert.deepEqual(inputs.tags, { DataClass: "restricted", SecretClass: "database", RotationPolicy: "automatic-90-days" });
    }
  });

  it("makes a second password for each role that is rotated, and only then", async () => {
    assert.equal(credentials.clonePasswords, undefined);
    let made: RoleCredentials | undefined;
    const rotated = await build(() => {
      made = new RoleCredentials("credentials", { ...args, rotation: { kind: "automatic", everyDays: 90 } });
    });
    assert.deepEqual(rotated.all("random:index/randomPassword:RandomPassword").map(({ name }) => name).sort(),
      ROLES.flatMap((role) => [`credentials-${role}`, `credentials-${role}-clone`]),
    );
    const password = made?.clonePasswords?.application;
    assert.ok(password !== undefined && (await pulumi.isSecret(password)));
  });

  it("gives a proxy a secret for each user that it must know, one without rotation and two with it", async () => {
    const proxySecretNames = { first: "scholarship/production/connection-proxy-first", clone: "scholarship/production/connection-proxy-clone" };
    const still = await build(() => void new RoleCredentials("credentials", { ...args, proxySecretNames }));
    assert.deepEqual(still.all(SECRET).map(({ inputs }) => inputs.name).filter((name) => String(name).includes("proxy")), [proxySecretNames.first]);
    const turning = await build(
      () => void new RoleCredentials("credentials", { ...args, proxySecretNames, rotation: { kind: "automatic", everyDays: 90 } }),
    );
    const password = (name: string) => secretJson(turning.one(VERSION, name).inputs.secretString).password;
    assert.deepEqual(secretJson(turning.one(VERSION, "credentials-proxy-first").inputs.secretString), {
      username: "scholarship_app",
      password: password("credentials-application"),
    });
    assert.equal(secretJson(turning.one(VERSION, "credentials-proxy-clone").inputs.secretString).username, "scholarship_app_clone");
    assert.notEqual(password("credentials-proxy-clone"), password("credentials-application"));
  });
});

/** A secret reaches the mocks in the SDK's envelope. */
function secretJson(value: unknown): Record<string, unknown> {
  assert.ok(value instanceof Object && "value" in value && typeof value.value === "string");
  return JSON.parse(value.value);
}
