import { strict as assert } from "node:assert";
import { CROSS_CHECKS } from "../../settings/cross-checks";
import { parseSettings } from "../../settings/parse";
import { SettingsError } from "../../settings/problems";
import { changed, rawSettings } from "../helpers/settings";
import type { RawSettings } from "../helpers/settings";

const sound = rawSettings("scholarship", "production");

function problemsIn(raw: RawSettings): string[] {
  try {
    parseSettings(raw);
  } catch (error) {
    if (error instanceof SettingsError) return error.problems.map(({ key, got, expected }) => `${key} | ${got ?? "nothing"} | ${expected}`);
    throw error;
  }
  return [];
}

const backend = { ...Object(Object(sound["services"])["backend"]) };
const worker = { ...backend, databasePool: undefined, replicas: { desired: 1, minimum: 1, maximum: 2, owner: "autoscaling" } };
const CHANNELS = "one of groundwork:channels: operations, database, security, on-call";

/** One change each; what is expected is the only thing told. */
const REFUSED: readonly { rule: string; path: string; value: unknown; expected: string | RegExp }[] = [
  {
    rule: "zones lie in the account's region",
    path: "network.zones",
    value: ["us-east-1a", "us-east-1b"],
    expected: /^groundwork:network\.zones\[0\] \| us-east-1a \| a zone of eu-central-1, groundwork:account\.region$/,
  },
  {
    rule: "the names of buckets are no longer than S3 allows",
    path: "system",
    value: { name: "a23456789012345f", environment: "production", owner: "admin@university.example" },
    expected:
      "groundwork:system.name | a23456789012345f | 2 characters fewer, here or in the environment: S3 allows 63 for a23456789012345f-production-access-logs-123456789012-eu-central-1",
  },
  {
    rule: "no service has the name of another role of the firewall",
    path: "services.monitoring",
    value: { ...backend, databasePool: undefined },
    expected:
      "groundwork:services.monitoring | monitoring | another name: the firewall has roles load-balancer, database, cache, endpoints, storage, internet, jobs, monitoring, queue-depth, tunnel, connection-proxy, rotation",
  },
  {
    rule: "no task has the name of a service or of a task of the program's own",
    path: "tasks.tunnel",
    value: { ...Object(Object(sound["tasks"])["migrate"]) },
    expected: "groundwork:tasks.tunnel | tunnel | another name: backup-database, sync-files, snapshot-files, check-backups, restore-database, restore-files, monitoring, queue-depth, tunnel, backend, frontend have log groups already",
  },
  {
    rule: "requests go to a service that can answer",
    path: "loadBalancer.defaultService",
    value: "nobody",
    expected: "groundwork:loadBalancer.defaultService | nobody | a service with a port and a health check by path: backend, frontend",
  },
  {
    rule: "routes go to a service that can answer",
    path: "loadBalancer.routes.nobody",
    value: { priority: 50, paths: ["/nobody/*"] },
    expected: "groundwork:loadBalancer.routes.nobody | nobody | a service with a port and a health check by path: backend, frontend",
  },
  {
    rule: "what answers requests runs on demand",
    path: "services.backend.capacity",
    value: "spot",
    expected:
      "groundwork:services.backend.capacity | spot | on-demand: the load balancer sends it requests, and spot takes a copy away with two minutes' notice",
  },
  {
    rule: "what scales a service behind no load balancer is its own metric",
    path: "services.worker",
    value: {
      ...worker,
      autoscaling: {
        targetTracking: [{ metric: "requests-per-task", target: 9, scaleIn: true, scaleOutCooldownSeconds: 60, scaleInCooldownSeconds: 60 }],
      },
    },
    expected:
      "groundwork:services.worker.autoscaling.targetTracking[0].metric | requests-per-task | a metric of the service itself: the load balancer sends requests to frontend, backend only",
  },
  {
    rule: "the pools of a rollout fit the database's connections",
    path: "database.maxConnections",
    value: 407,
    expected:
      "groundwork:database.maxConnections | 407 | at least 408: backend 8 tasks x 50 + 8 for superusers and monitoring; during a deployment each service runs twice",
  },
  {
    rule: "a container names a secret that exists, and what it names else is not shown: it may be one",
    path: "services.backend.secrets.SMTP_PASSWORD",
    value: "hunter2",
    expected: /^groundwork:services\.backend\.secrets\.SMTP_PASSWORD \| \(not shown\) \| one of the secrets .*database-application, .*cache, application-key, smtp, sentry/,
  },
  {
    rule: "a JSON secret is read by one of its keys",
    path: "services.backend.secrets.SMTP_PASSWORD",
    value: "smtp:pasword",
    expected: "groundwork:services.backend.secrets.SMTP_PASSWORD | smtp:pasword | one of smtp:username, smtp:password",
  },
  {
    rule: "a JSON secret is not read as a whole",
    path: "services.backend.secrets.SMTP_PASSWORD",
    value: "smtp",
    expected: "groundwork:services.backend.secrets.SMTP_PASSWORD | smtp | one of smtp:username, smtp:password",
  },
  {
    rule: "a plain secret has no keys",
    path: "tasks.create-admin.secrets.SECRET_KEY",
    value: "application-key:value",
    expected: 'groundwork:tasks["create-admin"].secrets.SECRET_KEY | application-key:value | one of application-key',
  },
  {
    rule: "there are documents to copy",
    path: "storage.buckets.documents",
    value: undefined,
    expected: /^groundwork:storage\.buckets \| .* \| a bucket named documents: the file backup copies it, backend uses it/,
  },
  {
    rule: "a task runs the image of a service that exists",
    path: "tasks.migrate.imageOf",
    value: "nobody",
    expected: "groundwork:tasks.migrate.imageOf | nobody | one of the services backend, frontend",
  },
  { rule: "the database's channel exists", path: "database.eventChannel", value: "dba", expected: `groundwork:database.eventChannel | dba | ${CHANNELS}` },
  { rule: "the cache's channel exists", path: "cache.eventChannel", value: "ops", expected: `groundwork:cache.eventChannel | ops | ${CHANNELS}` },
  { rule: "the backups' channel exists", path: "backups.failureChannel", value: "ops", expected: `groundwork:backups.failureChannel | ops | ${CHANNELS}` },
  {
    rule: "a task's channels exist",
    path: "tasks.migrate.failureChannels",
    value: ["operations", "ops"],
    expected: `groundwork:tasks.migrate.failureChannels[1] | ops | ${CHANNELS}`,
  },
  {
    rule: "an alarm's channels exist",
    path: "alarms.task-cpu.warning.channels",
    value: ["ops"],
    expected: `groundwork:alarms["task-cpu"].warning.channels[0] | "ops" | ${CHANNELS}`,
  },
  {
    rule: "an alert's channels exist",
    path: "prometheus.alerts.scrape-failed.channels",
    value: ["ops"],
    expected: `groundwork:prometheus.alerts["scrape-failed"].channels[0] | "ops" | ${CHANNELS}`,
  },
  {
    rule: "AWS Backup can start apart from the database's backup window",
    path: "backups.vault.schedule",
    value: "cron(0 0 * * ? *)",
    expected:
      "groundwork:backups.vault.schedule | cron(0 0 * * ? *) | a start whose 60 minutes end an hour before the database's backup window 00:30-01:00, or begin after it: AWS Backup can't start in between",
  },
  {
    rule: "AWS Backup can start apart from the database's maintenance window",
    path: "database.maintenanceWindowUtc",
    value: "sun:05:00-sun:06:00",
    expected:
      "groundwork:backups.vault.schedule | cron(30 5 * * ? *) | a start whose 60 minutes end an hour before the database's maintenance window sun:05:00-sun:06:00, or begin after it: AWS Backup can't start in between",
  },
  {
    rule: "the tunnel leads to services that listen",
    path: "tunnel.services",
    value: ["nobody"],
    expected: "groundwork:tunnel.services[0] | nobody | a service with a port: backend, frontend",
  },
  {
    rule: "metrics are read from a service with a port",
    path: "prometheus.scrape.nobody",
    value: { path: "/metrics" },
    expected: "groundwork:prometheus.scrape.nobody | nobody | a service with a port: backend, frontend",
  },
];

