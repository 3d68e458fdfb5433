import { strict as assert } from "node:assert";
import { ALARM_KEYS } from "../../components/internal/alarm-catalogue";
import { alarmRules, alarmsSchema, unknownChannels } from "../../settings/alarms";
import { channelsSchema } from "../../settings/channels";
import { metricsSchema } from "../../settings/metrics";
import { prometheusSchema } from "../../settings/prometheus";

const channels = ["operations"];
const sound = {
  runbookBaseUrl: "https://runbooks.example.org/docs",
  "load-balancer-errors": { critical: { maxPercent: 1, minRequestsPerMinute: 50, forMinutes: 5, channels } },
  availability: { high: { minPercent: 99.9, windowHours: 24, channels } },
  "unhealthy-targets": { warning: { maxCount: 0, forMinutes: 5, channels } },
  "few-healthy-targets": { critical: { minCount: 1, forMinutes: 5, channels } },
  "target-errors": { critical: { maxPercent: 2, minRequestsPerMinute: 50, forMinutes: 5, channels } },
  "target-latency": { warning: { statistic: "p95", maxMilliseconds: 2000, forMinutes: 3, channels } },
  "certificate-expiry": { warning: { minDays: 21, channels } },
  "task-cpu": { warning: { maxPercent: 85, forMinutes: 10, channels } },
  "task-memory": { warning: { maxPercent: 90, forMinutes: 10, channels } },
  "task-out-of-memory": { channels },
  "few-tasks": { critical: { maxMissing: 0, forMinutes: 10, channels } },
  "database-cpu": { warning: { maxPercent: 80, forMinutes: 10, channels } },
  "database-connections": { warning: { maxPercent: 80, forMinutes: 10, channels } },
  "database-storage": { critical: { minFreeGib: 10, forMinutes: 10, channels } },
  "database-memory": { warning: { minFreeMib: 256, forMinutes: 10, channels } },
  "replica-lag": { warning: { maxSeconds: 60, forMinutes: 10, channels } },
  "cache-cpu": { warning: { maxPercent: 80, forMinutes: 10, channels } },
  "cache-memory": { warning: { maxPercent: 75, forMinutes: 10, channels } },
  "cache-evictions": { warning: { maxCount: 100, channels } },
  "cache-replication-lag": { warning: { maxSeconds: 10, forMinutes: 10, channels } },
  "backup-failed": { high: { maxCount: 0, channels } },
  "backup-missing": { high: { maxHours: 36, channels } },
  "backup-copy-failed": { high: { maxCount: 0, channels } },
};
const messages = (value: unknown) =>
  alarmsSchema.safeParse(value).error?.issues.map(({ path, message }) => [path.join("."), message]);

