import type { Proof } from "../proof";

/** Rows about how it is brought up and changed. */
export const DEPLOY: readonly Proof[] = [];
