import { everyMinute } from "../alarm-definition";
import type { AlarmTable } from "../alarm-definition";
import type { ServiceTarget } from "../monitored-target";

export const SERVICE_ALARMS: AlarmTable<ServiceTarget> = [
  {
    key: "task-cpu",
    // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html
    signal: (target) => ({
      namespace: "AWS/ECS",
      metricName: "CPUUtilization",
      dimensions: serviceDimensions(target),
      statistic: "Average",
    }),
    comparison: "above",
    threshold: ({ limit }) => limit,
    evaluation: everyMinute,
    // No tasks, no CPU: few-tasks watches that.
    missingData: "missing",
    title: "CPU of the tasks, average (percent)",
    happened: "The tasks of the service have been short of CPU, and scaling did not relieve them.",
    firstLook: "See whether the service runs its maximum number of tasks, and whether traffic or one request eats the CPU.",
  },
  {
    key: "task-memory",
    // The task that is about to be killed counts, not the average one.
    signal: (target) => ({
      namespace: "AWS/ECS",
      metricName: "MemoryUtilization",
      dimensions: serviceDimensions(target),
      statistic: "Maximum",
    }),
    comparison: "above",
    threshold: ({ limit }) => limit,
    evaluation: everyMinute,
    // As for the CPU.
    missingData: "missing",
    title: "Memory of the fullest task (percent)",
    happened: "A task is close to its memory limit; at the limit it is killed.",
    firstLook: "See whether the memory rose in a step (a deployment, a big request) or slowly (a leak).",
  },
  {
    key: "few-tasks",
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-metrics-ECS.html
    signal: (target) => ({
      namespace: "ECS/ContainerInsights",
      metricName: "RunningTaskCount",
      dimensions: serviceDimensions(target),
      statistic: "Minimum",
    }),
    comparison: "below",
    threshold: ({ limit }, { minTasks }) => Math.max(minTasks - limit, 1),
    evaluation: everyMinute,
    // The count is reported each minute even when it is zero: silence means that the service or its insights are gone.
    missingData: "breaching",
    warmUpMinutes: 30,
    title: "Running tasks (count)",
    happened: "The service runs fewer tasks than its minimum.",
    firstLook: "Look at the events of the ECS service and at the reason why the last tasks stopped.",
  },
];

export function serviceDimensions({ clusterName, serviceName }: ServiceTarget) {
  return { ClusterName: clusterName, ServiceName: serviceName };
}
