import { strict as assert } from "node:assert";
import { Database } from "../../components/database";
import type { DatabaseArgs } from "../../components/database";
import { DatabaseLogs } from "../../components/database-logs";
import { build } from "../helpers/graph";
import type { Graph } from "../helpers/graph";
import { valueOf } from "../helpers/outputs";

const INSTANCE = "aws:rds/instance:Instance";
const key = (purpose: string) => `arn:aws:kms:eu-central-1:123456789012:key/${purpose}`;

const compliant: DatabaseArgs = {
  namePrefix: "scholarship-production",
  accountId: "123456789012",
  engineVersion: "15",
  instanceClass: "db.r7g.large",
  multiAz: true,
  replicas: 2,
  replicaInstanceClass: "db.r7g.xlarge",
  zones: ["eu-central-1a", "eu-central-1b", "eu-central-1c"],
  storageGib: 100,
  maxStorageGib: 500,
  storagePerformance: { kind: "baseline" },
  parameters: { shared_buffers: "2GB", effective_cache_size: "6GB" },
  maxConnections: 700,
  masterUsername: "scholarship_dba",
  masterSecretName: "scholarship/production/database-administrator",
  backupRetentionDays: 14,
  backupWindowUtc: "02:00-02:30",
  maintenanceWindowUtc: "sun:03:00-sun:04:00",
  logRetentionDays: 90,
  performanceInsightsRetentionDays: 7,
  enhancedMonitoringSeconds: 60,
  restoreFrom: { kind: "nothing" },
  subnetIds: ["subnet-a", "subnet-b", "subnet-c"],
  securityGroupId: "sg-database",
  dataKeyArn: key("data"),
  secretsKeyArn: key("secrets"),
  logKeyArn: key("logs"),
  eventTopicArn: "arn:aws:sns:eu-central-1:123456789012:database",
};

const database = (change: Partial<DatabaseArgs> = {}) =>
  build(() => new Database("database", { ...compliant, ...change }));
const primaryOf = (graph: Graph) => graph.one(INSTANCE, "database-primary");
/** What comes from other resources is made up by the recorder. */
const REFERENCES = ["dbSubnetGroupName", "monitoringRoleArn", "parameterGroupName", "password"];
const withoutReferences = (inputs: object) =>
  Object.fromEntries(Object.entries(inputs).filter(([property]) => !REFERENCES.includes(property)));

