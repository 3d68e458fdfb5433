import type { AlarmsSettings } from "../alarms";
import type { BackupsSettings } from "../backups";
import type { CacheSettings } from "../cache";
import type { ChannelsSettings } from "../channels";
import type { DashboardsSettings } from "../dashboards";
import type { DatabaseSettings } from "../database";
import type { DatabaseJobsSettings } from "../database-jobs";
import type { LoadBalancerSettings } from "../load-balancer";
import type { MetricsSettings } from "../metrics";
import { keyOf } from "../problems";
import type { Problem } from "../problems";
import type { QueuesSettings } from "../queues";
import type { ServicesSettings } from "../services";
import type { TasksSettings } from "../tasks";

interface Topics {
  readonly channels?: ChannelsSettings | undefined;
  readonly loadBalancer?: LoadBalancerSettings | undefined;
  readonly services?: ServicesSettings | undefined;
  readonly tasks?: TasksSettings | undefined;
  readonly database?: DatabaseSettings | undefined;
  readonly databaseJobs?: DatabaseJobsSettings | undefined;
  readonly cache?: CacheSettings | undefined;
  readonly backups?: BackupsSettings | undefined;
  readonly alarms?: AlarmsSettings | undefined;
  readonly metrics?: MetricsSettings | undefined;
  readonly queues?: QueuesSettings | undefined;
  readonly dashboards?: DashboardsSettings | undefined;
}

/** What exists has its alarms. What does not may have them too: a stack without replicas says the same as one with some. */
export function alarmsCoverWhatExists({ alarms, backups, cache, database, loadBalancer, services }: Topics): Problem[] {
  if (alarms === undefined) return [];
  const routed = loadBalancer === undefined ? [] : [loadBalancer.defaultService, ...Object.keys(loadBalancer.routes)];
  // Of the two target groups of a blue-green service either may be empty, so none of them is watched for it.
  const counted = routed.filter((name) => services?.[name] !== undefined && services[name].rollout.kind !== "blue-green");
  const needed = [
    ...(counted.length === 0 ? [] : [{ key: "few-healthy-targets" as const, of: counted.join(" and ") }]),
    ...(database === undefined
      ? []
      : (["database-cpu", "database-connections", "database-storage", "database-memory"] as const).map((key) => ({ key, of: "the database" }))),
    ...((database?.replicas ?? 0) > 0 ? [{ key: "replica-lag" as const, of: "the replicas" }] : []),
    ...(cache === undefined
      ? []
      : (["cache-cpu", "cache-memory", "cache-evictions"] as const).map((key) => ({ key, of: "the cache" }))),
    ...((cache?.replicasPerShard ?? 0) > 0 ? [{ key: "cache-replication-lag" as const, of: "the cache's replicas" }] : []),
    ...(backups?.vault === undefined ? [] : (["backup-failed", "backup-missing"] as const).map((key) => ({ key, of: "the backup vault" }))),
    ...(backups?.vault?.copyToBackupRegion === true ? [{ key: "backup-copy-failed" as const, of: "the copies" }] : []),
  ];
  return needed
    .filter(({ key }) => alarms[key] === undefined)
    .map(({ key, of }) => ({ key: keyOf("alarms", [key]), got: undefined, expected: `this alarm of ${of}, with at least one level` }));
}

/** A metric that nobody publishes never alarms. */
export function metricsHavePublishers(
  { services, tasks, database, databaseJobs, metrics, queues }: Topics,
  given: readonly string[],
): Problem[] {
  if (services === undefined || metrics === undefined) return [];
  const logs = logsOf(services, database);
  return Object.entries(metrics).flatMap(([name, { source }]): Problem[] => {
    if (source.kind === "application") {
      const able = [...Object.keys(services), ...Object.keys(tasks ?? {}), ...reportingJobs(databaseJobs)];
      if (able.includes(source.publisher)) return [];
      return [{ key: keyOf("metrics", [name, "source", "publisher"]), got: source.publisher, expected: `a service or task: ${able.join(", ")}` }];
    }
    // A topic that is there, though not sound, may well have the queue.
    if (source.kind === "queue" && (queues !== undefined || !given.includes("queues"))) {
      const known = Object.keys(queues?.jobs ?? {});
      if (known.includes(source.queue)) return [];
      return [{ key: keyOf("metrics", [name, "source", "queue"]), got: source.queue, expected: among("a queue", known) }];
    }
    return source.kind === "log" ? unknown("metrics", [name, "source", "of"], source.of, logs, "the log") : [];
  });
}

