import { judgeResource } from "../../policy/evaluate";
import type { Rule } from "../../policy/evaluate";
import type { Floors } from "../../policy/floors";
import { withoutLacking } from "../../policy/lacks";
import type { PolicyResource, Stack } from "../../policy/model";
import type { PropertyRule, Violation } from "../../policy/rule";
import { canonical } from "../../policy/stack-index";

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
}

/**
 * A stack that was judged once, rule by rule, while it was noted what each rule reads: which properties of which types. A
 * change is judged by the rules that read what changed, for no other can come to another verdict.
 */
export class Judged {
  readonly stack: Stack;
  readonly floors: Floors;
  readonly #rules: readonly Rule[];
  readonly #watched: Watched;
  readonly #reads = new Map<Rule, Reads>();
  readonly #base = new Set<string>();

  constructor(stack: Stack, floors: Floors, rules: readonly Rule[]) {
    this.stack = stack;
    this.floors = floors;
    this.#rules = rules.filter(({ levels }) => levels[floors.profile] !== "off");
    this.#watched = new Watched(stack);
    for (const rule of this.#rules) {
      // What one graph rule has worked out of a resource is kept, so the next would not be seen to look at it.
      const watched = "evaluate" in rule ? new Watched(stack) : this.#watched;
      const { result, reads } = watched.note(() => this.#evaluate(rule, watched.stack));
      this.#reads.set(rule, reads);
      for (const violation of result) this.#base.add(keyOf(rule, violation));
    }
  }

  get rules(): readonly Rule[] {
    return this.#rules;
  }

  /** Of the resources that a property rule judges, one of each that differ in what it reads of them. */
  inspected(rule: PropertyRule): readonly Inspected[] {
    const kinds = new Map<string, Inspected>();
    for (const resource of this.#watched.ofTypes(rule.types)) {
      const { result, reads } = this.#watched.note(() => judgeResource(rule, resource.watched, this.#watched.stack, this.floors));
      if (result === "not applicable") continue;
      const { properties, type } = resource.plain;
      const kind = JSON.stringify([type, [...(reads.get(canonical(type)) ?? [])].sort().map((key) => [key, properties[key] ?? null])]);
      kinds.set(kind, { resource: kinds.get(kind)?.resource ?? resource.plain, count: (kinds.get(kind)?.count ?? 0) + 1 });
    }
    return [...kinds.values()];
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
        return { rule, violations: violations.filter((violation) => !this.#base.has(keyOf(rule, violation))) };
      })
      .filter(({ violations }) => violations.length > 0);
  }

  #isAffected(rule: Rule, type: string, keys: readonly string[] | undefined): boolean {
    // A type that the stack lacked was read by nobody, so any graph rule may ask for it now.
    if (!this.#watched.has(type)) return "evaluate" in rule || rule.types.includes(type);
    const read = this.#reads.get(rule)?.get(type);
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

const keyOf = ({ id }: Rule, { urn, property, found }: Violation) => `${id} ${urn} ${property} ${found}`;

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
    this.#resources = resources.map((plain) => ({ plain, watched: this.#watch(plain) }));
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

  #watch(resource: PolicyResource): PolicyResource {
    const type = canonical(resource.type);
    const note = (...keys: readonly string[]): void => {
      const known = this.#reads.get(type) ?? new Set();
      this.#reads.set(type, known);
      for (const key of keys) known.add(key);
    };
    const noting = <Part extends object>(part: Part): Part =>
      new Proxy(part, {
        get: (target, key, receiver) => {
          if (typeof key === "string") note(key);
          return Reflect.get(target, key, receiver);
        },
        has: (target, key) => {
          if (typeof key === "string") note(key);
          return Reflect.has(target, key);
        },
      });
    const properties = noting(resource.properties);
    const propertyDependencies = noting(resource.propertyDependencies);
    return {
      type: resource.type,
      name: resource.name,
      get urn() {
        note();
        return resource.urn;
      },
      get properties() {
        note();
        return properties;
      },
      get options() {
        note(OPTIONS);
        return resource.options;
      },
      get propertyDependencies() {
        note();
        return propertyDependencies;
      },
    };
  }
}
