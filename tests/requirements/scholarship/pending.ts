/** Rows that have no proof yet. Take an id out when its proof is in its table. */
export const PENDING: readonly string[] = [
  // DOC
  "SCH-002", "SCH-007", "SCH-008", "SCH-009", "SCH-059", "SCH-091", "SCH-097", "SCH-157", "SCH-163",
  // OUT
  "SCH-066", "SCH-074",
];
