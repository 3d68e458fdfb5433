import type { Proof } from "../proof";

/** Rows about what is measured, logged and said to whom. */
export const OBSERVE: readonly Proof[] = [];