describe("rules over several topics", () => {
  for (const { rule, path, value, expected } of REFUSED) {
    it(`hold that ${rule}`, () => {
      const found = problemsIn(changed(sound, path, value));
      const held = found.filter((text) => (typeof expected === "string" ? text === expected : expected.test(text)));
      assert.equal(held.length, 1, `found\n${found.join("\n")}\nwanted once\n${String(expected)}`);
    });
  }

  it("let as many connections through as there are", () => {
    assert.deepEqual(problemsIn(changed(sound, "database.maxConnections", 408)), []);
  });

  it("ask nothing of alerts and scraping where Prometheus is off", () => {
    assert.deepEqual(problemsIn(changed(sound, "prometheus", { enabled: false })), []);
  });

  it("say nothing about topics that are not sound by themselves, and nothing twice", () => {
    for (const check of CROSS_CHECKS) assert.deepEqual(check({}, []), [], check.name);
    const raw = changed(changed(sound, "services", {}), "network", { zones: ["us-east-1a"] });
    const zones = problemsIn(raw).filter((text) => text.includes("zones"));
    assert.equal(zones.length, 1, zones.join("\n"));
  });

  it("are checked although another topic is wrong", () => {
    const raw = changed(changed(sound, "database.eventChannel", "dba"), "network.cidr", "nonsense");
    assert.deepEqual(problemsIn(raw), [
      'groundwork:network.cidr | "nonsense" | an IPv4 range, such as 10.20.0.0/16',
      `groundwork:database.eventChannel | dba | ${CHANNELS}`,
    ]);
  });

  it("take no topic that is wrong for one that is left out, where it has a default", () => {
    const raw = changed(sound, "storage.buckets.documents.dataClass", "secret");
    assert.deepEqual(problemsIn(raw), [
      'groundwork:storage.buckets.documents.dataClass | "secret" | one of public, internal, confidential, restricted',
    ]);
  });
});
