import { strict as assert } from "node:assert";
import { z } from "zod";
import { Cluster } from "../../components/cluster";
import { Service } from "../../components/service";
import type { ServiceArgs } from "../../components/service";
import { build } from "../helpers/graph";
import { placement, taskArgs, topicArn } from "../helpers/task-args";

const TYPE = "aws:ecs/service:Service";
const sound: ServiceArgs = {
  ...taskArgs,
  ...placement,
  clusterName: "scholarship-production",
  targetGroupArn: "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/backend/1",
  desiredCount: 3,
  countOwner: "operators",
};
const make = (change: Partial<ServiceArgs> = {}) => build(() => new Service("backend", { ...sound, ...change }));
const container = z.tuple([z.looseObject({ mountPoints: z.array(z.looseObject({ containerPath: z.string() })) })]);

describe("Service", () => {
  it("is a task and a service that keeps it running", async () => {
    assert.deepEqual((await make()).list(), [
      "aws:cloudwatch/logGroup:LogGroup backend-task-log",
      "aws:ecs/service:Service backend-service",
      "aws:ecs/taskDefinition:TaskDefinition backend-task-definition",
      "aws:iam/role:Role backend-task-execution",
      "aws:iam/role:Role backend-task-task",
      "aws:iam/rolePolicy:RolePolicy backend-task-execution",
      "groundwork:service:Service backend",
    ]);
  });

  it("never has fewer healthy copies, goes back when new ones fail, and waits until they are steady", async () => {
    const { taskDefinition, ...inputs } = (await make()).one(TYPE).inputs;
    assert.ok(taskDefinition !== undefined);
    assert.deepEqual(inputs, {
      name: "backend",
      cluster: placement.clusterArn,
      launchType: "FARGATE",
      platformVersion: "1.4.0",
      desiredCount: 3,
      networkConfiguration: { subnets: ["subnet-a", "subnet-b"], securityGroups: ["sg-backend"], assignPublicIp: false },
      loadBalancers: [{ targetGroupArn: sound.targetGroupArn, containerName: "backend", containerPort: 8000 }],
      healthCheckGracePeriodSeconds: 70,
      deploymentMinimumHealthyPercent: 100,
      deploymentMaximumPercent: 200,
      deploymentCircuitBreaker: { enable: true, rollback: true },
      waitForSteadyState: true,
      availabilityZoneRebalancing: "ENABLED",
      enableExecuteCommand: false,
      enableEcsManagedTags: true,
      propagateTags: "SERVICE",
    });
  });

  it("publishes how many database connections a copy may open, where that is said", async () => {
    const published = async (change: Partial<ServiceArgs>) => (await make(change)).one("groundwork:service:Service").outputs.databaseConnections;
    assert.equal(await published({ databaseConnections: 50 }), 50);
    assert.equal(await published({}), undefined);
  });

  it("leaves the number of copies to whoever owns it", async () => {
    const ignored = async (countOwner: ServiceArgs["countOwner"]) => (await make({ countOwner })).one(TYPE).options.ignoreChanges;
    assert.deepEqual(await ignored("operators"), ["desiredCount"]);
    assert.deepEqual(await ignored("autoscaling"), ["desiredCount"]);
    assert.deepEqual(await ignored("stack-file"), []);
  });

  it("has no load balancer and no grace for it as a worker", async () => {
    const { inputs } = (await make({ targetGroupArn: undefined, port: undefined })).one(TYPE);
    assert.equal(inputs.loadBalancers, undefined);
    assert.equal(inputs.healthCheckGracePeriodSeconds, undefined);
  });

  it("registers the address of each copy where it is told to, and nowhere otherwise", async () => {
    const registryArn = "arn:aws:servicediscovery:eu-central-1:123456789012:service/srv-backend";
    assert.deepEqual((await make({ registryArn })).one(TYPE).inputs.serviceRegistries, { registryArn });
    assert.equal((await make()).one(TYPE).inputs.serviceRegistries, undefined);
  });

  it("takes a deployment back on the alarms of its own target group, and has none otherwise", async () => {
    assert.equal((await make()).one(TYPE).inputs.alarms, undefined);
    const graph = await make({
      guard: {
        limits: { errorPercent: 5, minimumRequests: 50, latencySeconds: 2, forMinutes: 3 },
        targetGroups: { backend: { arnSuffix: "targetgroup/backend/1" } },
        loadBalancerArnSuffix: "app/site/1",
        runbookBaseUrl: "https://runbooks.example.org",
        topicArns: [topicArn],
      },
    });
    assert.deepEqual(graph.one(TYPE).inputs.alarms, {
      enable: true,
      rollback: true,
      alarmNames: ["scholarship-production-backend-deployment-errors", "scholarship-production-backend-deployment-latency"],
    });
    assert.equal(graph.all("aws:cloudwatch/metricAlarm:MetricAlarm").length, 2);
  });

  it("is deployed by ECS beside its old version, tested, and watched for the bake time, where it is told so", async () => {
    const graph = await make({
      blueGreen: {
        alternateTargetGroupArn: "arn:alternate",
        productionRuleArn: "arn:production",
        testRuleArn: "arn:test",
        bakeMinutes: 10,
        smokeTestFunctionArn: "arn:function",
      },
    });
    const { inputs, options } = graph.one(TYPE);
    const roleArn = (name: string) => graph.one("aws:iam/role:Role", name).outputs.arn;
    assert.deepEqual(inputs.deploymentConfiguration, {
      strategy: "BLUE_GREEN",
      bakeTimeInMinutes: "10",
      lifecycleHooks: [
        {
          hookTargetArn: "arn:function",
          roleArn: roleArn("backend-shift-testing"),
          lifecycleStages: ["POST_TEST_TRAFFIC_SHIFT"],
        },
      ],
    });
    assert.deepEqual(inputs.loadBalancers, [
      {
        targetGroupArn: sound.targetGroupArn,
        containerName: "backend",
        containerPort: 8000,
        advancedConfiguration: {
          alternateTargetGroupArn: "arn:alternate",
          productionListenerRule: "arn:production",
          testListenerRule: "arn:test",
          roleArn: roleArn("backend-shift-balancing"),
        },
      },
    ]);
    assert.deepEqual(inputs.deploymentCircuitBreaker, { enable: true, rollback: true });
    assert.deepEqual(options.customTimeouts, { create: "30m", update: "30m" });
    assert.equal((await make()).one(TYPE).inputs.deploymentConfiguration, undefined);
  });

  it("runs on spot capacity where it is told to, and never by accident", async () => {
    const { launchType, capacityProviderStrategies } = (await make({ capacity: "spot" })).one(TYPE).inputs;
    assert.deepEqual([launchType, capacityProviderStrategies], [undefined, [{ capacityProvider: "FARGATE_SPOT", weight: 1 }]]);
    assert.equal((await make()).one(TYPE).inputs.capacityProviderStrategies, undefined);
  });

  it("keeps its log, roles and definition where it isn't to run, and has no ECS service", async () => {
    const resting = (await make({ running: false })).list();
    assert.deepEqual(resting, (await make()).list().filter((line) => !line.startsWith(TYPE)));
  });

  it("opens a shell only on the dangerous wish, recorded and with the paths that its agent writes to", async () => {
    const graph = await make({ dangerouslyAllowShell: true });
    assert.equal(graph.one(TYPE).inputs.enableExecuteCommand, true);
    const { inputs } = graph.one("aws:ecs/taskDefinition:TaskDefinition");
    const [{ mountPoints }] = container.parse(JSON.parse(String(inputs.containerDefinitions)));
    assert.deepEqual(
      mountPoints.map(({ containerPath }) => containerPath),
      ["/tmp", "/var/cache", "/var/lib/amazon", "/var/log/amazon"],
    );
    assert.match(String(graph.one("aws:iam/rolePolicy:RolePolicy", "backend-task-task").inputs.policy), /ssmmessages:OpenDataChannel/);
  });

  it("is deployed after what it depends on", async () => {
    const made: Cluster[] = [];
    const graph = await build(() => {
      const earlier = new Cluster("cluster", { namePrefix: "scholarship-production", logKeyArn: "arn:key", execLogRetentionDays: 30 });
      made.push(earlier);
      new Service("backend", sound, { dependsOn: [earlier] });
    });
    assert.deepEqual(graph.one(TYPE).options.dependsOn, made);
    assert.equal((await make()).one(TYPE).options.dependsOn, undefined);
  });

  it("refuses requests without a port to send them to", async () => {
    await assert.rejects(make({ port: undefined }), /service backend: expected a port, as a load balancer sends requests to it/);
  });
});
