import * as pulumi from "@pulumi/pulumi";
import { QUEUE_DEPTH_SCRIPT, queueList } from "./internal/queue-depth-script";
import { Service } from "./service";
import type { ServiceArgs } from "./service";

export interface QueueDepthArgs
  extends Pick<
    ServiceArgs,
    | "accountId"
    | "architecture"
    | "clusterArn"
    | "clusterName"
    | "image"
    | "logKeyArn"
    | "logRetentionDays"
    | "namePrefix"
    | "region"
    | "secretsKeyArn"
    | "securityGroupIds"
    | "subnetIds"
  > {
  /** Queue -> what its keys in Redis begin with, `bull:forecasts`. */
  queues: Readonly<Record<string, string>>;
  /** Where the queues are. Their secret has the key `authToken`. */
  cache: { readonly host: pulumi.Input<string>; readonly port: number; readonly secretArn: pulumi.Input<string> };
}

const TASK_NAME = "queue-depth";

/**
 * Publishes each minute how many jobs wait in each queue of BullMQ. To AWS a queue in Redis is a few keys, so it has no metric
 * of it; scalers and alarms need one.
 *
 * Creates: a service of one small task, always on. The metric is `queueMetric()`, namespace Groundwork/Queues.
 * Guarantees: it can read from the cache and do nothing in AWS; a queue that can't be counted has no value, never 0.
 * Cost: a quarter of a vCPU, about 9 USD a month. A task each minute would spend most of its time on starting.
 */
export class QueueDepth extends pulumi.ComponentResource {
  public readonly serviceName: pulumi.Output<string>;

  constructor(name: string, args: QueueDepthArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundwork:queue-depth:QueueDepth", name, {}, opts);
    const { queues, cache, ...placement } = args;

    const publisher = new Service(
      `${name}-publisher`,
      {
        ...placement,
        taskName: TASK_NAME,
        command: ["sh", "-c", QUEUE_DEPTH_SCRIPT],
        user: "1001:1001",
        cpu: { limitVcpu: 0.25 },
        memoryMib: { limit: 512 },
        // A line that is lost is a minute that the scaler doesn't see.
        losslessLogs: true,
        environment: {
          CACHE_HOST: cache.host,
          CACHE_PORT: String(cache.port),
          QUEUES: queueList(queues),
          SYSTEM: args.namePrefix,
        },
        secrets: { REDISCLI_AUTH: pulumi.interpolate`${cache.secretArn}:authToken::` },
        desiredCount: 1,
        countOwner: "stack-file",
      },
      { parent: this },
    );

    this.serviceName = publisher.serviceName;
    this.registerOutputs({ serviceName: this.serviceName });
  }
}
