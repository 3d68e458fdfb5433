import { strict as assert } from "node:assert";
import { notPreloaded, POSTGRES_EXTENSIONS } from "../../../components/internal/postgres-extensions";

describe("PostgreSQL's extensions", () => {
  it("leave out those that reach other servers or run programs", () => {
    const names: readonly string[] = POSTGRES_EXTENSIONS;
    for (const risky of ["dblink", "postgres_fdw", "plperl", "plv8", "pg_cron", "aws_lambda"]) assert.ok(!names.includes(risky), risky);
    assert.deepEqual([...names].sort(), names);
  });

  it("that need their library at the start are missed where it is not loaded", () => {
    assert.deepEqual(notPreloaded(["pg_stat_statements", "pgstattuple"], undefined), ["pg_stat_statements"]);
    assert.deepEqual(notPreloaded(["pg_stat_statements"], "pgaudit"), ["pg_stat_statements"]);
    assert.deepEqual(notPreloaded(["pg_stat_statements", "pgaudit"], "pgaudit,pg_stat_statements"), []);
    assert.deepEqual(notPreloaded([], undefined), []);
  });
});
