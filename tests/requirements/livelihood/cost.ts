import type { Proof } from "../proof";

/** Rows about what it may cost. */
export const COST: readonly Proof[] = [];
