import { createHash, createHmac, pbkdf2Sync, randomBytes, randomInt } from "node:crypto";

const LETTERS_AND_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
/** PostgreSQL's own number. https://www.postgresql.org/docs/15/protocol-authentication.html */
const ITERATIONS = 4096;

/** Letters and digits only: nothing to escape in a URL, a shell or a connection string. */
export function generatedText(length: number): string {
  return Array.from({ length }, () => LETTERS_AND_DIGITS.charAt(randomInt(LETTERS_AND_DIGITS.length))).join("");
}

/**
 * What PostgreSQL stores of a password. Handed over in place of the password, it leaves nothing in a server log that anybody
 * could log in with: `ALTER ROLE` is logged where log_statement is ddl.
 * https://www.rfc-editor.org/rfc/rfc5802#section-3
 */
export function scramVerifier(password: string, salt: Buffer = randomBytes(16)): string {
  const salted = pbkdf2Sync(password, salt, ITERATIONS, 32, "sha256");
  const keyed = (text: string) => createHmac("sha256", salted).update(text).digest();
  const stored = createHash("sha256").update(keyed("Client Key")).digest("base64");
  return `SCRAM-SHA-256$${ITERATIONS}:${salt.toString("base64")}$${stored}:${keyed("Server Key").toString("base64")}`;
}
