import { exemptionReports, NO_EXEMPTIONS, withoutExempted } from "./exemptions";
import type { Exempting, ExemptionReport } from "./exemptions";
import type { Floors } from "./floors";
import { presentThoughLacking, withoutLacking } from "./lacks";
import { NOT_KNOWN, shown } from "./message";
import type { PolicyResource, Properties, Stack, Value } from "./model";
import { valuesAt } from "./path";
import { ofType } from "./stack-index";
import type { GraphOutcome, GraphRule, Level, PropertyRule, Violation } from "./rule";
import { hasUnknown, UNKNOWN } from "../rehearsal/provider/struct";

export type Rule = PropertyRule | GraphRule;

/** What became of one rule. */
export interface RuleReport {
  readonly rule: Rule;
  /** How strict this stack holds it. */
  readonly level: Level;
  readonly outcome: "complies" | "violates" | "not applicable";
  /** URNs of what was looked at. */
  readonly inspected: readonly string[];
  readonly violations: readonly Violation[];
  /** What would be a violation, were it not for an exemption. */
  readonly exempted: readonly Violation[];
}

export interface Report {
  readonly rules: readonly RuleReport[];
  readonly exemptions: readonly ExemptionReport[];
  /** Types of resource that the floors call lacking and that are there all the same: the floors are out of date. */
  readonly presentThoughLacking: readonly string[];
}

/** Judges a stack by the rules. It is pure: the same stack, floors, exemptions and day give the same report. */
export function evaluate(rules: readonly Rule[], stack: Stack, floors: Floors, exempting: Exempting = NO_EXEMPTIONS): Report {
  const reports = rules.map((rule): RuleReport => {
    const level = rule.levels[floors.profile];
    if (level === "off") return { rule, level, outcome: "not applicable", inspected: [], violations: [], exempted: [] };
    const { inspected, violations: found } =
      "evaluate" in rule ? rule.evaluate(stack, floors) : judgeProperty(rule, stack, floors);
    const violations = withoutLacking(found, floors.lacks);
    const { remaining, exempted } = withoutExempted(rule.id, violations, stack, exempting);
    const outcome = remaining.length > 0 ? "violates" : inspected.length > 0 ? "complies" : "not applicable";
    return { rule, level, outcome, inspected, violations: remaining, exempted };
  });
  const exempted = new Map(reports.map((report) => [report.rule.id, report.exempted]));
  return { rules: reports, exemptions: exemptionReports(exempting, stack, exempted), presentThoughLacking: presentThoughLacking(stack, floors.lacks) };
}

function judgeProperty(rule: PropertyRule, stack: Stack, floors: Floors): GraphOutcome {
  const judged = ofType(stack, ...rule.types).map((resource) => ({ urn: resource.urn, violations: judgeResource(rule, resource, stack, floors) }));
  return {
    inspected: judged.flatMap(({ urn, violations }) => (violations === "not applicable" ? [] : [urn])),
    violations: judged.flatMap(({ violations }) => (violations === "not applicable" ? [] : violations)),
  };
}

/** Judges one resource of the rule's types. */
export function judgeResource(rule: PropertyRule, resource: PolicyResource, stack: Stack, floors: Floors): readonly Violation[] | "not applicable" {
  const violation = (property: string, found: string): Violation => ({ urn: resource.urn, property, found, required: rule.required(floors) });
  if (rule.when !== undefined) {
    const { applies, readUnknown } = asked(rule.when, resource, stack);
    // A rule must not be got around by a condition that nobody knows yet.
    if (!applies && readUnknown !== undefined) return [violation(readUnknown, NOT_KNOWN)];
    if (!applies) return "not applicable";
  }
  const places = valuesAt(resource.properties, rule.property);
  const copy = places.some(({ value }) => hasUnknown(value)) ? rule.whenUnknown?.(resource, stack) : undefined;
  return (copy === undefined ? places : valuesAt(copy, rule.property)).flatMap(({ path, value }) => {
    if (hasUnknown(value)) return [violation(path, NOT_KNOWN)];
    const effective = value ?? rule.absent;
    return rule.accepts(effective, floors, resource, stack) ? [] : [violation(path, foundOf(path, value, rule.absent))];
  });
}

function foundOf(path: string, value: Value | undefined, absent: Value | undefined): string {
  if (value !== undefined && value !== null) return shown(path, value);
  return absent === undefined ? "absent" : `absent, which means ${shown(path, absent)}`;
}

/** Asks a condition, and notes whether it read a value that is not known. */
function asked(when: NonNullable<PropertyRule["when"]>, resource: PolicyResource, stack: Stack): { applies: boolean; readUnknown: string | undefined } {
  const read: string[] = [];
  const applies = when({ ...resource, properties: watched(resource.properties, "", (path) => read.push(path)) }, stack);
  return { applies, readUnknown: read[0] };
}

function watched<Part extends Properties | readonly Value[]>(part: Part, path: string, onUnknown: (path: string) => void): Part {
  return new Proxy(part, {
    get: (target, key, receiver) => {
      const value: unknown = Reflect.get(target, key, receiver);
      if (typeof key === "symbol") return value;
      const at = Array.isArray(target) ? `${path}[${key}]` : path === "" ? key : `${path}.${key}`;
      if (value === UNKNOWN) onUnknown(at);
      return isPart(value) ? watched(value, at, onUnknown) : value;
    },
  });
}

function isPart(value: unknown): value is Properties | readonly Value[] {
  return typeof value === "object" && value !== null;
}
