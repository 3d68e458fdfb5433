import { z } from "zod";
import { problemsOf, SettingsError } from "./problems";
import type { Problem } from "./problems";
import { CROSS_CHECKS } from "./cross-checks";
import { settingsSchema } from "./schema";
import type { Settings } from "./schema";

export const NAMESPACE = "groundwork";

/**
 * Turns the raw values of a stack into settings, or throws one SettingsError that lists everything that is wrong. A rule
 * over several topics is checked as soon as its own topics are sound, so an error elsewhere never hides it.
 *
 * @param raw topic -> value, `{ network: { cidr: "10.0.0.0/16", … } }`
 */
export function parseSettings(raw: Readonly<Record<string, unknown>>): Settings {
  const problems: Problem[] = unknownTopics(raw);
  const sound: string[] = [];
  for (const [topic, schema] of Object.entries<z.ZodType>(settingsSchema.shape)) {
    const result = schema.safeParse(raw[topic]);
    if (result.success) sound.push(topic);
    else problems.push(...problemsOf(topic, raw[topic], result.error));
  }
  const known = settingsSchema.partial().parse(pick(raw, sound));
  problems.push(...CROSS_CHECKS.flatMap((check) => check(known)));
  if (problems.length > 0) throw new SettingsError(problems);
  return settingsSchema.parse(raw);
}

function pick(raw: Readonly<Record<string, unknown>>, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(keys.map((key) => [key, raw[key]]));
}

function unknownTopics(raw: Readonly<Record<string, unknown>>): Problem[] {
  const topics = Object.keys(settingsSchema.shape);
  return Object.keys(raw)
    .filter((key) => !topics.includes(key))
    .map((key) => ({
      key: `${NAMESPACE}:${key}`,
      got: "a key that nothing reads",
      expected: `one of ${topics.join(", ")}`,
      remedy: `pulumi config rm ${NAMESPACE}:${key}`,
    }));
}
