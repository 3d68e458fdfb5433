import { isProperties } from "../rehearsal/provider/struct";
import type { Properties, Value } from "./model";
import { readThrough } from "./path";

/** One statement of an IAM or resource policy, in one form whichever way it was written. */
export interface Statement {
  readonly allows: boolean;
  /** Lower case: IAM does not distinguish. With `notAction` the text is `!` and what is left out. */
  readonly actions: readonly string[];
  /** True for `NotAction`: everything but `actions`. */
  readonly exceptActions: boolean;
  readonly resources: readonly string[];
  /** True for `NotResource`: everything but `resources`. */
  readonly exceptResources: boolean;
  /** `AWS:*`, `Service:ecs.amazonaws.com`; `*` alone is `AWS:*`. */
  readonly principals: readonly string[];
  readonly exceptPrincipals: boolean;
  /** Operator -> condition key -> values, both keys in lower case. */
  readonly conditions: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

/**
 * The statements of a policy: JSON text or an object, one statement or a list, one value or a list, keys in any letter case.
 * Undefined where it is no policy document, which no rule can accept.
 */
export function statementsOf(document: Value | undefined): readonly Statement[] | undefined {
  const read = readThrough(document);
  if (!isProperties(read)) return undefined;
  const known = statementsByDocument.get(read);
  if (known !== undefined) return known;
  const statements = items(member(read, "statement"));
  if (!statements.every(isProperties) || statements.length === 0) return undefined;
  const found = statements.filter(isProperties).map(statementOf);
  statementsByDocument.set(read, found);
  return found;
}

const statementsByDocument = new WeakMap<Properties, readonly Statement[]>();

function statementOf(raw: Properties): Statement {
  const exceptActions = member(raw, "notaction") !== undefined;
  const exceptResources = member(raw, "notresource") !== undefined;
  const exceptPrincipals = member(raw, "notprincipal") !== undefined;
  return {
    // Anything but Deny is taken as Allow: a misspelt effect must not hide a permission.
    allows: String(member(raw, "effect") ?? "allow").toLowerCase() !== "deny",
    actions: texts(member(raw, exceptActions ? "notaction" : "action")).map((action) => action.toLowerCase()),
    exceptActions,
    resources: texts(member(raw, exceptResources ? "notresource" : "resource")),
    exceptResources,
    principals: principalsOf(member(raw, exceptPrincipals ? "notprincipal" : "principal")),
    exceptPrincipals,
    conditions: conditionsOf(member(raw, "condition")),
  };
}

/** Whether the statement allows an action, through its wildcards and exceptions. */
export function allowsAction(statement: Statement, action: string): boolean {
  if (!statement.allows) return false;
  const named = statement.actions.some((pattern) => matches(pattern, action.toLowerCase()));
  return named !== statement.exceptActions;
}

/** Whether the statement is about every resource. */
export function isAboutEverything(statement: Statement): boolean {
  return statement.exceptResources || statement.resources.some((resource) => /^(\*|arn:\*.*|arn:aws:\*.*)$/.test(resource));
}

/** Whether anybody may use the statement: no principal left out, none named. */
export function isForAnybody(statement: Statement): boolean {
  return statement.exceptPrincipals || statement.principals.some((principal) => /^[^:]*:\*$/.test(principal));
}

/** Values of a condition key under operators whose name starts so, `stringequals`, `arnlike`; `…IfExists` is not one of them. */
export function conditionValues({ conditions }: Statement, key: string, ...operators: readonly string[]): readonly string[] {
  return Object.entries(conditions)
    .filter(([operator]) => operators.length === 0 || operators.includes(operator.replace(/^for(any|all)values:/, "")))
    .flatMap(([, keys]) => keys[key.toLowerCase()] ?? []);
}

/** IAM's wildcards: `*` for any text, `?` for one character. */
export function matches(pattern: string, text: string): boolean {
  const known = expressions.get(pattern);
  if (known !== undefined) return known.test(text);
  const expression = expressionOf(pattern);
  expressions.set(pattern, expression);
  return expression.test(text);
}

/** Pattern -> what finds it: a stack has many statements, and few actions in them. */
const expressions = new Map<string, RegExp>();

function expressionOf(pattern: string): RegExp {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*").replaceAll("?", ".");
  return new RegExp(`^${escaped}$`, "is");
}

function member(properties: Properties, name: string): Value | undefined {
  const entry = Object.entries(properties).find(([key]) => key.toLowerCase() === name);
  return entry?.[1] ?? undefined;
}

function items(value: Value | undefined): readonly Value[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

function texts(value: Value | undefined): readonly string[] {
  return items(value).map(String);
}

function principalsOf(value: Value | undefined): readonly string[] {
  if (!isProperties(value)) return texts(value).map((principal) => `AWS:${principal}`);
  return Object.entries(value).flatMap(([kind, names]) => texts(names).map((name) => `${kind}:${name}`));
}

function conditionsOf(value: Value | undefined): Statement["conditions"] {
  if (!isProperties(value)) return {};
  return Object.fromEntries(
    Object.entries(value).map(([operator, keys]) => [
      operator.toLowerCase(),
      isProperties(keys) ? Object.fromEntries(Object.entries(keys).map(([key, values]) => [key.toLowerCase(), texts(values)])) : {},
    ]),
  );
}
