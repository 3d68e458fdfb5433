import { strict as assert } from "node:assert";
import * as fc from "fast-check";
import {
  containerDefinitions, containerDescription, httpHealthCommand, secretArnOf, writableVolumes,
} from "../../../components/internal/container-definition";
import type { ContainerSpec } from "../../../components/internal/container-definition";
import { valueOf } from "../../helpers/outputs";

const spec: ContainerSpec = {
  name: "backend",
  image: "registry.example/backend:1.0.0",
  command: undefined,
  port: 8000,
  user: "1001:1001",
  reservationVcpu: 1,
  memoryLimitMib: 2048,
  memoryReservationMib: 1024,
  writablePaths: ["/tmp"],
  healthCheck: {
    command: httpHealthCommand(8000, "/health"),
    intervalSeconds: 30,
    timeoutSeconds: 10,
    startPeriodSeconds: 40,
    retries: 3,
  },
  stopTimeoutSeconds: 30,
  environment: { ZONE: "z", APP: "a" },
  secrets: { TOKEN: "arn:token", DSN: "arn:dsn" },
  logGroupName: "/scholarship-production/backend",
  losslessLogs: false,
  region: "eu-central-1",
};
const written = async (change: Partial<ContainerSpec>): Promise<unknown> =>
  JSON.parse(await valueOf(containerDefinitions({ ...spec, ...change })));

const whole = {
  name: "backend",
  image: "registry.example/backend:1.0.0",
  essential: true,
  cpu: 1024,
  memory: 2048,
  memoryReservation: 1024,
  user: "1001:1001",
  readonlyRootFilesystem: true,
  linuxParameters: { capabilities: { drop: ["ALL"] }, initProcessEnabled: true },
  ulimits: [{ name: "nofile", softLimit: 65535, hardLimit: 65535 }],
  portMappings: [{ containerPort: 8000, hostPort: 8000, protocol: "tcp" }],
  mountPoints: [{ sourceVolume: "writable-0", containerPath: "/tmp", readOnly: false }],
  volumesFrom: [],
  systemControls: [],
  stopTimeout: 30,
  healthCheck: {
    command: ["CMD", "curl", "-f", "http://localhost:8000/health"],
    interval: 30,
    timeout: 10,
    startPeriod: 40,
    retries: 3,
  },
  logConfiguration: {
    logDriver: "awslogs",
    options: {
      "awslogs-group": "/scholarship-production/backend",
      "awslogs-region": "eu-central-1",
      "awslogs-stream-prefix": "backend",
      mode: "non-blocking",
      "max-buffer-size": "25m",
    },
  },
};

describe("container definition", () => {
  it("is written out in full, with names in order", async () => {
    assert.deepEqual(await written({}), [
      {
        ...whole,
        environment: [{ name: "APP", value: "a" }, { name: "ZONE", value: "z" }],
        secrets: [{ name: "DSN", valueFrom: "arn:dsn" }, { name: "TOKEN", valueFrom: "arn:token" }],
      },
    ]);
  });

  it("is described without values by the very same properties", () => {
    assert.deepEqual(containerDescription(spec), { ...whole, environmentNames: ["APP", "ZONE"], secretNames: ["DSN", "TOKEN"] });
  });

  it("leaves out what a job hasn't got", async () => {
    const { healthCheck: _, memoryReservation: __, ...rest } = whole;
    assert.deepEqual(
      await written({
        port: undefined, healthCheck: undefined, reservationVcpu: undefined, memoryReservationMib: undefined,
        writablePaths: [], environment: {}, secrets: {},
      }),
      [{ ...rest, cpu: 0, portMappings: [], mountPoints: [], environment: [], secrets: [] }],
    );
  });

  it("lets any user listen on a port below 1024, by the task's own network and for that port only", () => {
    const controls = (port: number | undefined) => containerDescription({ ...spec, port }).systemControls;
    assert.deepEqual(controls(80), [{ namespace: "net.ipv4.ip_unprivileged_port_start", value: "80" }]);
    assert.deepEqual([controls(1024), controls(undefined)], [[], []]);
  });

  it("keeps a job's log complete, at the price of waiting for CloudWatch", () => {
    assert.deepEqual(containerDescription({ ...spec, losslessLogs: true }).logConfiguration.options, {
      "awslogs-group": "/scholarship-production/backend",
      "awslogs-region": "eu-central-1",
      "awslogs-stream-prefix": "backend",
      mode: "blocking",
    });
  });

  it("is the same text in whatever order the variables and paths stand", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.stringMatching(/^[A-Z]{1,6}$/), { minLength: 2, maxLength: 6 }),
        async (names) => {
          const record = (list: readonly string[]) => Object.fromEntries(list.map((name) => [name, name.toLowerCase()]));
          const paths = names.map((name) => `/${name}`);
          const one = containerDefinitions({ ...spec, environment: record(names), writablePaths: paths });
          const other = containerDefinitions({
            ...spec, environment: record(names.toReversed()), writablePaths: paths.toReversed(),
          });
          assert.equal(await valueOf(one), await valueOf(other));
        },
      ),
      { numRuns: 30 },
    );
  });

  it("gives each writable path a volume of its own", () => {
    assert.deepEqual(writableVolumes(["/var/a-b", "/var/a/b"]), [
      { name: "writable-0", containerPath: "/var/a-b" },
      { name: "writable-1", containerPath: "/var/a/b" },
    ]);
  });

  it("finds the secret behind a reference to one of its keys", () => {
    const arn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:database-application-AbCdEf";
    assert.equal(secretArnOf(`${arn}:urlAsync::`), arn);
    assert.equal(secretArnOf(arn), arn);
  });
});
