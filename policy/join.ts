import { hasUnknown, isProperties, UNKNOWN } from "../rehearsal/provider/struct";
import type { PolicyResource, Properties, Value } from "./model";
import type { GraphOutcome, Violation } from "./rule";

export { ofType } from "./stack-index";

/** Where the absence of a resource is a violation, for want of a resource to name. */
export const STACK_URN = "urn:stack";

/** The value at a path, `redirect.statusCode`; a list is not stepped into. */
export function at(properties: Value | undefined, path: string): Value | undefined {
  return path.split(".").reduce<Value | undefined>((value, key) => (isProperties(value) ? value[key] : undefined), properties);
}

/** The objects of a list, or the one object that stands for a list of one. */
export function objects(value: Value | undefined): readonly Properties[] {
  return (Array.isArray(value) ? value : [value]).filter((item): item is Properties => isProperties(item));
}

export function list(value: Value | undefined): readonly Value[] {
  return Array.isArray(value) ? value : [];
}

/** All known texts at any depth. */
export function texts(value: Value | undefined): readonly string[] {
  if (typeof value === "string") return value === UNKNOWN ? [] : [value];
  if (typeof value !== "object" || value === null) return [];
  const known = textsWithin.get(value);
  if (known !== undefined) return known;
  const found = Object.values(value).flatMap(texts);
  textsWithin.set(value, found);
  return found;
}

/** Each list and object is read through once, though every rule asks what it names. */
const textsWithin = new WeakMap<object, readonly string[]>();

/** What others call a resource by, as far as its properties say so. */
const IDENTITIES = ["id", "arn", "name", "bucket", "identifier", "replicationGroupId"];
/** Its members call it by the same property. */
const OF_CLUSTER = [...IDENTITIES, "clusterIdentifier"];

const identities = new WeakMap<PolicyResource, readonly string[]>();

function identitiesOf(resource: PolicyResource): readonly string[] {
  const known = identities.get(resource);
  if (known !== undefined) return known;
  const found = (resource.type === "aws:rds/cluster:Cluster" ? OF_CLUSTER : IDENTITIES).flatMap((key) => texts(resource.properties[key])).filter((text) => text !== "");
  identities.set(resource, found);
  return found;
}

/** ElastiCache numbers a group's nodes, `sessions-001`: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Replication.html */
function isNodeOf(text: string, identity: string, { type }: PolicyResource): boolean {
  return type === "aws:elasticache/replicationGroup:ReplicationGroup" && text.startsWith(`${identity}-`) && /^-\d{3}$/.test(text.slice(identity.length));
}

/** True if a known value is one of the target's identities, or an ARN or path that ends in it. */
export function names(value: Value | undefined, target: PolicyResource): boolean {
  const given = texts(value);
  if (given.length === 0) return false;
  const known = identitiesOf(target);
  return given.some((text) =>
    known.some((identity) => text === identity || isNodeOf(text, identity, target) || (text.endsWith(identity) && /^arn:|^service\//.test(text) && /[:/]/.test(text.charAt(text.length - identity.length - 1)))),
  );
}

/** True if a top-level property comes from the target: the edge is known even where ids are not. */
export function dependsOnResource(resource: PolicyResource, property: string, target: PolicyResource): boolean {
  return (resource.propertyDependencies[property] ?? []).includes(target.urn);
}

/**
 * True if the value at a path is the target's: by the edge of its top-level property, or by a known value. A value that is
 * known to be absent refers to nothing, whatever the rest of the property depends on.
 */
export function refersTo(resource: PolicyResource, path: string, target: PolicyResource): boolean {
  const [property = path] = path.split(".");
  const value = at(resource.properties, path);
  if (value === undefined || value === null || (Array.isArray(value) && value.length === 0)) return false;
  return dependsOnResource(resource, property, target) || names(value, target);
}

/** True if a part of a property refers to the target: an unknown part goes by the edges of the whole property. */
export function partRefersTo(part: Value | undefined, resource: PolicyResource, property: string, target: PolicyResource): boolean {
  return names(part, target) || (hasUnknown(part) && dependsOnResource(resource, property, target));
}

/** Resources of the stack that a property refers to. */
export function targets(resource: PolicyResource, path: string, candidates: readonly PolicyResource[]): readonly PolicyResource[] {
  return candidates.filter((candidate) => refersTo(resource, path, candidate));
}

export function violation(resource: PolicyResource, property: string, found: string, required: string): Violation {
  return { urn: resource.urn, property, found, required };
}

/** A value as a message shows it. */
export function shown(value: Value | undefined): string {
  if (value === undefined || value === null) return "nothing";
  return hasUnknown(value) ? "a value that is not known yet" : JSON.stringify(value);
}

/** The outcome of a rule that takes a stack without anything to inspect. */
export function outcome(inspected: readonly PolicyResource[], violations: readonly Violation[]): GraphOutcome {
  return { inspected: inspected.map(({ urn }) => urn), violations };
}

/** The outcome of a rule that a stack without anything to inspect breaks. */
export function mustExist(inspected: readonly PolicyResource[], type: string, violations: readonly Violation[]): GraphOutcome {
  if (inspected.length > 0) return outcome(inspected, violations);
  return { inspected: [], violations: [...violations, { urn: STACK_URN, property: type, found: "none", required: "at least one" }] };
}
