import { QueueDepth } from "../components/queue-depth";
import type { Settings } from "../settings/schema";
import type { Data } from "./data";
import type { Foundation } from "./foundation";
import { namePrefix } from "./names";
import type { Providers } from "./providers";

/** What publishes the length of the queues, where the stack has any. */
export function buildQueueDepth(settings: Settings, providers: Providers, foundation: Foundation, { cache }: Data): QueueDepth | undefined {
  const { account, queues } = settings;
  if (queues === undefined) return undefined;
  if (cache === undefined) throw new Error("the queues have no cache that holds them");
  return new QueueDepth(
    "queue-depth",
    {
      ...queues.publisher,
      namePrefix: namePrefix(settings),
      accountId: account.id,
      region: account.region,
      clusterArn: foundation.cluster.arn,
      clusterName: foundation.cluster.clusterName,
      subnetIds: foundation.network.applicationSubnetIds,
      securityGroupIds: [foundation.firewall.groupIdOf("queue-depth")],
      logKeyArn: foundation.keyArns.logs,
      secretsKeyArn: foundation.keyArns.secrets,
      queues: Object.fromEntries(Object.entries(queues.jobs).map(([name, { redisKey }]) => [name, redisKey])),
      cache: { host: cache.primaryHost, port: cache.port, secretArn: cache.secretArn },
    },
    { provider: providers.aws },
  );
}
