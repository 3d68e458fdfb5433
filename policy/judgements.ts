import { isProperties } from "../rehearsal/provider/struct";
import type { Floors } from "./floors";
import type { PolicyResource, Stack, Value } from "./model";
import type { PropertyRule } from "./rule";

/** What a rule's value must be, how a message says it, and what breaks it: spread into a row of a table. */
export interface Judgement {
  readonly accepts: (value: Value | undefined, floors: Floors, resource: PolicyResource, stack: Stack) => boolean;
  readonly required: (floors: Floors) => string;
  readonly wrong?: Wrong;
}

/** Values that break a rule, for the mutation matrix. */
export type Wrong = NonNullable<PropertyRule["wrong"]>;

/** A provider takes `"true"` as well. */
export const isOn: Judgement = { accepts: (value) => value === true || value === "true", required: () => "true", wrong: () => [false, "false", undefined] };
export const isOff: Judgement = { accepts: (value) => value === false || value === "false", required: () => "false", wrong: () => [true, "true", undefined] };
/** For a property of which every value is wrong. */
export const isAbsent: Judgement = { accepts: (value) => value === undefined, required: () => "absent", wrong: () => [[{}], "anything"] };
export const isStated: Judgement = {
  accepts: (value) => typeof value === "string" && value.trim() !== "",
  required: () => "a text",
  wrong: () => ["", " ", undefined],
};

export function oneOf(...allowed: readonly string[]): Judgement {
  return {
    accepts: (value) => typeof value === "string" && allowed.includes(value),
    required: () => (allowed.length === 1 ? allowed.join() : `one of ${allowed.join(", ")}`),
    wrong: () => ["another-word", undefined],
  };
}

export function atLeast(floor: number | ((floors: Floors) => number), unit = ""): Judgement {
  const least = (floors: Floors) => (typeof floor === "number" ? floor : floor(floors));
  return {
    accepts: (value, floors) => numberOf(value) >= least(floors),
    required: (floors) => `at least ${least(floors)}${unit === "" ? "" : ` ${unit}`}`,
    wrong: (_, floors) => [least(floors) - 1, String(least(floors) - 1), undefined],
  };
}

/**
 * Judges by a function of the value, in one fixed sentence.
 *
 * @param wrong values that break it, or a function that makes them from one that keeps it
 */
export function must(required: string, accepts: Judgement["accepts"], wrong?: readonly (Value | undefined)[] | Wrong): Judgement {
  const given = wrong === undefined ? {} : { wrong: typeof wrong === "function" ? wrong : () => wrong };
  return { accepts, required: () => required, ...given };
}

/** A number, also as the text that some providers want; NaN for all else, which no comparison accepts. */
export function numberOf(value: Value | undefined): number {
  if (typeof value === "number") return value;
  return typeof value === "string" && value.trim() !== "" ? Number(value) : Number.NaN;
}

/** The value as a list of objects, a single one as a list of one, what is no object left out. */
export function objectsOf(value: Value | undefined): readonly Readonly<Record<string, Value>>[] {
  return (Array.isArray(value) ? value : [value]).filter((item: Value | undefined) => isProperties(item));
}
