/** Rows that have no proof yet. Take an id out when its proof is in its table. */
export const PENDING: readonly string[] = [
  // TOPOLOGY
  "MFG-001", "MFG-006", "MFG-007", "MFG-008", "MFG-009", "MFG-017", "MFG-018", "MFG-090", "MFG-099", "MFG-100",
  "MFG-101", "MFG-102", "MFG-103", "MFG-109", "MFG-110",
  // SECURITY
  "MFG-011", "MFG-012", "MFG-013", "MFG-019", "MFG-020", "MFG-022", "MFG-023", "MFG-024", "MFG-025", "MFG-091",
  "MFG-093", "MFG-094", "MFG-111", "MFG-112", "MFG-113", "MFG-114", "MFG-115", "MFG-116", "MFG-117", "MFG-118",
  "MFG-119", "MFG-120", "MFG-121", "MFG-122", "MFG-123", "MFG-124", "MFG-125", "MFG-126", "MFG-127", "MFG-128",
  "MFG-129", "MFG-138",
  // DATA
  "MFG-021", "MFG-092", "MFG-139",
  // OBSERVE
  "MFG-035", "MFG-036", "MFG-037", "MFG-038", "MFG-039", "MFG-041", "MFG-042", "MFG-043", "MFG-044", "MFG-045",
  "MFG-046", "MFG-047", "MFG-048", "MFG-049", "MFG-050", "MFG-051", "MFG-052", "MFG-053", "MFG-054", "MFG-055",
  "MFG-056", "MFG-057", "MFG-058", "MFG-059", "MFG-060", "MFG-061", "MFG-085", "MFG-089", "MFG-095", "MFG-096",
  "MFG-097", "MFG-098", "MFG-135",
  // DEPLOY
  "MFG-002", "MFG-003", "MFG-004", "MFG-005", "MFG-010", "MFG-014", "MFG-015", "MFG-016", "MFG-026",
  "MFG-028", "MFG-062", "MFG-063",
  "MFG-064", "MFG-066", "MFG-068", "MFG-069", "MFG-070", "MFG-071", "MFG-081", "MFG-086", "MFG-104",
  "MFG-105", "MFG-106", "MFG-107", "MFG-131", "MFG-132", "MFG-133", "MFG-134",
];
