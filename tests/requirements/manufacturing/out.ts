import type { Proof } from "../proof";

/** Rows that are the application's own. */
export const OUT: readonly Proof[] = [
  {
    id: "MFG-108",
    what: "Queries are optimised.",
    reason: "The application writes its queries; slow ones are logged, counted and shown, so that somebody knows which.",
  },
  {
    id: "MFG-130",
    what: "A person can be deleted.",
    reason: "The application deletes; groundwork stands not in the way: no bucket of user data is locked, and backups expire.",
  },
];
