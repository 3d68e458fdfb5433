import type { DatabaseRole } from "../components/internal/database-grants";
import { secretName } from "../components/internal/secret-names";
import type { Reminder, RotationWay, SecretClass } from "../components/internal/secret-names";
import type { Settings } from "../settings/schema";

type System = Pick<Settings["system"], "name" | "environment">;

/** Role -> physical name of its secret. */
export function roleSecretNames({ name, environment }: System): Readonly<Record<DatabaseRole, string>> {
  const named = (role: DatabaseRole) => secretName(name, environment, `database-${role}`);
  return { owner: named("owner"), application: named("application"), migration: named("migration"), monitoring: named("monitoring") };
}

/** The secrets from which the connection proxy takes the application role's two users. */
export function proxySecretNames({ name, environment }: System): { readonly first: string; readonly clone: string } {
  const named = (user: string) => secretName(name, environment, `connection-proxy-${user}`);
  return { first: named("first"), clone: named("clone") };
}

/** How a function changes the secrets of a class; undefined where the stack says nothing about rotation. */
export function rotationWay(
  { rotation }: Pick<Settings, "rotation">,
  secretClass: SecretClass,
  rotateOnDemand?: string,
): RotationWay | undefined {
  const plan = rotation?.classes[secretClass];
  if (plan === undefined) return undefined;
  if (plan.kind === "on-demand" || rotateOnDemand !== undefined) return { kind: "on-demand" };
  return { kind: "automatic", everyDays: plan.everyDays };
}

/** Whether a role of the database has two users, so that its name comes from the secret like its password. */
export function takesTurns(rotation: Settings["rotation"]): boolean {
  return rotation?.classes.database?.kind === "schedule";
}

/** As `rotationWay`, for secrets that only a person can change. */
export function reminder(settings: Pick<Settings, "rotation">, secretClass: SecretClass, rotateOnDemand?: string): Reminder | undefined {
  const way = rotationWay(settings, secretClass, rotateOnDemand);
  return way?.kind === "automatic" ? { kind: "reminded", everyDays: way.everyDays } : way;
}
