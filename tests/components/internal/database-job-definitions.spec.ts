import { strict as assert } from "node:assert";
import { databaseJobContainer, LOGIN_OF } from "../../../components/internal/database-job-definitions";
import type { WorkedDatabase } from "../../../components/internal/database-job-definitions";

const login = { username: "postgres.abcdefgh", passwordFrom: "arn:aws:secretsmanager:eu-central-1:123456789012:secret:outside" };
const outside: WorkedDatabase = {
  host: "db.example.org",
  port: 6543,
  name: "postgres",
  certificateBundle: "system",
  logins: { master: login, monitoring: login, owner: login },
};

describe("the container of a database job", () => {
  it("knows an external database by its own certificates and its one login", () => {
    const { environment, secrets } = databaseJobContainer(
      "shop-production",
      {
        kind: "security-audit",
        schemas: ["public"],
        functions: "all",
        accepted: [],
        schedule: "rate(1 day)",
        maxMinutes: 5,
        lockTimeoutSeconds: 5,
      },
      outside,
    );
    assert.equal(environment["PGSSLROOTCERT"], "system");
    assert.equal(environment["PGUSER"], "postgres.abcdefgh");
    assert.deepEqual(secrets, { PGPASSWORD: login.passwordFrom });
  });

  it("gives work that changes something to the owner, and looking to the monitoring role", () => {
    const looks = Object.entries(LOGIN_OF).flatMap(([kind, role]) => (role === "monitoring" ? [kind] : []));
    assert.deepEqual(looks, ["security-audit", "statistics"]);
    assert.deepEqual(Object.entries(LOGIN_OF).flatMap(([kind, role]) => (role === "master" ? [kind] : [])), ["dangerously-reset-statistics"]);
  });
});
