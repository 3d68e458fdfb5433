/** Rows that have no proof yet. Take an id out when its proof is in its table. */
export const PENDING: readonly string[] = [];
