import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { isAlias, isMap, isSeq, LineCounter, parseDocument } from "yaml";
import type { Node } from "yaml";
import { findSystem, stackSettings } from "../rehearsal/systems";
import { UserError } from "../rehearsal/user-error";
import { NAMESPACE, parseSettings } from "../settings/parse";
import { keyOf } from "../settings/problems";

/** One value that a stack is built from. */
export interface EffectiveValue {
  /** As `pulumi config set --path` writes it: `groundwork:network.zones`. */
  readonly key: string;
  readonly topic: string;
  /** A plain value, a list of plain values, or an empty map or list. */
  readonly value: unknown;
  /** The line of the stack file that gives it; `undefined`: the default of the schema. */
  readonly line: number | undefined;
  /** It is a secret, and `value` is not it. */
  readonly hidden: boolean;
}

/** The effective settings of a stack. */
export interface EffectiveSettings {
  readonly system: string;
  readonly stack: string;
  /** The stack file, from the repository's root. */
  readonly file: string;
  /** In the order of the schema's topics. */
  readonly values: readonly EffectiveValue[];
}

type Path = readonly (string | number)[];

export const HIDDEN = "(secret)";
/** What stands for an encrypted value while the rules judge the rest: all that the program knows as a secret are addresses. */
const STAND_IN = "https://encrypted.invalid/";
/** Keys whose value is a secret, `secretUrl`, even where somebody wrote it in clear text. */
const SECRET_KEY = /^secret[A-Z]/;
const CREDENTIALS = /:\/\/[^/\s]*:[^/\s]*@|(AKIA|ASIA)[0-9A-Z]{16}|eyJ[\w-]{8,}\.|PRIVATE KEY/;

/**
 * Reads a stack file as the program would, and says of each value where it comes from.
 *
 * @throws UserError if there is no such system or stack; SettingsError as the program does where the settings are wrong
 */
export function effectiveSettings(root: string, systemName: string | undefined, stack: string): EffectiveSettings {
  const system = findSystem(root, systemName);
  stackSettings(system, stack);
  const path = join(system.folder, `Pulumi.${stack}.yaml`);
  return { system: system.project, stack, file: relative(root, path), values: valuesOf(readFileSync(path, "utf8"), path) };
}

/** @param path for messages */
export function valuesOf(text: string, path: string): readonly EffectiveValue[] {
  const lines = new LineCounter();
  const file = parseDocument(text, { lineCounter: lines });
  if (file.errors.length > 0) throw new UserError(`${path} is no YAML: ${file.errors[0]?.message ?? ""}`);
  const config = file.get("config");
  const prefix = `${NAMESPACE}:`;
  const topics = isMap(config) ? config.items.filter(({ key }) => String(key).startsWith(prefix)) : [];
  const given = new Map(topics.map(({ key, value }) => [String(key).slice(prefix.length), value]));
  const raw = Object.fromEntries([...given].map(([topic, node]) => [topic, plain(isNode(node) ? node.toJS(file) : node)]));
  const settings = parseSettings(raw);
  return Object.entries(settings).flatMap(([topic, value]) =>
    leaves(value, []).map((leaf): EffectiveValue => {
      const node = nodeAt(config, [`${prefix}${topic}`, ...leaf.path]);
      const isEncrypted = isMap(node) && node.has("secure");
      const hidden = isEncrypted || SECRET_KEY.test(String(leaf.path.at(-1))) || CREDENTIALS.test(String(leaf.value));
      return {
        key: keyOf(topic, leaf.path),
        topic,
        value: hidden ? HIDDEN : leaf.value,
        line: node?.range === undefined || node.range === null ? undefined : lines.linePos(node.range[0]).line,
        hidden,
      };
    }),
  );
}

/** The value with stand-ins for what is encrypted. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  if (entries.length === 1 && entries[0]?.[0] === "secure") return STAND_IN;
  return Object.fromEntries(entries.map(([key, item]) => [key, plain(item)]));
}

function leaves(value: unknown, path: Path): { readonly path: Path; readonly value: unknown }[] {
  if (value === undefined) return [];
  if (typeof value !== "object" || value === null) return [{ path, value }];
  if (Array.isArray(value)) {
    const isPlain = value.every((item) => typeof item !== "object" || item === null);
    return isPlain ? [{ path, value }] : value.flatMap((item, index) => leaves(item, [...path, index]));
  }
  const entries = Object.entries(value);
  return entries.length === 0 ? [{ path, value }] : entries.flatMap(([key, item]) => leaves(item, [...path, key]));
}

/** The node that gives a value; undefined where none does. What an alias stands for was written where the alias is. */
function nodeAt(root: unknown, path: Path): Node | undefined {
  let at: unknown = root;
  for (const part of path) {
    if (isAlias(at)) return at;
    if (!isMap(at) && !isSeq(at)) return undefined;
    at = at.get(part, true);
  }
  return isNode(at) ? at : undefined;
}

function isNode(value: unknown): value is Node {
  return value instanceof Object && "toJS" in value;
}
