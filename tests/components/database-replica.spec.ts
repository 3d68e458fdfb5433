import { strict as assert } from "node:assert";
import { DatabaseReplica } from "../../components/database-replica";
import type { DatabaseReplicaArgs } from "../../components/database-replica";
import { build } from "../helpers/graph";
import type { RegisteredResource } from "../../rehearsal/plan/record";

const compliant: DatabaseReplicaArgs = {
  identifier: "scholarship-production-database-replica-1",
  primaryIdentifier: "scholarship-production-database",
  zone: "eu-central-1b",
  instanceClass: "db.r7g.large",
  profile: {
    maxStorageGib: 500,
    storagePerformance: { kind: "baseline" },
    maintenanceWindowUtc: "sun:03:00-sun:04:00",
    performanceInsightsRetentionDays: 465,
    enhancedMonitoringSeconds: 60,
    monitoringRoleArn: "arn:aws:iam::123456789012:role/monitoring",
    parameterGroupName: "parameters",
    securityGroupId: "sg-database",
    dataKeyArn: "arn:aws:kms:eu-central-1:123456789012:key/data",
  },
  logKeyArn: "arn:aws:kms:eu-central-1:123456789012:key/logs",
  logRetentionDays: 90,
};

describe("DatabaseReplica", () => {
  let replica: RegisteredResource;
  before(async () => {
    const graph = await build(() => new DatabaseReplica("replica", compliant));
    replica = graph.one("aws:rds/instance:Instance");
  });

  it("follows its primary, private and encrypted like it", () => {
    assert.deepEqual(replica.inputs, {
      identifier: "scholarship-production-database-replica-1",
      replicateSourceDb: "scholarship-production-database",
      availabilityZone: "eu-central-1b",
      instanceClass: "db.r7g.large",
      storageType: "gp3",
      maxAllocatedStorage: 500,
      storageEncrypted: true,
      vpcSecurityGroupIds: ["sg-database"],
      publiclyAccessible: false,
      caCertIdentifier: "rds-ca-rsa2048-g1",
      iamDatabaseAuthenticationEnabled: true,
      parameterGroupName: "parameters",
      autoMinorVersionUpgrade: true,
      maintenanceWindow: "sun:03:00-sun:04:00",
      applyImmediately: false,
      enabledCloudwatchLogsExports: ["postgresql", "upgrade"],
      databaseInsightsMode: "advanced",
      performanceInsightsEnabled: true,
      performanceInsightsKmsKeyId: "arn:aws:kms:eu-central-1:123456789012:key/data",
      performanceInsightsRetentionPeriod: 465,
      monitoringInterval: 60,
      monitoringRoleArn: "arn:aws:iam::123456789012:role/monitoring",
      deletionProtection: true,
      skipFinalSnapshot: true,
      copyTagsToSnapshot: true,
      tags: { DataClass: "restricted" },
    });
  });

  it("asks for nothing that RDS refuses of a replica", () => {
    const refused = ["engine", "username", "password", "dbName", "finalSnapshotIdentifier", "multiAz", "allocatedStorage"];
    assert.deepEqual(refused.filter((property) => property in replica.inputs), []);
  });

  it("is protected, and stays where it was born", () => {
    assert.equal(replica.options.protect, true);
    assert.deepEqual(replica.options.ignoreChanges, ["availabilityZone"]);
  });
});
