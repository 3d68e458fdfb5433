import type * as pulumi from "@pulumi/pulumi";
import { Bucket } from "../components/bucket";
import type { BucketArgs } from "../components/bucket";
import { BucketReplication } from "../components/bucket-replication";
import type { KeyPurpose } from "../components/internal/key-purposes";
import { uniqueBucketName } from "../components/internal/bucket-name";
import type { Settings } from "../settings/schema";
import type { ObjectLockSettings } from "../settings/storage";
import type { Foundation } from "./foundation";
import type { Providers } from "./providers";

export interface ReplicatedBucket extends Pick<BucketArgs, "dataClass" | "lifecycle" | "objectLock" | "legalBasis"> {
  /** Logical name of the bucket; those of its copy and of the replication follow from it. */
  readonly name: string;
  /** The name in S3, to which account and region are appended. */
  readonly baseName: string;
  readonly keyPurpose: KeyPurpose & ("data" | "backups");
  readonly replicateToBackupRegion: boolean;
  /** Prefixes below which its copy follows a deletion; "" is the whole bucket. @default - none */
  readonly copyFollowsDeletions?: readonly string[];
}

/** A lock of the settings as a bucket takes it. */
export function lockOf(lock: ObjectLockSettings | undefined): Pick<BucketArgs, "objectLock" | "legalBasis"> {
  if (lock === undefined) return {};
  const { legalBasis, ...objectLock } = lock;
  return { objectLock, legalBasis };
}

/** A bucket, and where it is asked for, a copy in the backup region that each new object reaches within minutes. */
export function createBucket(
  { account }: Pick<Settings, "account">,
  providers: Providers,
  { keyArns, backupRegionKeyArn }: Foundation,
  { name, baseName, keyPurpose, replicateToBackupRegion, copyFollowsDeletions = [], ...shared }: ReplicatedBucket,
): Bucket {
  const create = (logicalName: string, region: string, keyArn: pulumi.Input<string>, provider: pulumi.ProviderResource) =>
    new Bucket(
      logicalName,
      { ...shared, bucketName: uniqueBucketName(baseName, account.id, region), encryption: { keyArn } },
      { provider },
    );
  const keyArn = keyArns[keyPurpose];
  const source = create(name, account.region, keyArn, providers.aws);
  if (replicateToBackupRegion) {
    const copyKeyArn = backupRegionKeyArn(keyPurpose);
    const copy = create(`copy-${name}`, account.backupRegion, copyKeyArn, providers.awsBackupRegion);
    const end = ({ bucketName, bucketArn }: Bucket) => ({ bucketName, bucketArn });
    new BucketReplication(
      `replication-${name}`,
      {
        source: { ...end(source), keyArn, region: account.region },
        destination: { ...end(copy), keyArn: copyKeyArn, region: account.backupRegion },
        followsDeletions: copyFollowsDeletions,
      },
      { provider: providers.aws },
    );
  }
  return source;
}
