import { SecretAge } from "../components/secret-age";
import type { AgingSecrets } from "../components/secret-age";
import { SecretRotation } from "../components/secret-rotation";
import { DATABASE_ROLES } from "../components/internal/database-grants";
import type { RotatedDatabase, RotatedRole, RotatedSecret } from "../components/internal/rotation-plan";
import { SECRET_CLASSES, secretName } from "../components/internal/secret-names";
import { cloneUsername } from "../components/role-credentials";
import type { Settings } from "../settings/schema";
import type { Data } from "./data";
import { urlParameters } from "./database";
import { namePrefix } from "./names";
import { proxySecretNames, roleSecretNames, rotationWay } from "./secret-plan";
import type { Secrets } from "./secrets";
import type { AllTiers } from "./tiers";
import { topic } from "./topics";
import { versionsOf } from "./versions";

type Tiers = Pick<AllTiers, "settings" | "providers" | "foundation" | "data" | "secrets">;

/** Changes what a function can change, and tells people of what is too old, whoever had to change it. */
export function buildRotation({ settings, providers, foundation, data, secrets }: Tiers): void {
  const { account, alarms, rotation, system } = settings;
  if (rotation === undefined) return;
  const { cluster, firewall, keyArns, network, topicArns } = foundation;
  const topicsOf = rotation.channels.map((channel) => topic(topicArns, channel));
  const shared = {
    namePrefix: namePrefix(settings),
    accountId: account.id,
    region: account.region,
    logRetentionDays: rotation.logRetentionDays,
    logKeyArn: keyArns.logs,
    runbookBaseUrl: alarms.runbookBaseUrl,
  };

  const roles = rotatedRoles(settings, data);
  const rotated = { ...roles, ...rotatedKeys(settings, secrets) };
  if (Object.keys(rotated).length > 0) {
    const isAtDatabase = Object.keys(roles).length > 0;
    new SecretRotation(
      "rotation",
      {
        ...shared,
        clusterArn: cluster.arn,
        clusterName: cluster.clusterName,
        secretsKeyArn: keyArns.secrets,
        secrets: rotated,
        ...(isAtDatabase
          ? {
              database: rotatedDatabase(settings, data),
              network: { subnetIds: network.applicationSubnetIds, securityGroupIds: [firewall.groupIdOf("rotation")] },
            }
          : {}),
        failureTopicArns: topicsOf,
      },
      // Secrets Manager tries a new rotation by a login, for which the role must be there.
      { provider: providers.aws, dependsOn: data.database === undefined ? [] : [data.database.roles, ...Object.values(data.database.applications)] },
    );
  }

  const classes = agingSecrets(settings, (name) => secretName(system.name, system.environment, name));
  if (Object.keys(classes).length > 0) {
    new SecretAge("secret-age", { ...shared, classes, topicArns: topicsOf }, { provider: providers.aws });
  }
}

function rotatedRoles(settings: Settings, { database }: Data): Readonly<Record<string, RotatedSecret>> {
  const { databaseRoles, system } = settings;
  const way = rotationWay(settings, "database");
  if (way?.kind !== "automatic" || database === undefined || databaseRoles === undefined) return {};
  const usernames = {
    owner: databaseRoles.ownerUsername,
    application: databaseRoles.applicationUsername,
    migration: databaseRoles.migrationUsername,
    monitoring: databaseRoles.monitoringUsername,
  };
  const secretNames = roleSecretNames(system);
  const applications = Object.entries(databaseRoles.applications).map(([application, { databaseName, username }]): [string, RotatedSecret] => {
    const name = `database-${application}`;
    const made = database.applications[application];
    if (made === undefined) throw new Error(`the application ${application} has no database`);
    const what: RotatedRole = { kind: "database", username, clone: cloneUsername(username), databaseName, host: database.primary.endpointHost };
    return [
      name,
      {
        secretName: secretName(system.name, system.environment, name),
        arn: made.secretArn,
        everyDays: way.everyDays,
        services: readers(settings, name),
        what,
      },
    ];
  });
  return Object.fromEntries([
    ...applications,
    ...DATABASE_ROLES.map((role): [string, RotatedSecret] => {
      const username = usernames[role];
      const what: RotatedRole = {
        kind: "database",
        username,
        clone: cloneUsername(username),
        ...(role === "application"
          ? {
              host: database.applicationHost,
              urlParameters: urlParameters(databaseRoles.applicationUrlParameters),
              proxySecrets: proxySecrets(settings, database.proxySecretArns, username),
            }
          : { host: database.primary.endpointHost }),
      };
      const name = `database-${role}`;
      return [
        name,
        { secretName: secretNames[role], arn: database.roleSecretArns[role], everyDays: way.everyDays, services: readers(settings, name), what },
      ];
    }),
  ]);
}

