import { at, mustExist, objects, ofType, outcome, refersTo, shown, targets, violation } from "../../join";
import { keepsFor, daysText } from "../../demands";
import { EVERYWHERE } from "../../levels";
import { lockDays, LOCK } from "../../object-lock";
import type { PolicyResource, Stack } from "../../model";
import type { Floors } from "../../floors";
import type { GraphRule, Violation } from "../../rule";
import { hasUnknown } from "../../../rehearsal/provider/struct";

const TRAIL = "aws:cloudtrail/trail:Trail";
const BUCKET = "aws:s3/bucket:Bucket";
const SWITCHES = ["isMultiRegionTrail", "enableLogFileValidation", "includeGlobalServiceEvents", "enableLogging"];
/** What the provider takes where they are absent. */
const ON_BY_ITSELF = ["includeGlobalServiceEvents", "enableLogging"];

function kept(stack: Stack, trail: PolicyResource, { retentionDays }: Floors): readonly Violation[] {
  const asked = retentionDays?.audit ?? 1;
  const buckets = targets(trail, "s3BucketName", ofType(stack, BUCKET));
  if (buckets.length === 0) return [violation(trail, "s3BucketName", shown(trail.properties.s3BucketName), "a bucket of this stack")];
  return buckets.flatMap((bucket) => {
    const locks = ofType(stack, LOCK).filter((lock) => refersTo(lock, "bucket", bucket));
    if (locks.length === 0) return [violation(bucket, LOCK, "none", `one of ${daysText(asked)}`)];
    return locks.filter((lock) => !keepsFor(lockDays(lock), asked)).map((lock) => violation(lock, "rule.defaultRetention", shown(at(lock.properties, "rule.defaultRetention")), daysText(asked)));
  });
}

export const auditTrail: GraphRule = {
  id: "audit-trail",
  reason: "Whoever breaks in goes for the record first: it covers every region, proves that nothing was changed, and can't be deleted.",
  severity: "high",
  levels: EVERYWHERE,
  remedy: "Set groundwork:audit with an objectLock; the AuditTrail component makes the trail.",
  checklist: ["S-26"],
  equivalents: ["CKV_AWS_35", "CKV_AWS_36", "CKV_AWS_67", "FSBP CloudTrail.1", "FSBP CloudTrail.2", "FSBP CloudTrail.4", "AVD-AWS-0014", "AVD-AWS-0015", "AVD-AWS-0016"],
  evaluate: (stack, floors) => {
    const trails = ofType(stack, TRAIL);
    const violations = trails.flatMap((trail) => {
      const { properties } = trail;
      const off = SWITCHES.filter((key) => !(properties[key] === true || (properties[key] === undefined && ON_BY_ITSELF.includes(key))));
      const unknown = ["kmsKeyId", "eventSelectors", "advancedEventSelectors"].filter((key) => hasUnknown(properties[key] ?? null) && (trail.propertyDependencies[key] ?? []).length === 0);
      const reads = objects(properties.advancedEventSelectors).length > 0 || objects(properties.eventSelectors).every(({ includeManagementEvents }) => includeManagementEvents !== false);
      return [
        ...off.map((key) => violation(trail, key, shown(properties[key]), "true")),
        ...unknown.map((key) => violation(trail, key, shown(properties[key]), "a value that is known, or a resource's")),
        ...(properties.kmsKeyId === undefined ? [violation(trail, "kmsKeyId", "nothing", "a key")] : []),
        ...(reads ? [] : [violation(trail, "eventSelectors", shown(properties.eventSelectors), "management events among them")]),
        ...kept(stack, trail, floors),
      ];
    });
    return floors.ownsAccount === true ? mustExist(trails, TRAIL, violations) : outcome(trails, violations);
  },
};
