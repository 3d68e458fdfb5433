/** Rows that have no proof yet. Take an id out when its proof is in its table. */
export const PENDING: readonly string[] = [
  // TOPOLOGY
  "WEB-001", "WEB-005", "WEB-007", "WEB-008", "WEB-011", "WEB-025", "WEB-027", "WEB-028", "WEB-030", "WEB-057",
  "WEB-058", "WEB-059",
  // SECURITY
  "WEB-006", "WEB-009", "WEB-012", "WEB-021", "WEB-065", "WEB-066", "WEB-067", "WEB-068", "WEB-069", "WEB-070",
  "WEB-071", "WEB-072", "WEB-073", "WEB-074", "WEB-076", "WEB-081",
  // DATA
  "WEB-017", "WEB-054", "WEB-079", "WEB-083", "WEB-087",
  // OBSERVE
  "WEB-013", "WEB-014", "WEB-015", "WEB-016", "WEB-031", "WEB-032", "WEB-034", "WEB-035", "WEB-036", "WEB-037",
  "WEB-038", "WEB-039", "WEB-040", "WEB-041", "WEB-042", "WEB-043", "WEB-044", "WEB-045", "WEB-046", "WEB-051",
  "WEB-060", "WEB-061", "WEB-064", "WEB-091", "WEB-093", "WEB-094", "WEB-095", "WEB-096",
  // DEPLOY
  "WEB-003", "WEB-004", "WEB-019", "WEB-020", "WEB-022", "WEB-023", "WEB-029", "WEB-052",
];
