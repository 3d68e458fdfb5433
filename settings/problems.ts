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
  if (CREDENTIALS.test(text) || (typeof value === "object" && SECRET_NAME.test(text))) return "(not shown)";
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}

/** Zod's issues of one topic as problems. */
export function problemsOf(topic: string, value: unknown, error: z.ZodError): Problem[] {
  return error.issues.flatMap((issue): Problem[] => {
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
    return [{ key: keyOf(topic, issue.path), got: show(issue.path), expected: expectation(issue) }];
  });
}

function expectation(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return `a value of type ${issue.expected}`;
    case "invalid_value":
      return `one of ${issue.values.map(String).join(", ")}`;
    case "too_small":
      return `at least ${issue.minimum}${measure(issue.origin)}`;
    case "too_big":
      return `at most ${issue.maximum}${measure(issue.origin)}`;
    default:
      return issue.message;
  }
}

function measure(origin: string): string {
  return { string: " characters", array: " items", set: " items" }[origin] ?? "";
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((at, part) => (at instanceof Object ? Reflect.get(at, part) : undefined), value);
}
