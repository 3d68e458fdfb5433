import { strict as assert } from "node:assert";
import { changed, configOf, rawSettings } from "../helpers/settings";
import type { RawSettings } from "../helpers/settings";
import type { Graph } from "../helpers/graph";
import { buildStack } from "../helpers/stacks";

const lock = { mode: "GOVERNANCE", days: 2557, legalBasis: "Example Records Act" };
const error = { retentionDays: 365, pattern: "?ERROR", services: ["backend", "frontend"] };
const topics = {
  deployIdentity: {
    ownsProvider: true,
    repository: "example/scholarship",
    environments: { preview: ["preview"], drift: ["drift"], deploy: ["production"] },
    maxSessionHours: 2,
  },
  people: { principalArns: ["arn:aws:iam::123456789012:root"], maxFactorAgeMinutes: 60, maxSessionHours: 1 },
  accountSecurity: {
    ownsAccountWide: true,
    guardDutyFeatures: [],
    standards: ["cis"],
    inspectorTargets: ["ECR"],
    unusedAccessDays: 90,
    configuration: { frequency: "DAILY", retentionDays: 365 },
    leastSeverity: "HIGH",
    channels: ["security"],
  },
  audit: { retentionDays: 2557, objectLock: lock, objectEvents: "writes" },
  logArchive: {
    retentionDays: { application: 90, access: 90, system: 90 },
    classes: { error, audit: { ...error, services: ["backend"], retentionDays: 2557, objectLock: lock } },
    logRetentionDays: 90,
    failureChannel: "operations",
  },
  logPrivacy: { identifiers: ["EmailAddress"] },
};
const scholarship = rawSettings("scholarship", "production");
const all = Object.entries(topics).reduce((raw: RawSettings, [topic, value]) => changed(raw, topic, value), scholarship);
const built = (raw: RawSettings) => buildStack("scholarship", "production", configOf(raw));

const BUCKET = "aws:s3/bucket:Bucket";
const LOCK = "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration";
const LIFECYCLE = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";
const MASK = "aws:cloudwatch/logDataProtectionPolicy:LogDataProtectionPolicy";
const ROLE = "aws:iam/role:Role";
const archives = (graph: Graph) => graph.all(BUCKET).map(({ name }) => name).filter((name) => name.startsWith("archive-"));

describe("audit and archives", () => {
  let graph: Graph;
  let bare: Graph;
  before(async function () {
    this.timeout(60_000);
    graph = await built(all);
    bare = await built(scholarship);
  });

  it("stand only where a stack asks for them", () => {
    assert.deepEqual(archives(bare), []);
    for (const type of ["aws:cloudtrail/trail:Trail", "aws:guardduty/detector:Detector", "aws:iam/openIdConnectProvider:OpenIdConnectProvider", MASK]) {
      assert.deepEqual(bare.all(type), [], type);
      assert.ok(graph.all(type).length > 0, type);
    }
    assert.deepEqual(bare.all("aws:kms/key:Key").filter(({ name }) => name.includes("archive")), []);
  });

  it("keep each class in a bucket of its own, for its own days, and lock what a law has kept", () => {
    assert.deepEqual(archives(graph), ["archive-audit", "archive-error-logs", "archive-audit-logs", "archive-config"]);
    const days = (name: string) => JSON.stringify(graph.one(LIFECYCLE, `${name}-lifecycle`).inputs.rules).match(/"expiration":\{"days":(\d+)\}/)?.[1];
    assert.deepEqual(archives(graph).map(days), ["2557", "365", "2557", "365"]);
    assert.deepEqual(graph.all(LOCK).map(({ name, inputs }) => [name, inputs.rule]), [
      ["archive-audit-object-lock", { defaultRetention: { mode: "GOVERNANCE", days: 2557 } }],
      ["archive-audit-logs-object-lock", { defaultRetention: { mode: "GOVERNANCE", days: 2557 } }],
    ]);
  });

  it("admit the one trail of the stack to its archive", () => {
    const policy = String(graph.one("aws:s3/bucketPolicy:BucketPolicy", "archive-audit-policy").inputs.policy);
    assert.match(policy, /"aws:SourceArn":\["arn:aws:cloudtrail:eu-central-1:123456789012:trail\/scholarship-production"\]/);
    assert.equal(graph.one("aws:cloudtrail/trail:Trail").inputs.name, "scholarship-production");
  });

  it("share one key, apart from the key of the logs", () => {
    const keys = new Set(
      archives(graph).map((name) =>
        JSON.stringify(graph.one("aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration", `${name}-encryption`).inputs.rules),
      ),
    );
    assert.equal(keys.size, 1);
    assert.equal(graph.all("aws:kms/key:Key").filter(({ name }) => name === "key-archive-key").length, 1);
  });

  it("mask the logs of every service, every task and the database", () => {
    const { services, tasks } = { services: {}, tasks: {}, ...scholarship };
    const wanted = [...Object.keys(Object(services)), ...Object.keys(Object(tasks)), "database", "database-replica-1"];
    assert.deepEqual(graph.all(MASK).map(({ name }) => name.replace("log-privacy-", "")).toSorted(), wanted.toSorted());
  });

  it("let people lift the locks that there are", () => {
    const policy = String(graph.one("aws:iam/rolePolicy:RolePolicy", "people-break-glass").inputs.policy);
    for (const name of ["audit", "audit-logs"]) assert.ok(policy.includes(`arn:aws:s3:::scholarship-production-${name}-123456789012-eu-central-1/*`), name);
    assert.ok(!policy.includes("error-logs"));
  });

  it("turn on what an account has once only where the stack owns it", async () => {
    const BLOCK = "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock";
    assert.equal(graph.all(BLOCK).length, 1);
    const regional = await built(changed(scholarship, "accountSecurity", { ...topics.accountSecurity, ownsAccountWide: false }));
    assert.deepEqual(regional.all(BLOCK), []);
    assert.equal(regional.all("aws:guardduty/detector:Detector").length, 1);
  });

  it("put every role of the system below its path and within the bound, and the deployers' and people's beside it", () => {
    const apart = ["/deploy/", "/people/"];
    const own = graph.all(ROLE).filter(({ inputs }) => !apart.includes(String(inputs.path)));
    assert.ok(own.length > 30, `${own.length} roles`);
    for (const { name, inputs } of own) {
      assert.equal(inputs.path, "/scholarship-production/", name);
      assert.equal(inputs.permissionsBoundary, "arn:aws:iam::123456789012:policy/boundary/scholarship-production-boundary", name);
    }
    assert.deepEqual(graph.all(ROLE).filter(({ inputs }) => inputs.path === "/deploy/").map(({ name }) => name), [
      "deploy-identity-preview",
      "deploy-identity-drift",
      "deploy-identity-deploy",
    ]);
  });

  it("leave the roles of a stack without deployers as they are", () => {
    for (const { name, inputs } of bare.all(ROLE)) assert.deepEqual([inputs.path, inputs.permissionsBoundary], [undefined, undefined], name);
  });
});
