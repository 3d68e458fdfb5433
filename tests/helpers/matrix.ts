import { isRefused } from "../../policy/checklist";
import { evaluate, judgeResource } from "../../policy/evaluate";
import type { Rule } from "../../policy/evaluate";
import type { Floors } from "../../policy/floors";
import { withoutLacking } from "../../policy/lacks";
import type { PolicyResource, Stack } from "../../policy/model";
import type { PropertyRule, Violation } from "../../policy/rule";
import { canonical } from "../../policy/stack-index";
import { verdictsOf } from "../../policy/verdicts";

/** What a rule finds in a stack. */
export interface Found {
  readonly rule: Rule;
  readonly violations: readonly Violation[];
}

/** Resources of one type that a property rule can't tell apart: the first stands for all. */
export interface Inspected {
  readonly resource: PolicyResource;
  /** How many there are. */
  readonly count: number;
  /** What the rule reads of them and of the floors, in the same words in every stack. */
  readonly kind: string;
}

/**
 * A stack that is judged once, rule by rule, when first asked, while it is noted what each rule reads: which properties of
 * which types. A change is judged by the rules that read what changed, for no other can come to another verdict.
 */
export class Judged {
  readonly stack: Stack;
  readonly floors: Floors;
  readonly #rules: readonly Rule[];
  readonly #names: readonly string[];
  readonly #watched: Watched;
  readonly #bases = new Map<Rule, Base>();

  /** @param names what the stack calls itself, which tells it from others and means nothing to a rule */
  constructor(stack: Stack, floors: Floors, rules: readonly Rule[], names: readonly string[] = []) {
    this.stack = stack;
    this.floors = floors;
    this.#names = names;
    this.#rules = rules.filter(({ levels }) => levels[floors.profile] !== "off");
    this.#watched = new Watched(stack);
  }

  #baseOf(rule: Rule): Base {
    const known = this.#bases.get(rule);
    if (known !== undefined) return known;
    // What one graph rule has worked out of a resource is kept, so the next would not be seen to look at it.
    const watched = "evaluate" in rule ? new Watched(this.stack) : this.#watched;
    const { result, reads } = watched.note(() => this.#evaluate(rule, watched.stack));
    const base = { reads, violations: new Set(result.map(keyOf)) };
    this.#bases.set(rule, base);
    return base;
  }

  get rules(): readonly Rule[] {
    return this.#rules;
  }

  /** Of the resources that a property rule judges, one of each that differ in what it reads of them. */
  inspected(rule: PropertyRule): readonly Inspected[] {
    const kinds = new Map<string, Inspected>();
    const held = notingFloors(this.floors);
    for (const resource of this.#watched.ofTypes(rule.types)) {
      const { result, reads } = this.#watched.note(() => judgeResource(rule, resource.watched, this.#watched.stack, held.floors));
      if (result === "not applicable") continue;
      const kind = this.#inCommonWords(resource.plain, reads, held.read());
      kinds.set(kind, { resource: kinds.get(kind)?.resource ?? resource.plain, count: (kinds.get(kind)?.count ?? 0) + 1, kind });
    }
    return [...kinds.values()];
  }

  /** What a rule reads of a resource and of the floors, in the same words in every stack. */
  kindOf(rule: Rule, resource: PolicyResource): string {
    const { reads } = this.#baseOf(rule);
    return this.#inCommonWords(resource, reads, [this.floors.profile]);
  }

