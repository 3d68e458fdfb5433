import type { SoundTopics } from "./cross-checks";
import { containers } from "./containers-of";
import { keyOf } from "./problems";
import type { Problem } from "./problems";
import type { Settings } from "./schema";

type Topic = keyof Settings;

/** The database, its roles and the way to it. */
const DATABASE_TOPICS = ["database", "databaseRoles", "tunnel"] as const;

/** What a container can name, and the topic without which there is no such thing. */
const NEEDED_BY_PREFIX: readonly { readonly prefix: RegExp; readonly topic: Topic }[] = [
  { prefix: /^database[-.:]/, topic: "database" },
  { prefix: /^cache([.:]|$)/, topic: "cache" },
];

/**
 * What names a capability that the stack leaves out. A topic with problems of its own is there all the same, so this looks
 * at the keys of the stack file and not only at the topics that are sound.
 *
 * @param given the topics that the stack file has
 */
export function absentTopics(sound: SoundTopics, given: readonly string[]): Problem[] {
  return [...halfDatabase(given), ...neededByContainers(sound, given), ...neededByTopics(sound, given)];
}

function halfDatabase(given: readonly string[]): Problem[] {
  const present = DATABASE_TOPICS.filter((topic) => given.includes(topic));
  if (present.length === 0) return [];
  return DATABASE_TOPICS.filter((topic) => !present.includes(topic)).map((topic) => ({
    key: `groundwork:${topic}`,
    got: "nothing",
    expected: `the topic, as the stack has ${present.join(" and ")}: ${DATABASE_TOPICS.join(", ")} stand together`,
  }));
}

function neededByContainers({ services, tasks }: SoundTopics, given: readonly string[]): Problem[] {
  return containers({ services, tasks }).flatMap(({ topic, name, container }) => {
    const named = [
      ...container.reaches.map((target, index) => ({ path: ["reaches", index], reference: `${target}:` })),
      ...Object.entries(container.environmentFrom).map(([variable, reference]) => ({
        path: ["environmentFrom", variable],
        reference,
      })),
    ];
    return named.flatMap(({ path, reference }) => {
      const needed = NEEDED_BY_PREFIX.find(({ prefix }) => prefix.test(reference))?.topic;
      if (needed === undefined || given.includes(needed)) return [];
      return [
        {
          key: keyOf(topic, [name, ...path]),
          got: reference.replace(/:$/, ""),
          expected: `something that the stack has: it has no groundwork:${needed}`,
        },
      ];
    });
  });
}

function neededByTopics({ backups, prometheus }: SoundTopics, given: readonly string[]): Problem[] {
  if (given.includes("database")) return [];
  return [
    ...(prometheus?.enabled === true
      ? [{ key: keyOf("prometheus", ["enabled"]), got: "true", expected: "false: it reads the database, and there is no groundwork:database" }]
      : []),
    ...(backups?.database === undefined || given.includes("externalDatabase")
      ? []
      : [{ key: keyOf("backups", ["database"]), got: "a dump", expected: "nothing: there is no groundwork:database to dump" }]),
  ];
}
