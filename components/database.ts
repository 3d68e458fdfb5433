import * as pulumi from "@pulumi/pulumi";
import { EventSubscription } from "@pulumi/aws/rds/eventSubscription";
import { Instance } from "@pulumi/aws/rds/instance";
import { ParameterGroup } from "@pulumi/aws/rds/parameterGroup";
import { SubnetGroup } from "@pulumi/aws/rds/subnetGroup";
import { DatabaseLogs } from "./database-logs";
import { DatabaseMonitoring } from "./database-monitoring";
import { DatabaseReplica } from "./database-replica";
import { commonInstanceArgs, DATABASE_EVENTS, originArgs, zoneOf } from "./internal/database-instance";
import type { DatabaseOrigin, InstanceProfile } from "./internal/database-instance";
import { checkDatabase } from "./internal/database-rules";
import type { DatabasePlan } from "./internal/database-rules";
import { physicalName } from "./internal/names";
import { groupParameters } from "./internal/postgres-parameters";
import type { Reminder } from "./internal/secret-names";
import { MasterCredentials } from "./master-credentials";

const PORT = 5432;

export interface DatabaseArgs extends DatabasePlan {
  /** Prefix of the identifiers, `<system>-<environment>`. Changing this replaces the database. */
  namePrefix: string;
  accountId: string;
  /** Major version of PostgreSQL, such as "15". RDS keeps the minor one up to date; it refuses to change the major one. */
  engineVersion: string;
  /** Whether a standby in another zone takes over by itself. */
  multiAz: boolean;
  /** The zones of the subnets, in their order. They say where instances are born; changing them moves none. */
  zones: readonly string[];
  /** Connections that each instance takes, all users together. Changing this waits for a restart, as static parameters do. */
  maxConnections: number;
  /** Days that automated backups, and with them point-in-time recovery, reach back: 1 to 35. */
  backupRetentionDays: number;
  /** How long the database's logs are kept, in days. */
  logRetentionDays: number;
  /** 7, a multiple of 31 up to 713, or 731. From 465 on it is Database Insights in advanced mode, at a price. */
  performanceInsightsRetentionDays: number;
  /** Interval of enhanced monitoring: 1, 5, 10, 15, 30 or 60. */
  enhancedMonitoringSeconds: number;
  /** Changing this replaces the database. */
  masterUsername: string;
  /** Name of the secret that holds the master user's password, from `secretName()`. */
  masterSecretName: string;
  /** When a person changes that password. @default - nobody has said */
  masterRotation?: Reminder | undefined;
  /** What the database is made from. Read once, when it is made; changing this does nothing to one that exists. */
  restoreFrom: DatabaseOrigin;
  subnetIds: readonly pulumi.Input<string>[];
  securityGroupId: pulumi.Input<string>;
  /** Encrypts storage, backups and insights. Changing this replaces the database. */
  dataKeyArn: pulumi.Input<string>;
  secretsKeyArn: pulumi.Input<string>;
  logKeyArn: pulumi.Input<string>;
  /** SNS topic that RDS tells of failovers, failures and low storage. */
  eventTopicArn: pulumi.Input<string>;
}

/**
 * A PostgreSQL database with its read replicas.
 *
 * Creates: primary, replicas, subnet group, parameter group, log groups, master credentials, the role of enhanced
 * monitoring, an event subscription. It makes no application database: whoever makes the roles makes that too, because
 * RDS's `dbName` can never be changed and its owner would be the master user.
 * Guarantees: encrypted, private, TLS only, backed up, deletion-protected; deleted all the same, it leaves its automated
 * backups and a final snapshot named `<identifier>-final`. Modifications wait for the maintenance window.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_PostgreSQL.html
 */
export class Database extends pulumi.ComponentResource {
  public readonly primaryIdentifier: pulumi.Output<string>;
  /** Host name of the primary; it stays the same through a failover. */
  public readonly endpointHost: pulumi.Output<string>;
  public readonly port: pulumi.Output<number>;
  /** Host names for connections that only read, one for each replica. */
  public readonly readerHosts: readonly pulumi.Output<string>[];
  public readonly replicaIdentifiers: readonly pulumi.Output<string>[];
  public readonly instanceArn: pulumi.Output<string>;
  /** What IAM calls the instance in `rds-db:connect`. */
  public readonly resourceId: pulumi.Output<string>;
  /** Where a restored copy of the database is put. */
  public readonly subnetGroupName: pulumi.Output<string>;
  public readonly masterUsername: string;
  /** A secret output. */
  public readonly masterPassword: pulumi.Output<string>;
  public readonly masterSecretArn: pulumi.Output<string>;

