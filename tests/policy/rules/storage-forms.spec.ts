import { strict as assert } from "node:assert";
import { evaluate } from "../../../policy/evaluate";
import type { Floors } from "../../../policy/floors";
import type { PolicyResource, Properties, Stack } from "../../../policy/model";
import { RULES } from "../../../policy/rules/index";
import { UNKNOWN } from "../../../rehearsal/provider/struct";

const FLOORS: Floors = {
  profile: "production",
  databaseBackupDays: 7,
  recoveryPointDays: 7,
  logRetentionDays: 30,
  tlsVersion: "1.2",
  allowedRegions: ["eu-central-1", "eu-west-1"],
  publicPorts: [443],
  minimumTasks: 1,
  lacks: {},
  readReplicas: 1,
  copiedBuckets: { backups: ["mirror/"] },
};

const INSTANCE = "aws:rds/instance:Instance";
const CLUSTER = "aws:rds/cluster:Cluster";
const MEMBER = "aws:rds/clusterInstance:ClusterInstance";
const BUCKET = "aws:s3/bucket:Bucket";
const SECRET = "aws:secretsmanager/secret:Secret";

const made = (type: string, name: string, properties: Properties, region = "eu-central-1"): PolicyResource => ({
  type, name, urn: `urn:pulumi:production::groundwork::${type}::${name}`, properties, region, options: { protect: true, ignoreChanges: [], deleteBeforeReplace: false }, propertyDependencies: {},
});
const PROVIDER = made("pulumi:providers:aws", "aws", { region: "eu-central-1", allowedAccountIds: '["123456789012"]' });
const stackOf = (...resources: readonly PolicyResource[]): Stack => ({ resources: [PROVIDER, ...resources] });

/** What a rule finds, as `name property`. */
function found(id: string, ...resources: readonly PolicyResource[]): readonly string[] {
  return evaluate(RULES.filter((rule) => rule.id === id), stackOf(...resources), FLOORS).rules.flatMap(({ violations }) => violations.map(({ urn, property }) => `${urn.split("::").at(-1) ?? ""} ${property}`));
}

describe("a replica", () => {
  const source = made(INSTANCE, "source", { identifier: "db", engine: "postgres", engineVersion: "17.4", vpcSecurityGroupIds: ["sg-1"], availabilityZone: "eu-central-1a" });
  const replica = (properties: Properties, region?: string) => made(INSTANCE, "replica", { identifier: "db-1", replicateSourceDb: "db", vpcSecurityGroupIds: ["sg-1"], ...properties }, region);

  it("in another region has groups and a key of that region", () => {
    const abroad = { replicateSourceDb: "arn:aws:rds:eu-central-1:123456789012:db:db", vpcSecurityGroupIds: ["sg-2"], availabilityZone: "eu-west-1a" };
    const key = made("aws:kms/key:Key", "key", {}, "eu-west-1");
    assert.deepEqual(found("rds-replica-inherits", source, replica({ ...abroad, kmsKeyId: "arn:aws:kms:eu-west-1:123456789012:key/1" }, "eu-west-1")), []);
    const unknown = { ...replica({ ...abroad, kmsKeyId: UNKNOWN }, "eu-west-1"), propertyDependencies: { kmsKeyId: [key.urn] } };
    assert.deepEqual(found("rds-replica-inherits", source, unknown, key), []);
    assert.deepEqual(found("rds-replica-inherits", source, unknown, { ...key, region: "eu-central-1" }), ["replica kmsKeyId"]);
    for (const kmsKeyId of ["arn:aws:kms:eu-central-1:123456789012:key/1", UNKNOWN, ""]) {
      assert.deepEqual(found("rds-replica-inherits", source, replica({ ...abroad, kmsKeyId }, "eu-west-1")), ["replica kmsKeyId"]);
    }
    assert.deepEqual(found("rds-replica-inherits", source, replica(abroad, UNKNOWN)), ["replica region"]);
  });

  it("stands in another zone where both say one", () => {
    assert.deepEqual(found("rds-replica-inherits", source, replica({ availabilityZone: "eu-central-1b" })), []);
    assert.deepEqual(found("rds-replica-inherits", source, replica({})), []);
    assert.deepEqual(found("rds-replica-inherits", source, replica({ availabilityZone: "eu-central-1a" })), ["replica availabilityZone"]);
    assert.deepEqual(found("rds-replica-inherits", source, replica({ availabilityZone: UNKNOWN })), ["replica availabilityZone"]);
    const pair = { ...source, properties: { ...source.properties, multiAz: true } };
    assert.deepEqual(found("rds-replica-inherits", pair, replica({ availabilityZone: "eu-central-1a" })), []);
  });

  it("is as new as its source, as far as both say", () => {
    const accepted = (engineVersion: string, ofSource: string) =>
      found("rds-upgrade-order", { ...source, properties: { ...source.properties, engineVersion: ofSource } }, replica({ engineVersion })).length === 0;
    for (const [own, ofSource] of [["17", "17"], ["17", "17.4"], ["17.4", "17"], ["17.10", "17.4"], ["18", "17.4"], ["18.1", "17.4"]] as const) assert.ok(accepted(own, ofSource), `${own} of ${ofSource}`);
    for (const [own, ofSource] of [["16", "17"], ["16.9", "17"], ["17.4", "17.10"], ["17", "newest"], ["newest", "17"], [UNKNOWN, "17"], ["17", UNKNOWN]] as const) assert.ok(!accepted(own, ofSource), `${own} of ${ofSource}`);
  });

  it("may be a cluster that follows one, or a member that reads", () => {
    const cluster = made(CLUSTER, "cluster", { clusterIdentifier: "aurora", vpcSecurityGroupIds: ["sg-1"] });
    const members = ["one", "two"].map((name) => made(MEMBER, name, { clusterIdentifier: "aurora" }));
    const follower = made(CLUSTER, "follower", { clusterIdentifier: "copy", replicationSourceIdentifier: "arn:aws:rds:eu-central-1:123456789012:cluster:aurora", vpcSecurityGroupIds: ["sg-2"] });
    assert.deepEqual(found("rds-replica-present", cluster, follower), []);
    assert.deepEqual(found("rds-replica-present", cluster, ...members), []);
    assert.deepEqual(found("rds-replica-present", cluster, ...members.slice(1)), ["cluster aws:rds/instance:Instance"]);
    assert.deepEqual(found("rds-replica-inherits", cluster, follower), ["follower vpcSecurityGroupIds"]);
  });
});

