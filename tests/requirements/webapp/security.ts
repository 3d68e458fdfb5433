import type { Proof } from "../proof";

/** Rows about who may reach and read what. */
export const SECURITY: readonly Proof[] = [];
