import { RunError } from "@pulumi/pulumi";
import type { z } from "zod";

/** One thing wrong with the settings. */
export interface Problem {
  /** Where, as `pulumi config set --path` writes it: `groundwork:network.zones[1]`. */
  readonly key: string;
  /** The value found, already safe to print; `undefined` if there is none. */
  readonly got: string | undefined;
  /** What is allowed, as a phrase that follows "expected". */
  readonly expected: string;
  /** What to do, when it is not simply to set another value. @default - `pulumi config set --path KEY VALUE` */
  readonly remedy?: string;
}

/** Every problem of the settings in one message. A user's mistake, so the engine prints it without a stack trace. */
export class SettingsError extends RunError {
  constructor(readonly problems: readonly Problem[]) {
    super(describe(problems));
  }
}

function describe(problems: readonly Problem[]): string {
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  const paragraphs = problems.map(({ key, got, expected, remedy }) =>
    [
      `  ${key}`,
      `    got       ${got ?? "nothing"}`,
      `    expected  ${expected}`,
      `    mend      ${remedy ?? `pulumi config set --path '${key}' VALUE`}`,
    ].join("\n"),
  );
  return `the settings have ${count}; nothing was registered\n\n${paragraphs.join("\n\n")}\n`;
}

/** `["zones", 1]` in topic `network` -> `groundwork:network.zones[1]`. */
export function keyOf(topic: string, path: readonly PropertyKey[]): string {
  return path.reduce<string>((key, part) => {
    if (typeof part === "number") return `${key}[${part}]`;
    // A key with a dot or a hyphen needs brackets and quotes in Pulumi's path syntax.
    return /^\w+$/.test(String(part)) ? `${key}.${String(part)}` : `${key}["${String(part)}"]`;
  }, `groundwork:${topic}`);
}

const SECRET_NAME = /secret|passw|token|credential|private|dsn|_key|apikey/i;
const CREDENTIALS = /:\/\/[^/\s]*:[^/\s]*@|(AKIA|ASIA)[0-9A-Z]{16}|eyJ[\w-]{8,}\.|PRIVATE KEY/;

/** The value as an error may print it: shortened, and never a value that could be a secret. */
export function printable(value: unknown, path: readonly PropertyKey[]): string | undefined {
  if (value === undefined) return undefined;
  const text = JSON.stringify(value);
  if (path.some((part) => SECRET_NAME.test(String(part)))) return "(not shown)";
  const isObject = typeof value === "object" || /^"\s*[[{]/.test(text);
  if (CREDENTIALS.test(text) || (isObject && SECRET_NAME.test(text))) return "(not shown)";
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}

/** Zod's issues of one topic as problems. */
export function problemsOf(
  topic: string,
  value: unknown,
  { issues }: { readonly issues: readonly z.core.$ZodIssue[] },
): Problem[] {
  return issues.flatMap((issue): Problem[] => {
    // The topic is part of the path: below `groundwork:secrets` nothing is ever printed, whatever its key is called.
    const show = (path: readonly PropertyKey[]) => printable(valueAt(value, path), [topic, ...path]);
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((unknown) => {
        const key = keyOf(topic, [...issue.path, unknown]);
        return {
          key,
          got: show([...issue.path, unknown]),
          expected: "no such key; check the spelling against docs/settings.md",
          remedy: `pulumi config rm --path '${key}'`,
        };
      });
    }
    const key = keyOf(topic, issue.path);
    const problem = { key, got: show(issue.path), expected: expectation(issue) };
    return [issue.code === "invalid_key" ? { ...problem, remedy: `pulumi config rm --path '${key}'` } : problem];
  });
}

/** What is allowed, in the schema's own words where it has some, else in ours: zod's begin with what is wrong. */
function expectation(issue: z.core.$ZodIssue): string {
  if (!/^(Invalid|Too|Unrecognized)/.test(issue.message)) return issue.message;
  switch (issue.code) {
    case "invalid_type":
      return `a value of type ${TYPE_NAMES.get(issue.expected) ?? issue.expected}`;
    case "invalid_value":
      return `one of ${issue.values.map(String).join(", ")}`;
    case "too_small":
      return `${issue.inclusive === false ? "more than" : "at least"} ${issue.minimum}${measure(issue.origin, issue.minimum)}`;
    case "too_big":
      return `${issue.inclusive === false ? "less than" : "at most"} ${issue.maximum}${measure(issue.origin, issue.maximum)}`;
    case "invalid_key":
      return `as its name ${issue.issues.map(expectation).join(", ")}`;
    case "invalid_union":
      return "options" in issue && issue.options !== undefined
        ? `one of ${issue.options.map(String).join(", ")}`
        : issue.errors.map((variant) => variant.map(expectation).join(", ")).join(", or ");
    case "invalid_format":
      return issue.format === "email" ? "an email address" : `text of the format ${issue.format}`;
    default:
      return issue.message;
  }
}

/** Zod's names of types that YAML's readers call otherwise. */
const TYPE_NAMES: ReadonlyMap<string, string> = new Map([
  ["int", "integer"],
  ["array", "list"],
  ["record", "map"],
]);

function measure(origin: string, count: number | bigint): string {
  const unit = { string: "character", array: "item", set: "item" }[origin];
  return unit === undefined ? "" : ` ${unit}${Number(count) === 1 ? "" : "s"}`;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((at, part) => (at instanceof Object ? Reflect.get(at, part) : undefined), value);
}
