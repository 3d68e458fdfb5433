import type * as pulumi from "@pulumi/pulumi";
import type { Bucket } from "../components/bucket";
import { Cache } from "../components/cache";
import { Database } from "../components/database";
import { DatabaseRoles } from "../components/database-roles";
import type { DatabaseRole } from "../components/internal/database-grants";
import { secretName } from "../components/internal/secret-names";
import { RoleCredentials } from "../components/role-credentials";
import { Tunnel } from "../components/tunnel";
import type { Settings } from "../settings/schema";
import { lifecycleRules } from "../settings/storage";
import { createBucket } from "./buckets";
import type { Foundation } from "./foundation";
import { namePrefix } from "./names";
import { createPostgresqlProvider } from "./providers";
import type { Providers } from "./providers";

/** Everything that holds what can't be had again. */
export interface Data {
  readonly database: Database;
  readonly roles: DatabaseRoles;
  readonly roleSecretArns: Readonly<Record<DatabaseRole, pulumi.Output<string>>>;
  /** The way to the database for people and for the provider that makes its roles. */
  readonly tunnel: Tunnel;
  readonly cache: Cache;
  /** Purpose -> bucket, as groundwork:storage.buckets has them. */
  readonly buckets: Readonly<Record<string, Bucket>>;
}

export function buildData(settings: Settings, providers: Providers, foundation: Foundation): Data {
  const { account, database, databaseRoles, network, system, tunnel: tunnelSettings } = settings;
  const { keyArns, firewall, topicArns } = foundation;
  const inRegion = { provider: providers.aws };
  const shared = {
    namePrefix: namePrefix(settings),
    subnetIds: foundation.network.dataSubnetIds,
    dataKeyArn: keyArns.data,
    secretsKeyArn: keyArns.secrets,
    logKeyArn: keyArns.logs,
  };
  const named = (name: string) => secretName(system.name, system.environment, name);

  const primary = new Database(
    "database",
    {
      ...database,
      ...shared,
      accountId: account.id,
      zones: network.zones,
      masterSecretName: named("database-master"),
      securityGroupId: firewall.groupIdOf("database"),
      eventTopicArn: topic(topicArns, database.eventChannel),
    },
    inRegion,
  );

  const tunnel = new Tunnel(
    "tunnel",
    {
      namePrefix: shared.namePrefix,
      accountId: account.id,
      region: account.region,
      image: tunnelSettings.image,
      logRetentionDays: tunnelSettings.logRetentionDays,
      logKeyArn: keyArns.logs,
      secretsKeyArn: keyArns.secrets,
      clusterArn: foundation.cluster.arn,
      clusterName: foundation.cluster.clusterName,
      subnetIds: foundation.network.applicationSubnetIds,
      securityGroupIds: [firewall.groupIdOf("tunnel")],
      target: { host: primary.endpointHost, port: primary.port },
      localPort: tunnelSettings.localPort,
      maxMinutes: tunnelSettings.maxMinutes,
    },
    inRegion,
  );

  const usernames = {
    owner: databaseRoles.ownerUsername,
    application: databaseRoles.applicationUsername,
    migration: databaseRoles.migrationUsername,
    monitoring: databaseRoles.monitoringUsername,
  };
  const credentials = new RoleCredentials(
    "credentials",
    {
      secretNames: {
        owner: named("database-owner"),
        application: named("database-application"),
        migration: named("database-migration"),
        monitoring: named("database-monitoring"),
      },
      usernames,
      databaseName: databaseRoles.databaseName,
      host: primary.endpointHost,
      port: primary.port,
      keyArn: keyArns.secrets,
    },
    inRegion,
  );
  const roles = new DatabaseRoles(
    "database-roles",
    {
      databaseName: databaseRoles.databaseName,
      usernames,
      passwords: credentials.passwords,
      masterUsername: primary.masterUsername,
      monitoringStatementTimeoutSeconds: databaseRoles.monitoringStatementTimeoutSeconds,
      monitoringConnectionLimit: databaseRoles.monitoringConnectionLimit,
      monitoringReadsStatistics: databaseRoles.monitoringReadsStatistics,
    },
    {
      provider: createPostgresqlProvider(settings, {
        username: primary.masterUsername,
        password: primary.masterPassword,
      }),
      // A role is made in a database that is there and complete, replicas included.
      dependsOn: [primary],
    },
  );

  const { eventChannel, ...cacheSettings } = settings.cache;
  const cache = new Cache(
    "cache",
    {
      ...cacheSettings,
      ...shared,
      secretName: named("cache"),
      securityGroupId: firewall.groupIdOf("cache"),
      notificationTopicArn: topic(topicArns, eventChannel),
    },
    inRegion,
  );

  return {
    database: primary,
    roles,
    roleSecretArns: credentials.secretArns,
    tunnel,
    cache,
    buckets: buildBuckets(settings, providers, foundation),
  };
}

function buildBuckets(settings: Settings, providers: Providers, foundation: Foundation): Readonly<Record<string, Bucket>> {
  return Object.fromEntries(
    Object.entries(settings.storage.buckets).map(([purpose, bucket]) => [
      purpose,
      createBucket(settings, providers, foundation, {
        name: `bucket-${purpose}`,
        baseName: bucket.bucketName,
        dataClass: bucket.dataClass,
        keyPurpose: "data",
        lifecycle: lifecycleRules(bucket),
        replicateToBackupRegion: bucket.replicateToBackupRegion,
      }),
    ]),
  );
}

/** The topic of a channel. The settings' cross-checks refuse a channel that does not exist long before. */
export function topic(
  topicArns: Readonly<Record<string, pulumi.Output<string>>>,
  channel: string,
): pulumi.Output<string> {
  const arn = topicArns[channel];
  if (arn === undefined) throw new Error(`no channel "${channel}", only ${Object.keys(topicArns).join(", ")}`);
  return arn;
}
