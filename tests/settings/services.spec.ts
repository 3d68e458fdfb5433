import { strict as assert } from "node:assert";
import { problemsOf } from "../../settings/problems";
import { servicesSchema } from "../../settings/services";

const backend = {
  image: "123456789012.dkr.ecr.eu-central-1.amazonaws.com/scholarship-backend:1.0.0",
  user: "1001:1001",
  writablePaths: ["/tmp"],
  cpu: { limitVcpu: 2, reservationVcpu: 1 },
  memoryMib: { limit: 2048, reservation: 1024 },
  logRetentionDays: 90,
  environment: { PYTHON_ENV: "production", ACCESS_TOKEN_EXPIRE_MINUTES: "30" },
  environmentFrom: { MINIO_BUCKET_NAME: "storage.documents.bucketName" },
  secrets: { SECRET_KEY: "application-key", DATABASE_URL: "database-application:urlAsync" },
  reaches: ["database"],
  port: 8000,
  healthCheck: { path: "/health", intervalSeconds: 30, timeoutSeconds: 10, startPeriodSeconds: 40, retries: 3 },
  replicas: { desired: 3, minimum: 2, maximum: 4, owner: "operators" },
  databasePool: { size: 20, maxOverflow: 30 },
};
const problemsIn = (services: unknown) => {
  const { error } = servicesSchema.safeParse(services);
  return error === undefined ? [] : problemsOf("services", services, error);
};
const problems = (change: object) => problemsIn({ backend: { ...backend, ...change } }).map(({ key, expected }) => `${key}: ${expected}`);
const tracking = { metric: "cpu-percent", target: 70, scaleIn: true, scaleOutCooldownSeconds: 60, scaleInCooldownSeconds: 300 };

