import { ofType, refersTo } from "./join";
import type { PolicyResource, Stack } from "./model";
import { hasUnknown, UNKNOWN } from "../rehearsal/provider/struct";

export const ROLE = "postgresql:index/role:Role";
export const MEMBERSHIP = "postgresql:index/grantRole:GrantRole";

/** A role's name, empty where nobody knows it yet. */
export const nameOf = ({ properties }: PolicyResource) => (typeof properties.name === "string" && properties.name !== UNKNOWN ? properties.name : "");

/** Who reads for monitoring: the role of that name, the second login that a rotation gives it, and each member, also of a member. */
export function readersOf(stack: Stack): readonly PolicyResource[] {
  const roles = ofType(stack, ROLE);
  let readers = roles.filter((role) => /^monitoring(_|$)/.test(nameOf(role)));
  for (let before = -1; before < readers.length; ) {
    before = readers.length;
    readers = roles.filter((role) => readers.includes(role) || isMember(stack, role, readers));
  }
  return readers;
}

/** True if a role has what one of the others has. */
export const isMember = (stack: Stack, role: PolicyResource, of: readonly PolicyResource[]) =>
  of.some((reader) => reader !== role && (refersTo(role, "roles", reader) || ofType(stack, MEMBERSHIP).some((grant) => refersTo(grant, "role", role) && refersTo(grant, "grantRole", reader))));

/** True if memberships that nobody knows yet all come from readers: the name of a role is an output. */
export function comeFromReaders({ properties: { roles }, propertyDependencies }: PolicyResource, readers: readonly PolicyResource[]): boolean {
  const sources = propertyDependencies.roles ?? [];
  return hasUnknown(roles ?? null) && sources.length > 0 && sources.every((urn) => readers.some((reader) => reader.urn === urn));
}
