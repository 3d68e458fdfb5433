import { strict as assert } from "node:assert";
import * as fc from "fast-check";
import { databaseRolesSchema } from "../../settings/database-roles";

const sound = {
  databaseName: "scholarship_prod",
  ownerUsername: "scholarship_prod",
  applicationUsername: "scholarship_app",
  migrationUsername: "scholarship_migrate",
  monitoringUsername: "monitoring",
  monitoringStatementTimeoutSeconds: 30,
  monitoringConnectionLimit: 5,
};
const messages = (value: unknown) =>
  databaseRolesSchema.safeParse(value).error?.issues.map(({ path, message }) => [path.join("."), message]);

describe("database role settings", () => {
  it("are sound as the fixture has them, and keep monitoring to the literal grants unless told otherwise", () => {
    assert.deepEqual(databaseRolesSchema.parse(sound), {
      ...sound,
      applicationUrlParameters: {},
      applications: {},
      extensions: [],
      monitoringReadsStatistics: false,
    });
  });

  it("take what a URL carries as it is, but for TLS, which is not to be chosen, and what would have to be escaped", () => {
    assert.equal(messages({ ...sound, applicationUrlParameters: { pgbouncer: "true", connection_limit: "20" } }), undefined);
    for (const applicationUrlParameters of [{ sslmode: "disable" }, { "a&b": "c" }, { a: "b&sslmode=disable" }, { a: 20 }]) {
      assert.equal(messages({ ...sound, applicationUrlParameters })?.length, 1, JSON.stringify(applicationUrlParameters));
    }
  });

  it("refuse a name that PostgreSQL would fold or want quoted", () => {
    for (const name of ["Scholarship", "1st", "scholarship-prod", "scholarship prod", 'a"b', ""]) {
      assert.deepEqual(messages({ ...sound, databaseName: name }), [
        ["databaseName", "lower-case letters, digits and underscores, no digit first: PostgreSQL folds other names or wants them quoted"],
      ]);
    }
  });

  it("refuse a name that PostgreSQL or RDS keeps for itself", () => {
    for (const name of ["pg_reader", "rdsadmin", "rds_superuser"]) {
      assert.deepEqual(messages({ ...sound, monitoringUsername: name }), [
        ["monitoringUsername", "a name that begins neither with pg_ (PostgreSQL's own) nor with rds (RDS's own)"],
      ]);
    }
    for (const name of ["public", "none", "postgres", "user"]) {
      assert.deepEqual(messages({ ...sound, monitoringUsername: name }), [
        ["monitoringUsername", "a name that means nothing to PostgreSQL yet: not public, none, postgres, template0, template1 or user"],
      ]);
    }
  });

  it("take a name of 63 bytes and refuse one of 64, which PostgreSQL would cut without a word", () => {
    assert.equal(messages({ ...sound, ownerUsername: "a".repeat(63) }), undefined);
    assert.equal(messages({ ...sound, ownerUsername: "a".repeat(64) })?.length, 1);
  });

  it("refuse one role for two purposes", () => {
    assert.deepEqual(messages({ ...sound, monitoringUsername: "scholarship_app" }), [
      ["monitoringUsername", "a role other than applicationUsername: one role for two purposes has the rights of both"],
    ]);
  });

  it("refuse a monitoring role without a limit: 0 means unlimited to PostgreSQL", () => {
    for (const key of ["monitoringStatementTimeoutSeconds", "monitoringConnectionLimit"]) {
      assert.deepEqual(messages({ ...sound, [key]: 0 })?.map(([path]) => path), [key]);
    }
  });

  it("take any four different names of the allowed form", () => {
    const name = fc.stringMatching(/^[a-z_][a-z0-9_]{0,62}$/).filter((candidate) => !/^(pg_|rds|public$|none$|postgres$|template[01]$|user$|current_user$|session_user$)/.test(candidate));
    fc.assert(
      fc.property(fc.uniqueArray(name, { minLength: 4, maxLength: 4 }), ([owner, application, migration, monitoring]) => {
        const named = { ...sound, ownerUsername: owner, applicationUsername: application, migrationUsername: migration, monitoringUsername: monitoring };
        assert.equal(messages(named), undefined);
      }),
    );
  });

  it("take an application with a database and a role of its own, and refuse names that are taken", () => {
    const applications = { workflows: { databaseName: "workflows", username: "workflows" } };
    assert.equal(messages({ ...sound, applications }), undefined);
    assert.deepEqual(messages({ ...sound, applications: { workflows: { databaseName: "scholarship_prod", username: "monitoring" } } }), [
      ["applications.workflows.databaseName", "a database other than that of databaseName"],
      ["applications.workflows.username", "a role other than that of monitoringUsername"],
    ]);
    assert.deepEqual(messages({ ...sound, applications: { ...applications, reports: { databaseName: "reports", username: "workflows" } } }), [
      ["applications.reports.username", "a role other than that of applications.workflows.username"],
    ]);
    assert.deepEqual(messages({ ...sound, applications: { owner: applications.workflows } }), [
      ["applications.owner", "a name other than application, master, migration, monitoring, owner, whose secrets the program makes"],
    ]);
  });
});
