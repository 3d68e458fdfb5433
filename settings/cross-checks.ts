import { NAME_LIMITS } from "../components/internal/names";
import { longestGapHours } from "../components/internal/schedule-expression";
import { absentTopics } from "./absent-topics";
import { unknownChannels } from "./alarms";
import { auditChecks } from "./checks/audit";
import { edgeChecks } from "./checks/edge";
import { probeChecks } from "./checks/probes";
import { vaultStartProblem } from "./backups";
import { serviceChecks } from "./checks/services";
import { alarmsCoverWhatExists, dashboardsShowWhatExists, metricsHavePublishers, reportsReachSomebody } from "./checks/observability";
import { CALENDAR_CHECKS } from "./checks/calendar";
import { DATABASE_JOB_CHECKS } from "./checks/database-jobs";
import { proxyHasItsDatabase, proxyLeavesRoom } from "./checks/connection-proxy";
import { rotationChecks } from "./checks/rotation";
import { containers } from "./containers-of";
import { keyOf, printable } from "./problems";
import type { Problem } from "./problems";
import { imagesCanBePulled } from "./pullable-images";
import type { Settings } from "./schema";

/** The topics that are sound by themselves; a check whose topics are not all here has nothing to say. */
export type SoundTopics = { readonly [Topic in keyof Settings]?: Settings[Topic] | undefined };

/** Roles of the firewall that are no service. */
const RESERVED_SERVICE_NAMES = [
  "load-balancer", "database", "cache", "endpoints", "storage", "internet", "jobs", "monitoring", "queue-depth", "tunnel",
  "connection-proxy", "rotation",
];

/** Tasks that the program itself has. */
const OWN_TASKS = [
  "backup-database", "sync-files", "snapshot-files", "check-backups", "restore-database", "restore-files", "monitoring", "queue-depth", "tunnel",
];

/** Names that containers may use besides groundwork:secrets, with the keys of their JSON. */
const CREDENTIAL_KEYS = ["username", "password", "host", "port", "dbname", "url", "urlAsync"];
const CACHE_KEYS = ["authToken", "url"];
const DATABASE_SECRETS = ["database-owner", "database-application", "database-migration", "database-monitoring"];

/**
 * RDS keeps three connections for superusers, and the jobs, the deploying person and the monitoring user need some.
 * https://www.postgresql.org/docs/15/runtime-config-connection.html#GUC-SUPERUSER-RESERVED-CONNECTIONS
 */
const RESERVED_CONNECTIONS = 3;

function zonesLieInTheRegion({ account, network }: SoundTopics): Problem[] {
  if (account === undefined || network === undefined) return [];
  return network.zones.flatMap((zone, index) =>
    zone.slice(0, -1) === account.region
      ? []
      : [{ key: keyOf("network", ["zones", index]), got: zone, expected: `a zone of ${account.region}, groundwork:account.region` }],
  );
}

/** Of all names that are built on the system's, the bucket's of the access logs comes nearest to its limit. */
function namesFit({ account, system }: SoundTopics): Problem[] {
  if (account === undefined || system === undefined) return [];
  const longest = `${system.name}-${system.environment}-access-logs-${account.id}-${account.region}`;
  const excess = longest.length - NAME_LIMITS.bucket;
  if (excess <= 0) return [];
  return [
    {
      key: keyOf("system", ["name"]),
      got: system.name,
      expected: `${excess} characters fewer, here or in the environment: S3 allows ${NAME_LIMITS.bucket} for ${longest}`,
    },
  ];
}

function serviceNamesAreFree({ services }: SoundTopics): Problem[] {
  return Object.keys(services ?? {})
    .filter((name) => RESERVED_SERVICE_NAMES.includes(name))
    .map((name) => ({
      key: keyOf("services", [name]),
      got: name,
      expected: `another name: the firewall has roles ${RESERVED_SERVICE_NAMES.join(", ")}`,
    }));
}

/** The name of a service or task is that of its log group and of its family, which ECS would share between two. */
function taskNamesAreFree({ services, tasks }: SoundTopics): Problem[] {
  const taken = [...OWN_TASKS, ...Object.keys(services ?? {})];
  return Object.keys(tasks ?? {})
    .filter((name) => taken.includes(name))
    .map((name) => ({
      key: keyOf("tasks", [name]),
      got: name,
      expected: `another name: ${taken.join(", ")} have log groups already`,
    }));
}

