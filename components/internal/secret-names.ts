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

/** The tags of every secret. Credentials are the highest class of data there is. */
export function secretTags(secretClass: SecretClass): Record<string, string> {
  return { DataClass: "restricted", SecretClass: secretClass };
}
