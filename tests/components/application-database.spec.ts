import { strict as assert } from "node:assert";
import { ApplicationDatabase } from "../../components/application-database";
import type { ApplicationDatabaseArgs } from "../../components/application-database";
import { build } from "../helpers/graph";
import type { Graph } from "../helpers/graph";
import { MASTER, run, testServer } from "../helpers/postgres";
import type { TestServer } from "../helpers/postgres";

const DATABASE = "postgresql:index/database:Database";
const GRANT = "postgresql:index/grant:Grant";
const ROLE = "postgresql:index/role:Role";
const SECRET = "aws:secretsmanager/secret:Secret";
const VERSION = "aws:secretsmanager/secretVersion:SecretVersion";

const sound = (): ApplicationDatabaseArgs => ({
  databaseName: "workflows",
  username: "workflow_engine",
  masterUsername: MASTER.username,
  host: "db.example.com",
  port: 5432,
  secretName: "shop/production/database-workflows",
  keyArn: "arn:aws:kms:eu-central-1:123456789012:key/1",
});

describe("ApplicationDatabase", () => {
  let graph: Graph;
  before(async () => {
    graph = await build(() => new ApplicationDatabase("engine", sound()));
  });

  it("makes a role with its password and secret, the database and its grants, and nothing else", () => {
    assert.deepEqual(graph.list(), [
      `${SECRET} engine-secret`,
      `${VERSION} engine-secret`,
      "groundwork:application-database:ApplicationDatabase engine",
      `${DATABASE} engine-database`,
      ...["master-database", "public-database", "public-schema"].map((name) => `${GRANT} engine-${name}`),
      `${ROLE} engine-owner`,
      "random:index/randomPassword:RandomPassword engine-password",
    ]);
  });

  it("makes the role the owner of the database, and protects database and secret", () => {
    const { inputs, options } = graph.one(DATABASE);
    assert.equal(inputs.owner, "workflow_engine");
    assert.equal(inputs.name, "workflows");
    assert.equal(options.protect, true);
    assert.deepEqual(options.replaceOnChanges, ["name"]);
    assert.equal(graph.one(SECRET).options.protect, true);
  });

  it("writes a secret that leads to that database by TLS alone", async () => {
    const { inputs, secretInputs } = graph.one(VERSION);
    assert.ok(secretInputs.includes("secretString"));
    const text = JSON.stringify(inputs.secretString);
    assert.match(text, /@db\.example\.com:5432\/workflows\?sslmode=require/);
    assert.match(text, /workflow_engine/);
  });

  it("has everybody else's rights revoked after the provider's own is granted, which is never taken back", () => {
    assert.equal(graph.one(GRANT, "engine-master-database").options.retainOnDelete, true);
    for (const objectType of ["database", "schema"]) {
      const { inputs, options, dependsOn } = graph.one(GRANT, `engine-public-${objectType}`);
      assert.deepEqual([inputs.role, inputs.privileges, inputs.schema], ["public", [], objectType === "schema" ? "public" : undefined]);
      assert.equal(options.deleteBeforeReplace, true);
      assert.ok(dependsOn.includes(`${GRANT}::engine-master-database`));
    }
  });

  it("has a second user that acts as the role where passwords are rotated, and brings no password back then", async () => {
    const turning = await build(() => new ApplicationDatabase("engine", { ...sound(), rotation: { kind: "automatic", everyDays: 90 } }));
    const clone = turning.one(ROLE, "engine-owner-clone");
    assert.deepEqual([clone.inputs.name, clone.inputs.roles, clone.inputs.assumeRole, clone.inputs.inherit], [
      "workflow_engine_clone",
      ["workflow_engine"],
      "workflow_engine",
      true,
    ]);
    for (const { options } of turning.all(ROLE)) assert.deepEqual(options.ignoreChanges, ["password"]);
    assert.deepEqual(turning.one(SECRET).inputs.tags, { DataClass: "restricted", SecretClass: "database", RotationPolicy: "automatic-90-days" });
    assert.deepEqual(graph.one(ROLE, "engine-owner").options.ignoreChanges, []);
  });
});

describe("a database of an application's own, on a real server", function () {
  this.timeout(60_000);
  let server: TestServer;

  before(async () => {
    server = await testServer();
    const { resources } = await build(() => new ApplicationDatabase("engine", { ...sound(), rotation: { kind: "automatic", everyDays: 90 } }));
    await run(server.provider, new Map(), resources.filter(({ type }) => type.startsWith("postgresql:")));
  });
  after(async () => {
    await server.end();
  });

  it("lets both users make tables, which belong to the role, and lets nobody else in", async () => {
    await server.server.asCloud("postgres", async (client) => {
      for (const user of ["workflow_engine", "workflow_engine_clone"]) await client.query(`ALTER ROLE ${user} PASSWORD 'p'`);
      await client.query("CREATE ROLE stranger LOGIN PASSWORD 'p'");
    });
    await server.query("workflows", "workflow_engine", "p", "CREATE TABLE runs (id int)");
    await server.query("workflows", "workflow_engine_clone", "p", "ALTER TABLE runs ADD state text");
    await server.query("workflows", "workflow_engine_clone", "p", "CREATE TABLE steps (id int)");
    const owners = await server.query("workflows", "workflow_engine", "p", "SELECT DISTINCT tableowner::text AS owner FROM pg_tables WHERE schemaname = 'public'");
    assert.deepEqual(owners, [{ owner: "workflow_engine" }]);
    await assert.rejects(server.query("workflows", "stranger", "p", "SELECT 1"), /permission denied for database/);
  });
});
