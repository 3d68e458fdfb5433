import * as pulumi from "@pulumi/pulumi";
import { ApplicationDatabase } from "../components/application-database";
import { ConnectionProxy } from "../components/connection-proxy";
import { Database } from "../components/database";
import { DatabaseExtensions } from "../components/database-extensions";
import { DatabaseRoles } from "../components/database-roles";
import type { DatabaseRole } from "../components/internal/database-grants";
import { secretName } from "../components/internal/secret-names";
import { cloneUsername, RoleCredentials } from "../components/role-credentials";
import { Tunnel } from "../components/tunnel";
import type { Settings } from "../settings/schema";
import type { Foundation } from "./foundation";
import { namePrefix } from "./names";
import { createPostgresqlProvider } from "./providers";
import type { Providers } from "./providers";
import { proxySecretNames, reminder, roleSecretNames, rotationWay } from "./secret-plan";
import { topic } from "./topics";

/** The database with its replicas, its roles, and the way to it. */
export interface DatabaseTier {
  readonly primary: Database;
  readonly roles: DatabaseRoles;
  readonly roleSecretArns: Readonly<Record<DatabaseRole, pulumi.Output<string>>>;
  /** Application with a database of its own -> that database. */
  readonly applications: Readonly<Record<string, ApplicationDatabase>>;
  /** Where the application role connects: to the proxy before the primary, or to the primary. */
  readonly applicationHost: pulumi.Output<string>;
  /** The secrets of the proxy's users; none without a proxy. */
  readonly proxySecretArns: RoleCredentials["proxySecretArns"];
  /** The way to the database for people and for the provider that makes its roles. */
  readonly tunnel: Tunnel;
}

/** The settings give the three topics together or none of them. */
export function buildDatabase(settings: Settings, providers: Providers, foundation: Foundation): DatabaseTier | undefined {
  const { account, connectionProxy, database, databaseRoles, network, system, tunnel: tunnelSettings } = settings;
  if (database === undefined || databaseRoles === undefined || tunnelSettings === undefined) return undefined;
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
      masterRotation: reminder(settings, "database"),
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
      services: Object.fromEntries(
        tunnelSettings.services.map((service) => {
          const found = foundation.discovery.services[service];
          const port = settings.services[service]?.port;
          if (found === undefined || port === undefined) throw new Error(`the tunnel leads to ${service}, which is no service with a port`);
          return [service, { host: found.dnsName, port }];
        }),
      ),
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
  // The secrets hold the proxy's host, and the proxy reads secrets: other ones, but of the same component.
  const [applicationHost, connectApplicationTo] = pulumi.deferredOutput<string>();
  const host = primary.endpointHost;
  const credentials = new RoleCredentials(
    "credentials",
    {
      secretNames: roleSecretNames(system),
      usernames,
      databaseName: databaseRoles.databaseName,
      hosts: { owner: host, application: applicationHost, migration: host, monitoring: host },
      port: primary.port,
      applicationUrlParameters: urlParameters(databaseRoles.applicationUrlParameters),
      keyArn: keyArns.secrets,
      rotation: rotationWay(settings, "database"),
      proxySecretNames: connectionProxy === undefined ? undefined : proxySecretNames(system),
    },
    inRegion,
  );
  const { clonePasswords } = credentials;
  if (connectionProxy === undefined) connectApplicationTo(host);
  else {
    const proxy = new ConnectionProxy(
      "connection-proxy",
      {
        ...connectionProxy,
        namePrefix: shared.namePrefix,
        accountId: account.id,
        region: account.region,
        subnetIds: shared.subnetIds,
        securityGroupId: firewall.groupIdOf("connection-proxy"),
        instanceIdentifier: primary.primaryIdentifier,
        userSecretArns: credentials.proxySecretArns,
        secretsKeyArn: keyArns.secrets,
        logKeyArn: keyArns.logs,
      },
      inRegion,
    );
    connectApplicationTo(proxy.host);
  }

  const postgresql = createPostgresqlProvider(tunnelSettings, {
    username: primary.masterUsername,
    password: primary.masterPassword,
  });
  const roles = new DatabaseRoles(
    "database-roles",
    {
      databaseName: databaseRoles.databaseName,
      usernames,
      passwords: credentials.passwords,
      alternates:
        clonePasswords === undefined
          ? undefined
          : {
              usernames: {
                owner: cloneUsername(usernames.owner),
                application: cloneUsername(usernames.application),
                migration: cloneUsername(usernames.migration),
                monitoring: cloneUsername(usernames.monitoring),
              },
              passwords: clonePasswords,
            },
      masterUsername: primary.masterUsername,
      monitoringStatementTimeoutSeconds: databaseRoles.monitoringStatementTimeoutSeconds,
      monitoringConnectionLimit: databaseRoles.monitoringConnectionLimit,
      monitoringReadsStatistics: databaseRoles.monitoringReadsStatistics,
    },
    {
      provider: postgresql,
      // A role is made in a database that is there and complete, replicas included.
      dependsOn: [primary],
    },
  );

  if (databaseRoles.extensions.length > 0) {
    new DatabaseExtensions(
      "database-extensions",
      { databaseName: roles.databaseName, extensions: databaseRoles.extensions },
      { provider: postgresql, dependsOn: [roles] },
    );
  }

  const applications = Object.fromEntries(
    Object.entries(databaseRoles.applications).map(([application, names]) => [
      application,
      new ApplicationDatabase(
        `database-${application}`,
        {
          ...names,
          masterUsername: primary.masterUsername,
          host,
          port: primary.port,
          secretName: named(`database-${application}`),
          keyArn: keyArns.secrets,
          rotation: rotationWay(settings, "database"),
        },
        // Two databases made of one template at the same moment would be in each other's way.
        { providers: [providers.aws, postgresql], dependsOn: [roles] },
      ),
    ]),
  );

  return {
    primary,
    roles,
    applications,
    roleSecretArns: credentials.secretArns,
    applicationHost,
    proxySecretArns: credentials.proxySecretArns,
    tunnel,
  };
}

/** `pgbouncer=true&connection_limit=20`, in the order of the settings. */
export function urlParameters(parameters: Readonly<Record<string, string>>): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
}
