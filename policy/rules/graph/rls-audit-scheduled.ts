import { heardAlarms } from "../../heard-alarms";
import { mustExist, ofType, shown, targets, violation } from "../../join";
import { EVERYWHERE } from "../../levels";
import { NOT_ASKED } from "../../not-asked";
import type { GraphRule } from "../../rule";

const SCHEDULE = "aws:scheduler/schedule:Schedule";
const JOB = "database-security-audit";

export const rlsAuditScheduled: GraphRule = {
  id: "rls-audit-scheduled",
  reason: "A table that somebody adds has no row-level security until somebody turns it on, so a job looks for such tables.",
  severity: "high",
  levels: EVERYWHERE,
  remedy: "Set groundwork:databaseJobs.securityAudit; the DatabaseJobs component makes the schedule and the alarm.",
  checklist: ["S-23"],
  equivalents: [],
  evaluate: (stack, { rowLevelSecurityAudit = false }) => {
    if (!rowLevelSecurityAudit) return NOT_ASKED;
    const tasks = ofType(stack, "aws:ecs/taskDefinition:TaskDefinition").filter(({ properties: { family } }) => typeof family === "string" && family.endsWith(JOB));
    const schedules = ofType(stack, SCHEDULE).filter((schedule) => targets(schedule, "target", tasks).length > 0);
    const alarms = heardAlarms(stack, "Groundwork/Database", "SecurityFindings");
    return mustExist(schedules, SCHEDULE, [
      ...schedules.filter(({ properties: { state } }) => state !== undefined && state !== "ENABLED").map((schedule) => violation(schedule, "state", shown(schedule.properties.state), "ENABLED")),
      ...(alarms.length > 0 ? [] : schedules.map((schedule) => violation(schedule, "aws:cloudwatch/metricAlarm:MetricAlarm", "none that is heard on SecurityFindings", "one at least"))),
    ]);
  },
};