function proxySecrets(
  { system }: Settings,
  { first, clone }: NonNullable<Data["database"]>["proxySecretArns"],
  username: string,
): RotatedRole["proxySecrets"] {
  const names = proxySecretNames(system);
  return [
    ...(first === undefined ? [] : [{ username, secretName: names.first, arn: first }]),
    ...(clone === undefined ? [] : [{ username: cloneUsername(username), secretName: names.clone, arn: clone }]),
  ];
}

function rotatedDatabase({ databaseRoles, system }: Settings, { database }: Data): RotatedDatabase | undefined {
  if (database === undefined || databaseRoles === undefined) return undefined;
  return {
    host: database.primary.endpointHost,
    port: database.primary.port,
    name: databaseRoles.databaseName,
    masterSecretName: secretName(system.name, system.environment, "database-master"),
    masterSecretArn: database.primary.masterSecretArn,
  };
}

function rotatedKeys(settings: Settings, { arnOf }: Secrets): Readonly<Record<string, RotatedSecret>> {
  const { rotation, system } = settings;
  const keys = rotation?.classes["application-key"];
  return Object.fromEntries(
    Object.entries(settings.secrets).flatMap(([name, secret]): [string, RotatedSecret][] => {
      const way = rotationWay(settings, secret.class, secret.rotateOnDemand);
      if (secret.kind !== "generated" || way?.kind !== "automatic") return [];
      const overlapDays = secret.class === "application-key" && keys?.kind === "schedule" ? keys.longestTokenDays : 0;
      return [
        [
          name,
          {
            secretName: secretName(system.name, system.environment, name),
            arn: arnOf(name),
            everyDays: way.everyDays,
            services: readers(settings, name),
            what: { kind: "key", length: secret.length, overlapDays },
          },
        ],
      ];
    }),
  );
}

/** The ECS services whose tasks hold a secret, of each version that runs. Jobs read it each time they start. */
function readers({ services, prometheus }: Settings, secret: string): readonly string[] {
  const named = Object.entries(services).filter(([, service]) =>
    Object.values(service.secrets).some((reference) => reference.split(":")[0] === secret),
  );
  const collector = prometheus.enabled && secret === "database-monitoring" ? ["monitoring"] : [];
  return [...named.flatMap(([name, service]) => versionsOf(name, service).filter(({ running }) => running).map((version) => version.name)), ...collector];
}

/** By class, what must not grow old: what a function changes too, which may have stopped. */
function agingSecrets(settings: Settings, named: (name: string) => string): Readonly<Record<string, AgingSecrets>> {
  const builtIn = [
    ...(settings.database === undefined ? [] : ["database-master", ...DATABASE_ROLES.map((role) => `database-${role}`)]),
    ...Object.keys(settings.databaseRoles?.applications ?? {}).map((name) => `database-${name}`),
    ...(settings.cache === undefined ? [] : ["cache"]),
  ];
  return Object.fromEntries(
    SECRET_CLASSES.flatMap((secretClass): [string, AgingSecrets][] => {
      const plan = settings.rotation?.classes[secretClass];
      if (plan?.kind !== "schedule") return [];
      const own = Object.entries(settings.secrets)
        .filter(([, secret]) => secret.class === secretClass && secret.rotateOnDemand === undefined)
        .map(([name]) => name);
      const names = [...(secretClass === "database" ? builtIn : []), ...own].map(named);
      return names.length === 0 ? [] : [[secretClass, { everyDays: plan.everyDays, secretNames: names }]];
    }),
  );
}
