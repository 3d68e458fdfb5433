import * as fc from "fast-check";
import { ENDPOINT_SERVICES } from "../../components/internal/endpoint-services";
import { LOG_RETENTION_DAYS } from "../../components/internal/log-retention";
import { changed, rawSettings } from "./settings";
import type { RawSettings } from "./settings";

/** Settings that a system could have, and what a reader counts on them. */
export interface ValidSettings {
  readonly raw: RawSettings;
  readonly zones: number;
  readonly natGateways: number;
  readonly replicas: number;
  readonly workers: number;
}

const sound = rawSettings("scholarship", "production");
const WORKER = {
  image: "123456789012.dkr.ecr.eu-central-1.amazonaws.com/scholarship-worker:1.0.0",
  user: "1001:1001",
  cpu: { limitVcpu: 0.25 },
  memoryMib: { limit: 512 },
  logRetentionDays: 30,
  healthCheck: { command: ["CMD", "true"], intervalSeconds: 30, timeoutSeconds: 10, startPeriodSeconds: 0, retries: 3 },
  replicas: { desired: 0, minimum: 0, maximum: 2, owner: "stack-file" },
};
const { healthCheck: _, replicas: __, ...container } = WORKER;
const WORKER_TASK = { ...container, command: ["true"], failureChannels: ["operations"], reaches: ["database", "storage"] };
const QUEUE = { namespace: "App", metricName: "Waiting", dimensions: { Queue: "mail" }, statistic: "Average" };
const COOLDOWN = { scaleOutCooldownSeconds: 60, scaleInCooldownSeconds: 300 };

const CLOUDFLARE = { kind: "cloudflare", zoneId: "0123456789abcdef0123456789abcdef" };
const OWNED_EDGE = {
  zone: "owned",
  plan: "free",
  minimumTlsVersion: "1.2",
  hsts: { maxAgeSeconds: 31_536_000, includeSubdomains: true },
  tieredCache: true,
  headers: {
    "Content-Security-Policy": "default-src 'self'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
  },
  originSecretGeneration: 2,
};

/** Each of the four forms, or several; at least one. */
const autoscaling = fc
  .record({
    targetTracking: fc.subarray(
      ["cpu-percent", "memory-percent", "requests-per-task"].map((metric) => ({ metric, target: 70, scaleIn: true, ...COOLDOWN })),
    ),
    steps: fc.subarray([
      {
        name: "slow",
        when: [{ metric: "response-time-seconds", comparison: "above", threshold: 2 }],
        forMinutes: 3,
        changes: [{ beyond: 0, tasks: 1 }, { beyond: 3, tasks: 2 }],
        cooldownSeconds: 60,
      },
      {
        name: "idle",
        when: [
          { metric: "cpu-percent", comparison: "below", threshold: 20 },
          { metric: QUEUE, comparison: "below", threshold: 1 },
        ],
        forMinutes: 15,
        changes: [{ beyond: 0, tasks: -1 }],
        cooldownSeconds: 300,
      },
    ]),
    schedules: fc.subarray([
      { name: "night", schedule: "cron(0 22 * * ? *)", timezone: "Europe/Berlin", minimum: 1, maximum: 2 },
      { name: "day", schedule: "cron(0 6 * * ? *)", timezone: "Europe/Berlin", minimum: 2, maximum: 4 },
    ]),
    queueDepth: fc.option(fc.constant({ source: { kind: "application", metric: QUEUE }, jobsPerTask: 20 }), { nil: undefined }),
  })
  .filter(({ targetTracking, steps, schedules, queueDepth }) =>
    targetTracking.length + steps.length + schedules.length > 0 || queueDepth !== undefined,
  );

