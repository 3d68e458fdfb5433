import * as pulumi from "@pulumi/pulumi";
import { httpHealthCommand } from "../components/internal/container-definition";
import type { HealthCheck } from "../components/internal/container-definition";
import type { PolicyStatement } from "../components/internal/policy-document";
import type { TaskArgs } from "../components/internal/task";
import { OneOffTask } from "../components/one-off-task";
import type { RealUserMonitoring } from "../components/real-user-monitoring";
import type { QueueDepth } from "../components/queue-depth";
import { ScheduledTask } from "../components/scheduled-task";
import { Service } from "../components/service";
import type { EnvironmentReference } from "../settings/container";
import type { Settings } from "../settings/schema";
import type { ServiceSettings } from "../settings/services";
import type { TaskSettings } from "../settings/tasks";
import type { Data } from "./data";
import type { DatabaseTier } from "./database";
import type { Foundation } from "./foundation";
import { namePrefix } from "./names";
import { buildQueueDepth } from "./queues";
import { createScaling } from "./scaling";
import type { AllTiers } from "./tiers";
import { topic } from "./topics";
import { deploymentOf, versionsOf } from "./versions";
import type { ServiceVersion } from "./versions";

/** What runs. */
export interface Application {
  /** By name; a service of two versions stands here as `<service>-blue` and `<service>-green`. */
  readonly services: Readonly<Record<string, Service>>;
  /** Service, as the settings name it -> its versions, which are names of `services`. */
  readonly versions: Readonly<Record<string, readonly string[]>>;
  /** What counts the jobs in the queues; undefined where there are none. */
  readonly queueDepth: QueueDepth | undefined;
  /** Task -> the command that runs it, for those that nothing starts by the clock. */
  readonly runCommands: Readonly<Record<string, pulumi.Output<string>>>;
  readonly taskLogGroupNames: Readonly<Record<string, pulumi.Output<string>>>;
}

type Tiers = Pick<AllTiers, "settings" | "providers" | "foundation" | "data" | "edge" | "secrets" | "browsers">;

export function buildApplication(tiers: Tiers): Application {
  const { settings } = tiers;
  const made: Record<string, Readonly<Record<string, Service>>> = {};
  // A service that waits for another is made after it; the settings refuse a circle.
  const create = (name: string): readonly Service[] => {
    const service = settings.services[name];
    if (service === undefined) throw new Error(`no service "${name}"`);
    made[name] ??= createVersions(tiers, name, service, service.deployAfter.flatMap(create));
    return Object.values(made[name]);
  };
  Object.keys(settings.services).forEach(create);
  return {
    queueDepth: buildQueueDepth(settings, tiers.providers, tiers.foundation, tiers.data),
    services: Object.assign({}, ...Object.values(made)),
    versions: Object.fromEntries(Object.entries(made).map(([name, versions]) => [name, Object.keys(versions)])),
    ...createTasks(tiers),
  };
}

function createVersions(
  tiers: Tiers,
  name: string,
  service: ServiceSettings,
  earlier: readonly Service[],
): Readonly<Record<string, Service>> {
  return Object.fromEntries(
    versionsOf(name, service).map((version) => [version.name, createService(tiers, name, service, version, earlier)]),
  );
}

function createService(
  tiers: Tiers,
  name: string,
  service: ServiceSettings,
  version: ServiceVersion,
  earlier: readonly Service[],
): Service {
  const { data, edge, foundation, providers, settings } = tiers;
  const inRegion = { provider: providers.aws };
  const { port } = service;
  const target = edge.loadBalancer.targetGroups[version.name];
  const registry = foundation.discovery.services[name];
  const created = new Service(
    `service-${version.name}`,
    {
      ...containerArgs(tiers, version.name, service),
      image: version.image,
      ...(service.command === undefined ? {} : { command: service.command }),
      ...(port === undefined ? {} : { port }),
      healthCheck: healthCheckOf(service),
      clusterArn: foundation.cluster.arn,
      clusterName: foundation.cluster.clusterName,
      subnetIds: foundation.network.applicationSubnetIds,
      securityGroupIds: [foundation.firewall.groupIdOf(name)],
      ...(target === undefined ? {} : { targetGroupArn: target.arn }),
      ...(registry === undefined ? {} : { registryArn: registry.registryArn }),
      capacity: service.capacity,
      running: version.running,
      desiredCount: service.replicas.desired,
      ...(service.databasePool === undefined ? {} : { databaseConnections: service.databasePool.size + service.databasePool.maxOverflow }),
      // Off-hours take copies away and bring them back, so a deployment must leave their number alone.
      countOwner: settings.offHours === undefined ? service.replicas.owner : "autoscaling",
      ...deploymentOf(tiers, name, service, version.name),
      dangerouslyAllowShell: service.dangerouslyAllowShell,
    },
    // The roles: a task that starts before its database user exists fails, and with it the deployment.
    { ...inRegion, dependsOn: [...rolesFor(service, data), ...earlier] },
  );
  if (version.running) createScaling(tiers, version.name, service, created, target, inRegion);
  return created;
}

/** The container's own check: the command of the settings, or one that fetches the path. */
function healthCheckOf({ healthCheck, port }: ServiceSettings): HealthCheck {
  const { path, command, readyPath: _, ...times } = healthCheck;
  if (command !== undefined) return { ...times, command };
  if (path !== undefined && port !== undefined) return { ...times, command: httpHealthCommand(port, path) };
  throw new Error("a health check has neither a command, nor a path and a port");
}

