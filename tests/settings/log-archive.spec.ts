import { strict as assert } from "node:assert";
import { logArchiveSchema } from "../../settings/log-archive";

const error = { retentionDays: 365, transitions: [], pattern: "?ERROR", services: ["api"] };
const sound = {
  retentionDays: { application: 30, access: 90, system: 365 },
  classes: { error, audit: { ...error, retentionDays: 2557, objectLock: { mode: "GOVERNANCE", days: 2557, legalBasis: "Example Records Act" } } },
  logRetentionDays: 90,
  failureChannel: "operations",
};
const withError = (change: object) => ({ ...sound, classes: { error: { ...error, ...change } } });
const issues = (value: unknown) => logArchiveSchema.safeParse(value).error?.issues.map(({ path, code }) => [path.join("."), code]);
const messages = (value: unknown) => logArchiveSchema.safeParse(value).error?.issues.map(({ path, message }) => [path.join("."), message]);

describe("log archive settings", () => {
  it("are sound as the fixture has them, five classes with days of their own", () => {
    assert.equal(messages(sound), undefined);
  });

  it("require every key", () => {
    assert.deepEqual(issues({})?.map(([path]) => path), ["retentionDays", "classes", "logRetentionDays", "failureChannel"]);
    assert.deepEqual(issues({ ...sound, classes: { error: {} } })?.map(([path]) => path), [
      "classes.error.retentionDays",
      "classes.error.pattern",
      "classes.error.services",
    ]);
  });

  it("take retentions that CloudWatch Logs offers", () => {
    assert.deepEqual(issues({ ...sound, retentionDays: { ...sound.retentionDays, application: 31 } }), [["retentionDays.application", "invalid_value"]]);
    assert.deepEqual(issues({ ...sound, logRetentionDays: 0 }), [["logRetentionDays", "invalid_value"]]);
  });

  it("refuse no class, one without a service, and a service twice", () => {
    assert.deepEqual(messages({ ...sound, classes: {} }), [["classes", "at least one class"]]);
    assert.deepEqual(issues(withError({ services: [] })), [["classes.error.services", "too_small"]]);
    assert.deepEqual(messages(withError({ services: ["api", "api"] })), [["classes.error.services", "services that differ"]]);
  });

  it("refuse a class whose name no bucket can have, and a pattern that is too long", () => {
    assert.deepEqual(issues({ ...sound, classes: { "My errors": error } }), [["classes.My errors", "invalid_key"]]);
    assert.equal(issues(withError({ pattern: "e".repeat(1024) })), undefined);
    assert.deepEqual(issues(withError({ pattern: "e".repeat(1025) })), [["classes.error.pattern", "too_big"]]);
  });

  it("refuse lines that go before their lock", () => {
    const objectLock = { mode: "GOVERNANCE", days: 366, legalBasis: "Example Records Act" };
    assert.deepEqual(messages(withError({ objectLock })), [
      ["classes.error.retentionDays", "at least 366, the days of the lock: no object can be deleted before"],
    ]);
  });
});
