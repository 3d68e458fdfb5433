import { UNKNOWN } from "../rehearsal/provider/struct";
import { at, objects, ofType, refersTo, targets } from "./join";
import type { PolicyResource, Properties, Stack, Value } from "./model";

export const WEB_ACL = "aws:wafv2/webAcl:WebAcl";
const ASSOCIATION = "aws:wafv2/webAclAssociation:WebAclAssociation";

/** The web ACLs before a load balancer. */
export function firewallsOf(stack: Stack, balancer: PolicyResource): readonly PolicyResource[] {
  const associations = ofType(stack, ASSOCIATION).filter((association) => refersTo(association, "resourceArn", balancer));
  return associations.flatMap((association) => targets(association, "webAclArn", ofType(stack, WEB_ACL)));
}

/** The rules of a web ACL that limit a rate. */
export function rateRules(acl: PolicyResource): readonly Properties[] {
  return objects(acl.properties.rules).filter((rule) => at(rule, "statement.rateBasedStatement") !== undefined);
}

/** No secret is shorter, and no pattern for any text this long. */
const SHORTEST_SECRET = 32;

/**
 * The header, in lower case, without whose secret value a statement never holds. One of several alternatives asks for
 * nothing unless all do. A value that only a deployment will tell is one that was made for it.
 */
export function demandedHeader(statement: Value | undefined): string | undefined {
  for (const part of objects(at(statement, "andStatement.statements"))) {
    const header = demandedHeader(part);
    if (header !== undefined) return header;
  }
  const alternatives = objects(at(statement, "orStatement.statements")).map(demandedHeader);
  const [first] = alternatives;
  if (first !== undefined && alternatives.every((header) => header === first)) return first;
  const match = at(statement, "regexMatchStatement") ?? at(statement, "byteMatchStatement");
  const value = at(match, "regexString") ?? at(match, "searchString");
  const header = at(match, "fieldToMatch.singleHeader.name");
  const isSecret = value === UNKNOWN || (typeof value === "string" && value.length >= SHORTEST_SECRET && !/[*+]/.test(value));
  return isSecret && typeof header === "string" ? header.toLowerCase() : undefined;
}
