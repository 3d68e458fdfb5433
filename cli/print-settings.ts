import { effectiveSettings } from "./effective-settings";
import type { EffectiveSettings, EffectiveValue } from "./effective-settings";

/** Letters of a value that a line of text shows; --json has them all. */
const LONGEST = 72;

/** `groundwork settings`: prints what a stack is built from, and where each value comes from. */
export function printSettings(root: string, system: string | undefined, stack: string, json: boolean): void {
  const settings = effectiveSettings(root, system, stack);
  process.stdout.write(json ? `${JSON.stringify(settingsJson(settings), undefined, 2)}\n` : settingsText(settings));
}

function settingsJson({ values, ...head }: EffectiveSettings): object {
  return { ...head, values: values.map(({ key, value, line }) => ({ key, value, from: line === undefined ? "default" : { line } })) };
}

/** Grouped by topic, one value a line: its key, the value, and its line in the file or `default`. */
export function settingsText({ system, stack, file, values }: EffectiveSettings): string {
  const topics = [...new Set(values.map(({ topic }) => topic))];
  const defaults = values.filter(({ line }) => line === undefined).length;
  const head = `${system} ${stack}: ${values.length} values, ${values.length - defaults} from ${file}, ${defaults} by default`;
  return `${[head, ...topics.map((topic) => block(topic, values.filter((each) => each.topic === topic)))].join("\n\n")}\n`;
}

function block(topic: string, values: readonly EffectiveValue[]): string {
  const rows = values.map(({ key, value, line }) => ({
    key: key.slice(key.indexOf(topic) + topic.length).replace(/^\./, ""),
    value: shown(value),
    from: line === undefined ? "default" : `line ${line}`,
  }));
  const widest = (of: "key" | "value") => Math.max(...rows.map((row) => row[of].length));
  return [`groundwork:${topic}`, ...rows.map(({ key, value, from }) => `  ${key.padEnd(widest("key"))}  ${value.padEnd(widest("value"))}  ${from}`)].join("\n");
}

function shown(value: unknown): string {
  const text = typeof value === "string" ? value : Array.isArray(value) ? `[${value.map(String).join(", ")}]` : JSON.stringify(value);
  const line = text.replaceAll(/\s+/g, " ");
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}
