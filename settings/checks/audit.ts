import { NAME_LIMITS } from "../../components/internal/names";
import type { SoundTopics } from "../cross-checks";
import { keyOf } from "../problems";
import type { Problem } from "../problems";

/** CloudWatch Logs feeds at most so many subscriptions from one log group. */
const SUBSCRIPTIONS_MAX = 2;

/** Rules over groundwork:logArchive and groundwork:accountSecurity, and what they name. */
export function auditChecks(settings: SoundTopics): Problem[] {
  return [
    ...archivedServicesExist(settings),
    ...subscriptionsAreFew(settings),
    ...archiveNamesFit(settings),
    ...logsKeepTheirClass(settings),
    ...channelsExist(settings),
  ];
}

function archivedServicesExist({ logArchive, services }: SoundTopics): Problem[] {
  if (logArchive === undefined || services === undefined) return [];
  const known = Object.keys(services);
  return Object.entries(logArchive.classes).flatMap(([logClass, { services: named }]) =>
    named.flatMap((name, index) =>
      known.includes(name)
        ? []
        : [{ key: keyOf("logArchive", ["classes", logClass, "services", index]), got: name, expected: `one of groundwork:services: ${known.join(", ")}` }],
    ),
  );
}

function subscriptionsAreFew({ logArchive }: SoundTopics): Problem[] {
  const fed = new Map<string, number>();
  return Object.entries(logArchive?.classes ?? {}).flatMap(([logClass, { services }]) =>
    services.flatMap((name, index) => {
      const count = (fed.get(name) ?? 0) + 1;
      fed.set(name, count);
      return count <= SUBSCRIPTIONS_MAX
        ? []
        : [
            {
              key: keyOf("logArchive", ["classes", logClass, "services", index]),
              got: name,
              expected: `a service that feeds fewer than ${SUBSCRIPTIONS_MAX} classes: CloudWatch Logs has ${SUBSCRIPTIONS_MAX} subscriptions for a log group`,
            },
          ];
    }),
  );
}

function archiveNamesFit({ account, logArchive, system }: SoundTopics): Problem[] {
  if (account === undefined || logArchive === undefined || system === undefined) return [];
  return Object.keys(logArchive.classes).flatMap((logClass) => {
    const name = `${system.name}-${system.environment}-${logClass}-logs-${account.id}-${account.region}`;
    const excess = name.length - NAME_LIMITS.bucket;
    return excess <= 0
      ? []
      : [
          {
            key: keyOf("logArchive", ["classes", logClass]),
            got: logClass,
            expected: `a name of ${excess} characters fewer: S3 allows ${NAME_LIMITS.bucket} for ${name}`,
          },
        ];
  });
}

/** A class is a promise, to keep and to delete. A log with days of its own breaks it in silence, whichever way. */
function logsKeepTheirClass({ logArchive, services, tasks, loadBalancer, webFirewall, database, cache, network }: SoundTopics): Problem[] {
  if (logArchive === undefined) return [];
  const { application, access, system } = logArchive.retentionDays;
  const each = (topic: string, all: Readonly<Record<string, { readonly logRetentionDays: number }>> | undefined) =>
    Object.entries(all ?? {}).map(([name, { logRetentionDays }]) => ({
      topic,
      path: [name, "logRetentionDays"],
      days: logRetentionDays,
      logClass: "application",
      wanted: application,
    }));
  const one = (topic: string, key: string, days: number | undefined, logClass: "access" | "system") => ({
    topic,
    path: [key],
    days,
    logClass,
    wanted: logClass === "access" ? access : system,
  });
  return [
    ...each("services", services),
    ...each("tasks", tasks),
    one("loadBalancer", "accessLogRetentionDays", loadBalancer?.accessLogRetentionDays, "access"),
    one("webFirewall", "logRetentionDays", webFirewall?.logRetentionDays, "access"),
    one("database", "logRetentionDays", database?.logRetentionDays, "system"),
    one("cache", "logRetentionDays", cache?.logRetentionDays, "system"),
    one("network", "flowLogRetentionDays", network?.flowLogRetentionDays, "system"),
  ].flatMap(({ topic, path, days, logClass, wanted }) =>
    days === undefined || days === wanted
      ? []
      : [{ key: keyOf(topic, path), got: String(days), expected: `${wanted}, groundwork:logArchive.retentionDays.${logClass}` }],
  );
}

function channelsExist({ accountSecurity, channels, logArchive }: SoundTopics): Problem[] {
  if (channels === undefined) return [];
  const known = Object.keys(channels);
  const named = [
    ...(logArchive === undefined ? [] : [{ topic: "logArchive", path: ["failureChannel"], name: logArchive.failureChannel }]),
    ...(accountSecurity?.channels ?? []).map((name, index) => ({ topic: "accountSecurity", path: ["channels", index], name })),
  ];
  return named.flatMap(({ topic, path, name }) =>
    known.includes(name) ? [] : [{ key: keyOf(topic, path), got: name, expected: `one of groundwork:channels: ${known.join(", ")}` }],
  );
}