  #inCommonWords({ type, properties, propertyDependencies, options }: PolicyResource, reads: Reads, floors: readonly unknown[]): string {
    const keys = [...(reads.get(canonical(type)) ?? [])].sort();
    const parts = keys.map((key) =>
      key === OPTIONS ? options : [key, properties[key] ?? null, [...new Set((propertyDependencies[key] ?? []).map((urn) => urn.split("::").at(-2)))].sort()],
    );
    const text = this.#names.reduce((all, name) => all.replaceAll(name, "<own>"), JSON.stringify([type, parts, floors]));
    // Of an ARN a rule can read the service and whether it is a pattern; an id says nothing.
    return text
      .replace(/arn:[a-z-]+:([a-z0-9-]+):[^"\\\s]*/g, (arn, service: string) => `arn:${service}${arn.includes("*") ? "*" : ""}`)
      .replace(/\d{12}|[0-9a-f]{8,}/g, "<id>");
  }

  /**
   * What is wrong with a stack that differs in one resource, and was not before.
   *
   * @param old what it was; undefined for one that was added
   * @param changed what it is; undefined for one that is gone
   * @param skipped rules that need not be asked
   */
  judge(stack: Stack, old: PolicyResource | undefined, changed: PolicyResource | undefined, skipped: (rule: Rule) => boolean = () => false): readonly Found[] {
    const type = canonical((changed ?? old)?.type ?? "");
    const keys = old === undefined || changed === undefined ? undefined : differing(old, changed);
    return this.#rules
      .filter((rule) => !skipped(rule) && this.#isAffected(rule, type, keys))
      .map((rule) => {
        const ownOnly = !("evaluate" in rule) && changed !== undefined && rule.types.includes(type);
        const violations = ownOnly ? this.#judgeOwn(rule, stack, [changed]) : this.#evaluate(rule, stack);
        return { rule, violations: violations.filter((violation) => !this.#baseOf(rule).violations.has(keyOf(violation))) };
      })
      .filter(({ violations }) => violations.length > 0);
  }

  #isAffected(rule: Rule, type: string, keys: readonly string[] | undefined): boolean {
    // A type that the stack lacked was read by nobody, so any graph rule may ask for it now.
    if (!this.#watched.has(type)) return "evaluate" in rule || rule.types.includes(type);
    const read = this.#baseOf(rule).reads.get(type);
    return read !== undefined && (keys === undefined || keys.some((key) => read.has(key)));
  }

  #judgeOwn(rule: PropertyRule, stack: Stack, changed: readonly PolicyResource[]): readonly Violation[] {
    return changed
      .filter(({ type }) => rule.types.includes(canonical(type)))
      .flatMap((resource) => {
        const violations = judgeResource(rule, resource, stack, this.floors);
        return violations === "not applicable" ? [] : violations;
      });
  }

  #evaluate(rule: Rule, stack: Stack): readonly Violation[] {
    const violations = "evaluate" in rule ? rule.evaluate(stack, this.floors).violations : this.#judgeOwn(rule, stack, stack.resources);
    return withoutLacking(violations, this.floors.lacks);
  }
}

const keyOf = ({ urn, property, found }: Violation) => `${urn} ${property} ${found}`;

/** What a rule read of a whole stack, and what was wrong before. */
interface Base {
  readonly reads: Reads;
  readonly violations: ReadonlySet<string>;
}

/** Floors that note which of them are read. */
function notingFloors(floors: Floors): { readonly floors: Floors; read(): readonly unknown[] } {
  const read = new Map<string, unknown>();
  const noting = new Proxy(floors, {
    get: (target, key, receiver) => {
      const value: unknown = Reflect.get(target, key, receiver);
      if (typeof key === "string") read.set(key, value);
      return value;
    },
  });
  return { floors: noting, read: () => [...read] };
}

/** Type -> top-level properties that were read, `option:…` for an option; the type alone where only its presence was. */
type Reads = ReadonlyMap<string, ReadonlySet<string>>;

function differing(old: PolicyResource, changed: PolicyResource): readonly string[] {
  const keys = Object.keys({ ...old.properties, ...changed.properties }).filter((key) => old.properties[key] !== changed.properties[key]);
  const sources = Object.keys({ ...old.propertyDependencies, ...changed.propertyDependencies }).filter((key) => old.propertyDependencies[key] !== changed.propertyDependencies[key]);
  return [...keys, ...sources, ...(old.options === changed.options ? [] : [OPTIONS])];
}

const OPTIONS = "option:";

/** A stack that notes what is read of it. */
class Watched {
  readonly stack: Stack;
  readonly #resources: readonly { readonly plain: PolicyResource; readonly watched: PolicyResource }[];
  readonly #known: ReadonlySet<string>;
  #reads = new Map<string, Set<string>>();

  constructor({ resources }: Stack) {
    this.#known = new Set(resources.map(({ type }) => canonical(type)));
    const watch = watcher((type) => this.#noted(type));
    this.#resources = resources.map((plain) => ({ plain, watched: watch(plain) }));
    this.stack = { resources: this.#resources.map(({ watched }) => watched) };
  }

  has(type: string): boolean {
    return this.#known.has(type);
  }

  ofTypes(types: readonly string[]): readonly { readonly plain: PolicyResource; readonly watched: PolicyResource }[] {
    return this.#resources.filter(({ plain }) => types.includes(canonical(plain.type)));
  }

  note<Result>(work: () => Result): { readonly result: Result; readonly reads: Reads } {
    this.#reads = new Map();
    const result = work();
    return { result, reads: this.#reads };
  }

  #noted(type: string): Set<string> {
    const known = this.#reads.get(type) ?? new Set<string>();
    this.#reads.set(type, known);
    return known;
  }
}

/**
 * Resources that note what is read of them. Each is one proxy and no more until it is read, for a stack is watched once for
 * every rule and most of it is read by none. Its parts are its own, for a rule's condition is asked about a copy.
 *
 * @param noted the properties of a type that were read so far
 */
function watcher(noted: (type: string) => Set<string>): (plain: PolicyResource) => PolicyResource {
  const watchedProperties = new Map<PolicyResource, PolicyResource["properties"]>();
  const watchedSources = new Map<PolicyResource, PolicyResource["propertyDependencies"]>();
  const handler: ProxyHandler<PolicyResource> = {
    get: (plain, key, receiver) => {
      switch (key) {
        case "urn":
          noted(canonical(plain.type));
          return plain.urn;
        case "options":
          noted(canonical(plain.type)).add(OPTIONS);
          return plain.options;
        case "properties":
          noted(canonical(plain.type));
          return kept(watchedProperties, plain, () => noting(plain.properties, () => noted(canonical(plain.type))));
        case "propertyDependencies":
          noted(canonical(plain.type));
          return kept(watchedSources, plain, () => noting(plain.propertyDependencies, () => noted(canonical(plain.type))));
        default:
          return Reflect.get(plain, key, receiver);
      }
    },
  };
  return (plain) => new Proxy(plain, handler);
}

function kept<Part>(parts: Map<PolicyResource, Part>, resource: PolicyResource, make: () => Part): Part {
  const known = parts.get(resource);
  if (known !== undefined) return known;
  const part = make();
  parts.set(resource, part);
  return part;
}

function noting<Part extends object>(part: Part, note: () => Set<string>): Part {
  return new Proxy(part, {
    get: (target, key, receiver) => {
      if (typeof key === "string") note().add(key);
      return Reflect.get(target, key, receiver);
    },
    has: (target, key) => {
      if (typeof key === "string") note().add(key);
      return Reflect.has(target, key);
    },
  });
}

/** True if a deployment of the stack is refused for a rule alone: the rule is violated, and it is mandatory there. */
export function refuses(rule: Rule, stack: Stack, floors: Floors): boolean {
  const { rules } = verdictsOf(stack, evaluate([rule], stack, floors));
  return isRefused({ rules, exemptions: [], presentThoughLacking: [] });
}
