import type * as inputs from "@pulumi/aws/types/input";

/** In the order in which objects may move on; never backwards. */
export const ARCHIVE_CLASSES = [
  "STANDARD_IA",
  "INTELLIGENT_TIERING",
  "ONEZONE_IA",
  "GLACIER_IR",
  "GLACIER",
  "DEEP_ARCHIVE",
] as const;

export interface LifecycleTransition {
  readonly afterDays: number;
  readonly storageClass: (typeof ARCHIVE_CLASSES)[number];
}

/** The times that Object Lock can be told in a bucket's default rule. */
export const LOCK_DAYS_RANGE = { min: 1, max: 36_500 } as const;

export const LOCK_MODES = ["GOVERNANCE", "COMPLIANCE"] as const;

/** How long nobody deletes or overwrites a version of an object. */
export interface ObjectLock {
  /**
   * GOVERNANCE: whoever has s3:BypassGovernanceRetention still can. COMPLIANCE: nobody can, not the root user, not AWS, and
   * a lock that was set by mistake is paid for until it ends; closing the account is the only way out.
   * https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html#object-lock-retention-modes
   */
  readonly mode: (typeof LOCK_MODES)[number];
  /** Days from the moment that an object is written, 1 to 36500. */
  readonly days: number;
}

/** What becomes of the objects below one prefix. Where rules overlap, S3 applies the shorter time. */
export interface LifecycleRule {
  /** The start of the keys, such as `postgresql/`; the empty string is the whole bucket. */
  readonly prefix: string;
  /** Days after which an object is deleted. @default - never */
  readonly expirationDays?: number | undefined;
  /** Days for which an overwritten or deleted version can still be had back. */
  readonly noncurrentDays: number;
  /** Moves to cheaper storage, in order of days. @default - none */
  readonly transitions?: readonly LifecycleTransition[] | undefined;
}

/** Days after which the parts of an upload that never ended are deleted; until then they cost and nobody sees them. */
const ABORT_UPLOAD_DAYS = 7;

/** Storage classes that S3 lets an object enter, and leave, only after 30 days. */
const INFREQUENT_CLASSES: readonly string[] = ["STANDARD_IA", "ONEZONE_IA"];

/**
 * What S3 would refuse in the rules, phrased to follow "expected".
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html
 */
export function lifecycleExpectations(rules: readonly LifecycleRule[], lock?: ObjectLock): readonly string[] {
  const prefixes = rules.map(({ prefix }) => prefix);
  return [
    ...prefixes.filter((prefix, index) => prefixes.indexOf(prefix) !== index).map((prefix) => `one rule for "${prefix}"`),
    ...rules.flatMap(({ prefix, expirationDays, transitions }) => {
      const moves = transitions ?? [];
      const last = moves.at(-1);
      return [
        ...moves.flatMap((move, index) => expectationsOfMove(prefix, move, moves[index - 1])),
        ...(last !== undefined && expirationDays !== undefined && expirationDays <= last.afterDays
          ? [`objects below "${prefix}" to expire after day ${last.afterDays}, their last move`]
          : []),
        // S3 would take it: the object is hidden on that day, and stays, paid for and unseen, until its lock ends.
        ...(lock !== undefined && expirationDays !== undefined && expirationDays < lock.days
          ? [`objects below "${prefix}" to expire on day ${lock.days} or later, when their lock ends`]
          : []),
      ];
    }),
  ];
}

function expectationsOfMove(
  prefix: string,
  { afterDays, storageClass }: LifecycleTransition,
  previous: LifecycleTransition | undefined,
): readonly string[] {
  if (previous === undefined) {
    return INFREQUENT_CLASSES.includes(storageClass) && afterDays < 30
      ? [`objects below "${prefix}" to move to ${storageClass} after 30 days or later`]
      : [];
  }
  if (ARCHIVE_CLASSES.indexOf(storageClass) <= ARCHIVE_CLASSES.indexOf(previous.storageClass)) {
    return [`a move of "${prefix}" from ${previous.storageClass} to a class further down: ${ARCHIVE_CLASSES.join(", ")}`];
  }
  const earliest = previous.afterDays + (INFREQUENT_CLASSES.includes(previous.storageClass) ? 30 : 1);
  return afterDays < earliest
    ? [`objects below "${prefix}" to move from ${previous.storageClass} to ${storageClass} on day ${earliest} or later`]
    : [];
}

/** The rules as S3 takes them, after one that tidies up in every bucket. */
export function lifecycleConfiguration(
  rules: readonly LifecycleRule[],
): inputs.s3.BucketLifecycleConfigurationRule[] {
  return [
    {
      id: "housekeeping",
      status: "Enabled",
      filter: {},
      abortIncompleteMultipartUpload: { daysAfterInitiation: ABORT_UPLOAD_DAYS },
      // A delete marker whose versions are all gone marks nothing, and slows down every listing.
      expiration: { expiredObjectDeleteMarker: true },
    },
    ...rules.map(({ prefix, expirationDays, noncurrentDays, transitions }) => ({
      id: prefix === "" ? "all-objects" : prefix.replace(/\/$/, ""),
      status: "Enabled",
      filter: prefix === "" ? {} : { prefix },
      ...(expirationDays === undefined ? {} : { expiration: { days: expirationDays } }),
      noncurrentVersionExpiration: { noncurrentDays },
      ...(transitions === undefined || transitions.length === 0
        ? {}
        : { transitions: transitions.map(({ afterDays, storageClass }) => ({ days: afterDays, storageClass })) }),
    })),
  ];
}
