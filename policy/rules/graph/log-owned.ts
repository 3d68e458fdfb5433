import { mustExist, ofType, partRefersTo, shown, violation } from "../../join";
import { EVERYWHERE } from "../../levels";
import { LOG_WRITERS, logsNamedBy, TASK } from "../../log-writers";
import { LOG_GROUP } from "../../service-logs";
import type { GraphRule } from "../../rule";

const CACHE = "aws:elasticache/replicationGroup:ReplicationGroup";
/** A cache may hand its logs to one instead. */
const STREAM = "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream";

export const logOwned: GraphRule = {
  id: "log-owned",
  reason: "A log group that AWS makes for whoever writes first has no key and keeps everything for ever.",
  severity: "medium",
  levels: EVERYWHERE,
  remedy: "Make services and jobs with Service, ScheduledTask and OneOffTask, which make the log group first.",
  checklist: ["S-26", "S-28"],
  equivalents: [],
  evaluate: (stack) => {
    const groups = ofType(stack, LOG_GROUP);
    const streams = ofType(stack, STREAM);
    const writers = ofType(stack, ...LOG_WRITERS);
    const violations = writers.flatMap((writer) => {
      const own = writer.type === CACHE ? [...groups, ...streams] : groups;
      return logsNamedBy(writer, stack)
        .filter(({ property, group }) => !own.some((candidate) => partRefersTo(group, writer, property, candidate)))
        .map(({ property, group }) => violation(writer, property, `a log in ${shown(group)}`, "one in a log group of this stack"));
    });
    return mustExist(writers, TASK, violations);
  },
};
