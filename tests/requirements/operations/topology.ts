import type { Proof } from "../proof";

/** Rows about what exists, how big it is and how it scales. */
export const TOPOLOGY: readonly Proof[] = [];