function createTasks(tiers: Tiers): Pick<Application, "runCommands" | "taskLogGroupNames"> {
  const { data, foundation, providers, settings } = tiers;
  const runCommands: Record<string, pulumi.Output<string>> = {};
  const taskLogGroupNames: Record<string, pulumi.Output<string>> = {};
  for (const [name, task] of Object.entries(settings.tasks)) {
    const image = task.image ?? settings.services[task.imageOf ?? ""]?.image;
    if (image === undefined) throw new Error(`the task ${name} has no image, nor a service to take it from`);
    const args = {
      ...containerArgs(tiers, name, task),
      image,
      command: task.command,
      clusterArn: foundation.cluster.arn,
      subnetIds: foundation.network.applicationSubnetIds,
      securityGroupIds: [foundation.firewall.groupIdOf("jobs")],
      capacity: task.capacity,
      runbookBaseUrl: settings.alarms.runbookBaseUrl,
      failureTopicArns: task.failureChannels.map((channel) => topic(foundation.topicArns, channel)),
    };
    const opts = { provider: providers.aws, dependsOn: rolesFor(task, data) };
    if (task.trigger.kind === "schedule") {
      const { expression, timezone, flexibleWindowMinutes } = task.trigger;
      taskLogGroupNames[name] = new ScheduledTask(
        `task-${name}`,
        {
          ...args,
          schedule: expression,
          timezone,
          ...(flexibleWindowMinutes === undefined ? {} : { flexibleWindowMinutes }),
        },
        opts,
      ).logGroupName;
    } else {
      const { logGroupName, runCommand } = new OneOffTask(`task-${name}`, args, opts);
      taskLogGroupNames[name] = logGroupName;
      runCommands[name] = runCommand;
    }
  }
  return { runCommands, taskLogGroupNames };
}

/** The roles of the database, where a container logs in as one of them. */
function rolesFor({ reaches }: ServiceSettings | TaskSettings, { database }: Data): pulumi.Resource[] {
  return database !== undefined && reaches.includes("database") ? [database.roles, ...Object.values(database.applications)] : [];
}

/** What a service and a task have in common, with every reference resolved. */
function containerArgs(
  { browsers, data, foundation, secrets, settings }: Tiers,
  name: string,
  container: ServiceSettings | TaskSettings,
): Omit<TaskArgs, "image" | "command" | "port" | "healthCheck"> {
  const { account } = settings;
  const references = environmentValues(settings, data, browsers);
  const { ephemeralStorageGib } = container;
  return {
    namePrefix: namePrefix(settings),
    taskName: name,
    accountId: account.id,
    region: account.region,
    architecture: container.architecture,
    user: container.user,
    cpu: container.cpu,
    memoryMib: container.memoryMib,
    ...(ephemeralStorageGib === undefined ? {} : { ephemeralStorageGib }),
    writablePaths: container.writablePaths,
    stopTimeoutSeconds: container.stopTimeoutSeconds,
    logRetentionDays: container.logRetentionDays,
    logKeyArn: foundation.keyArns.logs,
    secretsKeyArn: foundation.keyArns.secrets,
    environment: {
      ...container.environment,
      ...Object.fromEntries(
        Object.entries(container.environmentFrom).map(([variable, reference]) => {
          const value = references[reference];
          if (value === undefined) throw new Error(`${name} takes ${variable} from ${reference}, which the system lacks`);
          return [variable, value];
        }),
      ),
    },
    secrets: Object.fromEntries(
      Object.entries(container.secrets).map(([variable, reference]) => [variable, secrets.valueFrom(reference)]),
    ),
    taskPolicy: container.reaches.includes("storage") ? bucketStatements(data, foundation) : [],
  };
}

function environmentValues(
  { account, databaseRoles, loadBalancer }: Settings,
  { buckets, cache, database }: Data,
  browsers: RealUserMonitoring | undefined,
): Readonly<Partial<Record<EnvironmentReference, pulumi.Input<string>>>> {
  return {
    "account.region": account.region,
    ...(cache === undefined ? {} : { "cache.port": String(cache.port), "cache.primaryHost": cache.primaryHost }),
    ...(database === undefined || databaseRoles === undefined
      ? {}
      : {
          "database.name": databaseRoles.databaseName,
          "database.port": database.primary.port.apply(String),
          "database.primaryHost": database.primary.endpointHost,
          "database.readerHosts": readerHosts(database),
        }),
    ...(browsers === undefined
      ? {}
      : {
          "realUserMonitoring.appMonitorId": browsers.appMonitorId,
          "realUserMonitoring.identityPoolId": browsers.identityPoolId,
        }),
    "site.origin": `https://${loadBalancer.domain}`,
    ...Object.fromEntries(Object.entries(buckets).map(([key, { bucketName }]) => [`storage.${key}.bucketName`, bucketName])),
    "storage.endpoint": `https://s3.${account.region}.amazonaws.com`,
  };
}

/** Without a replica the primary answers reads, so that the variable always names somebody who does. */
function readerHosts({ primary }: DatabaseTier): pulumi.Output<string> {
  if (primary.readerHosts.length === 0) return primary.endpointHost;
  return pulumi.all([...primary.readerHosts]).apply((hosts) => hosts.join(","));
}

/** A task that reaches storage may read and write the objects of the system's buckets, and their keys. */
function bucketStatements({ buckets }: Data, { keyArns }: Foundation): readonly PolicyStatement[] {
  const all = Object.values(buckets);
  return [
    { sid: "ListBuckets", actions: ["s3:ListBucket"], resources: all.map(({ bucketArn }) => bucketArn) },
    {
      sid: "UseObjects",
      actions: ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"],
      resources: all.map(({ bucketArn }) => pulumi.interpolate`${bucketArn}/*`),
    },
    { sid: "UseKey", actions: ["kms:Decrypt", "kms:GenerateDataKey"], resources: [keyArns.data] },
  ];
}
