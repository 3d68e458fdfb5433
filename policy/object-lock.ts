import { at } from "./join";
import type { PolicyResource } from "./model";

export const LOCK = "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration";

/** Days that a bucket keeps every new object whoever wants it gone; undefined where the lock says none. */
export function lockDays({ properties }: PolicyResource): number | undefined {
  const mode = at(properties, "rule.defaultRetention.mode");
  if (mode !== "GOVERNANCE" && mode !== "COMPLIANCE") return undefined;
  const days = at(properties, "rule.defaultRetention.days");
  const years = at(properties, "rule.defaultRetention.years");
  if (typeof days === "number") return days;
  return typeof years === "number" ? years * 365 : undefined;
}