describe("a parameter group", () => {
  const GROUP = "aws:rds/parameterGroup:ParameterGroup";
  const CLUSTER_GROUP = "aws:rds/clusterParameterGroup:ClusterParameterGroup";

  it("is of the engine and the version that use it, in a cluster and in its members too", () => {
    const engine = { engine: "aurora-postgresql", engineVersion: "16.4" };
    const stack = (family: string, dbParameterGroupName: string) => [
      made(CLUSTER_GROUP, "of-cluster", { name: "ours-cluster", family }), made(GROUP, "of-member", { name: "ours", family }),
      made(CLUSTER, "cluster", { clusterIdentifier: "aurora", ...engine, dbClusterParameterGroupName: "ours-cluster" }), made(MEMBER, "member", { clusterIdentifier: "aurora", engine: engine.engine, dbParameterGroupName }),
    ];
    assert.deepEqual(found("rds-own-parameter-group", ...stack("aurora-postgresql16", "ours")), []);
    assert.deepEqual(found("rds-own-parameter-group", ...stack("aurora-postgresql16", "default.aurora-postgresql16")), ["member dbParameterGroupName"]);
    assert.deepEqual(found("rds-own-parameter-group", ...stack("postgres16", "ours")), ["cluster dbClusterParameterGroupName", "member dbParameterGroupName"]);
    assert.deepEqual(found("rds-own-parameter-group", ...stack("aurora-postgresql1", "ours")), ["cluster dbClusterParameterGroupName", "member dbParameterGroupName"]);
  });
});