describe("alarms settings", () => {
  it("are sound as the fixture has them", () => {
    assert.equal(messages(sound), undefined);
  });

  it("know exactly the alarms of the catalogue", () => {
    assert.deepEqual(Object.keys(alarmRules(alarmsSchema.parse(sound))).sort(), [...ALARM_KEYS].sort());
  });

  it("may leave out the alarms of what a system may lack, and no other", () => {
    const optional = [...ALARM_KEYS, "task-out-of-memory" as const].filter((key) => {
      const { [key]: _missing, ...rest } = sound;
      const paths = messages(rest)?.map(([path]) => path);
      assert.ok(paths === undefined || (paths.length === 1 && paths[0] === key), key);
      return paths === undefined;
    });
    assert.deepEqual(optional, [
      "availability", "few-healthy-targets",
      "database-cpu",
      "database-connections",
      "database-storage",
      "database-memory",
      "replica-lag",
      "cache-cpu",
      "cache-memory",
      "cache-evictions",
      "cache-replication-lag",
      "backup-failed",
      "backup-missing",
      "backup-copy-failed",
    ]);
  });

  it("turn each limit, whatever its unit is called, into the limit of a rule", () => {
    const parsed = alarmsSchema.parse(sound);
    assert.deepEqual(parsed["task-cpu"], { warning: { limit: 85, forMinutes: 10, channels } });
    assert.deepEqual(parsed["load-balancer-errors"], { critical: { limit: 1, minRequestsPerMinute: 50, forMinutes: 5, channels } });
    assert.deepEqual(parsed["target-latency"], { warning: { limit: 2000, statistic: "p95", forMinutes: 3, channels } });
    assert.deepEqual(parsed.availability, { high: { limit: 99.9, forMinutes: 1440, channels } });
    assert.deepEqual(
      Object.values(alarmRules(parsed)).flatMap((levels) => Object.values(levels ?? {}).map(({ limit }) => limit)),
      [1, 99.9, 0, 1, 2, 2000, 21, 85, 90, 0, 80, 80, 10, 256, 60, 80, 75, 100, 10, 0, 36, 0],
    );
  });

  it("take several levels of one alarm, each with its own limit, duration and channels", () => {
    const levels = {
      critical: { maxPercent: 5, minRequestsPerMinute: 0, forMinutes: 5, channels: ["pager", "sms"] },
      warning: { maxPercent: 2, minRequestsPerMinute: 0, forMinutes: 10, channels: ["slack"] },
      notice: { maxPercent: 3, minRequestsPerMinute: 0, forMinutes: 1, channels: ["email"] },
    };
    const parsed = alarmsSchema.parse({ ...sound, "target-errors": levels })["target-errors"];
    assert.deepEqual(
      Object.entries(parsed).map(([level, { limit, forMinutes, channels: told }]) => [level, limit, forMinutes, told]),
      [["critical", 5, 5, ["pager", "sms"]], ["warning", 2, 10, ["slack"]], ["notice", 3, 1, ["email"]]],
    );
  });

  it("refuse an alarm without a level, and a level that is none", () => {
    assert.deepEqual(messages({ ...sound, "task-cpu": {} }), [
      ["task-cpu", "at least one level of critical, high, medium, warning, notice"],
    ]);
    const unknown = alarmsSchema.safeParse({ ...sound, "task-cpu": { ...sound["task-cpu"], severe: sound["task-cpu"].warning } });
    assert.deepEqual(
      unknown.error?.issues.map((issue) => (issue.code === "unrecognized_keys" ? issue.keys : issue.code)),
      [["severe"]],
    );
  });

  it("take free storage as GiB or as a share, and not as both or neither", () => {
    const storage = (limits: object) => ({ ...sound, "database-storage": { critical: { ...limits, forMinutes: 5, channels } } });
    const parsed = alarmsSchema.parse(storage({ minFreePercent: 10 }))["database-storage"];
    assert.deepEqual(parsed, { critical: { limit: 10, unit: "percent", forMinutes: 5, channels } });
    const problem = [["database-storage.critical.minFreeGib", "either minFreeGib or minFreePercent"]];
    assert.deepEqual(messages(storage({})), problem);
    assert.deepEqual(messages(storage({ minFreeGib: 1, minFreePercent: 10 })), problem);
  });

  it("refuse an alarm that tells nobody", () => {
    const issues = messages({ ...sound, "task-cpu": { warning: { maxPercent: 85, forMinutes: 10, channels: [] } } });
    assert.deepEqual(issues?.map(([path]) => path), ["task-cpu.warning.channels"]);
  });

  it("refuse a limit in another unit", () => {
    const issues = messages({ ...sound, "task-cpu": { warning: { maxSeconds: 85, forMinutes: 10, channels } } });
    assert.deepEqual(issues?.map(([path]) => path), ["task-cpu.warning.maxPercent", "task-cpu.warning"]);
  });

  for (const [key, rule, property] of [
    ["task-cpu", { maxPercent: 101, forMinutes: 10, channels }, "maxPercent"],
    ["task-cpu", { maxPercent: 80, forMinutes: 1441, channels }, "forMinutes"],
    ["task-cpu", { maxPercent: 80, forMinutes: 0, channels }, "forMinutes"],
    ["availability", { minPercent: 99, windowHours: 25, channels }, "windowHours"],
    ["certificate-expiry", { minDays: 60, channels }, "minDays"],
    ["backup-missing", { maxHours: 169, channels }, "maxHours"],
    ["few-healthy-targets", { minCount: 0, forMinutes: 10, channels }, "minCount"],
    ["target-latency", { statistic: "p95", maxMilliseconds: 0.5, forMinutes: 3, channels }, "maxMilliseconds"],
    ["target-latency", { statistic: "Maximum", maxMilliseconds: 5, forMinutes: 3, channels }, "statistic"],
  ] as const) {
    it(`refuse for ${key} a ${property} that can't be meant or that CloudWatch does not take`, () => {
      const issues = messages({ ...sound, [key]: { warning: rule } });
      assert.deepEqual(issues?.map(([path]) => path), [`${key}.warning.${property}`]);
    });
  }

  it("refuse an address of the runbooks that would give links with two slashes", () => {
    assert.deepEqual(messages({ ...sound, runbookBaseUrl: "https://runbooks.example.org/" }), [
      ["runbookBaseUrl", "a URL without a slash at the end"],
    ]);
  });

  it("take the minutes in which somebody must act, by level", () => {
    assert.deepEqual(alarmsSchema.parse({ ...sound, responseMinutes: { critical: 15, high: 60 } }).responseMinutes, { critical: 15, high: 60 });
    assert.deepEqual(messages({ ...sound, responseMinutes: { critical: 0 } })?.map(([path]) => path), ["responseMinutes.critical"]);
  });
});

