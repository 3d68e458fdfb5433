import { strict as assert } from "node:assert";
import { syntheticsSchema } from "../../settings/synthetics";

const health = { name: "health", path: "/health", expectedFields: { status: "healthy" } };
const canary = { rateMinutes: 5, timeoutSeconds: 60, failing: { runs: 2, of: 3 }, channels: ["operations"], steps: [health] };
const sound = { runtimeVersion: "syn-nodejs-5.2", retentionDays: 30, logRetentionDays: 30, canaries: { site: canary } };
const withCanary = (change: object) => ({ ...sound, canaries: { site: { ...canary, ...change } } });
const withStep = (step: object) => withCanary({ steps: [step] });
const issues = (value: unknown) => syntheticsSchema.safeParse(value).error?.issues;
const messages = (value: unknown) => issues(value)?.map(({ path, message }) => [path.join(".").replace("canaries.site.", ""), message]);
const codes = (value: unknown) => issues(value)?.map(({ path, code }) => [path.join(".").replace("canaries.site.", ""), code]);

describe("synthetics settings", () => {
  it("ask with GET for a 200 within ten seconds, where a step says nothing else", () => {
    assert.deepEqual(syntheticsSchema.parse(sound).canaries.site?.steps, [
      { ...health, method: "GET", expectedStatus: 200, timeoutSeconds: 10 },
    ]);
  });

  it("take every expectation there is, on a host of ours and on somebody else's", () => {
    const header = { name: "Authorization", prefix: "Bearer ", secret: "probe:token" };
    const versionField = { path: "build.version", service: "api" };
    assert.equal(
      messages(withStep({ ...health, host: "api.example.org", method: "POST", expectedStatus: 204, expectedText: "ok", versionField, header,
        maxMilliseconds: 2000, maxFirstByteMilliseconds: 600, timeoutSeconds: 5 })),
      undefined,
    );
    assert.equal(messages(withStep({ name: "payments", externalUrl: "https://status.example.com/api" })), undefined);
    assert.equal(messages(withCanary({ maxMilliseconds: 3000, availability: { minPercent: 99.9, overHours: 24, channels: ["operations"] } })), undefined);
  });

  it("refuse a step that asks nobody, or two, or somebody else with our secret", () => {
    assert.deepEqual(messages(withStep({ name: "health" })), [["steps.0.path", "a path or an externalUrl, and not both"]]);
    assert.deepEqual(messages(withStep({ ...health, externalUrl: "https://status.example.com" })), [["steps.0.path", "a path or an externalUrl, and not both"]]);
    const outside = { name: "payments", externalUrl: "https://status.example.com" };
    assert.deepEqual(messages(withStep({ ...outside, header: { name: "X-Key", secret: "probe" } })), [["steps.0.header", "no secret for a host that others run"]]);
    assert.deepEqual(messages(withStep({ ...outside, host: "app.example.org" })), [["steps.0.host", "no host beside an externalUrl, which names its own"]]);
    assert.deepEqual(messages(withStep({ ...outside, externalUrl: "http://status.example.com" })), [["steps.0.externalUrl", "an https URL"]]);
  });

  it("refuse to look into the body of an answer that has none", () => {
    assert.equal(messages(withStep({ name: "home", path: "/", method: "HEAD" })), undefined);
    assert.deepEqual(messages(withStep({ ...health, method: "HEAD" })), [["steps.0.method", "GET or POST: an answer to HEAD has no body"]]);
  });

  it("refuse two expectations of one field, and two steps of one name", () => {
    assert.deepEqual(messages(withStep({ ...health, versionField: { path: "status", service: "api" } })), [
      ["steps.0.versionField", "a field that expectedFields doesn't have"],
    ]);
    assert.deepEqual(messages(withCanary({ steps: [health, health] })), [["steps", "steps with names that differ"]]);
  });

  it("refuse times that don't fit together", () => {
    assert.deepEqual(messages(withCanary({ timeoutSeconds: 15 })), [
      ["timeoutSeconds", "a timeout of at least 20 seconds, those of its steps and 10: else a step that hangs hides which"],
    ]);
    assert.deepEqual(messages(withCanary({ rateMinutes: 1, timeoutSeconds: 90 })), [["timeoutSeconds", "a timeout of at most 60 seconds: the next run begins then"]]);
    assert.deepEqual(messages(withCanary({ failing: { runs: 4, of: 3 } })), [["failing", "at most 3 failing runs of 3"]]);
    assert.deepEqual(messages(withCanary({ rateMinutes: 60, failing: { runs: 2, of: 25 } })), [
      ["failing", "at most 24 runs to look back on: an alarm sees one day"],
    ]);
  });

  it("take the least and the most of each number, and not one more or less", () => {
    for (const [key, least, most] of [["rateMinutes", 1, 60], ["timeoutSeconds", 15, 840]] as const) {
      assert.deepEqual(codes(withCanary({ [key]: least - 1 }))?.filter(([, code]) => code !== "custom"), [[key, "too_small"]]);
      assert.deepEqual(codes(withCanary({ [key]: most + 1 }))?.filter(([, code]) => code !== "custom"), [[key, "too_big"]]);
    }
    assert.deepEqual(codes({ ...sound, retentionDays: 456 }), [["retentionDays", "too_big"]]);
    assert.deepEqual(codes({ ...sound, logRetentionDays: 31 }), [["logRetentionDays", "invalid_value"]]);
  });

  it("refuse a runtime with a browser, no canary, and one that tells nobody", () => {
    assert.deepEqual(messages({ ...sound, runtimeVersion: "syn-nodejs-puppeteer-13.0" }), [
      ["runtimeVersion", "a runtime without a browser such as syn-nodejs-5.2"],
    ]);
    assert.deepEqual(messages({ ...sound, canaries: {} }), [["canaries", "at least one canary"]]);
    assert.deepEqual(codes(withCanary({ channels: [] })), [["channels", "too_small"]]);
  });
});
