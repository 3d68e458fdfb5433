import { strict as assert } from "node:assert";
import { Cache } from "../../components/cache";
import type { CacheArgs } from "../../components/cache";
import { build } from "../helpers/graph";
import type { Graph } from "../helpers/graph";

const GROUP = "aws:elasticache/replicationGroup:ReplicationGroup";
const key = (purpose: string) => `arn:aws:kms:eu-central-1:123456789012:key/${purpose}`;

const compliant: CacheArgs = {
  namePrefix: "scholarship-production",
  engineVersion: "7.1",
  nodeType: "cache.t4g.small",
  clusterMode: "disabled",
  shards: 1,
  replicasPerShard: 1,
  maxmemoryPolicy: "allkeys-lru",
  snapshotRetentionDays: 7,
  snapshotWindowUtc: "01:00-02:00",
  maintenanceWindowUtc: "sun:03:00-sun:04:00",
  logRetentionDays: 90,
  secretName: "scholarship/production/cache-credentials",
  subnetIds: ["subnet-a", "subnet-b", "subnet-c"],
  securityGroupId: "sg-cache",
  dataKeyArn: key("data"),
  secretsKeyArn: key("secrets"),
  logKeyArn: key("logs"),
  notificationTopicArn: "arn:aws:sns:eu-central-1:123456789012:cache",
};

const cache = (change: Partial<CacheArgs> = {}) => build(() => new Cache("cache", { ...compliant, ...change }));
/** What comes from other resources is made up by the recorder. */
const REFERENCES = ["authToken", "parameterGroupName", "subnetGroupName"];
const withoutReferences = (inputs: object) =>
  Object.fromEntries(Object.entries(inputs).filter(([property]) => !REFERENCES.includes(property)));

describe("Cache", () => {
  let graph: Graph;
  before(async () => {
    graph = await cache();
  });

  it("makes the replication group and what it needs, and nothing else", () => {
    assert.deepEqual(graph.list(), [
      "aws:cloudwatch/logGroup:LogGroup cache-engine-log",
      "aws:cloudwatch/logGroup:LogGroup cache-slow-log",
      "aws:elasticache/parameterGroup:ParameterGroup cache-parameters",
      "aws:elasticache/replicationGroup:ReplicationGroup cache-group",
      "aws:elasticache/subnetGroup:SubnetGroup cache-subnets",
      "aws:secretsmanager/secret:Secret cache-secret",
      "aws:secretsmanager/secretVersion:SecretVersion cache-secret",
      "groundwork:cache:Cache cache",
      "random:index/randomPassword:RandomPassword cache-token",
    ]);
  });

  it("asks for Redis with TLS, a token, encryption, failover over zones and snapshots", () => {
    const { inputs } = graph.one(GROUP);
    assert.deepEqual(REFERENCES.filter((property) => !(property in inputs)), []);
    assert.deepEqual(withoutReferences(inputs), {
      replicationGroupId: "scholarship-production-cache",
      description: "scholarship-production: cache",
      engine: "redis",
      engineVersion: "7.1",
      autoMinorVersionUpgrade: true,
      nodeType: "cache.t4g.small",
      port: 6379,
      clusterMode: "disabled",
      numCacheClusters: 2,
      automaticFailoverEnabled: true,
      multiAzEnabled: true,
      securityGroupIds: ["sg-cache"],
      atRestEncryptionEnabled: true,
      kmsKeyId: key("data"),
      transitEncryptionEnabled: true,
      transitEncryptionMode: "required",
      authTokenUpdateStrategy: "ROTATE",
      snapshotRetentionLimit: 7,
      snapshotWindow: "01:00-02:00",
      finalSnapshotIdentifier: "scholarship-production-cache-final",
      maintenanceWindow: "sun:03:00-sun:04:00",
      applyImmediately: false,
      notificationTopicArn: "arn:aws:sns:eu-central-1:123456789012:cache",
      logDeliveryConfigurations: ["slow-log", "engine-log"].map((logType) => ({
        destinationType: "cloudwatch-logs",
        destination: `/aws/vendedlogs/elasticache/scholarship-production-cache/${logType}`,
        logFormat: "json",
        logType,
      })),
      tags: { DataClass: "confidential" },
    });
  });

  it("protects group, token and secret", () => {
    const protectedOnes = graph.resources.filter(({ options }) => options.protect === true).map(({ name }) => name);
    assert.deepEqual(protectedOnes.sort(), ["cache-group", "cache-secret", "cache-token"]);
  });

  it("hands token and URL over as secrets", () => {
    assert.deepEqual(graph.one(GROUP).secretInputs, ["authToken"]);
    assert.deepEqual(graph.one("aws:secretsmanager/secretVersion:SecretVersion").secretInputs, ["secretString"]);
  });

  it("makes a token that ElastiCache takes and that means nothing in a URL", () => {
    assert.deepEqual(graph.one("random:index/randomPassword:RandomPassword").inputs, {
      length: 64,
      special: false,
      minLower: 1,
      minUpper: 1,
      minNumeric: 1,
    });
  });

  it("writes a rediss:// URL for database 0 beside the token", () => {
    const { inputs } = graph.one("aws:secretsmanager/secretVersion:SecretVersion");
    assert.match(JSON.stringify(inputs["secretString"]), /authToken.*"url\\+":\\+"rediss:\/\/:[^@]+@[^@]+:6379\/0/);
  });

  it("keeps both logs encrypted and with an end", () => {
    for (const { inputs } of graph.all("aws:cloudwatch/logGroup:LogGroup")) {
      assert.deepEqual([inputs["retentionInDays"], inputs["kmsKeyId"]], [90, key("logs")]);
    }
  });

  it("evicts as told, without cluster mode", () => {
    const { inputs } = graph.one("aws:elasticache/parameterGroup:ParameterGroup");
    assert.equal(inputs["family"], "redis7");
    assert.deepEqual(inputs["parameters"], [{ name: "maxmemory-policy", value: "allkeys-lru" }]);
  });

  it("spreads keys over shards in cluster mode", async () => {
    const sharded = await cache({ clusterMode: "enabled", shards: 3, replicasPerShard: 2 });
    const { inputs } = sharded.one(GROUP);
    assert.deepEqual(
      [inputs["clusterMode"], inputs["numNodeGroups"], inputs["replicasPerNodeGroup"], inputs["numCacheClusters"]],
      ["enabled", 3, 2, undefined],
    );
    assert.deepEqual(sharded.one("aws:elasticache/parameterGroup:ParameterGroup").inputs["parameters"], [
      { name: "cluster-enabled", value: "yes" },
      { name: "maxmemory-policy", value: "allkeys-lru" },
    ]);
  });

  it("publishes the ids of its nodes before they exist", async () => {
    const ids: (readonly string[])[] = [];
    await build(() => ids.push(new Cache("cache", compliant).memberClusterIds));
    assert.deepEqual(ids, [["scholarship-production-cache-001", "scholarship-production-cache-002"]]);
  });

  it("refuses what ElastiCache would refuse, before anything is made", async () => {
    await assert.rejects(cache({ snapshotWindowUtc: "03:30-04:30" }), {
      message:
        "the cache's maintenanceWindowUtc: expected a window that shares no minute with the daily window 03:30-04:30, " +
        "which comes every day of the week",
    });
    await assert.rejects(cache({ logRetentionDays: 91 }), /CloudWatch Logs keeps no log for 91 days/);
  });
});
