import { NAME_LIMITS } from "./names";

/** What a secret is for. It stands as the tag `SecretClass`, by which the rotation rules choose. */
export const SECRET_CLASSES = ["database", "application-key", "api-key", "webhook", "external"] as const;

export type SecretClass = (typeof SECRET_CLASSES)[number];

/**
 * The name of a secret in Secrets Manager, `<system>/<environment>/<name>`: known before anything exists, so that IAM
 * statements, runbooks and people can name it.
 */
export function secretName(system: string, environment: string, name: string): string {
  const full = `${system}/${environment}/${name}`;
  if (!/^[A-Za-z0-9/_+=.@-]+$/.test(full)) {
    throw new Error(`the secret name "${full}" holds characters that AWS refuses: use letters, digits and /_+=.@-`);
  }
  if (full.length > NAME_LIMITS.secret) {
    throw new Error(`the secret name "${full}" has ${full.length} characters, AWS allows ${NAME_LIMITS.secret}`);
  }
  return full;
}

/**
 * The tags of every secret. Credentials are the highest class of data there is.
 *
 * @param rotation who changes the value and when, from `rotationTag()`; undefined where the stack says nothing about it
 */
export function secretTags(secretClass: SecretClass, rotation?: string): Record<string, string> {
  return { DataClass: "restricted", SecretClass: secretClass, ...(rotation === undefined ? {} : { RotationPolicy: rotation }) };
}

/** The ways of a secret that no function can change: a person is reminded, or changes it when there is need. */
export type Reminder = { readonly kind: "reminded"; readonly everyDays: number } | { readonly kind: "on-demand" };

/** Who changes a secret: a function by the clock, or a person. */
export type RotationWay = { readonly kind: "automatic"; readonly everyDays: number } | Reminder;

/** The value of the tag RotationPolicy: `automatic-90-days`, `reminded-30-days`, `on-demand`. */
export function rotationTag(way: RotationWay): string {
  return way.kind === "on-demand" ? way.kind : `${way.kind}-${way.everyDays}-days`;
}
