import type { GraphOutcome } from "./rule";

/** The outcome of a rule whose demand the floors don't make. */
export const NOT_ASKED: GraphOutcome = { inspected: [], violations: [] };