describe("unknownChannels", () => {
  const settings = {
    channels: channelsSchema.parse({ operations: { email: ["admin@example.edu"] } }),
    alarms: alarmsSchema.parse(sound),
    prometheus: prometheusSchema.parse({ enabled: false }),
  };
  const prometheus = (names: readonly string[]) =>
    prometheusSchema.parse({
      enabled: true,
      retentionDays: 90,
      logRetentionDays: 30,
      scrapeIntervalSeconds: 30,
      collector: { image: "otel/opentelemetry-collector-contrib:0.136.0", vcpu: 0.25, memoryMib: 512 },
      scrape: {},
      alerts: {
        "scrape-failed": { minutes: 10, channels: names },
        "database-unreachable": { minutes: 5, channels },
        "idle-transactions": { maxSessions: 3, minutes: 15, channels },
      },
    });

  it("are none where every alarm names a channel that exists", () => {
    assert.deepEqual(unknownChannels(settings), []);
    assert.deepEqual(unknownChannels({ ...settings, prometheus: prometheus(channels) }), []);
  });

  it("are found in an alarm, with the place and the channels there are", () => {
    const alarms = alarmsSchema.parse({ ...sound, "replica-lag": { warning: { maxSeconds: 60, forMinutes: 10, channels: ["operations", "dba"] } } });
    assert.deepEqual(unknownChannels({ ...settings, alarms }), [
      { key: 'groundwork:alarms["replica-lag"].warning.channels[1]', got: '"dba"', expected: "one of groundwork:channels: operations" },
    ]);
  });

  it("are found in the event of a task that ran out of memory, and in a metric's alarm", () => {
    const alarms = alarmsSchema.parse({ ...sound, "task-out-of-memory": { channels: ["dba"] } });
    const metrics = metricsSchema.parse({
      sales: {
        title: "Sales (count)",
        source: { kind: "application", publisher: "api", namespace: "Shop", metricName: "Sales", statistic: "Sum" },
        firstLook: "Look.",
        alarms: { high: { below: 1, forMinutes: 60, missingData: "breaching", channels: ["board"] } },
      },
    });
    assert.deepEqual(unknownChannels({ ...settings, alarms, metrics }).map(({ key, got }) => [key, got]), [
      ['groundwork:alarms["task-out-of-memory"].channels[0]', '"dba"'],
      ["groundwork:metrics.sales.alarms.high.channels[0]", '"board"'],
    ]);
  });

  it("are found in an alert of Prometheus", () => {
    assert.deepEqual(unknownChannels({ ...settings, prometheus: prometheus(["dba"]) }), [
      {
        key: 'groundwork:prometheus.alerts["scrape-failed"].channels[0]',
        got: '"dba"',
        expected: "one of groundwork:channels: operations",
      },
    ]);
  });

  it("say nothing while the channels themselves, or the alarms, are not sound", () => {
    assert.deepEqual(unknownChannels({ alarms: settings.alarms }), []);
    assert.deepEqual(unknownChannels({ channels: settings.channels }), []);
  });
});
