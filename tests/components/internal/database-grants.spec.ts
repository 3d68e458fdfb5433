import { strict as assert } from "node:assert";
import { DATABASE_GRANTS, defaultGrants } from "../../../components/internal/database-grants";

describe("the table of database grants", () => {
  it("gives monitoring CONNECT, USAGE and SELECT, and not one right more", () => {
    assert.deepEqual(
      DATABASE_GRANTS.filter(({ to }) => to === "monitoring").map(({ on, privileges }) => [on, privileges]),
      [
        ["database", ["CONNECT"]],
        ["schema", ["USAGE"]],
        ["table", ["SELECT"]],
      ],
    );
  });

  it("lets nobody but the owner make tables: no CREATE, no TEMPORARY, no TRUNCATE", () => {
    const given = new Set(DATABASE_GRANTS.flatMap(({ privileges }) => privileges));
    assert.deepEqual([...given].sort(), ["CONNECT", "DELETE", "INSERT", "SELECT", "UPDATE", "USAGE"]);
  });

  it("has each pair of role and object once, its privileges sorted as the catalogs give them back", () => {
    const pairs = DATABASE_GRANTS.map(({ to, on }) => `${to} ${on}`);
    assert.deepEqual(pairs, [...new Set(pairs)]);
    for (const { privileges } of DATABASE_GRANTS) assert.deepEqual(privileges, [...privileges].sort());
  });

  it("repeats the rights on tables and sequences for those to come, once per role that creates them", () => {
    assert.deepEqual(
      defaultGrants(DATABASE_GRANTS).map(({ to, on, createdBy, privileges }) => `${to} ${on} by ${createdBy}: ${privileges.join(" ")}`),
      [
        "application table by owner: DELETE INSERT SELECT UPDATE",
        "application table by migration: DELETE INSERT SELECT UPDATE",
        "application sequence by owner: SELECT USAGE",
        "application sequence by migration: SELECT USAGE",
        "monitoring table by owner: SELECT",
        "monitoring table by migration: SELECT",
      ],
    );
  });
});
