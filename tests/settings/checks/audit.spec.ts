import { strict as assert } from "node:assert";
import { parseSettings } from "../../../settings/parse";
import { SettingsError } from "../../../settings/problems";
import { changed, rawSettings } from "../../helpers/settings";

const DAYS = { application: 90, access: 90, system: 90 };
const error = { retentionDays: 365, pattern: "?ERROR", services: ["backend", "frontend"] };
const logArchive = { retentionDays: DAYS, classes: { error }, logRetentionDays: 90, failureChannel: "operations" };
const accountSecurity = {
  ownsAccountWide: true,
  guardDutyFeatures: [],
  standards: ["cis"],
  inspectorTargets: ["ECR"],
  unusedAccessDays: 90,
  configuration: { frequency: "DAILY", retentionDays: 365 },
  leastSeverity: "HIGH",
  channels: ["security"],
};
const sound = changed(changed(rawSettings("scholarship", "production"), "logArchive", logArchive), "accountSecurity", accountSecurity);

function told(path: string, value: unknown): string[] {
  try {
    parseSettings(changed(sound, path, value));
  } catch (problem) {
    if (problem instanceof SettingsError) return problem.problems.map(({ key, got, expected }) => `${key} | ${got ?? "nothing"} | ${expected}`);
    throw problem;
  }
  return [];
}

describe("what archives and account security name", () => {
  it("is there in the fixture, and nothing is asked of a stack without them", () => {
    assert.deepEqual(told("logArchive.failureChannel", "security"), []);
    assert.deepEqual(told("logArchive", undefined), []);
    assert.deepEqual(told("accountSecurity", undefined), []);
  });

  it("is a service that the stack has", () => {
    const expected = `one of groundwork:services: ${Object.keys(Object(sound["services"])).join(", ")}`;
    assert.deepEqual(told("logArchive.classes.error.services", ["backend", "api"]), [
      `groundwork:logArchive.classes.error.services[1] | api | ${expected}`,
    ]);
  });

  it("is a channel that the stack has", () => {
    const expected = "one of groundwork:channels: operations, database, security, on-call";
    assert.deepEqual(told("logArchive.failureChannel", "nobody"), [`groundwork:logArchive.failureChannel | nobody | ${expected}`]);
    assert.deepEqual(told("accountSecurity.channels", ["security", "nobody"]), [`groundwork:accountSecurity.channels[1] | nobody | ${expected}`]);
  });

  it("feeds two classes from one log at most, as CloudWatch Logs has it", () => {
    const one = { ...error, services: ["backend"] };
    assert.deepEqual(told("logArchive.classes", { error, audit: one }), []);
    assert.deepEqual(told("logArchive.classes", { error, audit: one, access: one }), [
      "groundwork:logArchive.classes.access.services[0] | backend | a service that feeds fewer than 2 classes: CloudWatch Logs has 2 subscriptions for a log group",
    ]);
  });

  it("has a name that a bucket can have", () => {
    // scholarship-production-<class>-logs-123456789012-eu-central-1 leaves nine characters for the class.
    assert.deepEqual(told("logArchive.classes", { statements: error }), [
      "groundwork:logArchive.classes.statements | statements | a name of 1 characters fewer: S3 allows 63 for scholarship-production-statements-logs-123456789012-eu-central-1",
    ]);
    assert.deepEqual(told("logArchive.classes", { statement: error }), []);
  });
});

describe("a class of logs", () => {
  for (const [path, wanted] of [
    ["services.backend.logRetentionDays", "90, groundwork:logArchive.retentionDays.application"],
    ["tasks.migrate.logRetentionDays", "90, groundwork:logArchive.retentionDays.application"],
    ["loadBalancer.accessLogRetentionDays", "90, groundwork:logArchive.retentionDays.access"],
    ["webFirewall.logRetentionDays", "90, groundwork:logArchive.retentionDays.access"],
    ["database.logRetentionDays", "90, groundwork:logArchive.retentionDays.system"],
    ["cache.logRetentionDays", "90, groundwork:logArchive.retentionDays.system"],
    ["network.flowLogRetentionDays", "90, groundwork:logArchive.retentionDays.system"],
  ] as const) {
    it(`is kept as long as it says, and no longer: ${path}`, () => {
      for (const days of [60, 365]) assert.deepEqual(told(path, days), [`groundwork:${path} | ${days} | ${wanted}`]);
    });
  }
});
