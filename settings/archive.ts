import { z } from "zod";
import { lifecycleExpectations } from "../components/internal/lifecycle";
import type { LifecycleRule } from "../components/internal/lifecycle";
import { transitionsSchema } from "./storage";
import type { ObjectLockSettings } from "./storage";

/** What every archive of the program says of itself. */
export const archiveFields = {
  retentionDays: z
    .int()
    .min(1)
    .max(36_500)
    .meta({ description: "Days after which an object is deleted, 1 to 36500; seven years are 2557. Never before its lock ends." }),
  transitions: transitionsSchema,
};

export interface ArchiveSettings {
  readonly retentionDays: number;
  readonly transitions: NonNullable<LifecycleRule["transitions"]>;
  readonly objectLock?: ObjectLockSettings | undefined;
}

/** Nothing is ever overwritten in an archive, so what is hidden there has been deleted: a day is enough. */
export function archiveLifecycle({ retentionDays, transitions }: ArchiveSettings): readonly LifecycleRule[] {
  return [{ prefix: "", expirationDays: retentionDays, noncurrentDays: 1, transitions }];
}

/** What S3 would refuse, and a retention shorter than the lock, at the key that mends it. */
export function archiveProblems(archive: ArchiveSettings): readonly { readonly path: readonly string[]; readonly message: string }[] {
  const { objectLock, retentionDays } = archive;
  if (objectLock !== undefined && retentionDays < objectLock.days) {
    return [{ path: ["retentionDays"], message: `at least ${objectLock.days}, the days of the lock: no object can be deleted before` }];
  }
  return lifecycleExpectations(archiveLifecycle(archive)).map((message) => ({ path: ["transitions"], message }));
}