/** The jobs on the database that publish what they find; their tasks are called so. */
function reportingJobs(databaseJobs: DatabaseJobsSettings | undefined): readonly string[] {
  return Object.entries(databaseJobs?.jobs ?? {}).flatMap(([name, { kind }]) =>
    kind === "statistics" || kind === "security-audit" ? [`database-${name}`] : [],
  );
}

/** Dashboards and saved queries name only what there is. */
export function dashboardsShowWhatExists({ services, database, cache, metrics, dashboards }: Topics): Problem[] {
  if (services === undefined || dashboards === undefined) return [];
  const { boards, savedQueries } = dashboards;
  const logs = [...logsOf(services, database), "deployments"];
  const queries = Object.entries(savedQueries).flatMap(([name, { of }]) => unknown("dashboards", ["savedQueries", name, "of"], of, logs, "the log"));
  const panels = Object.entries(boards).flatMap(([board, { widgets }]) =>
    widgets.flatMap(({ show }, widget) =>
      show.flatMap((panel, index): Problem[] => {
        const path = ["boards", board, "widgets", widget, "show", index];
        const lacks = (what: string) => [{ key: keyOf("dashboards", [...path, "kind"]), got: panel.kind, expected: `another kind: there is no ${what}` }];
        switch (panel.kind) {
          case "metrics":
            return unknown("dashboards", [...path, "metrics"], panel.metrics, Object.keys(metrics ?? {}), "a metric");
          case "log":
            if (savedQueries[panel.query] !== undefined) return [];
            return [{ key: keyOf("dashboards", [...path, "query"]), got: panel.query, expected: among("a saved query", Object.keys(savedQueries)) }];
          case "disk":
          case "connections":
            return database === undefined ? lacks("database") : [];
          case "cache-hit-rate":
            return cache === undefined ? lacks("cache") : [];
          default:
            return [];
        }
      }),
    ),
  );
  return [...queries, ...panels];
}

/** Scheduled messages lead to dashboards that are there, and reach somebody. */
export function reportsReachSomebody({ channels, dashboards }: Topics): Problem[] {
  if (dashboards?.reports === undefined) return [];
  const { failureChannel, messages } = dashboards.reports;
  const known = ["overview", ...Object.keys(dashboards.boards)];
  const told = [
    { path: ["reports", "failureChannel"], name: failureChannel },
    ...Object.entries(messages).map(([name, { channel }]) => ({ path: ["reports", "messages", name, "channel"], name: channel })),
  ];
  return [
    ...Object.entries(messages)
      .filter(([, { board }]) => !known.includes(board))
      .map(([name, { board }]) => ({ key: keyOf("dashboards", ["reports", "messages", name, "board"]), got: board, expected: among("a dashboard", known) })),
    ...told
      .filter(({ name }) => channels !== undefined && channels[name] === undefined)
      .map(({ path, name }) => ({
        key: keyOf("dashboards", path),
        got: name,
        expected: `one of groundwork:channels: ${Object.keys(channels ?? {}).join(", ")}`,
      })),
  ];
}

function logsOf(services: ServicesSettings, database: DatabaseSettings | undefined): readonly string[] {
  return [...Object.keys(services), ...(database === undefined ? [] : ["database"])];
}

function unknown(topic: string, path: readonly PropertyKey[], names: readonly string[], known: readonly string[], what: string): Problem[] {
  return names.flatMap((name, index) =>
    known.includes(name) ? [] : [{ key: keyOf(topic, [...path, index]), got: name, expected: among(what, known) }],
  );
}

function among(what: string, known: readonly string[]): string {
  return known.length === 0 ? `${what}, but there is none` : `${what} of ${known.join(", ")}`;
}
