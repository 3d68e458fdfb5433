import { isProperties } from "../rehearsal/provider/struct";
import type { Floors } from "./floors";
import type { PolicyResource, Stack, Value } from "./model";

/** What a rule's value must be and how a message says it: spread into a row of a table. */
export interface Judgement {
  readonly accepts: (value: Value | undefined, floors: Floors, resource: PolicyResource, stack: Stack) => boolean;
  readonly required: (floors: Floors) => string;
}

/** A provider takes `"true"` as well. */
export const isOn: Judgement = { accepts: (value) => value === true || value === "true", required: () => "true" };
export const isOff: Judgement = { accepts: (value) => value === false || value === "false", required: () => "false" };
/** For a property of which every value is wrong. */
export const isAbsent: Judgement = { accepts: (value) => value === undefined, required: () => "absent" };
export const isStated: Judgement = { accepts: (value) => typeof value === "string" && value.trim() !== "", required: () => "a text" };
/** The list has no item. */
export const isEmpty: Judgement = { accepts: (value) => Array.isArray(value) && value.length === 0, required: () => "an empty list" };

export function oneOf(...allowed: readonly string[]): Judgement {
  return {
    accepts: (value) => typeof value === "string" && allowed.includes(value),
    required: () => (allowed.length === 1 ? allowed.join() : `one of ${allowed.join(", ")}`),
  };
}

export function atLeast(floor: number | ((floors: Floors) => number), unit = ""): Judgement {
  const least = (floors: Floors) => (typeof floor === "number" ? floor : floor(floors));
  return {
    accepts: (value, floors) => numberOf(value) >= least(floors),
    required: (floors) => `at least ${least(floors)}${unit === "" ? "" : ` ${unit}`}`,
  };
}

/** Judges by a function of the value, in one fixed sentence. */
export function must(required: string, accepts: Judgement["accepts"]): Judgement {
  return { accepts, required: () => required };
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
