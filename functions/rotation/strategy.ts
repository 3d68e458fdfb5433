import type { SecretValue } from "./world";

/** What differs between the kinds of secret; the four steps around it are the same for all. */
export interface Strategy {
  /** @returns the value of the version to come */
  create(current: SecretValue): Promise<string>;
  /** Makes the pending value valid where it is used. Called again after an interruption, it changes nothing that works. */
  set(current: SecretValue, pending: SecretValue): Promise<void>;
  /** Fails unless the pending value works. */
  test(current: SecretValue, pending: SecretValue): Promise<void>;
}

/** The text values of a JSON secret. */
export function fieldsOf(value: string): Readonly<Record<string, string>> {
  const parsed: unknown = JSON.parse(value);
  if (typeof parsed !== "object" || parsed === null) throw new Error("the secret is no JSON object");
  return Object.fromEntries(
    Object.entries(parsed).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}

export function field(fields: Readonly<Record<string, string>>, key: string): string {
  const value = fields[key];
  if (value === undefined || value === "") throw new Error(`the secret has no text under the key "${key}"`);
  return value;
}
