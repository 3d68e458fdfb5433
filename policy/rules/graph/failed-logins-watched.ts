import { subscribedTopics } from "../../alarm-topics";
import { heardAlarms } from "../../heard-alarms";
import { at, mustExist, ofType, shown, targets, violation } from "../../join";
import { EVERYWHERE } from "../../levels";
import type { PolicyResource } from "../../model";
import { NOT_ASKED } from "../../not-asked";
import type { GraphRule } from "../../rule";
import { LOG_GROUP } from "../../service-logs";
import { UNKNOWN } from "../../../rehearsal/provider/struct";

const FILTER = "aws:cloudwatch/logMetricFilter:LogMetricFilter";
const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";

const isChannel = (channel: string) => ({ properties: { name } }: PolicyResource) => typeof name === "string" && name.endsWith(`-${channel}`);

export const failedLoginsWatched: GraphRule = {
  id: "failed-logins-watched",
  reason: "Who tries passwords by the thousand shows in the logs, and somebody who can act must hear of it while it goes on.",
  severity: "high",
  levels: EVERYWHERE,
  remedy: "Count them in groundwork:metrics and alarm on the metric, to the channel of failedLogins in policy-floors.<stack>.json.",
  checklist: ["S-29"],
  equivalents: [],
  evaluate: (stack, { failedLogins }) => {
    if (failedLogins === undefined) return NOT_ASKED;
    const { metric, channel } = failedLogins;
    const topics = subscribedTopics(stack).filter(isChannel(channel));
    const filters = ofType(stack, FILTER).filter(({ properties }) => at(properties, "metricTransformation.name") === metric);
    const violations = filters.flatMap((filter) => {
      const namespace = at(filter.properties, "metricTransformation.namespace");
      const pattern = filter.properties.pattern;
      const alarms = typeof namespace === "string" ? heardAlarms(stack, namespace, metric).filter((alarm) => targets(alarm, "alarmActions", topics).length > 0) : [];
      return [
        ...(alarms.length > 0 ? [] : [violation(filter, ALARM, `none on ${metric} that ${channel} hears`, "one at least")]),
        ...(typeof pattern === "string" && pattern !== UNKNOWN && pattern.trim() !== "" ? [] : [violation(filter, "pattern", shown(pattern), "a pattern: none counts every line")]),
        ...(targets(filter, "logGroupName", ofType(stack, LOG_GROUP)).length > 0 ? [] : [violation(filter, "logGroupName", shown(filter.properties.logGroupName), "a log group of this stack")]),
      ];
    });
    return mustExist(filters, `${FILTER} ${metric}`, violations);
  },
};
