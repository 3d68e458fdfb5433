import type * as pulumi from "@pulumi/pulumi";
import { Queue } from "@pulumi/aws/sqs/queue";
import { QueuePolicy } from "@pulumi/aws/sqs/queuePolicy";
import { policyDocument } from "./policy-document";
import type { PolicyStatement } from "./policy-document";

export interface DeadLetterQueue {
  readonly queue: Queue;
  /** Of the queue's policy, for whoever publishes what is known of it. */
  readonly statements: readonly PolicyStatement[];
}

/**
 * The queue that keeps what a scheduler could not start, as children of a component. Nobody reaches it without TLS; who may
 * put messages into it, the role of the scheduler says.
 */
export function createDeadLetterQueue(parent: pulumi.ComponentResource, name: string): DeadLetterQueue {
  const queue = new Queue(
    name,
    // 14 days, the longest that SQS keeps a message: a failure on a Friday evening outlives the weekend.
    { messageRetentionSeconds: 1_209_600, sqsManagedSseEnabled: true, tags: { DataClass: "internal" } },
    { parent },
  );
  const statements: readonly PolicyStatement[] = [
    {
      sid: "RefusePlainText",
      effect: "Deny",
      principals: { AWS: ["*"] },
      actions: ["sqs:*"],
      resources: [queue.arn],
      conditions: { Bool: { "aws:SecureTransport": ["false"] } },
    },
  ];
  new QueuePolicy(name, { queueUrl: queue.url, policy: policyDocument(statements) }, { parent });
  return { queue, statements };
}

/** What an alarm watches of such a queue: one message is one too many. */
export function deadLetterSignal(queueName: pulumi.Input<string>) {
  return {
    namespace: "AWS/SQS",
    metricName: "ApproximateNumberOfMessagesVisible",
    dimensions: { QueueName: queueName },
    statistic: "Maximum",
    period: 300,
    evaluationPeriods: 1,
    comparisonOperator: "GreaterThanOrEqualToThreshold",
    threshold: 1,
    // SQS stops reporting on a queue that nobody has used for six hours.
    treatMissingData: "notBreaching",
  } as const;
}
