import { isProperties, UNKNOWN } from "../rehearsal/provider/struct";
import type { Properties, Value } from "../rehearsal/provider/struct";

/** One value that a path leads to. */
export interface Place {
  /** The path with the items' numbers, `containerDefinitions[0].user`. */
  readonly path: string;
  /** `undefined` where there is none; null counts as none, as for a provider. */
  readonly value: Value | undefined;
}

type Step = { readonly key: string } | "each";

/**
 * All values at a path: `redirect.statusCode`, `ingress[*].cidrBlocks`, `tags["a.b"]`. `[*]` leads to each item of a list or
 * of a mapping, and to a single value itself, for JSON has one form for both. A list without items is as good as absent.
 * Text that holds JSON is read through. Behind an UNKNOWN everything is UNKNOWN.
 */
export function valuesAt(properties: Properties, path: string): readonly Place[] {
  return stepsOf(path).reduce<readonly Place[]>((places, step) => places.flatMap((place) => follow(place, step)), [{ path: "", value: properties }]);
}

/** Each path is read once, though a rule asks of every resource what stands there. */
const stepsByPath = new Map<string, readonly Step[]>();

function stepsOf(path: string): readonly Step[] {
  const known = stepsByPath.get(path);
  if (known !== undefined) return known;
  const steps = parsed(path);
  stepsByPath.set(path, steps);
  return steps;
}

/** @throws Error where the path can't be read: a mistake in a rule */
function parsed(path: string): readonly Step[] {
  const steps: Step[] = [];
  const token = /\.?([^.[\]]+)|\[(\*)\]|\["([^"]+)"\]/y;
  while (token.lastIndex < path.length) {
    const at = token.lastIndex;
    const found = token.exec(path);
    if (found === null) throw new Error(`the path ${path} can't be read from its character ${at + 1} on`);
    const key = found[1] ?? found[3];
    steps.push(key === undefined ? "each" : { key });
  }
  return steps;
}

function follow(place: Place, step: Step): readonly Place[] {
  if (place.value === UNKNOWN) return [place];
  const value = readThrough(place.value);
  if (step !== "each") {
    return [{ path: join(place.path, step.key), value: isProperties(value) ? (value[step.key] ?? undefined) : undefined }];
  }
  const items = Array.isArray(value)
    ? value.map((item: Value, index): Place => ({ path: `${place.path}[${index}]`, value: item ?? undefined }))
    : isProperties(value)
      ? Object.entries(value).map(([key, item]): Place => ({ path: join(place.path, key), value: item ?? undefined }))
      : [{ path: place.path, value }];
  return items.length === 0 ? [{ path: `${place.path}[*]`, value: undefined }] : items;
}

function join(path: string, key: string): string {
  if (!/^[^.[\]]+$/.test(key)) return `${path}["${key}"]`;
  return path === "" ? key : `${path}.${key}`;
}

/** Texts that were read and what they say: dozens of rules ask for the same document. */
const readTexts = new Map<string, Value>();
const MOST_TEXTS = 1000;

/** What JSON in a text says; any other value is itself. */
export function readThrough(value: Value | undefined): Value | undefined {
  if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return value;
  const known = readTexts.get(value);
  if (known !== undefined) return known;
  if (readTexts.size === MOST_TEXTS) readTexts.clear();
  const read = jsonIn(value);
  readTexts.set(value, read);
  return read;
}

function jsonIn(text: string): Value {
  try {
    const read: Value = JSON.parse(text);
    return read;
  } catch {
    return text;
  }
}