function routedServicesCanAnswer({ services, loadBalancer }: SoundTopics): Problem[] {
  if (services === undefined || loadBalancer === undefined) return [];
  const routed = [
    { path: ["defaultService"], name: loadBalancer.defaultService },
    ...Object.keys(loadBalancer.routes).map((name) => ({ path: ["routes", name], name })),
  ];
  const able = Object.keys(services).filter((name) => {
    const service = services[name];
    return service?.port !== undefined && (service.healthCheck.readyPath ?? service.healthCheck.path) !== undefined;
  });
  return routed
    .filter(({ name }) => !able.includes(name))
    .map(({ path, name }) => ({
      key: keyOf("loadBalancer", path),
      got: name,
      expected: `a service with a port and a health check by path: ${able.join(", ")}`,
    }));
}

function connectionsFit(settings: SoundTopics, given: readonly string[]): Problem[] {
  const { services, database, databaseRoles, connectionProxy } = settings;
  if (services === undefined || database === undefined || databaseRoles === undefined) return [];
  const demands = Object.entries(services).flatMap(([name, { databasePool, replicas, rollout, secrets }]) => {
    if (databasePool === undefined) return [];
    const perTask = databasePool.size + databasePool.maxOverflow;
    // While a deployment rolls, the old copies and as many new ones run at the same time; of two colours the other runs too.
    const tasks = replicas.maximum * (rollout.kind === "weighted" ? 3 : 2);
    const named = Object.values(secrets).map((reference) => reference.split(":")[0]);
    return [{ text: `${name} ${tasks} tasks x ${perTask}`, connections: tasks * perTask, secrets: named }];
  });
  const held = RESERVED_CONNECTIONS + databaseRoles.monitoringConnectionLimit;
  // Behind a proxy tasks share its connections: what they need beyond those waits and is not refused.
  if (connectionProxy !== undefined) {
    const apart = Object.keys(databaseRoles.applications);
    const direct = demands.filter(({ secrets }) => apart.some((name) => secrets.includes(`database-${name}`)));
    return proxyLeavesRoom(settings, held, direct);
  }
  if (given.includes("connectionProxy")) return [];
  const needed = demands.reduce((sum, { connections }) => sum + connections, held);
  if (needed <= database.maxConnections) return [];
  const parts = [...demands.map(({ text }) => text), `${held} for superusers and monitoring`].join(" + ");
  return [
    {
      key: keyOf("database", ["maxConnections"]),
      got: String(database.maxConnections),
      expected: `at least ${needed}: ${parts}; during a deployment each service runs twice`,
    },
  ];
}

function secretsExist({ services, tasks, secrets, databaseRoles }: SoundTopics, given: readonly string[]): Problem[] {
  // Which applications have a database of their own is not known while their topic is not sound.
  if (secrets === undefined || (databaseRoles === undefined && given.includes("databaseRoles"))) return [];
  const applications = Object.keys(databaseRoles?.applications ?? {}).map((name) => `database-${name}`);
  const known = new Map([
    ...(given.includes("database") ? [...DATABASE_SECRETS, ...applications].map((name) => [name, CREDENTIAL_KEYS] as const) : []),
    ...(given.includes("cache") ? [["cache", CACHE_KEYS] as const] : []),
    ...Object.entries(secrets).map(([name, { keys }]) => [name, keys] as const),
  ]);
  return containers({ services, tasks }).flatMap(({ topic, name, container }) =>
    Object.entries(container.secrets).flatMap(([variable, reference]): Problem[] => {
      const [secret = "", key] = reference.split(":");
      const keys = known.get(secret);
      const at = keyOf(topic, [name, "secrets", variable]);
      // What names no secret may be one, written where its name belongs.
      if (keys === undefined) {
        return [{ key: at, got: printable(reference, ["secrets"]), expected: `one of the secrets ${[...known.keys()].join(", ")}` }];
      }
      if (key === undefined ? keys.length === 0 : keys.includes(key)) return [];
      const forms = keys.length === 0 ? secret : keys.map((each) => `${secret}:${each}`).join(", ");
      return [{ key: at, got: reference, expected: `one of ${forms}` }];
    }),
  );
}

function bucketsExist({ services, tasks, storage, backups }: SoundTopics): Problem[] {
  if (storage === undefined) return [];
  const used = containers({ services, tasks }).flatMap(({ name, container }) =>
    Object.values(container.environmentFrom).flatMap((reference) => {
      const [, bucket] = /^storage\.(.+)\.bucketName$/.exec(reference) ?? [];
      return bucket === undefined ? [] : [{ bucket, reason: `${name} uses it` }];
    }),
  );
  const needs = [...(backups?.files === undefined ? [] : [{ bucket: "documents", reason: "the file backup copies it" }]), ...used];
  const missing = [...new Set(needs.map(({ bucket }) => bucket))].filter((bucket) => storage.buckets[bucket] === undefined);
  return missing.map((bucket) => ({
    key: keyOf("storage", ["buckets"]),
    got: Object.keys(storage.buckets).join(", "),
    expected: `a bucket named ${bucket}: ${needs.filter((need) => need.bucket === bucket).map(({ reason }) => reason).join(", ")}`,
  }));
}

