import type { Proof } from "../proof";

/** Rows about the database's settings, backups, how long they are kept, and maintenance. */
export const DATA: readonly Proof[] = [];
