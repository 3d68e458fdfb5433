import type { Properties } from "../provider/struct";
import { sdkProperties } from "./sdk-properties";
import { characters } from "./synthesize";

/** The property that is a type's physical name, where that is not `name`. */
const NAME_PROPERTY: Readonly<Record<string, string>> = {
  "aws:s3/bucket:Bucket": "bucket",
  "aws:rds/instance:Instance": "identifier",
  "aws:rds/cluster:Cluster": "clusterIdentifier",
  "aws:elasticache/cluster:Cluster": "clusterId",
};

/** How long a name may be, where it is not the 255 characters that most services allow. */
const MAX_LENGTH: Readonly<Record<string, number>> = {
  "aws:lb/loadBalancer:LoadBalancer": 32,
  "aws:lb/targetGroup:TargetGroup": 32,
  "aws:elasticache/cluster:Cluster": 50,
  "aws:s3/bucket:Bucket": 63,
  "aws:rds/instance:Instance": 63,
  "aws:iam/role:Role": 64,
};
const LOWER_CASE = /^aws:(s3|rds|elasticache|ecr)\//;
const SUFFIX_LENGTH = 7;
/** What the provider appends to a prefix: a time and a counter, 26 digits. */
const PREFIX_SUFFIX_LENGTH = 26;

/** The property that a type's physical name stands in, if the provider makes one up where the program gives none. */
function namePropertyOf(type: string): string | undefined {
  const property = NAME_PROPERTY[type] ?? "name";
  const { inputs, required, all } = sdkProperties(type);
  const found = all.get(property);
  if (found === undefined || !inputs.has(property) || required.includes(property)) return undefined;
  // A name that stays empty when it is left out is a label, not an identity.
  return found.kind === "string" && !found.optional ? property : undefined;
}

/**
 * Gives a resource that has no physical name one as the real provider does: its prefix and 26 digits, or its logical name and
 * seven hexadecimal digits.
 * A resource keeps the name that it was given before; a replacement gets another.
 */
export function withName(type: string, logicalName: string, inputs: Properties, old: Properties | undefined, seed: string): Properties {
  const property = namePropertyOf(type);
  if (property === undefined || inputs[property] !== undefined) return inputs;
  const before = old?.[property];
  if (typeof before === "string") return { ...inputs, [property]: before };
  const prefix = inputs[`${property}Prefix`];
  if (typeof prefix === "string") return { ...inputs, [property]: `${prefix}${characters("hex", seed, PREFIX_SUFFIX_LENGTH)}` };
  const suffix = `-${characters("hex", seed, SUFFIX_LENGTH)}`;
  const limit = MAX_LENGTH[type] ?? 255;
  const base = logicalName.slice(0, limit - suffix.length);
  const name = `${LOWER_CASE.test(type) ? base.toLowerCase() : base}${suffix}`;
  return { ...inputs, [property]: type === "aws:kms/alias:Alias" ? `alias/${name}` : name };
}
