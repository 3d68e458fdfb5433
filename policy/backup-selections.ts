import { objects, ofType, refersTo, targets } from "./join";
import type { PolicyResource, Stack } from "./model";

export const SELECTION = "aws:backup/selection:Selection";
export const PLAN = "aws:backup/plan:Plan";
export const VAULT = "aws:backup/vault:Vault";

/** Databases that hold what no other holds: a replica and a member of a cluster follow another one. */
export function primaries(stack: Stack): readonly PolicyResource[] {
  const instances = ofType(stack, "aws:rds/instance:Instance").filter(({ properties }) => properties.replicateSourceDb === undefined);
  return [...instances, ...ofType(stack, "aws:rds/cluster:Cluster").filter(({ properties }) => properties.replicationSourceIdentifier === undefined)];
}

/** The plans that a selection gives a resource to, by its ARN or by a tag that it carries. */
export function plansOf(stack: Stack, resource: PolicyResource): readonly PolicyResource[] {
  const plans = ofType(stack, PLAN);
  return ofType(stack, SELECTION)
    .filter((selection) => selects(selection, resource))
    .flatMap((selection) => targets(selection, "planId", plans));
}

function selects(selection: PolicyResource, resource: PolicyResource): boolean {
  if (refersTo(selection, "notResources", resource)) return false;
  if (refersTo(selection, "resources", resource)) return true;
  const { tags } = resource.properties;
  return objects(selection.properties.selectionTags).some(
    ({ type, key, value }) => type === "STRINGEQUALS" && typeof key === "string" && value !== undefined && objects(tags).some((own) => own[key] === value),
  );
}