  constructor(name: string, args: DatabaseArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundwork:database:Database", name, {}, opts);
    checkDatabase(args);
    const identifier = physicalName("databaseInstance", args.namePrefix, "database");

    const subnetGroup = new SubnetGroup(
      `${name}-subnets`,
      { description: `${args.namePrefix}: data subnets`, subnetIds: [...args.subnetIds] },
      { parent: this },
    );
    // Named by the engine with a random end: a new major version needs a new group beside the old one.
    const parameterGroup = new ParameterGroup(
      `${name}-parameters`,
      {
        description: `${args.namePrefix}: PostgreSQL ${args.engineVersion}`,
        family: `postgres${args.engineVersion}`,
        parameters: [...groupParameters(args.parameters, args.maxConnections)],
      },
      { parent: this },
    );
    const credentials = new MasterCredentials(
      `${name}-master`,
      { secretName: args.masterSecretName, username: args.masterUsername, keyArn: args.secretsKeyArn, rotation: args.masterRotation },
      { parent: this },
    );
    const logs = new DatabaseLogs(
      `${name}-logs`,
      { instanceIdentifier: identifier, retentionDays: args.logRetentionDays, keyArn: args.logKeyArn },
      { parent: this },
    );
    const { namePrefix, accountId } = args;
    const monitoring = new DatabaseMonitoring(`${name}-monitoring`, { namePrefix, accountId }, { parent: this });
    const profile: InstanceProfile = {
      maxStorageGib: args.maxStorageGib,
      storagePerformance: args.storagePerformance,
      maintenanceWindowUtc: args.maintenanceWindowUtc,
      performanceInsightsRetentionDays: args.performanceInsightsRetentionDays,
      enhancedMonitoringSeconds: args.enhancedMonitoringSeconds,
      monitoringRoleArn: monitoring.roleArn,
      parameterGroupName: parameterGroup.name,
      securityGroupId: args.securityGroupId,
      dataKeyArn: args.dataKeyArn,
    };

    const primary = new Instance(
      `${name}-primary`,
      {
        ...commonInstanceArgs(profile),
        identifier,
        engine: "postgres",
        // The provider compares as many parts as are given, so a minor upgrade by RDS is no difference.
        engineVersion: args.engineVersion,
        instanceClass: args.instanceClass,
        multiAz: args.multiAz,
        // RDS places a multi-AZ pair itself. A single instance is kept apart from the replicas' zones.
        ...(args.multiAz ? {} : { availabilityZone: zoneOf(args.zones, 0) }),
        allocatedStorage: args.storageGib,
        kmsKeyId: args.dataKeyArn,
        username: args.masterUsername,
        password: credentials.password,
        port: PORT,
        dbSubnetGroupName: subnetGroup.name,
        backupRetentionPeriod: args.backupRetentionDays,
        backupWindow: args.backupWindowUtc,
        enabledCloudwatchLogsExports: [...logs.exports],
        deleteAutomatedBackups: false,
        skipFinalSnapshot: false,
        finalSnapshotIdentifier: `${identifier}-final`,
        ...originArgs(args.restoreFrom),
      },
      {
        parent: this,
        protect: true,
        // Storage autoscaling owns the size; the rest says how the instance is born and would replace one that exists.
        ignoreChanges: ["allocatedStorage", "availabilityZone", "restoreToPointInTime", "snapshotIdentifier"],
        dependsOn: [logs],
      },
    );

    const replicas = Array.from({ length: args.replicas }, (_, index) =>
      new DatabaseReplica(
        `${name}-replica-${index + 1}`,
        {
          identifier: physicalName("databaseInstance", identifier, "replica", String(index + 1)),
          primaryIdentifier: primary.identifier,
          zone: zoneOf(args.zones, index + 1),
          instanceClass: args.replicaInstanceClass,
          profile,
          logKeyArn: args.logKeyArn,
          logRetentionDays: args.logRetentionDays,
        },
        { parent: this },
      ));

    new EventSubscription(
      `${name}-events`,
      {
        snsTopic: args.eventTopicArn,
        sourceType: "db-instance",
        sourceIds: [primary.identifier, ...replicas.map((replica) => replica.identifier)],
        eventCategories: [...DATABASE_EVENTS],
      },
      { parent: this },
    );

    this.primaryIdentifier = primary.identifier;
    this.endpointHost = primary.address;
    this.port = primary.port;
    this.readerHosts = replicas.map((replica) => replica.host);
    this.replicaIdentifiers = replicas.map((replica) => replica.identifier);
    this.instanceArn = primary.arn;
    this.resourceId = primary.resourceId;
    this.subnetGroupName = subnetGroup.name;
    this.masterUsername = args.masterUsername;
    this.masterPassword = credentials.password;
    this.masterSecretArn = credentials.secretArn;

    this.registerOutputs({ endpointHost: this.endpointHost, readerHosts: this.readerHosts });
  }
}
