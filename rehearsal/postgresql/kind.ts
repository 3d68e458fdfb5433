import { isDeepStrictEqual } from "node:util";
import type { z } from "zod";
import type { CheckFailure, PropertyChange } from "../provider/provider";
import { hasUnknown, UNKNOWN } from "../provider/struct";
import type { Properties, Value } from "../provider/struct";
import { journalOf } from "./journal";
import type { Master } from "./master";

/**
 * One resource type of the postgresql package. `Wanted` has every property, as the upstream provider sees it: what the
 * program left out stands at its default.
 */
export interface KindDefinition<Wanted extends Properties> {
  /** The properties with their types and defaults. */
  readonly schema: z.ZodType<Wanted>;
  /** The properties that force a replacement, `ForceNew` upstream. */
  readonly replaceOn: readonly (keyof Wanted & string)[];
  /** Lists whose order means nothing. */
  readonly sets: readonly (keyof Wanted & string)[];
  /** What can only be judged with several properties in view. @default - nothing */
  readonly refuse?: (wanted: Wanted) => readonly CheckFailure[];
  /** @returns the id */
  readonly create: (master: Master, wanted: Wanted) => Promise<string>;
  /**
   * For a type whose create fails when the thing is there already: how to make an existing one into what is wanted.
   * @default - create can be repeated
   */
  readonly takeOver?: (master: Master, wanted: Wanted) => Promise<void>;
  /** The properties as the server has them now; `undefined`: there is no such thing. */
  readonly read: (master: Master, wanted: Wanted) => Promise<Partial<Wanted> | undefined>;
  /** What a read without any inputs, an import, starts from. @default - the type can't be imported */
  readonly fromId?: (id: string) => Properties;
  readonly update?: (master: Master, old: Wanted, wanted: Wanted) => Promise<void>;
  readonly remove: (master: Master, old: Wanted) => Promise<void>;
}

/** The same, speaking in properties alone. */
export interface Kind {
  check(inputs: Properties): readonly CheckFailure[];
  diff(old: Properties, inputs: Properties): ReadonlyMap<string, PropertyChange>;
  /** `urn`: whose creation it is, so that a creation cut short can be told from somebody else's. */
  create(master: Master, urn: string, inputs: Properties): Promise<string>;
  /** The inputs as they would have to be written to describe what is there. */
  read(master: Master, id: string, inputs: Properties): Promise<Properties | undefined>;
  update(master: Master, old: Properties, inputs: Properties): Promise<void>;
  remove(master: Master, urn: string, id: string, old: Properties): Promise<void>;
}

export function kind<Wanted extends Properties>(definition: KindDefinition<Wanted>): Kind {
  const sets = new Set<string>(definition.sets);
  const replaceOn = new Set<string>(definition.replaceOn);
  const same = (name: string, a: Value | undefined, b: Value | undefined) =>
    sets.has(name) ? isDeepStrictEqual(sorted(a), sorted(b)) : isDeepStrictEqual(a, b);
  return {
    check: (inputs) => {
      const parsed = definition.schema.safeParse(inputs);
      if (parsed.success) return hasUnknown(inputs) ? [] : (definition.refuse?.(parsed.data) ?? []);
      return parsed.error.issues.flatMap((issue) => failuresOf(issue, inputs));
    },
    diff: (old, inputs) => {
      const before = withDefaults(definition.schema, old);
      const after = withDefaults(definition.schema, inputs);
      const names = new Set([...Object.keys(before), ...Object.keys(after)]);
      return new Map(
        [...names]
          .filter((name) => !same(name, before[name], after[name]))
          .map((name): [string, PropertyChange] => [
            name,
            { kind: !(name in old) ? "add" : name in inputs ? "update" : "delete", replaces: replaceOn.has(name) },
          ]),
      );
    },
    create: async (master, urn, inputs) => {
      const wanted = definition.schema.parse(inputs);
      if (definition.takeOver === undefined) return definition.create(master, wanted);
      // The types that can be taken over have their name for an id.
      const id = String(wanted.name);
      const journal = journalOf(master.server, urn, id);
      if ((await definition.read(master, wanted)) !== undefined && (await journal.isNoted())) {
        await definition.takeOver(master, wanted);
        return id;
      }
      await journal.note();
      try {
        return await definition.create(master, wanted);
      } catch (error) {
        await journal.strike();
        throw error;
      }
    },
    read: async (master, id, inputs) => {
      const known = Object.keys(inputs).length === 0 ? definition.fromId?.(id) : inputs;
      if (known === undefined) return undefined;
      const wanted = definition.schema.parse(known);
      const live = await definition.read(master, wanted);
      if (live === undefined) return undefined;
      // A property that the program leaves out shows only when somebody moved it away from its default.
      const entries = Object.entries(wanted).map(([name, value]): [string, Value] => {
        const found: Value | undefined = live[name];
        return [name, found === undefined || same(name, found, value) ? value : found];
      });
      return Object.fromEntries(entries.filter(([name, value]) => name in known || !same(name, value, wanted[name])));
    },
    update: async (master, old, inputs) => {
      if (definition.update === undefined) throw new Error("every property of this type forces a replacement");
      await definition.update(master, definition.schema.parse(old), definition.schema.parse(inputs));
    },
    remove: async (master, urn, id, old) => {
      const known = definition.schema.parse(old);
      // What an interrupted run has taken away already is no reason to fail.
      if ((await definition.read(master, known)) !== undefined) await definition.remove(master, known);
      if (definition.takeOver !== undefined) await journalOf(master.server, urn, id).strike();
    },
  };
}

/** An unknown value fits any type; whatever else fails is left as it is, for a diff must never throw. */
function withDefaults(schema: z.ZodType<Properties>, inputs: Properties): Properties {
  const parsed = schema.safeParse(Object.fromEntries(Object.entries(inputs).filter(([, value]) => !hasUnknown(value))));
  return { ...(parsed.success ? parsed.data : {}), ...inputs };
}

function failuresOf(issue: z.core.$ZodIssue, inputs: Properties): CheckFailure[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((property) => ({ property, reason: "the rehearsal's PostgreSQL has no such property" }));
  }
  const property = String(issue.path[0] ?? "");
  if (inputs[property] === UNKNOWN || hasUnknown(inputs[property])) return [];
  return [{ property, reason: property in inputs ? issue.message : "it is required" }];
}

function sorted(value: Value | undefined): Value | undefined {
  return Array.isArray(value) ? value.map(String).sort() : value;
}
