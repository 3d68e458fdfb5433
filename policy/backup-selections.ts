import { hasUnknown, UNKNOWN } from "../rehearsal/provider/struct";
import { BUCKET } from "./bucket-copies";
import { regionOf } from "./copies";
import { objects, ofType, refersTo, targets, texts } from "./join";
import type { PolicyResource, Stack, Value } from "./model";
import { ownAccounts } from "./own-accounts";
import { CLUSTER, INSTANCE } from "./replicas";
import { canonical } from "./stack-index";
import { isLike } from "./wildcard";

export const SELECTION = "aws:backup/selection:Selection";
export const PLAN = "aws:backup/plan:Plan";
export const VAULT = "aws:backup/vault:Vault";

/** Databases that hold what no other holds: a replica and a member of a cluster follow another one. */
export function primaries(stack: Stack): readonly PolicyResource[] {
  const instances = ofType(stack, INSTANCE).filter(({ properties }) => properties.replicateSourceDb === undefined);
  return [...instances, ...ofType(stack, CLUSTER).filter(({ properties }) => properties.replicationSourceIdentifier === undefined)];
}

/** The plans that a selection gives a resource to, by its ARN, a pattern of it, or tags that it carries. */
export function plansOf(stack: Stack, resource: PolicyResource): readonly PolicyResource[] {
  const plans = ofType(stack, PLAN);
  return ofType(stack, SELECTION)
    .filter((selection) => selects(stack, selection, resource))
    .flatMap((selection) => targets(selection, "planId", plans));
}

/**
 * What is named or carries one of the tags is selected, if it meets all conditions and is not left out.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/assigning-resources-json.html
 */
function selects(stack: Stack, selection: PolicyResource, resource: PolicyResource): boolean {
  const { resources, selectionTags, conditions } = selection.properties;
  const arn = arnOf(stack, resource);
  const isNamed = refersTo(selection, "resources", resource) || texts(resources).some((pattern) => isLike(pattern, arn));
  const isTagged = objects(selectionTags).some(({ type, key, value }) => type === "STRINGEQUALS" && isEqual(tagOf(resource, String(key).replace(TAG, "")), value));
  return (isNamed || isTagged) && !isLeftOut(selection, resource, arn) && meetsAll(conditions, resource);
}

/** Stands for a part of an ARN that nobody knows yet: no text has it, only a pattern's `*` takes it. */
const PART = "\0";

function arnOf(stack: Stack, resource: PolicyResource): string {
  const { bucket, clusterIdentifier, identifier } = resource.properties;
  const type = canonical(resource.type);
  if (type === BUCKET) return `arn:aws:s3:::${part(bucket)}`;
  const [account, ...others] = new Set(ownAccounts(stack));
  const place = `arn:aws:rds:${part(regionOf(resource))}:${part(others.length === 0 ? account : undefined)}`;
  return type === CLUSTER ? `${place}:cluster:${part(clusterIdentifier)}` : `${place}:db:${part(identifier)}`;
}

const part = (value: Value | undefined) => (typeof value === "string" && value !== UNKNOWN ? value : PART);

/** A pattern that may be about what nobody knows yet leaves it out. */
function isLeftOut(selection: PolicyResource, resource: PolicyResource, arn: string): boolean {
  const { notResources = [] } = selection.properties;
  const [known = ""] = arn.split(PART);
  const mayBe = (pattern: string) => {
    const [start = ""] = pattern.split("*");
    return known !== arn && (start.startsWith(known) || known.startsWith(start));
  };
  return hasUnknown(notResources) || refersTo(selection, "notResources", resource) || texts(notResources).some((pattern) => isLike(pattern, arn) || mayBe(pattern));
}

/** How a condition's key begins. */
const TAG = /^aws:ResourceTag\//;

type Compares = (own: string, value: string) => boolean;
const OPERATORS: Readonly<Record<string, Compares>> = {
  stringEquals: (own, value) => own === value,
  stringLikes: (own, value) => isLike(value, own),
  stringNotEquals: (own, value) => own !== value,
  stringNotLikes: (own, value) => !isLike(value, own),
};

/** A tag that the resource itself doesn't say proves no condition: it may come from elsewhere, or not at all. */
function meetsAll(conditions: Value | undefined, resource: PolicyResource): boolean {
  const meets = ([operator, compared]: readonly [string, Value]) =>
    objects(compared).every(({ key, value }) => {
      const own = TAG.test(String(key)) ? tagOf(resource, String(key).replace(TAG, "")) : undefined;
      return own !== undefined && typeof value === "string" && (OPERATORS[operator]?.(own, value) ?? false);
    });
  return !hasUnknown(conditions) && objects(conditions).every((condition) => Object.entries(condition).every(meets));
}

function tagOf({ properties }: PolicyResource, key: string): string | undefined {
  const [tags] = objects(properties.tags);
  const value = tags?.[key];
  return typeof value === "string" && value !== UNKNOWN ? value : undefined;
}

const isEqual = (own: string | undefined, value: Value | undefined) => own !== undefined && own === value;
