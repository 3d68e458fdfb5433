import type { Proof } from "../proof";

/** Rows for people: each is a heading of a page. */
export const DOC: readonly Proof[] = [];