describe("a replication inside a bucket", () => {
  const copy = made(BUCKET, "copy", { bucket: "copy" }, "eu-west-1");
  const rule: Properties = { status: "Enabled", sourceSelectionCriteria: { sseKmsEncryptedObjects: { enabled: true } }, destination: { bucket: "arn:aws:s3:::copy" }, deleteMarkerReplicationStatus: "Disabled" };
  const mirror: Properties = { ...rule, filter: { prefix: "mirror/" }, deleteMarkerReplicationStatus: "Enabled" };
  const source = (...rules: readonly Properties[]) => made(BUCKET, "backups", { bucket: "backups", replicationConfiguration: { role: "r", rules } });

  it("counts as one of its own, and is held to the same regions and deletions", () => {
    for (const id of ["s3-replicated", "s3-replication-keeps", "regions-allowed"]) assert.deepEqual(found(id, source(rule, mirror), copy), [], id);
    assert.deepEqual(found("s3-replicated", source(mirror), copy), ["backups aws:s3/bucketReplicationConfig:BucketReplicationConfig"]);
    assert.deepEqual(found("s3-replication-keeps", source(rule), copy), ["backups replicationConfiguration.rules.deleteMarkerReplication.status"]);
    assert.deepEqual(found("s3-replication-keeps", source({ ...rule, deleteMarkerReplicationStatus: "Enabled" }, mirror), copy), ["backups replicationConfiguration.rules.deleteMarkerReplication.status"]);
    assert.deepEqual(found("regions-allowed", source(rule, mirror), { ...copy, region: "us-east-1" }), ["backups replicationConfiguration.rules[0].destination.bucket", "backups replicationConfiguration.rules[1].destination.bucket", "copy region"]);
  });
});

describe("a database whose name nobody knows yet", () => {
  const database = made(INSTANCE, "database", { identifier: UNKNOWN });
  const plan = made("aws:backup/plan:Plan", "plan", { id: "plan-1", rules: [{ lifecycle: { deleteAfter: 30 } }] });
  const isCovered = (said: Properties) => found("rds-in-backup-plan", database, plan, made("aws:backup/selection:Selection", "selection", { planId: "plan-1", ...said })).length === 0;

  it("is covered by a pattern of all names, and by none that could be of others", () => {
    for (const pattern of ["*", "arn:aws:rds:*", "arn:aws:rds:*:*:db:*", "arn:aws:rds:eu-central-1:123456789012:db:*"]) assert.ok(isCovered({ resources: [pattern] }), pattern);
    for (const pattern of ["arn:aws:rds:*:*:db:some-*", "arn:aws:rds:*:*:cluster:*", "arn:aws:rds:us-east-1:*", "arn:aws:rds:*:999999999999:*", "arn:aws:rds:eu-central-1:123456789012:db:?"]) assert.ok(!isCovered({ resources: [pattern] }), pattern);
  });

  it("is left out by a pattern that could be of it", () => {
    for (const pattern of ["arn:aws:s3:::*", "arn:aws:rds:us-east-1:*"]) assert.ok(isCovered({ resources: ["*"], notResources: [pattern] }), pattern);
    for (const pattern of ["*", "arn:aws:rds:*", "arn:aws:rds:*:*:db:other", "arn:aws:rds:eu-central-1:123456789012:db:other"]) assert.ok(!isCovered({ resources: ["*"], notResources: [pattern] }), pattern);
  });
});

describe("what is shared with another account", () => {
  const policy = (statement: Properties) => JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: "*", ...statement }] });
  const read = (text: string) => [...found("sm-policy-narrow-inline", made(SECRET, "inline", { policy: text })), ...found("sm-policy-narrow", made("aws:secretsmanager/secretPolicy:SecretPolicy", "alone", { policy: text }))];

  it("is no secret: its policy lets in services and our own account alone", () => {
    for (const statement of [
      { Principal: { AWS: "arn:aws:iam::123456789012:root" } },
      { Principal: { AWS: ["123456789012", "arn:aws:iam::123456789012:role/api"] } },
      { Principal: { Service: "rds.amazonaws.com" } },
      { Principal: "*", Condition: { StringEquals: { "aws:PrincipalAccount": "123456789012" } } },
      { Effect: "Deny", Principal: "*" },
    ]) assert.deepEqual(read(policy(statement)), [], JSON.stringify(statement));
    for (const statement of [{ Principal: { AWS: ["123456789012", "999999999999"] } }, { Principal: { Service: "*" } }, { Principal: { CanonicalUser: "79a59d" } }, {}, { Principal: { AWS: "arn:aws:iam::123456789012" } }]) {
      assert.deepEqual(read(policy(statement)), ["inline policy", "alone policy"], JSON.stringify(statement));
    }
    for (const none of ["{}", ""]) assert.deepEqual(read(none), ["alone policy"]);
  });

  it("is no snapshot", () => {
    const shared = (...sharedAccounts: readonly string[]) => found("rds-no-public-snapshot", made("aws:rds/clusterSnapshot:ClusterSnapshot", "snapshot", { sharedAccounts }));
    assert.deepEqual(shared(), []);
    assert.deepEqual(shared("123456789012"), []);
    assert.deepEqual(shared("123456789012", "all"), ["snapshot sharedAccounts"]);
  });
});