function tasksHaveTheirImage({ services, tasks }: SoundTopics): Problem[] {
  if (services === undefined || tasks === undefined) return [];
  return Object.entries(tasks).flatMap(([name, { imageOf }]) =>
    imageOf === undefined || services[imageOf] !== undefined
      ? []
      : [{ key: keyOf("tasks", [name, "imageOf"]), got: imageOf, expected: `one of the services ${Object.keys(services).join(", ")}` }],
  );
}

function namedChannelsExist({ channels, tasks, database, cache, backups }: SoundTopics): Problem[] {
  if (channels === undefined) return [];
  const known = Object.keys(channels);
  const named = [
    { topic: "database", path: ["eventChannel"], name: database?.eventChannel },
    { topic: "cache", path: ["eventChannel"], name: cache?.eventChannel },
    { topic: "backups", path: ["failureChannel"], name: backups?.failureChannel },
    ...Object.entries(tasks ?? {}).flatMap(([task, { failureChannels }]) =>
      failureChannels.map((name, index) => ({ topic: "tasks", path: [task, "failureChannels", index], name })),
    ),
  ];
  return named.flatMap(({ topic, path, name }) =>
    name === undefined || known.includes(name)
      ? []
      : [{ key: keyOf(topic, path), got: name, expected: `one of groundwork:channels: ${known.join(", ")}` }],
  );
}

function vaultStartsApartFromTheDatabase({ backups, database }: SoundTopics): Problem[] {
  if (backups?.vault === undefined || database === undefined) return [];
  const expected = vaultStartProblem(backups.vault, database);
  return expected === undefined
    ? []
    : [{ key: keyOf("backups", ["vault", "schedule"]), got: backups.vault.schedule, expected }];
}

function filesMeetTheRecoveryPoint({ backups, resilience }: SoundTopics): Problem[] {
  if (backups?.files === undefined || resilience === undefined) return [];
  const gap = longestGapHours(backups.files.syncSchedule) ?? 0;
  if (gap <= resilience.rpoHours) return [];
  return [
    {
      key: keyOf("resilience", ["rpoHours"]),
      got: String(resilience.rpoHours),
      expected: `at least ${gap}, the hours between two runs of groundwork:backups.files.syncSchedule`,
    },
  ];
}

function tunnelledServicesExist({ tunnel, services }: SoundTopics): Problem[] {
  if (tunnel === undefined || services === undefined) return [];
  const able = Object.keys(services).filter((name) => services[name]?.port !== undefined);
  return tunnel.services.flatMap((name, index) =>
    able.includes(name) ? [] : [{ key: keyOf("tunnel", ["services", index]), got: name, expected: `a service with a port: ${able.join(", ")}` }],
  );
}

function scrapedServicesExist({ prometheus, services }: SoundTopics): Problem[] {
  if (services === undefined || prometheus === undefined || !prometheus.enabled) return [];
  const able = Object.keys(services).filter((name) => services[name]?.port !== undefined);
  return Object.keys(prometheus.scrape)
    .filter((name) => !able.includes(name))
    .map((name) => ({
      key: keyOf("prometheus", ["scrape", name]),
      got: name,
      expected: `a service with a port: ${able.join(", ")}`,
    }));
}

/**
 * Rules over more than one topic. Each looks only at topics that are sound, and says nothing where one is missing; which
 * topics the stack file has at all, sound or not, is the second argument.
 */
export const CROSS_CHECKS: readonly ((settings: SoundTopics, given: readonly string[]) => Problem[])[] = [
  absentTopics,
  zonesLieInTheRegion,
  namesFit,
  serviceNamesAreFree,
  taskNamesAreFree,
  routedServicesCanAnswer,
  connectionsFit,
  secretsExist,
  bucketsExist,
  tasksHaveTheirImage,
  imagesCanBePulled,
  namedChannelsExist,
  unknownChannels,
  alarmsCoverWhatExists,
  metricsHavePublishers,
  dashboardsShowWhatExists,
  reportsReachSomebody,
  vaultStartsApartFromTheDatabase,
  filesMeetTheRecoveryPoint,
  tunnelledServicesExist,
  scrapedServicesExist,
  edgeChecks,
  probeChecks,
  ...DATABASE_JOB_CHECKS,
  ...CALENDAR_CHECKS,
  serviceChecks,
  proxyHasItsDatabase,
  rotationChecks,
  auditChecks,
];
