import { problemsOf, SettingsError } from "./problems";
import type { Problem } from "./problems";
import { CROSS_CHECKS } from "./cross-checks";
import type { SoundTopics } from "./cross-checks";
import { settingsSchema } from "./schema";
import type { Settings } from "./schema";

export const NAMESPACE = "groundwork";

const TOPICS = Object.keys(settingsSchema.shape);

/**
 * Turns the raw values of a stack into settings, or throws one SettingsError that lists everything that is wrong. A rule
 * over several topics is checked as soon as its own topics are sound, so an error elsewhere never hides it.
 *
 * @param raw topic -> value, `{ network: { cidr: "10.0.0.0/16", … } }`
 */
export function parseSettings(raw: Readonly<Record<string, unknown>>): Settings {
  const { data, error } = settingsSchema.safeParse(raw);
  const issues = error?.issues ?? [];
  const issuesOf = (topic: string) => issues.filter(({ path: [first] }) => first === topic);
  const broken = TOPICS.filter((topic) => issuesOf(topic).length > 0);
  const sound = data ?? soundTopics(raw, broken);
  const problems = [
    ...unknownTopics(raw),
    ...TOPICS.flatMap((topic) => {
      const below = issuesOf(topic).map((issue) => ({ ...issue, path: issue.path.slice(1) }));
      return problemsOf(topic, raw[topic], { issues: below });
    }),
    ...CROSS_CHECKS.flatMap((check) => check(sound, Object.keys(raw))),
  ];
  if (data === undefined || problems.length > 0) throw new SettingsError(problems);
  return data;
}

function soundTopics(raw: Readonly<Record<string, unknown>>, broken: readonly string[]): SoundTopics {
  const given = Object.fromEntries(TOPICS.filter((topic) => !broken.includes(topic)).map((topic) => [topic, raw[topic]]));
  const sound = settingsSchema.partial().parse(given);
  // A topic that is broken must not be taken for its default.
  for (const topic of broken) Reflect.deleteProperty(sound, topic);
  return sound;
}

function unknownTopics(raw: Readonly<Record<string, unknown>>): Problem[] {
  return Object.keys(raw)
    .filter((key) => !TOPICS.includes(key))
    .map((key) => ({
      key: `${NAMESPACE}:${key}`,
      got: "a key that nothing reads",
      expected: `one of ${TOPICS.join(", ")}`,
      remedy: `pulumi config rm ${NAMESPACE}:${key}`,
    }));
}
