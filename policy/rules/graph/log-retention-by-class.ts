import { daysText, keepsFor } from "../../demands";
import { shown, STACK_URN, violation } from "../../join";
import { EVERYWHERE } from "../../levels";
import { keepersOf } from "../../log-classes";
import { NOT_ASKED } from "../../not-asked";
import type { GraphRule } from "../../rule";

const CLASSES = ["application", "access", "error", "system", "audit"] as const;

export const logRetentionByClass: GraphRule = {
  id: "log-retention-by-class",
  reason: "The law says how long an audit record stays, and how long data about people may: each class of log has its own time.",
  severity: "high",
  levels: EVERYWHERE,
  remedy: "Set the retention of the log to the days of retentionDays in policy-floors.<stack>.json: logRetentionDays, groundwork:logArchive, groundwork:audit.",
  checklist: ["S-28"],
  equivalents: ["CKV_AWS_66", "CKV_AWS_338"],
  evaluate: (stack, { retentionDays }) => {
    if (retentionDays === undefined) return NOT_ASKED;
    const kept = CLASSES.flatMap((logClass) => {
      const asked = retentionDays[logClass];
      return asked === undefined ? [] : [{ logClass, asked, keepers: keepersOf(stack, logClass) }];
    });
    const violations = kept.flatMap(({ logClass, asked, keepers }) => [
      ...(keepers.length > 0 ? [] : [{ urn: STACK_URN, property: `retentionDays.${logClass}`, found: "nothing keeps such logs", required: daysText(asked) }]),
      ...keepers.filter(({ days }) => !keepsFor(days, asked)).map(({ resource, property, days }) => violation(resource, property, shown(days), `${daysText(asked)}, as a log of class ${logClass}`)),
    ]);
    return { inspected: kept.flatMap(({ keepers }) => keepers.map(({ resource }) => resource.urn)), violations };
  },
};
