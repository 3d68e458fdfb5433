import { strict as assert } from "node:assert";
import { ALARM_KEYS } from "../../components/internal/alarm-catalogue";
import { alarmsSchema, unknownChannels } from "../../settings/alarms";
import { channelsSchema } from "../../settings/channels";
import { prometheusSchema } from "../../settings/prometheus";

const channels = ["operations"];
const sound = {
  runbookBaseUrl: "https://runbooks.example.org/docs",
  "load-balancer-errors": { maxPercent: 1, minRequests: 50, channels },
  "unhealthy-targets": { maxCount: 0, channels },
  "few-healthy-targets": { minCount: 1, channels },
  "target-errors": { maxPercent: 2, minRequests: 50, channels },
  "target-latency": { maxMilliseconds: 2000, channels },
  "certificate-expiry": { minDays: 21, channels },
  "task-cpu": { maxPercent: 85, channels },
  "task-memory": { maxPercent: 90, channels },
  "few-tasks": { maxMissing: 0, channels },
  "database-cpu": { maxPercent: 80, channels },
  "database-connections": { maxPercent: 80, channels },
  "database-storage": { minFreeGib: 10, channels },
  "database-memory": { minFreeMib: 256, channels },
  "replica-lag": { maxSeconds: 60, channels },
  "cache-cpu": { maxPercent: 80, channels },
  "cache-memory": { maxPercent: 75, channels },
  "cache-evictions": { maxCount: 100, channels },
  "cache-replication-lag": { maxSeconds: 10, channels },
  "backup-failed": { maxCount: 0, channels },
  "backup-missing": { maxHours: 36, channels },
  "backup-copy-failed": { maxCount: 0, channels },
};
const messages = (value: unknown) =>
  alarmsSchema.safeParse(value).error?.issues.map(({ path, message }) => [path.join("."), message]);

describe("alarms settings", () => {
  it("are sound as the fixture has them", () => {
    assert.equal(messages(sound), undefined);
  });

  it("ask for exactly the alarms of the catalogue, each of them", () => {
    const { runbookBaseUrl: _, ...rules } = alarmsSchema.shape;
    assert.deepEqual(Object.keys(rules).sort(), [...ALARM_KEYS].sort());
    for (const key of ALARM_KEYS) {
      const { [key]: _missing, ...rest } = sound;
      assert.deepEqual(messages(rest)?.map(([path]) => path), [key]);
    }
  });

  it("turn each limit, whatever its unit is called, into the limit of a rule", () => {
    const parsed = alarmsSchema.parse(sound);
    assert.deepEqual(parsed["task-cpu"], { limit: 85, channels });
    assert.deepEqual(parsed["load-balancer-errors"], { limit: 1, minRequests: 50, channels });
    const { runbookBaseUrl: _, ...rules } = parsed;
    assert.deepEqual(
      Object.values(rules).map(({ limit }) => limit),
      [1, 0, 1, 2, 2000, 21, 85, 90, 0, 80, 80, 10, 256, 60, 80, 75, 100, 10, 0, 36, 0],
    );
  });

  it("refuse an alarm that tells nobody", () => {
    const issues = messages({ ...sound, "task-cpu": { maxPercent: 85, channels: [] } });
    assert.deepEqual(issues?.map(([path]) => path), ["task-cpu.channels"]);
  });

  it("refuse a limit in another unit", () => {
    const issues = messages({ ...sound, "task-cpu": { maxSeconds: 85, channels } });
    assert.deepEqual(issues?.map(([path]) => path), ["task-cpu.maxPercent", "task-cpu"]);
  });

  for (const [key, rule] of [
    ["task-cpu", { maxPercent: 101, channels }],
    ["certificate-expiry", { minDays: 60, channels }],
    ["backup-missing", { maxHours: 169, channels }],
    ["few-healthy-targets", { minCount: 0, channels }],
    ["target-latency", { maxMilliseconds: 0.5, channels }],
  ] as const) {
    it(`refuse for ${key} a limit that can't be meant or that CloudWatch does not take`, () => {
      const issues = messages({ ...sound, [key]: rule });
      assert.equal(issues?.length, 1);
      assert.match(issues?.[0]?.[0] ?? "", new RegExp(`^${key}\\.m`));
    });
  }

  it("refuse an address of the runbooks that would give links with two slashes", () => {
    assert.deepEqual(messages({ ...sound, runbookBaseUrl: "https://runbooks.example.org/" }), [
      ["runbookBaseUrl", "a URL without a slash at the end"],
    ]);
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
    const alarms = alarmsSchema.parse({ ...sound, "replica-lag": { maxSeconds: 60, channels: ["operations", "dba"] } });
    assert.deepEqual(unknownChannels({ ...settings, alarms }), [
      { key: 'groundwork:alarms["replica-lag"].channels[1]', got: '"dba"', expected: "one of groundwork:channels: operations" },
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
