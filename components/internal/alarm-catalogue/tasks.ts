import type { AlarmTable } from "../alarm-definition";
import type { ScheduledTaskTarget, ScheduleGroupTarget, ServiceTarget } from "../monitored-target";

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
    // Longer than the scaler needs to act: the alarm says that scaling did not help.
    evaluation: () => ({ periodSeconds: 300, periods: 3, breaches: 3 }),
    // No tasks, no CPU: few-tasks watches that.
    missingData: "missing",
    title: "CPU of the tasks, average (percent)",
    happened: "The tasks of the service have been short of CPU for a quarter of an hour, and scaling did not relieve them.",
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
    evaluation: () => ({ periodSeconds: 60, periods: 10, breaches: 8 }),
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
    evaluation: () => ({ periodSeconds: 60, periods: 10, breaches: 8 }),
    // The count is reported each minute even when it is zero: silence means that the service or its insights are gone.
    missingData: "breaching",
    warmUpMinutes: 30,
    title: "Running tasks (count)",
    happened: "The service runs fewer tasks than its minimum.",
    firstLook: "Look at the events of the ECS service and at the reason why the last tasks stopped.",
  },
];

export const SCHEDULED_TASK_ALARMS: AlarmTable<ScheduledTaskTarget> = [
  {
    key: "job-failed",
    // The rule matches a run that ended badly. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html
    signal: ({ failureRuleName }) => ({
      namespace: "AWS/Events",
      metricName: "TriggeredRules",
      dimensions: { RuleName: failureRuleName },
      statistic: "Sum",
    }),
    comparison: "above",
    threshold: ({ limit }) => limit,
    evaluation: () => ({ periodSeconds: 300, periods: 1, breaches: 1 }),
    // The rule counts only failures.
    missingData: "notBreaching",
    title: "Failed runs of jobs (count)",
    happened: "A run of the job ended with an error.",
    firstLook: "Read the last lines of the job's log group.",
  },
];

export const SCHEDULE_GROUP_ALARMS: AlarmTable<ScheduleGroupTarget> = [
  {
    key: "jobs-not-started",
    // Invocations given up after all retries. https://docs.aws.amazon.com/scheduler/latest/UserGuide/monitoring-cloudwatch.html
    signal: ({ groupName }) => ({
      namespace: "AWS/Scheduler",
      metricName: "InvocationDroppedCount",
      dimensions: { ScheduleGroup: groupName },
      statistic: "Sum",
    }),
    comparison: "above",
    threshold: ({ limit }) => limit,
    evaluation: () => ({ periodSeconds: 300, periods: 1, breaches: 1 }),
    // The scheduler counts only what it gave up.
    missingData: "notBreaching",
    title: "Jobs that could not be started (count)",
    happened: "The scheduler gave up starting a job: it never ran, so no log of it exists.",
    firstLook: "Find the schedule whose time has just passed, and check that its role may run its task.",
  },
];

function serviceDimensions({ clusterName, serviceName }: ServiceTarget) {
  return { ClusterName: clusterName, ServiceName: serviceName };
}
