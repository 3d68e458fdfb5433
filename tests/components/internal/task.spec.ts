import { strict as assert } from "node:assert";
import { z } from "zod";
import { createTask } from "../../../components/internal/task";
import type { TaskArgs } from "../../../components/internal/task";
import { build } from "../../helpers/graph";
import { parentComponent } from "../../helpers/parent";
import { taskArgs } from "../../helpers/task-args";

const make = (change: Partial<TaskArgs> = {}) => build(() => createTask(parentComponent(), "api", { ...taskArgs, ...change }));
const definition = async (change: Partial<TaskArgs> = {}) => (await make(change)).one("aws:ecs/taskDefinition:TaskDefinition");
const containers = z.array(z.looseObject({ name: z.string() }));

describe("createTask", () => {
  it("makes a log group, two roles, the execution role's policy and the definition", async () => {
    assert.deepEqual((await make()).list(), [
      "aws:cloudwatch/logGroup:LogGroup api-log",
      "aws:ecs/taskDefinition:TaskDefinition api-definition",
      "aws:iam/role:Role api-execution",
      "aws:iam/role:Role api-task",
      "aws:iam/rolePolicy:RolePolicy api-execution",
      "test:parent:Parent parent",
    ]);
  });

  it("gives the task role a policy only where the program may do something", async () => {
    const graph = await make({ taskPolicy: [{ sid: "Read", actions: ["s3:GetObject"], resources: ["arn:aws:s3:::documents/*"] }] });
    assert.equal(graph.all("aws:iam/rolePolicy:RolePolicy").length, 2);
    assert.equal(
      graph.one("aws:iam/rolePolicy:RolePolicy", "api-task").inputs.policy,
      '{"Version":"2012-10-17","Statement":[{"Sid":"Read","Effect":"Allow","Action":["s3:GetObject"],"Resource":["arn:aws:s3:::documents/*"]}]}',
    );
  });

  it("rounds the task up to a Fargate size and keeps the container's own limit", async () => {
    const { inputs } = await definition();
    assert.deepEqual([inputs.cpu, inputs.memory], ["2048", "4096"]);
    const [container] = containers.parse(JSON.parse(String(inputs.containerDefinitions)));
    assert.deepEqual([container?.cpu, container?.memory, container?.memoryReservation], [1024, 2048, 1024]);
  });

  it("runs on Fargate, with a network interface of its own and an empty volume for each writable path", async () => {
    const { inputs } = await definition();
    assert.deepEqual(inputs.requiresCompatibilities, ["FARGATE"]);
    assert.equal(inputs.networkMode, "awsvpc");
    assert.equal(inputs.family, "scholarship-production-backend");
    assert.deepEqual(inputs.runtimePlatform, { operatingSystemFamily: "LINUX", cpuArchitecture: "X86_64" });
    assert.deepEqual(inputs.volumes, [{ name: "writable-0" }, { name: "writable-1" }]);
    assert.equal(inputs.ephemeralStorage, undefined);
  });

  it("takes another processor and more disk", async () => {
    const { inputs } = await definition({ architecture: "ARM64", ephemeralStorageGib: 100 });
    assert.deepEqual(inputs.runtimePlatform, { operatingSystemFamily: "LINUX", cpuArchitecture: "ARM64" });
    assert.deepEqual(inputs.ephemeralStorage, { sizeInGib: 100 });
  });

  it("waits 30 seconds for the container to stop, or as long as it is told", async () => {
    const stopTimeout = async (change: Partial<TaskArgs>) =>
      containers.parse(JSON.parse(String((await definition(change)).inputs.containerDefinitions)))[0]?.stopTimeout;
    assert.equal(await stopTimeout({}), 30);
    assert.equal(await stopTimeout({ stopTimeoutSeconds: 90 }), 90);
  });

  it("encrypts its log and keeps it as long as it is told", async () => {
    const { inputs } = (await make()).one("aws:cloudwatch/logGroup:LogGroup");
    assert.deepEqual(inputs, {
      name: "/scholarship-production/backend",
      retentionInDays: 90,
      kmsKeyId: "arn:aws:kms:eu-central-1:123456789012:key/logs",
      tags: { DataClass: "confidential" },
    });
  });

  it("lets only ECS tasks of this account assume its roles", async () => {
    const trust =
      '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ecs-tasks.amazonaws.com"},"Action":"sts:AssumeRole","Condition":{"StringEquals":{"aws:SourceAccount":"123456789012"}}}]}';
    const roles = (await make()).all("aws:iam/role:Role");
    assert.deepEqual(roles.map(({ inputs }) => inputs.assumeRolePolicy), [trust, trust]);
  });

  it("is not ready before its log and its permissions are, or the first start would fail", async () => {
    const { dependsOn } = (await definition({ taskPolicy: [{ sid: "Read", actions: ["s3:GetObject"], resources: ["arn:aws:s3:::d/*"] }] })).options;
    assert.ok(Array.isArray(dependsOn));
    assert.deepEqual(
      dependsOn.map((resource) => resource.constructor.name),
      ["LogGroup", "RolePolicy", "RolePolicy"],
    );
  });

  it("refuses what ECS would refuse, all at once", async () => {
    await assert.rejects(
      make({ image: "app:latest", user: "0:0", cpu: { limitVcpu: 64 } }),
      new RegExp(
        "task backend: image: expected a tag that never moves.*; cpu.limitVcpu: expected a size that Fargate has.*; " +
          "user: expected uid:gid that is not root",
      ),
    );
  });
});
