import { strict as assert } from "node:assert";
import * as fc from "fast-check";
import { clearTextProblem } from "../../settings/clear-text";

describe("secrets in clear text", () => {
  for (const variable of [
    "SECRET_KEY", "REDIS_PASSWORD", "SMTP_PASSWORD", "SENTRY_DSN", "MINIO_ACCESS_KEY", "MINIO_SECRET_KEY", "GITHUB_TOKEN",
    "STRIPE_API_KEY", "DATABASE_URL", "DATABASE_URL_SYNC", "REDIS_URL", "N8N_ENCRYPTION_KEY", "jwt_secret", "DB_PASSWD",
    "VITE_CLERK_SECRET_KEY", "NEXT_PUBLIC_DB_PASSWORD",
  ]) {
    it(`are seen by the name ${variable}`, () => {
      const problem = clearTextProblem(variable, "x7Qp") ?? "";
      assert.match(problem, new RegExp(`^${variable} under secrets, not environment: `));
      assert.ok(!problem.includes("x7Qp"));
    });
  }

  const jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln";
  for (const value of ["postgresql://app:hunter2@db:5432/x", "redis://:hunter2@cache:6379/0", "AKIAIOSFODNN7EXAMPLE", jwt]) {
    it(`are seen by a value like ${value.slice(0, 12)}`, () => {
      assert.equal(clearTextProblem("SETTING", value), "SETTING under secrets, not environment: the value looks like a credential");
    });
  }

  it("are seen in a key for browsers that another variable has", () => {
    const problem = "CLERK under secrets, not environment: the value looks like a credential";
    assert.equal(clearTextProblem("CLERK", "pk_live_Y2xlcmsuZXhhbXBsZS5jb20k"), problem);
  });

  for (const [variable, value] of [
    ["ACCESS_TOKEN_EXPIRE_MINUTES", "30"],
    ["REFRESH_TOKEN_EXPIRE_DAYS", "7"],
    ["ALGORITHM", "HS256"],
    ["SMTP_HOST", "smtp.university.edu"],
    ["SMTP_PORT", "587"],
    ["PROMETHEUS_ENABLED", "true"],
    ["KEYBOARD", "de"],
    ["DB_POOL_SIZE", "20"],
    ["VITE_CLERK_PUBLISHABLE_KEY", "pk_live_Y2xlcmsuZXhhbXBsZS5jb20k"],
    ["NEXT_PUBLIC_MAPS_API_KEY", "maps"],
    ["PUBLIC_URL", "https://scholarship.university.edu"],
  ] as const) {
    it(`are not suspected in ${variable}`, () => assert.equal(clearTextProblem(variable, value), undefined));
  }

  it("are never repeated in the message", () => {
    fc.assert(
      fc.property(fc.constantFrom("SECRET_KEY", "DATABASE_URL", "SETTING"), fc.stringMatching(/^[a-z0-9]{24}$/), (variable, password) => {
        const problem = clearTextProblem(variable, `postgresql://app:${password}@db/x`);
        return problem !== undefined && !problem.includes(password);
      }),
    );
  });
});
