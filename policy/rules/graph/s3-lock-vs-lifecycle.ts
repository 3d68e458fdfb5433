import { at, objects, ofType, outcome, refersTo, shown, targets, violation } from "../../join";
import { EVERYWHERE } from "../../levels";
import { lockDays, LOCK } from "../../object-lock";
import type { GraphRule } from "../../rule";
import { hasUnknown } from "../../../rehearsal/provider/struct";

const LIFECYCLE = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";

export const s3LockVsLifecycle: GraphRule = {
  id: "s3-lock-vs-lifecycle",
  reason: "A rule that expires what is locked hides it behind a delete marker: it is paid for still, and nobody finds it.",
  severity: "medium",
  levels: EVERYWHERE,
  remedy: "Keep retentionDays of the bucket's settings at or above its objectLock.",
  checklist: ["S-28"],
  equivalents: [],
  evaluate: (stack) => {
    const locks = ofType(stack, LOCK);
    const violations = locks.flatMap((lock) => {
      const locked = lockDays(lock);
      if (locked === undefined) return [violation(lock, "rule.defaultRetention", shown(at(lock.properties, "rule.defaultRetention")), "a mode and a number of days")];
      return targets(lock, "bucket", ofType(stack, "aws:s3/bucket:Bucket"))
        .flatMap((bucket) => ofType(stack, LIFECYCLE).filter((lifecycle) => refersTo(lifecycle, "bucket", bucket)))
        .flatMap((lifecycle) => [
          ...(hasUnknown(lifecycle.properties.rules ?? null) ? [violation(lifecycle, "rules", shown(lifecycle.properties.rules), "days that are known")] : []),
          ...objects(lifecycle.properties.rules)
            .map((rule) => at(rule, "expiration.days"))
            .filter((days) => days !== undefined && !(typeof days === "number" && days >= locked))
            .map((days) => violation(lifecycle, "rules.expiration.days", shown(days), `at least ${locked}, the days of the lock`)),
        ]);
    });
    return outcome(locks, violations);
  },
};