describe("services settings", () => {
  it("are sound as the fixture has them", () => assert.deepEqual(problems({}), []));

  it("give what no document asks for its default", () => {
    const { backend: parsed } = servicesSchema.parse({ backend });
    assert.deepEqual(
      [parsed?.architecture, parsed?.stopTimeoutSeconds, parsed?.deployAfter, parsed?.dangerouslyAllowShell],
      ["X86_64", 30, [], false],
    );
  });

  const key = "groundwork:services.backend";
  for (const [change, expected] of [
    [{ image: "registry.university.edu/scholarship-backend:latest" }, `${key}.image: a tag that never moves, such as 1.4.2, or a digest: "latest" can't be rolled back to`],
    [{ image: "not an image" }, `${key}.image: an image as registry/repository:tag or registry/repository@sha256:digest`],
    [{ user: "0:0" }, `${key}.user: uid:gid that is not root, such as 1001:1001`],
    [{ cpu: { limitVcpu: 32 } }, `${key}.cpu.limitVcpu: at most 16`],
    [{ cpu: { limitVcpu: 1, reservationVcpu: 2 } }, `${key}.cpu.reservationVcpu: at most the limit 1`],
    [{ memoryMib: { limit: 200_000 } }, `${key}.memoryMib.limit: at most 122880`],
    [{ memoryMib: { limit: 1024, reservation: 1024 } }, `${key}.memoryMib.reservation: less than the limit 1024`],
    [{ logRetentionDays: 100 }, `${key}.logRetentionDays: one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653`],
    [{ port: 0 }, `${key}.port: at least 1`],
    [{ replicas: { ...backend.replicas, minimum: 5 } }, `${key}.replicas.minimum: at most the maximum 4`],
    [{ replicas: { ...backend.replicas, desired: 1 } }, `${key}.replicas.desired: a number from 2 to 4, the minimum and maximum`],
    [{ replicas: { ...backend.replicas, desired: 5 } }, `${key}.replicas.desired: a number from 2 to 4, the minimum and maximum`],
    [{ replicas: { ...backend.replicas, owner: "autoscaling" } }, `${key}.replicas.owner: autoscaling where the service has autoscaling, and only there`],
    [{ autoscaling: { targetTracking: [tracking] } }, `${key}.replicas.owner: autoscaling where the service has autoscaling, and only there`],
    [{ healthCheck: { ...backend.healthCheck, command: ["CMD", "true"] } }, `${key}.healthCheck: either a path or a command`],
    [{ healthCheck: { ...backend.healthCheck, timeoutSeconds: 40 } }, `${key}.healthCheck.timeoutSeconds: at most the interval 30`],
    [
      { port: undefined, healthCheck: { ...backend.healthCheck, path: undefined, command: ["CMD", "true"], readyPath: "/ready" } },
      `${key}.port: a port, as the load balancer fetches readyPath`,
    ],
    [{ healthCheck: { ...backend.healthCheck, readyPath: "ready" } }, `${key}.healthCheck.readyPath: an absolute path, such as /ready`],
    [{ reaches: [] }, `${key}.reaches: database among them, as the service has a databasePool`],
    [{ environment: { DATABASE_URL: "x" }, secrets: {} }, `${key}.environment.DATABASE_URL: DATABASE_URL under secrets, not environment: such an address holds a password`],
    [{ environmentFrom: { PYTHON_ENV: "database.name" } }, `${key}.environmentFrom.PYTHON_ENV: a variable that environment doesn't set`],
    [{ environmentFrom: { HOST: "database.password" } }, `${key}.environmentFrom.HOST: one of account.region, cache.port, cache.primaryHost, database.name, database.port, database.primaryHost, database.readerHosts, realUserMonitoring.appMonitorId, realUserMonitoring.identityPoolId, site.origin, storage.endpoint, or storage.<bucket>.bucketName`],
    [{ secrets: { PYTHON_ENV: "application-key" } }, `${key}.secrets: no variable that is set elsewhere as well: PYTHON_ENV`],
    [{ secrets: { SECRET_KEY: "hunter2 in clear text" } }, `${key}.secrets.SECRET_KEY: the name of a secret, or name:key for one key of a JSON secret`],
    [{ deployAfter: ["nobody"] }, `${key}.deployAfter: names of services (backend), not nobody`],
    [{ deployAfter: ["backend"] }, `${key}.deployAfter: no circle: the service would wait for itself`],
    [{ port: undefined }, `${key}.port: a port, as the health check fetches a path`],
    [{ imgae: "typo" }, `${key}.imgae: no such key; check the spelling against docs/settings.md`],
  ] as const) {
    it(`refuse ${JSON.stringify(change).slice(0, 90)}`, () => assert.deepEqual(problems(change), [expected]));
  }

  it("take a scaler where the number of copies is its", () => {
    assert.deepEqual(problems({ replicas: { ...backend.replicas, owner: "autoscaling" }, autoscaling: { targetTracking: [tracking] } }), []);
  });

  it("never print a secret that stands in clear text, whatever gives it away", () => {
    const secrets = { SECRET_KEY: "hunter2hunter2", SETTING: "AKIAIOSFODNN7EXAMPLE", OTHER: "eyJhbGciOiJIUzI1NiJ9.e30.c2ln" };
    const found = problemsIn({ backend: { ...backend, secrets: {}, environment: secrets } });
    assert.equal(found.length, 3);
    for (const { got, expected } of found) {
      assert.equal(got, "(not shown)");
      for (const value of Object.values(secrets)) assert.ok(!expected.includes(value));
    }
    const misplaced = problemsIn({ backend: { ...backend, enviroment: { SETTING: secrets.SETTING } } });
    assert.deepEqual(misplaced.map(({ got }) => got), ["(not shown)"]);
  });

  it("have no circle in the order of deployment", () => {
    const found = problemsIn({
      backend: { ...backend, deployAfter: ["frontend"] },
      frontend: { ...backend, deployAfter: ["backend"] },
    });
    assert.deepEqual(found.map(({ key: at, expected }) => `${at}: ${expected}`), [
      "groundwork:services.backend.deployAfter: no circle: the service would wait for itself",
      "groundwork:services.frontend.deployAfter: no circle: the service would wait for itself",
    ]);
  });
});
