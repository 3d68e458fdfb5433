import { isDeepStrictEqual } from "node:util";
import type { PropertyChange } from "../provider/provider";
import { isProperties } from "../provider/struct";
import type { Properties, Value } from "../provider/struct";
import { forcesReplacement } from "./immutable";

/** Where two sets of inputs differ, by the deepest path that tells, and whether the difference needs a new resource. */
export function changesBetween(type: string, old: Properties, next: Properties): ReadonlyMap<string, PropertyChange> {
  const changes = new Map<string, PropertyChange>();
  const visit = (path: string, before: Value | undefined, after: Value | undefined): void => {
    if (isDeepStrictEqual(before, after) || sameJson(before, after)) return;
    if (isProperties(before) && isProperties(after)) {
      for (const key of keysOf(before, after)) visit(join(path, key), before[key], after[key]);
      return;
    }
    if (isList(before) && isList(after)) {
      const length = Math.max(before.length, after.length);
      for (let index = 0; index < length; index += 1) visit(`${path}[${index}]`, before[index], after[index]);
      return;
    }
    const kind = before === undefined ? "add" : after === undefined ? "delete" : "update";
    changes.set(path, { kind, replaces: forcesReplacement(type, path) });
  };
  for (const key of keysOf(old, next)) visit(key, old[key], next[key]);
  return changes;
}

function keysOf(a: Properties, b: Properties): ReadonlySet<string> {
  return new Set([...Object.keys(a), ...Object.keys(b)]);
}

function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

function join(path: string, key: string): string {
  return /^\w+$/.test(key) ? `${path}.${key}` : `${path}["${key}"]`;
}

/** A policy or a list of container definitions travels as JSON text, and its spacing and key order mean nothing. */
function sameJson(before: Value | undefined, after: Value | undefined): boolean {
  if (typeof before !== "string" || typeof after !== "string") return false;
  if (!/^\s*[[{]/.test(before) || !/^\s*[[{]/.test(after)) return false;
  try {
    return isDeepStrictEqual(JSON.parse(before), JSON.parse(after));
  } catch {
    return false;
  }
}
