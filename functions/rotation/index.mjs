// Where the function meets the runtime: the SDK that Lambda's Node.js has, the PostgreSQL driver, the clock.
import { DescribeServicesCommand, ECSClient, UpdateServiceCommand } from "@aws-sdk/client-ecs";
import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from "@aws-sdk/client-secrets-manager";
import { Client } from "pg";
import { rotate } from "./rotate";

const secretsManager = new SecretsManagerClient({});
const ecs = new ECSClient({});

const world = {
  secrets: {
    stages: async (SecretId) =>
      (await secretsManager.send(new DescribeSecretCommand({ SecretId }))).VersionIdsToStages ?? {},
    read: async (SecretId, VersionStage, VersionId) => {
      try {
        const found = await secretsManager.send(new GetSecretValueCommand({ SecretId, VersionStage, VersionId }));
        return { versionId: found.VersionId, value: found.SecretString, createdAt: found.CreatedDate };
      } catch (error) {
        if (error.name === "ResourceNotFoundException") return undefined;
        throw error;
      }
    },
    put: async (SecretId, SecretString, pending) => {
      const stage = pending === undefined ? {} : { ClientRequestToken: pending.token, VersionStages: ["AWSPENDING"] };
      await secretsManager.send(new PutSecretValueCommand({ SecretId, SecretString, ...stage }));
    },
    promote: async (SecretId, MoveToVersionId, RemoveFromVersionId) => {
      await secretsManager.send(
        new UpdateSecretVersionStageCommand({ SecretId, VersionStage: "AWSCURRENT", MoveToVersionId, RemoveFromVersionId }),
      );
    },
  },
  services: {
    deployments: async (cluster, service) => {
      const { services = [] } = await ecs.send(new DescribeServicesCommand({ cluster, services: [service] }));
      return (services[0]?.deployments ?? []).map(({ status, createdAt }) => ({ isPrimary: status === "PRIMARY", createdAt }));
    },
    redeploy: async (cluster, service) => {
      await ecs.send(new UpdateServiceCommand({ cluster, service, forceNewDeployment: true }));
    },
  },
  connect: async ({ host, port, database, username, password }) => {
    const client = new Client({
      host,
      port,
      database,
      user: username,
      password,
      // Node takes Amazon's certificates from NODE_EXTRA_CA_CERTS. The rehearsal's database has none.
      ssl: process.env.DATABASE_TLS === "off" ? false : { rejectUnauthorized: true },
      connectionTimeoutMillis: 5000,
      query_timeout: 10_000,
    });
    // A connection that the server ends would otherwise end the function.
    client.on("error", () => undefined);
    await client.connect();
    return {
      query: async (sql, values) => (await client.query(sql, values === undefined ? undefined : [...values])).rows,
      end: () => client.end(),
    };
  },
  now: () => new Date(),
  // oxlint-disable-next-line no-console -- what a function prints is its log
  log: (line) => console.log(line),
};

export const handler = (event) => rotate(world, JSON.parse(process.env.ROTATION ?? ""), event);
