import type { SecretClass } from "../../components/internal/secret-names";
import { containers } from "../containers-of";
import type { SoundTopics } from "../cross-checks";
import { keyOf } from "../problems";
import type { Problem } from "../problems";
import type { SecretsSettings } from "../secrets";

/** `_clone`, and PostgreSQL's 63 characters. */
const ROTATED_USERNAME_LENGTH = 57;
/** What the function asks in a VPC whose tasks have no other way out. */
const FUNCTION_ENDPOINTS = ["ecs", "secretsmanager"] as const;
const ROLE_KEYS = ["ownerUsername", "applicationUsername", "migrationUsername", "monitoringUsername"] as const;
/** The keys of a secret whose key keeps its predecessor; the second form also announces its successor. */
const ROTATED_KEYS = ["current,previous", "current,next,previous"];

type Secret = SecretsSettings[string];

/** Every class that the stack has is rotated in some way, and nothing is rotated that it has not. */
function everyClassHasItsRotation({ rotation, secrets, database, cache }: SoundTopics, given: readonly string[]): Problem[] {
  if (rotation === undefined || secrets === undefined) return [];
  // The database's and the cache's own secrets are there when the topics are, sound or not.
  const builtIn = database !== undefined || cache !== undefined || given.includes("database") || given.includes("cache");
  const present = new Set<SecretClass>([
    ...(builtIn ? (["database"] as const) : []),
    ...Object.values(secrets).map((secret) => secret.class),
  ]);
  const targets = new Set<string>([
    ...(builtIn ? ["database"] : []),
    ...Object.values(secrets).flatMap((secret) => (secret.rotateOnDemand === undefined ? [secret.class] : [])),
  ]);
  const missing = [...present].filter((secretClass) => rotation.classes[secretClass] === undefined);
  const aimless = Object.entries(rotation.classes).flatMap(([secretClass, plan]) => {
    const reachable = plan?.kind === "schedule" ? targets : new Set<string>(present);
    return plan === undefined || reachable.has(secretClass) ? [] : [{ secretClass, kind: plan.kind }];
  });
  return [
    ...missing.map((secretClass) => ({
      key: keyOf("rotation", ["classes", secretClass]),
      got: "nothing",
      expected: "a rotation, by schedule or on-demand: the stack has secrets of that class",
    })),
    ...aimless.map(({ secretClass, kind }) => ({
      key: keyOf("rotation", ["classes", secretClass]),
      got: kind,
      expected: "the rotation of a class that the stack has secrets of, other than those with rotateOnDemand: it has no target",
    })),
  ];
}

/** A key that changes by the clock takes its predecessor with it, or all that was signed with it is refused at once. */
function keysKeepTheirPredecessors({ rotation, secrets }: SoundTopics): Problem[] {
  if (rotation === undefined || secrets === undefined) return [];
  return Object.entries(secrets).flatMap(([name, secret]) => {
    if (!isRotatedBySchedule(rotation, secret) || secret.kind !== "generated") return [];
    if (ROTATED_KEYS.includes(secret.keys.toSorted().join(","))) return [];
    return [
      {
        key: keyOf("secrets", [name, "keys"]),
        got: secret.keys.length === 0 ? "none" : secret.keys.join(", "),
        expected:
          "current and previous, or current, previous and next, as its class is rotated by schedule; or rotateOnDemand with the reason",
      },
    ];
  });
}

function isRotatedBySchedule(rotation: NonNullable<SoundTopics["rotation"]>, secret: Secret): boolean {
  return rotation.classes[secret.class]?.kind === "schedule" && secret.rotateOnDemand === undefined;
}

function clonesHaveNames({ rotation, databaseRoles }: SoundTopics): Problem[] {
  if (rotation?.classes.database?.kind !== "schedule" || databaseRoles === undefined) return [];
  const roles = [
    ...ROLE_KEYS.map((key) => ({ path: [key], username: databaseRoles[key] })),
    ...Object.entries(databaseRoles.applications).map(([name, { username }]) => ({ path: ["applications", name, "username"], username })),
  ];
  const usernames = roles.map(({ username }) => username);
  return roles.flatMap(({ path, username }) => {
    if (username.length > ROTATED_USERNAME_LENGTH) {
      return [{ key: keyOf("databaseRoles", path), got: username, expected: `at most ${ROTATED_USERNAME_LENGTH} characters: its second user is called ${username}_clone` }];
    }
    if (usernames.includes(`${username}_clone`)) {
      return [{ key: keyOf("databaseRoles", path), got: username, expected: `another name: its second user would be ${username}_clone, which another role is` }];
    }
    return [];
  });
}

/** The user changes with the password: who takes the one from the secret and not the other can't log in after a rotation. */
function usersComeWithPasswords({ rotation, services, tasks }: SoundTopics): Problem[] {
  if (rotation?.classes.database?.kind !== "schedule") return [];
  return containers({ services, tasks }).flatMap(({ topic, name, container }) => {
    const references = Object.entries(container.secrets);
    return references.flatMap(([variable, reference]) => {
      const [secret = "", key] = reference.split(":");
      if (!secret.startsWith("database-") || key !== "password") return [];
      if (references.some(([, other]) => other === `${secret}:username`)) return [];
      return [
        {
          key: keyOf(topic, [name, "secrets", variable]),
          got: reference,
          expected: `${secret}:username beside it, or ${secret}:url alone: two users take turns, so the name changes with the password`,
        },
      ];
    });
  });
}

function functionReachesAws({ rotation, network }: SoundTopics): Problem[] {
  if (rotation?.classes.database?.kind !== "schedule" || network === undefined || network.nat !== "none") return [];
  const missing = FUNCTION_ENDPOINTS.filter((endpoint) => !network.interfaceEndpoints.includes(endpoint));
  if (missing.length === 0) return [];
  return [
    {
      key: keyOf("network", ["interfaceEndpoints"]),
      got: network.interfaceEndpoints.join(", "),
      expected: `${missing.join(" and ")} too: without NAT the rotation reaches them by no other way`,
    },
  ];
}

function rotationChannelsExist({ rotation, channels }: SoundTopics): Problem[] {
  if (rotation === undefined || channels === undefined) return [];
  const known = Object.keys(channels);
  return rotation.channels.flatMap((name, index) =>
    known.includes(name)
      ? []
      : [{ key: keyOf("rotation", ["channels", index]), got: name, expected: `one of groundwork:channels: ${known.join(", ")}` }],
  );
}

/** Rules over groundwork:rotation and what it rotates. */
export function rotationChecks(settings: SoundTopics, given: readonly string[]): Problem[] {
  return [
    ...everyClassHasItsRotation(settings, given),
    ...keysKeepTheirPredecessors(settings),
    ...clonesHaveNames(settings),
    ...usersComeWithPasswords(settings),
    ...functionReachesAws(settings),
    ...rotationChannelsExist(settings),
  ];
}
