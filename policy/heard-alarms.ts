import { METRIC_ALARM } from "./alarm-coverage";
import { subscribedTopics } from "./alarm-topics";
import { ofType, targets } from "./join";
import type { PolicyResource, Stack } from "./model";

/** Alarms on a metric of our own that tell somebody. */
export function heardAlarms(stack: Stack, namespace: string, metricName: string): readonly PolicyResource[] {
  const topics = subscribedTopics(stack);
  return ofType(stack, METRIC_ALARM).filter(
    (alarm) =>
      alarm.properties.namespace === namespace &&
      alarm.properties.metricName === metricName &&
      (alarm.properties.actionsEnabled === undefined || alarm.properties.actionsEnabled === true) &&
      targets(alarm, "alarmActions", topics).length > 0,
  );
}
