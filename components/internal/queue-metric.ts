import type { CustomMetric } from "./scaling-metrics";

/** What QueueDepth publishes: the jobs of one queue that wait for a worker. */
export const QUEUE_METRIC = { namespace: "Groundwork/Queues", name: "WaitingJobs" } as const;

/** The metric of one queue, for scalers and alarms. Its maximum: a minute has one value, and two publishers must not add up. */
export function queueMetric(namePrefix: string, queue: string): CustomMetric {
  return {
    namespace: QUEUE_METRIC.namespace,
    metricName: QUEUE_METRIC.name,
    dimensions: { System: namePrefix, Queue: queue },
    statistic: "Maximum",
  };
}
