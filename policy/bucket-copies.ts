import { isProperties } from "../rehearsal/provider/struct";
import { copiesOf, regionOf } from "./copies";
import type { Floors } from "./floors";
import { at, objects, ofType, targets } from "./join";
import type { PolicyResource, Properties, Stack, Value } from "./model";

export const BUCKET = "aws:s3/bucket:Bucket";
export const REPLICATION = "aws:s3/bucketReplicationConfig:BucketReplicationConfig";

/** The rules by which one bucket is copied, in a resource of their own or inside the bucket. */
export interface Replication {
  readonly config: PolicyResource;
  /** Where in `config` the rules stand. */
  readonly property: string;
  /** Undefined where no bucket of the stack is known to be it. */
  readonly source: PolicyResource | undefined;
  /** None where nobody knows them yet. */
  readonly rules: readonly Properties[];
}

export function replicationsOf(stack: Stack): readonly Replication[] {
  const buckets = ofType(stack, BUCKET);
  return [
    ...ofType(stack, REPLICATION).map((config) => ({ config, property: "rules", source: targets(config, "bucket", buckets)[0], rules: objects(config.properties.rules) })),
    ...buckets
      .filter(({ properties }) => properties.replicationConfiguration !== undefined)
      .map((config) => ({ config, property: "replicationConfiguration.rules", source: config, rules: objects(at(config.properties, "replicationConfiguration.rules")) })),
  ];
}

/** The buckets that a replication writes to. */
export function destinationsOf(stack: Stack): readonly PolicyResource[] {
  return replicationsOf(stack).flatMap(({ config, property }) => targets(config, property, ofType(stack, BUCKET)).filter((bucket) => bucket !== config));
}

/** The start of the keys that a replication rule is for; "" for all of them. */
export function prefixOf(rule: Properties): Value {
  return at(rule, "filter.prefix") ?? at(rule, "filter.and.prefix") ?? rule.prefix ?? "";
}

/** Whether each new object of a bucket, an encrypted one too, reaches a bucket in another region in which data may rest. */
export function isCopiedElsewhere(stack: Stack, bucket: PolicyResource, { allowedRegions }: Floors): boolean {
  const own = regionOf(bucket);
  return replicationsOf(stack)
    .filter(({ source }) => source === bucket)
    .some(({ config, property, rules }) =>
      rules.filter(isForAll).some((rule) => {
        const properties: Properties = property === "rules" ? { rules: [rule] } : { replicationConfiguration: { rules: [rule] } };
        const copies = copiesOf(stack, { ...config, properties });
        return own !== undefined && copies.length > 0 && copies.every(({ region }) => typeof region === "string" && region !== own && allowedRegions.includes(region));
      }),
    );
}

/** S3 leaves out what is encrypted with a key of ours unless it is told otherwise, without an error. */
function isForAll(rule: Properties): boolean {
  const { filter = {} } = rule;
  const encrypted = at(rule, "sourceSelectionCriteria.sseKmsEncryptedObjects");
  return (
    rule.status === "Enabled" &&
    isProperties(filter) &&
    [rule.prefix, ...Object.values(filter)].every((narrowed) => narrowed === undefined || narrowed === null || narrowed === "") &&
    (at(encrypted, "status") === "Enabled" || at(encrypted, "enabled") === true)
  );
}
