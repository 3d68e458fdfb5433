import { isProperties, UNKNOWN } from "../rehearsal/provider/struct";
import { statementsOf } from "./iam-document";
import type { Statement } from "./iam-document";
import type { Judgement } from "./judgements";
import type { PolicyResource, Properties, Stack, Value } from "./model";
import { readThrough } from "./path";
import { components } from "./stack-index";

/**
 * Judges each statement of a policy document; a text that is none proves nothing.
 *
 * @param wrong statements that break it, for the mutation matrix
 */
export function everyStatement(required: string, accepts: (statement: Statement, stack: Stack) => boolean, wrong?: readonly Properties[]): Judgement {
  return {
    accepts: (value, _floors, _resource, stack) => statementsOf(value)?.every((statement) => accepts(statement, stack)) ?? false,
    required: () => required,
    ...(wrong === undefined ? {} : { wrong: (good) => [...wrong.map((statement) => withStatement(good, statement)), "{", undefined] }),
  };
}

/** A document with one more statement, as text where it was one. */
function withStatement(document: Value | undefined, statement: Properties): Value {
  const read = readThrough(document);
  const known = isProperties(read) ? read : {};
  const [key = "Statement", old] = Object.entries(known).find(([name]) => name.toLowerCase() === "statement") ?? [];
  const added: Properties = { ...known, [key]: [...(Array.isArray(old) ? old : old === undefined ? [] : [old]), statement] };
  return typeof document === "string" ? JSON.stringify(added) : added;
}

/** What stands for an ARN that is not known yet: one resource, no pattern. */
const NOT_KNOWN_YET = "arn:not-known-yet";

/**
 * What is known of a policy document whose text is not, for one unknown ARN in it makes all of it unknown: the statements that
 * a component publishes in its output `documents`, by the logical name of the resource that holds the policy.
 */
export function documentCopy(property: string) {
  return (resource: PolicyResource, stack: Stack): Properties | undefined => {
    for (const { properties } of components(stack)) {
      const copy = isProperties(properties.documents) ? properties.documents[resource.name] : undefined;
      if (isProperties(copy)) return { ...resource.properties, [property]: withoutUnknown(copy) };
    }
    return undefined;
  };
}

function withoutUnknown(value: Value): Value {
  if (value === UNKNOWN) return NOT_KNOWN_YET;
  if (Array.isArray(value)) return value.map(withoutUnknown);
  return isProperties(value) ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutUnknown(item)])) : value;
}
