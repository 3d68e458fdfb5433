import type { Bucket } from "../components/bucket";
import { Cache } from "../components/cache";
import { secretName } from "../components/internal/secret-names";
import type { Settings } from "../settings/schema";
import { lifecycleRules } from "../settings/storage";
import { createBucket, lockOf } from "./buckets";
import { buildDatabase } from "./database";
import type { DatabaseTier } from "./database";
import type { Foundation } from "./foundation";
import { namePrefix } from "./names";
import type { Providers } from "./providers";
import { reminder } from "./secret-plan";
import { topic } from "./topics";

/** Everything that holds what can't be had again. */
export interface Data {
  /** Undefined for a system whose database lies elsewhere, or that has none. */
  readonly database: DatabaseTier | undefined;
  /** Undefined for a system without a cache. */
  readonly cache: Cache | undefined;
  /** Purpose -> bucket, as groundwork:storage.buckets has them. */
  readonly buckets: Readonly<Record<string, Bucket>>;
}

export function buildData(settings: Settings, providers: Providers, foundation: Foundation): Data {
  return {
    database: buildDatabase(settings, providers, foundation),
    cache: buildCache(settings, providers, foundation),
    buckets: buildBuckets(settings, providers, foundation),
  };
}

function buildCache(settings: Settings, providers: Providers, foundation: Foundation): Cache | undefined {
  const { cache, system } = settings;
  if (cache === undefined) return undefined;
  const { keyArns, firewall, network, topicArns } = foundation;
  const { eventChannel, ...cacheSettings } = cache;
  return new Cache(
    "cache",
    {
      ...cacheSettings,
      namePrefix: namePrefix(settings),
      subnetIds: network.dataSubnetIds,
      dataKeyArn: keyArns.data,
      secretsKeyArn: keyArns.secrets,
      logKeyArn: keyArns.logs,
      secretName: secretName(system.name, system.environment, "cache"),
      rotation: reminder(settings, "database"),
      securityGroupId: firewall.groupIdOf("cache"),
      notificationTopicArn: topic(topicArns, eventChannel),
    },
    { provider: providers.aws },
  );
}

function buildBuckets(settings: Settings, providers: Providers, foundation: Foundation): Readonly<Record<string, Bucket>> {
  return Object.fromEntries(
    Object.entries(settings.storage.buckets).map(([purpose, bucket]) => [
      purpose,
      createBucket(settings, providers, foundation, {
        name: `bucket-${purpose}`,
        baseName: bucket.bucketName,
        dataClass: bucket.dataClass,
        keyPurpose: "data",
        lifecycle: lifecycleRules(bucket),
        ...lockOf(bucket.objectLock),
        replicateToBackupRegion: bucket.replicateToBackupRegion,
        // People may have erased what is theirs; of records under a lock nobody may.
        copyFollowsDeletions: bucket.objectLock === undefined ? [""] : [],
      }),
    ]),
  );
}
