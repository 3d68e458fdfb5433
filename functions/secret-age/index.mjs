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
  // Not the console, which Lambda puts a time before: CloudWatch takes a metric only from a line that is JSON and nothing else.
  log: (line) => process.stdout.write(`${line}\n`),
};

export const handler = () => reportAges(world, process.env.SYSTEM, JSON.parse(process.env.WATCHED ?? ""));
