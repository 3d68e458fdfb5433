import { UNKNOWN } from "../rehearsal/provider/struct";
import { ofType, partRefersTo } from "./join";
import type { PolicyResource, Stack, Value } from "./model";
import { valuesAt } from "./path";
import { canonical } from "./stack-index";

/** Properties that send data somewhere else: a region, or a resource of which the region counts. */
const COPIES: Readonly<Record<string, { readonly path: string; readonly to?: string }>> = {
  "aws:backup/plan:Plan": { path: "rules[*].copyActions[*].destinationVaultArn", to: "aws:backup/vault:Vault" },
  "aws:s3/bucketReplicationConfig:BucketReplicationConfig": { path: "rules[*].destination.bucket", to: "aws:s3/bucket:Bucket" },
  "aws:s3/bucket:Bucket": { path: "replicationConfiguration.rules[*].destination.bucket", to: "aws:s3/bucket:Bucket" },
  "aws:secretsmanager/secret:Secret": { path: "replicas[*].region" },
  "aws:dynamodb/table:Table": { path: "replicas[*].regionName" },
  "aws:ecr/replicationConfiguration:ReplicationConfiguration": { path: "replicationConfiguration.rules[*].destinations[*].region" },
};

/** One place that data is copied to. */
export interface Copy {
  readonly property: string;
  /** Undefined where nothing says it. */
  readonly region: Value | undefined;
}

/** Where a resource copies its data to. Several regions for one unknown value are several copies: it may go to each of them. */
export function copiesOf(stack: Stack, resource: PolicyResource): readonly Copy[] {
  const copies = COPIES[canonical(resource.type)];
  if (copies === undefined) return [];
  return valuesAt(resource.properties, copies.path)
    .filter(({ value }) => value !== undefined)
    .flatMap(({ path, value }) =>
      copies.to === undefined ? [{ property: path, region: knownRegion(value) }] : regionsOf(stack, resource, value, copies.to).map((region) => ({ property: path, region })),
    );
}

/** The region that a resource names itself, or its provider's; undefined where nobody knows it. */
export const regionOf = ({ properties, region }: PolicyResource) => knownRegion(properties.region ?? region);

const knownRegion = (region: Value | undefined) => (region === UNKNOWN ? undefined : region);

/** arn:aws:backup:<region>:<account>:backup-vault:<name>; the ARN of a bucket has none. */
const REGION_OF_ARN = /^arn:[^:]+:[^:]+:([a-z0-9-]+):/;

function regionsOf(stack: Stack, resource: PolicyResource, value: Value | undefined, type: string): readonly (Value | undefined)[] {
  const [, region] = typeof value === "string" ? (REGION_OF_ARN.exec(value) ?? []) : [];
  if (region !== undefined) return [region];
  const [property = ""] = (COPIES[canonical(resource.type)]?.path ?? "").split(/[.[]/);
  const found = ofType(stack, type).filter((candidate) => partRefersTo(value, resource, property, candidate));
  return found.length === 0 ? [undefined] : found.map(regionOf);
}
