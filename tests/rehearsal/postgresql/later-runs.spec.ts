import { strict as assert } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import { DatabaseRoles } from "../../../components/database-roles";
import type { DatabaseRolesArgs } from "../../../components/database-roles";
import { build } from "../../helpers/graph";
import { MASTER, run, testServer } from "../../helpers/postgres";
import type { State, TestServer } from "../../helpers/postgres";

const DATABASE = "scholarship_prod";
const sound = (): DatabaseRolesArgs => ({
  databaseName: DATABASE,
  usernames: { owner: DATABASE, application: "scholarship_app", migration: "scholarship_migrate", monitoring: "monitoring" },
  passwords: {
    owner: pulumi.secret("owner-pw"),
    application: pulumi.secret("app-pw"),
    migration: pulumi.secret("migrate-pw"),
    monitoring: pulumi.secret("monitoring-pw"),
  },
  masterUsername: MASTER.username,
  monitoringStatementTimeoutSeconds: 30,
  monitoringConnectionLimit: 5,
});

/** What a change of settings does to roles that are in use. Each test starts where the one before it ended. */
describe("the database roles in later runs", () => {
  let database: TestServer;
  const state: State = new Map();
  const apply = async (args: DatabaseRolesArgs) =>
    run(database.provider, state, (await build(() => new DatabaseRoles("roles", args))).resources);
  const as = (username: string, password: string, sql: string) => database.query(DATABASE, username, password, sql);
  const read = (table: string, username = "monitoring") => as(username, "monitoring-pw", `SELECT id FROM ${table}`);

  before(async () => {
    database = await testServer();
    await apply(sound());
    await as("scholarship_prod", "owner-pw", "CREATE TABLE first AS SELECT 1 AS id");
  });
  after(() => database.end());

  it("do nothing when nothing has changed", async () => {
    assert.deepEqual(await apply(sound()), []);
  });

  it("update the role in place for another limit", async () => {
    assert.deepEqual(await apply({ ...sound(), monitoringConnectionLimit: 3 }), ["update roles-monitoring"]);
    assert.deepEqual(await apply(sound()), ["update roles-monitoring"]);
  });

  it("give the role another password, and the old one no longer opens", async () => {
    const rotated = { ...sound(), passwords: { ...sound().passwords, application: pulumi.secret("app-pw-2") } };
    assert.deepEqual(await apply(rotated), ["update roles-application"]);
    await as("scholarship_app", "app-pw-2", "SELECT 1");
    await assert.rejects(as("scholarship_app", "app-pw", "SELECT 1"), { code: "28P01" });
    await apply(sound());
  });

  it("let monitoring see other roles' statements while it is asked for, and no longer", async () => {
    const busy = await database.server.connect(DATABASE, "scholarship_app", "app-pw");
    await busy.query("SELECT 'in the application'");
    const seen = () => as("monitoring", "monitoring-pw", "SELECT query FROM pg_stat_activity WHERE usename = 'scholarship_app'");
    assert.deepEqual(await seen(), [{ query: "<insufficient privilege>" }]);
    assert.deepEqual(await apply({ ...sound(), monitoringReadsStatistics: true }), ["update roles-monitoring"]);
    assert.deepEqual(await seen(), [{ query: "SELECT 'in the application'" }]);
    await apply(sound());
    assert.deepEqual(await seen(), [{ query: "<insufficient privilege>" }]);
    await busy.end();
  });

  it("move all that monitoring may do to its new name, and drop the old one", async () => {
    const renamed = { ...sound(), usernames: { ...sound().usernames, monitoring: "observer" } };
    assert.deepEqual(await apply(renamed), [
      "replace roles-monitoring",
      "replace roles-monitoring-table-by-owner",
      "replace roles-monitoring-table-by-migration",
      "replace roles-monitoring-database",
      "replace roles-monitoring-schema",
      "replace roles-monitoring-table",
    ]);
    assert.deepEqual(await read("first", "observer"), [{ id: 1 }]);
    await assert.rejects(read("first"), { code: "28P01" });
    await apply(sound());
    assert.deepEqual(await read("first"), [{ id: 1 }]);
  });

  it("hand the database and its tables to an owner of another name, with every right on them kept", async () => {
    const handedOver = { ...sound(), usernames: { ...sound().usernames, owner: "scholarship_owner" } };
    assert.deepEqual(await apply(handedOver), [
      "replace roles-owner",
      "update roles-migration",
      "update roles-database",
      "replace roles-application-table-by-owner",
      "replace roles-application-sequence-by-owner",
      "replace roles-monitoring-table-by-owner",
    ]);
    assert.deepEqual(await as("scholarship_owner", "owner-pw", "SELECT tableowner FROM pg_tables WHERE tablename = 'first'"), [
      { tableowner: "scholarship_owner" },
    ]);
    assert.deepEqual(await read("first"), [{ id: 1 }]);
    await as("scholarship_migrate", "migrate-pw", "CREATE TABLE second AS SELECT 2 AS id");
    assert.deepEqual(await read("second"), [{ id: 2 }]);
    assert.deepEqual(await apply(handedOver), []);
  });

  it("come back after a destroy that the database's protection stopped half-way", async () => {
    const isKept = ({ type, name }: { type: string; name: string }) => type.endsWith(":Database") || name === "roles-owner";
    const kept = [...state.values()].map(({ resource }) => resource).filter(isKept);
    await run(database.provider, state, kept);
    await assert.rejects(read("first"), { code: "28P01" });
    await apply(sound());
    assert.deepEqual(await read("first"), [{ id: 1 }]);
  });

  it("take everything down when the program asks for none of it any more", async () => {
    await run(database.provider, state, []);
    const { rows } = await database.server.asCloud("postgres", (client) =>
      client.query("SELECT rolname FROM pg_roles WHERE rolname ~ '^(scholarship|monitoring)' AND rolname <> $1", [MASTER.username]),
    );
    assert.deepEqual(rows, []);
  });
});
