import { strict as assert } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import { DatabaseRoles } from "../../components/database-roles";
import type { DatabaseRolesArgs } from "../../components/database-roles";
import { build } from "../helpers/graph";
import type { Graph } from "../helpers/graph";

const sound = (): DatabaseRolesArgs => ({
  databaseName: "scholarship_prod",
  usernames: {
    owner: "scholarship_prod",
    application: "scholarship_app",
    migration: "scholarship_migrate",
    monitoring: "monitoring",
  },
  passwords: {
    owner: pulumi.secret("a"),
    application: pulumi.secret("b"),
    migration: pulumi.secret("c"),
    monitoring: pulumi.secret("d"),
  },
  masterUsername: "scholarship_admin",
  monitoringStatementTimeoutSeconds: 30,
  monitoringConnectionLimit: 5,
});
const ROLE = "postgresql:index/role:Role";
const GRANT = "postgresql:index/grant:Grant";
const DEFAULT_PRIVILEGES = "postgresql:index/defaultPrivileges:DefaultPrivileges";

/** What the roles can then do is shown on a real server in tests/rehearsal/postgresql. */
describe("DatabaseRoles", () => {
  let graph: Graph;
  before(async () => {
    graph = await build(() => new DatabaseRoles("roles", sound()));
  });

  it("makes the database, four roles, their grants and default privileges, and nothing else", () => {
    assert.deepEqual(graph.list(), [
      "groundwork:database-roles:DatabaseRoles roles",
      "postgresql:index/database:Database roles-database",
      ...["application-sequence-by-migration", "application-sequence-by-owner", "application-table-by-migration", "application-table-by-owner", "monitoring-table-by-migration", "monitoring-table-by-owner"].map(
        (name) => `${DEFAULT_PRIVILEGES} roles-${name}`,
      ),
      ...["application-database", "application-schema", "application-sequence", "application-table", "master-database", "monitoring-database", "monitoring-schema", "monitoring-table", "public-database", "public-schema"].map(
        (name) => `${GRANT} roles-${name}`,
      ),
      ...["application", "migration", "monitoring", "owner"].map((name) => `${ROLE} roles-${name}`),
    ]);
  });

  it("keeps the database: protected, not replaceable under another name, in the locale that sorts names", () => {
    const { inputs, options } = graph.one("postgresql:index/database:Database");
    assert.deepEqual(inputs, {
      name: "scholarship_prod",
      owner: "scholarship_prod",
      template: "template0",
      encoding: "UTF8",
      lcCollate: "en_US.UTF-8",
      lcCtype: "en_US.UTF-8",
      allowConnections: true,
      connectionLimit: -1,
      alterObjectOwnership: true,
    });
    assert.equal(options.protect, true);
    assert.deepEqual(options.replaceOnChanges, ["name"]);
  });

  it("gives no role any power over the server, and hands every password over as a secret", () => {
    for (const { inputs, secretInputs } of graph.all(ROLE)) {
      const { superuser, createDatabase, createRole, replication, bypassRowLevelSecurity, login } = inputs;
      assert.deepEqual([superuser, createDatabase, createRole, replication, bypassRowLevelSecurity], [false, false, false, false, false]);
      assert.equal(login, true);
      assert.deepEqual(secretInputs, ["password"]);
    }
  });

  it("gives each role a second user that is a member of it, with the same session settings, where two take turns", async () => {
    const secrets = (letter: string) => ({ owner: pulumi.secret(`${letter}1`), application: pulumi.secret(`${letter}2`), migration: pulumi.secret(`${letter}3`), monitoring: pulumi.secret(`${letter}4`) });
    const turning = await build(
      () =>
        new DatabaseRoles("roles", {
          ...sound(),
          alternates: {
            usernames: { owner: "scholarship_prod_clone", application: "scholarship_app_clone", migration: "scholarship_migrate_clone", monitoring: "monitoring_clone" },
            passwords: secrets("q"),
          },
        }),
    );
    assert.deepEqual(
      turning.all(ROLE).map(({ name, inputs }) => [name, inputs.name, inputs.roles, inputs.assumeRole ?? null]),
      [
        ["roles-owner", "scholarship_prod", [], null],
        ["roles-owner-clone", "scholarship_prod_clone", ["scholarship_prod"], "scholarship_prod"],
        ["roles-application", "scholarship_app", [], null],
        ["roles-application-clone", "scholarship_app_clone", ["scholarship_app"], null],
        ["roles-migration", "scholarship_migrate", ["scholarship_prod"], "scholarship_prod"],
        ["roles-migration-clone", "scholarship_migrate_clone", ["scholarship_migrate"], "scholarship_prod"],
        ["roles-monitoring", "monitoring", [], null],
        ["roles-monitoring-clone", "monitoring_clone", ["monitoring"], null],
      ],
    );
    const { inputs } = turning.one(ROLE, "roles-monitoring-clone");
    assert.deepEqual([inputs.inherit, inputs.statementTimeout, inputs.connectionLimit], [true, 30_000, 5]);
    for (const { inputs: role, secretInputs, options } of turning.all(ROLE)) {
      assert.deepEqual([role.superuser, role.createDatabase, role.createRole, role.bypassRowLevelSecurity], [false, false, false, false]);
      assert.deepEqual(secretInputs, ["password"]);
      assert.deepEqual(options.ignoreChanges, ["password"], "a later run must not bring the first password back");
    }
    assert.deepEqual(turning.all(GRANT).map(({ name }) => name), graph.all(GRANT).map(({ name }) => name), "rights come by membership");
  });

  it("changes passwords itself where nobody rotates them", () => {
    for (const { options } of graph.all(ROLE)) assert.deepEqual(options.ignoreChanges, []);
  });

  it("limits monitoring in time, in milliseconds as PostgreSQL counts, and in sessions", () => {
    const { inputs } = graph.one(ROLE, "roles-monitoring");
    assert.equal(inputs.statementTimeout, 30_000);
    assert.equal(inputs.idleInTransactionSessionTimeout, 30_000);
    assert.equal(inputs.connectionLimit, 5);
    assert.deepEqual(inputs.roles, []);
    assert.equal(inputs.inherit, false);
  });

  it("lets monitoring see other roles' statistics when asked to", async () => {
    const asked = await build(() => new DatabaseRoles("roles", { ...sound(), monitoringReadsStatistics: true }));
    const { inputs } = asked.one(ROLE, "roles-monitoring");
    assert.deepEqual(inputs.roles, ["pg_monitor"]);
    assert.equal(inputs.inherit, true);
  });

  it("has migrations act as the owner from the moment they log in", () => {
    const { inputs } = graph.one(ROLE, "roles-migration");
    assert.deepEqual(inputs.roles, ["scholarship_prod"]);
    assert.equal(inputs.assumeRole, "scholarship_prod");
  });

  it("names memberships on the roles alone: a GrantRole beside them would undo them", () => {
    assert.deepEqual(graph.all("postgresql:index/grantRole:GrantRole"), []);
    for (const { inputs } of graph.all(ROLE)) assert.notEqual(inputs.roles, undefined);
  });

  it("revokes everything from PUBLIC, on the database and on schema public", () => {
    assert.deepEqual(graph.one(GRANT, "roles-public-database").inputs, {
      database: "scholarship_prod",
      role: "public",
      objectType: "database",
      privileges: [],
      withGrantOption: false,
    });
    assert.deepEqual(graph.one(GRANT, "roles-public-schema").inputs, {
      database: "scholarship_prod",
      role: "public",
      objectType: "schema",
      schema: "public",
      privileges: [],
      withGrantOption: false,
    });
  });

  it("revokes before it grants whenever a grant is replaced, so that a replaced grant stays", () => {
    for (const { options } of [...graph.all(GRANT), ...graph.all(DEFAULT_PRIVILEGES)]) {
      assert.equal(options.deleteBeforeReplace, true);
    }
  });

  it("never takes back the provider's own right to connect, without which nothing could be granted again", () => {
    const retained = graph.all(GRANT).filter(({ options }) => options.retainOnDelete === true);
    assert.deepEqual(retained.map(({ name }) => name), ["roles-master-database"]);
  });

  it("lets the provider's own user in first, then shuts PUBLIC out, then opens for the roles", () => {
    const order = graph.all(GRANT).map(({ name }) => name);
    const position = (name: string) => order.indexOf(`roles-${name}`);
    assert.deepEqual(order.slice(0, 3), ["roles-master-database", "roles-public-database", "roles-public-schema"]);
    assert.ok(position("monitoring-database") > position("public-database"));
    const waitsFor = (type: string, name: string) => graph.one(type, name).options.dependsOn;
    assert.deepEqual(names(waitsFor(GRANT, "roles-public-database")), ["roles-master-database"]);
    assert.deepEqual(names(waitsFor(DEFAULT_PRIVILEGES, "roles-monitoring-table-by-owner")), ["roles-public-database", "roles-public-schema"]);
    assert.deepEqual(
      names(waitsFor(GRANT, "roles-monitoring-table")).filter((name) => name.startsWith("roles-public") || name.startsWith("roles-monitoring")),
      ["roles-public-database", "roles-public-schema", "roles-monitoring-table-by-owner", "roles-monitoring-table-by-migration"],
    );
  });
});

function names(dependsOn: pulumi.ResourceOptions["dependsOn"]): string[] {
  assert.ok(Array.isArray(dependsOn));
  return dependsOn.map((dependency) => {
    assert.ok(pulumi.Resource.isInstance(dependency));
    return String(Reflect.get(dependency, "__name"));
  });
}
