import { strict as assert } from "node:assert";
import { prometheusSchema } from "../../settings/prometheus";

const channels = ["operations"];
const sound = {
  enabled: true,
  retentionDays: 90,
  logRetentionDays: 30,
  scrapeIntervalSeconds: 30,
  collector: { image: "otel/opentelemetry-collector-contrib:0.136.0", vcpu: 0.25, memoryMib: 512 },
  scrape: { backend: { path: "/metrics" } },
  alerts: {
    "scrape-failed": { minutes: 10, channels },
    "database-unreachable": { minutes: 5, channels },
    "idle-transactions": { maxSessions: 3, minutes: 15, channels },
  },
};
const messages = (value: unknown) =>
  prometheusSchema.safeParse(value).error?.issues.map(({ path, message }) => [path.join("."), message]);

describe("prometheus settings", () => {
  it("are sound as the fixture has them", () => {
    assert.equal(messages(sound), undefined);
  });

  it("ask for nothing more where Prometheus is off", () => {
    assert.equal(messages({ enabled: false }), undefined);
  });

  it("refuse an image whose tag moves", () => {
    const collector = { ...sound.collector, image: "otel/opentelemetry-collector-contrib:latest" };
    assert.deepEqual(messages({ ...sound, collector }), [
      ["collector.image", 'a tag that never moves, such as 1.4.2, or a digest: "latest" can\'t be rolled back to'],
    ]);
  });

  it("refuse a retention of logs that CloudWatch does not have, and one of metrics that Prometheus does not have", () => {
    assert.deepEqual(messages({ ...sound, logRetentionDays: 31 })?.map(([path]) => path), ["logRetentionDays"]);
    assert.deepEqual(messages({ ...sound, retentionDays: 1096 })?.map(([path]) => path), ["retentionDays"]);
  });

  it("refuse an alert that tells nobody", () => {
    const alerts = { ...sound.alerts, "scrape-failed": { minutes: 10, channels: [] } };
    assert.deepEqual(messages({ ...sound, alerts })?.map(([path]) => path), ["alerts.scrape-failed.channels"]);
  });

  it("refuse a path of metrics that does not begin at the root", () => {
    assert.deepEqual(messages({ ...sound, scrape: { backend: { path: "metrics" } } })?.map(([path]) => path), ["scrape.backend.path"]);
  });
});