/** Settings in the whole space of what is valid, as far as one record can span it. */
export const validSettings: fc.Arbitrary<ValidSettings> = fc
  .record({
    // The longest that fit together, the shortest, and ordinary ones.
    system: fc.constantFrom(["a23456789012345f", "stage123"], ["a2345678901f", "a23456789abc"], ["abc", "dev"], ["scholarship", "production"]),
    cidr: fc.constantFrom("10.0.0.0/16", "172.16.0.0/18", "192.168.16.0/20"),
    zones: fc.subarray([..."abcdef"], { minLength: 2 }),
    nat: fc.constantFrom("zone" as const, "single" as const, "instance" as const, "none" as const),
    endpoints: fc.subarray(Object.keys(ENDPOINT_SERVICES)),
    retention: fc.constantFrom(...LOG_RETENTION_DAYS),
    dns: fc.constantFrom({ kind: "external" }, CLOUDFLARE),
    alternativeDomains: fc.constantFrom([], ["www.scholarship.university.edu"]),
    edge: fc.constantFrom(undefined, OWNED_EDGE, { zone: "guest", originSecretValues: ["0".repeat(32)] }),
    workers: fc.uniqueArray(fc.constantFrom("mail", "reports", "a-service-with-long-name"), { maxLength: 3 }),
    scaling: fc.option(autoscaling, { nil: undefined }),
    trigger: fc.constantFrom(
      { kind: "by-hand" },
      { kind: "schedule", expression: "cron(0 4 * * ? *)", timezone: "Europe/Berlin", flexibleWindowMinutes: 15 },
    ),
    multiAz: fc.boolean(),
    replicas: fc.integer({ min: 0, max: 5 }),
    cacheReplicas: fc.integer({ min: 1, max: 5 }),
    replicate: fc.boolean(),
    copyVault: fc.boolean(),
    generations: fc.integer({ min: 1, max: 3 }),
    prometheus: fc.boolean(),
    statistics: fc.boolean(),
  })
  .map((choice) => {
    const needed = choice.nat === "none" ? ["ecr.api", "ecr.dkr", "logs", "secretsmanager"] : [];
    const values: readonly (readonly [string, unknown])[] = [
      ["system.name", choice.system[0]],
      ["system.environment", choice.system[1]],
      ["network.cidr", choice.cidr],
      ["network.zones", choice.zones.map((letter) => `eu-central-1${letter}`)],
      ["network.nat", choice.nat],
      ["network.interfaceEndpoints", [...new Set([...needed, ...choice.endpoints])]],
      ["network.flowLogRetentionDays", choice.retention],
      ["cluster.execLogRetentionDays", choice.retention],
      ["database.logRetentionDays", choice.retention],
      ["loadBalancer.dns", choice.edge === undefined ? choice.dns : CLOUDFLARE],
      ["loadBalancer.alternativeDomains", choice.alternativeDomains],
      ["edge", choice.edge],
      ["webFirewall.clientAddress", choice.edge === undefined ? { kind: "connection" } : { kind: "header", header: "CF-Connecting-IP" }],
      ...choice.workers.map((worker) => [`services.${worker}`, WORKER] as const),
      ...(choice.scaling === undefined
        ? []
        : [["services.backend.autoscaling", choice.scaling] as const, ["services.backend.replicas.owner", "autoscaling"] as const]),
      ["tasks.a-task-with-a-long-name1", { ...WORKER_TASK, trigger: choice.trigger }],
      ["database.multiAz", choice.multiAz],
      ["database.replicas", choice.replicas],
      ["cache.replicasPerShard", choice.cacheReplicas],
      ["storage.buckets.documents.replicateToBackupRegion", choice.replicate],
      ["backups.vault.copyToBackupRegion", choice.copyVault],
      ["secrets.application-key.generation", choice.generations],
      ["databaseRoles.monitoringReadsStatistics", choice.statistics],
      ...(choice.prometheus ? [] : [["prometheus", { enabled: false }] as const]),
    ];
    return {
      raw: values.reduce<RawSettings>((raw, [path, value]) => changed(raw, path, value), sound),
      zones: choice.zones.length,
      natGateways: { zone: choice.zones.length, single: 1, instance: 0, none: 0 }[choice.nat],
      replicas: choice.replicas,
      workers: choice.workers.length,
    };
  });
