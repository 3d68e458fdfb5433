import { strict as assert } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import { DatabaseRoles } from "../../../components/database-roles";
import type { Found } from "../../../rehearsal/provider/provider";
import type { RegisteredResource } from "../../../rehearsal/plan/record";
import type { Properties } from "../../../rehearsal/provider/struct";
import { build } from "../../helpers/graph";
import type { Graph } from "../../helpers/graph";
import { create, drift, MASTER, subjectOf, testServer } from "../../helpers/postgres";
import type { TestServer } from "../../helpers/postgres";

const DATABASE = "scholarship_prod";
const PASSWORDS = { owner: "owner-pw", application: "app-pw", migration: "migrate-pw", monitoring: "monitoring-pw" };
const USERNAMES = { owner: DATABASE, application: "scholarship_app", migration: "scholarship_migrate", monitoring: "monitoring" };
type Role = keyof typeof USERNAMES;

/** The database roles exactly as the component registers them, made in a real PostgreSQL that people then log in to. */
describe("the database roles on a real server", () => {
  let database: TestServer;
  let graph: Graph;
  const made = new Map<string, Found & { inputs: Properties }>();
  const key = ({ type, name }: RegisteredResource) => `${type} ${name}`;
  const known = (resource: RegisteredResource) => made.get(key(resource)) ?? assert.fail(`${key(resource)} was not made`);
  const make = async (resource: RegisteredResource) => void made.set(key(resource), await create(database.provider, resource));
  const as = (role: Role, sql: string) => database.query(DATABASE, USERNAMES[role], PASSWORDS[role], sql);
  const refused = (role: Role, sql: string, code: string) => assert.rejects(as(role, sql), { code }, `${role}: ${sql}`);
  const DENIED = "42501";

  before(async () => {
    database = await testServer();
    graph = await build(
      () =>
        new DatabaseRoles("roles", {
          databaseName: DATABASE,
          usernames: USERNAMES,
          passwords: {
            owner: pulumi.secret(PASSWORDS.owner),
            application: pulumi.secret(PASSWORDS.application),
            migration: pulumi.secret(PASSWORDS.migration),
            monitoring: pulumi.secret(PASSWORDS.monitoring),
          },
          masterUsername: MASTER.username,
          monitoringStatementTimeoutSeconds: 1,
          monitoringConnectionLimit: 2,
        }),
    );
    const resources = graph.resources.filter(({ type }) => type.startsWith("postgresql:"));
    const isGrant = ({ type }: RegisteredResource) => /Grant|DefaultPrivileges/.test(type);
    for (const resource of resources.filter((candidate) => !isGrant(candidate))) await make(resource);
    await as("owner", "CREATE TABLE before_grants (id serial PRIMARY KEY, name text); INSERT INTO before_grants (name) VALUES ('Ada')");
    for (const resource of resources.filter(isGrant)) await make(resource);
  });
  after(() => database.end());

  it("are what a refresh reads back: nothing drifts on the day they are made", async () => {
    for (const resource of graph.resources.filter((candidate) => made.has(key(candidate)))) {
      assert.deepEqual(await drift(database.provider, resource, known(resource)), new Map(), key(resource));
    }
  });

  describe("monitoring", () => {
    it("reads a table that was there before it", async () => {
      assert.deepEqual(await as("monitoring", "SELECT name FROM before_grants"), [{ name: "Ada" }]);
    });

    it("reads a table that the owner makes later", async () => {
      await as("owner", "CREATE TABLE by_owner AS SELECT 1 AS id");
      assert.deepEqual(await as("monitoring", "SELECT id FROM by_owner"), [{ id: 1 }]);
    });

    it("reads a table that a migration makes later", async () => {
      await as("migration", "CREATE TABLE by_migration AS SELECT 2 AS id");
      assert.deepEqual(await as("monitoring", "SELECT id FROM by_migration"), [{ id: 2 }]);
    });

    it("reads a table that a migration makes later without becoming the owner", async () => {
      await as("migration", "SET ROLE NONE; CREATE TABLE by_migration_itself AS SELECT 3 AS id");
      assert.deepEqual(await as("monitoring", "SELECT id FROM by_migration_itself"), [{ id: 3 }]);
    });

    for (const sql of [
      "INSERT INTO before_grants (name) VALUES ('Eve')",
      "UPDATE before_grants SET name = 'Eve'",
      "DELETE FROM before_grants",
      "TRUNCATE before_grants",
      "DROP TABLE before_grants",
      "ALTER TABLE before_grants ADD COLUMN secret text",
      "SELECT nextval('before_grants_id_seq')",
      "CREATE TABLE of_its_own (id int)",
      "CREATE TEMPORARY TABLE of_its_own (id int)",
      "CREATE SCHEMA of_its_own",
      "CREATE ROLE of_its_own",
      "CREATE DATABASE of_its_own",
      "SET ROLE scholarship_prod",
    ]) {
      it(`can't ${sql}`, () => refused("monitoring", sql, DENIED));
    }

    it("can't pass on what it may read: PostgreSQL warns and grants nothing", async () => {
      await as("monitoring", "GRANT SELECT ON before_grants TO PUBLIC");
      const sql = "SELECT grantee FROM information_schema.table_privileges WHERE table_name = 'before_grants' AND grantee = 'PUBLIC'";
      assert.deepEqual(await as("owner", sql), []);
    });

    it("is cut off when a statement takes longer than its timeout", async () => {
      const QUERY_CANCELED = "57014";
      await refused("monitoring", "SELECT pg_sleep(20)", QUERY_CANCELED);
    });

    it("holds no more sessions than its limit", async () => {
      const TOO_MANY_CONNECTIONS = "53300";
      const login = () => database.server.connect(DATABASE, USERNAMES.monitoring, PASSWORDS.monitoring);
      const sessions = [await login(), await login()];
      await assert.rejects(login(), { code: TOO_MANY_CONNECTIONS });
      await Promise.all(sessions.map((session) => session.end()));
    });

    it("doesn't get in with another password", async () => {
      const INVALID_PASSWORD = "28P01";
      await assert.rejects(database.server.connect(DATABASE, USERNAMES.monitoring, "monitoring_password"), { code: INVALID_PASSWORD });
    });
  });

  describe("the other roles", () => {
    it("a role that nobody granted anything can't connect", async () => {
      await database.query("postgres", MASTER.username, MASTER.password, "CREATE ROLE stranger LOGIN PASSWORD 'stranger-pw'");
      await assert.rejects(database.server.connect(DATABASE, "stranger", "stranger-pw"), {
        code: DENIED,
        message: `permission denied for database "${DATABASE}"`,
      });
    });

    it("the application writes and reads rows of old and new tables, and numbers them", async () => {
      await as("migration", "CREATE TABLE numbered (id serial PRIMARY KEY, name text)");
      for (const table of ["before_grants", "numbered"]) {
        await as("application", `INSERT INTO ${table} (name) VALUES ('Grace')`);
        await as("application", `UPDATE ${table} SET name = 'Hopper' WHERE name = 'Grace'`);
        assert.deepEqual(await as("application", `SELECT name FROM ${table} WHERE name = 'Hopper'`), [{ name: "Hopper" }]);
        await as("application", `DELETE FROM ${table} WHERE name = 'Hopper'`);
      }
    });

    it("the application can't change or empty a table", async () => {
      for (const sql of ["ALTER TABLE before_grants ADD COLUMN x int", "TRUNCATE before_grants", "CREATE TABLE x (id int)"]) {
        await refused("application", sql, DENIED);
      }
    });

    it("a migration changes a table that the owner made, and what it makes belongs to the owner", async () => {
      await as("owner", "CREATE TABLE of_owner (id int)");
      await as("migration", "ALTER TABLE of_owner ADD COLUMN name text; CREATE TABLE of_migration (id int)");
      assert.deepEqual(await as("owner", "SELECT tableowner FROM pg_tables WHERE tablename = 'of_migration'"), [
        { tableowner: DATABASE },
      ]);
    });
  });

  describe("grants", () => {
    it("the master has joined no role for good", async () => {
      const sql = `SELECT pg_get_userbyid(roleid)::text AS role FROM pg_auth_members WHERE pg_get_userbyid(member) = '${MASTER.username}' ORDER BY 1`;
      assert.deepEqual(await as("owner", sql), [{ role: "pg_monitor" }, { role: "pg_signal_backend" }]);
    });

    it("a grant that is replaced the way the component asks for, revoke first, is there afterwards", async () => {
      const { provider } = database;
      const replaceable = graph.resources.filter(({ options }) => options.deleteBeforeReplace === true);
      assert.equal(replaceable.length, graph.all("postgresql:index/grant:Grant").length + graph.all("postgresql:index/defaultPrivileges:DefaultPrivileges").length);
      for (const resource of replaceable.filter(({ name }) => name.startsWith("roles-monitoring"))) {
        await provider.delete(subjectOf(resource), known(resource).id, known(resource).outputs);
        await make(resource);
        assert.deepEqual(await drift(provider, resource, known(resource)), new Map(), key(resource));
      }
      assert.deepEqual(await as("monitoring", "SELECT name FROM before_grants"), [{ name: "Ada" }]);
    });

    it("a grant that is replaced create-first would be gone, which is why the component asks for the other order", async () => {
      const grant = graph.one("postgresql:index/grant:Grant", "roles-monitoring-table");
      await make(grant);
      await database.provider.delete(subjectOf(grant), known(grant).id, known(grant).outputs);
      await refused("monitoring", "SELECT name FROM before_grants", DENIED);
      await make(grant);
    });
  });

  describe("what is changed by hand", () => {
    const grantOf = (name: string) => graph.one("postgresql:index/grant:Grant", name);
    const roleOf = (name: string) => graph.one("postgresql:index/role:Role", name);

    it("a right granted by hand shows, and an update takes it away", async () => {
      const grant = grantOf("roles-monitoring-table");
      await as("owner", "GRANT INSERT ON before_grants TO monitoring");
      assert.deepEqual(
        await drift(database.provider, grant, known(grant)),
        new Map([["privileges", { kind: "update", replaces: false }]]),
      );
      await database.provider.update(subjectOf(grant), known(grant), known(grant).inputs, false);
      assert.deepEqual(await drift(database.provider, grant, known(grant)), new Map());
      await refused("monitoring", "INSERT INTO before_grants (name) VALUES ('Eve')", DENIED);
    });

    it("a database opened to everybody by hand shows", async () => {
      const grant = grantOf("roles-public-database");
      await as("owner", `GRANT CONNECT ON DATABASE ${DATABASE} TO PUBLIC`);
      const shown = await drift(database.provider, grant, known(grant));
      assert.deepEqual(shown, new Map([["privileges", { kind: "update", replaces: false }]]));
      await database.provider.update(subjectOf(grant), known(grant), known(grant).inputs, false);
      assert.deepEqual(await drift(database.provider, grant, known(grant)), new Map());
    });

    it("a default right taken away by hand shows as gone", async () => {
      const defaults = graph.one("postgresql:index/defaultPrivileges:DefaultPrivileges", "roles-monitoring-table-by-owner");
      await as("owner", "ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE SELECT ON TABLES FROM monitoring");
      assert.equal(await drift(database.provider, defaults, known(defaults)), "gone");
      await make(defaults);
      assert.deepEqual(await drift(database.provider, defaults, known(defaults)), new Map());
    });

    it("a role made mightier by hand shows property by property, and an update takes it back", async () => {
      const role = roleOf("roles-monitoring");
      const master = (sql: string) => database.query("postgres", MASTER.username, MASTER.password, sql);
      await master("ALTER ROLE monitoring CREATEDB CONNECTION LIMIT 50; ALTER ROLE monitoring SET statement_timeout = '5min'; GRANT scholarship_prod TO monitoring");
      assert.deepEqual(
        [...(await drift(database.provider, role, known(role)))].sort(),
        ["connectionLimit", "createDatabase", "roles", "statementTimeout"].map((name) => [name, { kind: "update", replaces: false }]),
      );
      await database.provider.update(subjectOf(role), known(role), known(role).inputs, false);
      assert.deepEqual(await drift(database.provider, role, known(role)), new Map());
    });

    it("a role dropped by hand shows as gone, and its grants with it", async () => {
      const { server, provider } = database;
      await server.asCloud(DATABASE, (client) => client.query("DROP OWNED BY monitoring; DROP ROLE monitoring"));
      assert.equal(await drift(provider, roleOf("roles-monitoring"), known(roleOf("roles-monitoring"))), "gone");
      assert.equal(await drift(provider, grantOf("roles-monitoring-table"), known(grantOf("roles-monitoring-table"))), "gone");
      for (const resource of graph.resources.filter(({ name }) => name.startsWith("roles-monitoring"))) await make(resource);
      assert.deepEqual(await as("monitoring", "SELECT name FROM before_grants"), [{ name: "Ada" }]);
    });
  });

  // Mocha runs a suite's own tests before the suites in it: what must come last needs a suite of its own.
  describe("in the end", () => {
    it("all of it can be taken down again in the reverse order", async () => {
      for (const resource of graph.resources.filter((candidate) => made.has(key(candidate))).toReversed()) {
        await database.provider.delete(subjectOf(resource), known(resource).id, known(resource).outputs);
      }
      const names = Object.values(USERNAMES);
      const { rows } = await database.server.asCloud("postgres", (client) =>
        client.query("SELECT rolname FROM pg_roles WHERE rolname = ANY($1) UNION SELECT datname FROM pg_database WHERE datname = $2", [names, DATABASE]),
      );
      assert.deepEqual(rows, []);
    });
  });
});