describe("Database", () => {
  let graph: Graph;
  before(async () => {
    graph = await database();
  });

  it("makes the primary, its replicas and what they need, and nothing else", () => {
    assert.deepEqual(graph.list(), [
      "aws:cloudwatch/logGroup:LogGroup database-logs-postgresql",
      "aws:cloudwatch/logGroup:LogGroup database-logs-upgrade",
      "aws:cloudwatch/logGroup:LogGroup database-replica-1-logs-postgresql",
      "aws:cloudwatch/logGroup:LogGroup database-replica-1-logs-upgrade",
      "aws:cloudwatch/logGroup:LogGroup database-replica-2-logs-postgresql",
      "aws:cloudwatch/logGroup:LogGroup database-replica-2-logs-upgrade",
      "aws:iam/role:Role database-monitoring-role",
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment database-monitoring-role",
      "aws:rds/eventSubscription:EventSubscription database-events",
      "aws:rds/instance:Instance database-primary",
      "aws:rds/instance:Instance database-replica-1-instance",
      "aws:rds/instance:Instance database-replica-2-instance",
      "aws:rds/parameterGroup:ParameterGroup database-parameters",
      "aws:rds/subnetGroup:SubnetGroup database-subnets",
      "aws:secretsmanager/secret:Secret database-master-secret",
      "aws:secretsmanager/secretVersion:SecretVersion database-master-secret",
      "groundwork:database-logs:DatabaseLogs database-logs",
      "groundwork:database-logs:DatabaseLogs database-replica-1-logs",
      "groundwork:database-logs:DatabaseLogs database-replica-2-logs",
      "groundwork:database-monitoring:DatabaseMonitoring database-monitoring",
      "groundwork:database-replica:DatabaseReplica database-replica-1",
      "groundwork:database-replica:DatabaseReplica database-replica-2",
      "groundwork:database:Database database",
      "groundwork:master-credentials:MasterCredentials database-master",
      "random:index/randomPassword:RandomPassword database-master-password",
    ]);
  });

  it("asks for a private, encrypted, backed-up, multi-AZ PostgreSQL 15, and no application database", () => {
    const { inputs } = primaryOf(graph);
    assert.deepEqual(REFERENCES.filter((property) => !(property in inputs)), []);
    assert.deepEqual(withoutReferences(inputs), {
      identifier: "scholarship-production-database",
      engine: "postgres",
      engineVersion: "15",
      autoMinorVersionUpgrade: true,
      instanceClass: "db.r7g.large",
      multiAz: true,
      storageType: "gp3",
      allocatedStorage: 100,
      maxAllocatedStorage: 500,
      storageEncrypted: true,
      kmsKeyId: key("data"),
      username: "scholarship_dba",
      port: 5432,
      iamDatabaseAuthenticationEnabled: true,
      vpcSecurityGroupIds: ["sg-database"],
      publiclyAccessible: false,
      caCertIdentifier: "rds-ca-rsa2048-g1",
      backupRetentionPeriod: 14,
      backupWindow: "02:00-02:30",
      maintenanceWindow: "sun:03:00-sun:04:00",
      applyImmediately: false,
      enabledCloudwatchLogsExports: ["postgresql", "upgrade"],
      databaseInsightsMode: "standard",
      performanceInsightsEnabled: true,
      performanceInsightsKmsKeyId: key("data"),
      performanceInsightsRetentionPeriod: 7,
      monitoringInterval: 60,
      deletionProtection: true,
      deleteAutomatedBackups: false,
      skipFinalSnapshot: false,
      finalSnapshotIdentifier: "scholarship-production-database-final",
      copyTagsToSnapshot: true,
      tags: { DataClass: "restricted" },
    });
  });

  it("protects every instance", () => {
    assert.deepEqual(graph.all(INSTANCE).map(({ options }) => options.protect), [true, true, true]);
  });

  it("leaves the size to storage autoscaling and never replaces for how the database was born", () => {
    assert.deepEqual(primaryOf(graph).options.ignoreChanges, [
      "allocatedStorage",
      "availabilityZone",
      "restoreToPointInTime",
      "snapshotIdentifier",
    ]);
  });

  it("hands the generated password over as a secret", () => {
    assert.deepEqual(primaryOf(graph).secretInputs, ["password"]);
  });

  it("writes the parameters in RDS's units, with TLS forced and static ones held back until a restart", () => {
    const { inputs } = graph.one("aws:rds/parameterGroup:ParameterGroup");
    assert.equal(inputs["family"], "postgres15");
    assert.equal(inputs["name"], undefined);
    assert.deepEqual(inputs["parameters"], [
      { name: "effective_cache_size", value: "786432", applyMethod: "immediate" },
      { name: "max_connections", value: "700", applyMethod: "pending-reboot" },
      { name: "rds.force_ssl", value: "1", applyMethod: "pending-reboot" },
      { name: "shared_buffers", value: "262144", applyMethod: "pending-reboot" },
    ]);
  });

  it("lies in the data subnets", () => {
    assert.deepEqual(graph.one("aws:rds/subnetGroup:SubnetGroup").inputs["subnetIds"], ["subnet-a", "subnet-b", "subnet-c"]);
  });

  it("places each replica in the zone after the one before, with its own class", () => {
    const placed = ["database-replica-1-instance", "database-replica-2-instance"].map((name) => {
      const { inputs } = graph.one(INSTANCE, name);
      return [inputs["identifier"], inputs["availabilityZone"], inputs["instanceClass"]];
    });
    assert.deepEqual(placed, [
      ["scholarship-production-database-replica-1", "eu-central-1b", "db.r7g.xlarge"],
      ["scholarship-production-database-replica-2", "eu-central-1c", "db.r7g.xlarge"],
    ]);
  });

  it("gives the replicas the primary's parameter group, so that max_connections is never below the primary's", () => {
    const groups = graph.all(INSTANCE).map(({ inputs }) => inputs["parameterGroupName"]);
    assert.equal(new Set(groups).size, 1);
  });

  it("makes no replica when none is asked for", async () => {
    const alone = await database({ replicas: 0 });
    assert.deepEqual(alone.all(INSTANCE).map(({ name }) => name), ["database-primary"]);
  });

  it("pins a single primary to the first zone, away from the first replica, and leaves a multi-AZ pair to RDS", async () => {
    const single = await database({ multiAz: false });
    assert.equal(primaryOf(single).inputs["availabilityZone"], "eu-central-1a");
    assert.equal(primaryOf(graph).inputs["availabilityZone"], undefined);
  });

  it("restores what it is told to", async () => {
    const restored = await database({ restoreFrom: { kind: "snapshot", snapshotIdentifier: "before-the-fire" } });
    assert.equal(primaryOf(restored).inputs["snapshotIdentifier"], "before-the-fire");
  });

  it("tells the topic of failovers, failures and low storage of every instance", () => {
    const { inputs } = graph.one("aws:rds/eventSubscription:EventSubscription");
    assert.deepEqual(inputs, {
      snsTopic: "arn:aws:sns:eu-central-1:123456789012:database",
      sourceType: "db-instance",
      sourceIds: [
        "scholarship-production-database",
        "scholarship-production-database-replica-1",
        "scholarship-production-database-replica-2",
      ],
      eventCategories: [
        "availability",
        "deletion",
        "failover",
        "failure",
        "low storage",
        "maintenance",
        "notification",
        "read replica",
        "recovery",
      ],
    });
  });

  it("waits for its log groups, which RDS would otherwise make without key and end", () => {
    const [waitsFor] = [primaryOf(graph).options.dependsOn].flat();
    assert.ok(waitsFor instanceof DatabaseLogs);
  });

  it("publishes where the database is, with one reader host for each replica", async () => {
    const hosts: unknown[] = [];
    await build(async () => {
      const made = new Database("database", compliant);
      hosts.push(made.masterUsername, await valueOf(made.primaryIdentifier));
      hosts.push(made.readerHosts.length, await Promise.all(made.replicaIdentifiers.map(valueOf)));
    });
    assert.deepEqual(hosts, [
      "scholarship_dba",
      "scholarship-production-database",
      2,
      ["scholarship-production-database-replica-1", "scholarship-production-database-replica-2"],
    ]);
  });

  it("refuses what RDS would refuse, before anything is made", async () => {
    await assert.rejects(database({ maintenanceWindowUtc: "sun:02:00-sun:04:00" }), {
      message:
        "the database's maintenanceWindowUtc: expected a window that shares no minute with the daily window " +
        "02:00-02:30, which comes every day of the week",
    });
  });
});
