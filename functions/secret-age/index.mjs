// Where the function meets the runtime: the SDK that Lambda's Node.js has, and the clock.
import { DescribeSecretCommand, ListSecretVersionIdsCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { reportAges } from "./age";

const secretsManager = new SecretsManagerClient({});

const world = {
  valueSince: async (SecretId) => {
    const { Versions = [] } = await secretsManager.send(new ListSecretVersionIdsCommand({ SecretId }));
    const current = Versions.find(({ VersionStages = [] }) => VersionStages.includes("AWSCURRENT"));
    return current?.CreatedDate ?? (await secretsManager.send(new DescribeSecretCommand({ SecretId }))).CreatedDate;
  },
  now: () => new Date(),
  // oxlint-disable-next-line no-console -- what a function prints is its log
  log: (line) => console.log(line),
};

export const handler = () => reportAges(world, process.env.SYSTEM, JSON.parse(process.env.SECRETS ?? ""));
