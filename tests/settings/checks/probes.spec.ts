import { strict as assert } from "node:assert";
import { parseSettings } from "../../../settings/parse";
import { SettingsError } from "../../../settings/problems";
import { changed, rawSettings } from "../../helpers/settings";

const step = { name: "health", path: "/health" };
const canary = { rateMinutes: 5, timeoutSeconds: 60, failing: { runs: 2, of: 3 }, channels: ["operations"], steps: [step] };
const synthetics = { runtimeVersion: "syn-nodejs-5.2", retentionDays: 30, logRetentionDays: 30, canaries: { site: canary } };
const realUserMonitoring = {
  domains: ["scholarship.university.edu"],
  sampleRatePercent: 100,
  allowCookies: false,
  alarms: { "page-load": { maxMilliseconds: 3000, channels: ["operations"] } },
};
const budget = {
  monthlyLimitUsd: 200,
  notifications: [{ when: "actual", percent: 80, channel: "operations" }],
  activateTags: false,
  anomalies: { watches: "system", minImpactUsd: 20, channel: "operations" },
};
const topics = { synthetics, realUserMonitoring, budget };
const sound = Object.entries(topics).reduce((raw, [topic, value]) => changed(raw, topic, value), rawSettings("scholarship", "production"));

function told(path: string, value: unknown): string[] {
  try {
    parseSettings(changed(sound, path, value));
  } catch (error) {
    if (error instanceof SettingsError) return error.problems.map(({ key, got, expected }) => `${key} | ${got ?? "nothing"} | ${expected}`);
    throw error;
  }
  return [];
}
const stepTold = (change: object) => told("synthetics.canaries.site.steps", [{ ...step, ...change }]);
const CHANNELS = "one of groundwork:channels: operations, database, security, on-call";
const AT = "groundwork:synthetics.canaries.site.steps[0]";

describe("what probes, browser reports and budgets name", () => {
  it("is there in the fixture, and nothing is asked of a stack without them", () => {
    assert.deepEqual(told("budget.activateTags", true), []);
    for (const topic of Object.keys(topics)) assert.deepEqual(told(topic, undefined), []);
  });

  it("is a host of the load balancer, by name or by its wildcard", () => {
    const hosts = "one of the load balancer's hosts: scholarship.university.edu";
    assert.deepEqual(stepTold({ host: "scholarship.university.edu" }), []);
    assert.deepEqual(stepTold({ host: "api.example.org" }), [`${AT}.host | api.example.org | ${hosts}`]);
    assert.deepEqual(told("realUserMonitoring.domains", ["example.org"]), [`groundwork:realUserMonitoring.domains[0] | example.org | ${hosts}`]);
    const wildcard = changed(sound, "loadBalancer.alternativeDomains", ["*.scholarship.university.edu"]);
    const steps = (host: string) => changed(wildcard, "synthetics.canaries.site.steps", [{ ...step, host }]);
    assert.doesNotThrow(() => parseSettings(steps("api.scholarship.university.edu")));
    assert.throws(() => parseSettings(steps("a.b.scholarship.university.edu")), SettingsError);
  });

  it("is a service whose image has a tag that an answer could have", () => {
    assert.deepEqual(stepTold({ versionField: { path: "version", service: "backend" } }), []);
    assert.deepEqual(stepTold({ versionField: { path: "version", service: "nobody" } }), [
      `${AT}.versionField.service | nobody | a service whose image has a tag: backend, frontend`,
    ]);
  });

  it("is a secret, and a key of it where it has keys", () => {
    const header = (secret: string) => stepTold({ header: { name: "Authorization", secret } });
    assert.deepEqual(header("application-key"), []);
    assert.match(header("application-key:token").join(), /header\.secret \| application-key:token \| one of application-key$/);
    assert.match(header("nothing").join(), /header\.secret \| \(not shown\) \| one of groundwork:secrets: /);
    assert.match(header("smtp").join(), /header\.secret \| smtp \| one of smtp:username, smtp:password$/);
  });

  it("is a channel", () => {
    for (const [path, key] of [
      ["synthetics.canaries.site.channels.0", "synthetics.canaries.site.channels[0]"],
      ["realUserMonitoring.alarms.page-load.channels.0", 'realUserMonitoring.alarms["page-load"].channels[0]'],
      ["budget.notifications.0.channel", "budget.notifications[0].channel"],
      ["budget.anomalies.channel", "budget.anomalies.channel"],
    ] as const) {
      assert.deepEqual(told(path, "nobody"), [`groundwork:${key} | nobody | ${CHANNELS}`]);
    }
    assert.deepEqual(told("synthetics.canaries.site.availability", { minPercent: 99, overHours: 24, channels: ["nobody"] }), [
      `groundwork:synthetics.canaries.site.availability.channels[0] | nobody | ${CHANNELS}`,
    ]);
  });

  it("is where browsers report, for a container that is told so", () => {
    const told = (raw: typeof sound) => {
      try {
        parseSettings(changed(raw, "services.frontend.environmentFrom", { RUM_ID: "realUserMonitoring.appMonitorId" }));
      } catch (error) {
        if (error instanceof SettingsError) return error.problems.map(({ key, expected }) => `${key} | ${expected}`);
        throw error;
      }
      return [];
    };
    assert.deepEqual(told(sound), []);
    assert.deepEqual(told(changed(sound, "realUserMonitoring", undefined)), [
      "groundwork:services.frontend.environmentFrom.RUM_ID | something that the stack has: it has no groundwork:realUserMonitoring",
    ]);
  });
});
