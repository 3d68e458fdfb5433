/** Rows that have no proof yet. Take an id out when its proof is in its table. */
export const PENDING: readonly string[] = [
  // TOPOLOGY
  "LIV-001", "LIV-002", "LIV-003", "LIV-004", "LIV-005", "LIV-006", "LIV-007", "LIV-009", "LIV-010", "LIV-013",
  "LIV-086", "LIV-088", "LIV-094", "LIV-162", "LIV-163", "LIV-164", "LIV-168",
  // SECURITY
  "LIV-014", "LIV-015", "LIV-021", "LIV-022", "LIV-023", "LIV-024", "LIV-025", "LIV-026", "LIV-027", "LIV-028",
  "LIV-029", "LIV-031", "LIV-032", "LIV-062", "LIV-090", "LIV-133", "LIV-183", "LIV-184", "LIV-185", "LIV-186",
  "LIV-196", "LIV-197", "LIV-199",
  // DATA
  "LIV-011", "LIV-012", "LIV-063", "LIV-064", "LIV-065", "LIV-066", "LIV-067", "LIV-068", "LIV-069", "LIV-070",
  "LIV-071", "LIV-072", "LIV-076", "LIV-077", "LIV-078", "LIV-079", "LIV-080", "LIV-081", "LIV-082", "LIV-083",
  "LIV-096", "LIV-097", "LIV-098", "LIV-099", "LIV-124", "LIV-125", "LIV-132", "LIV-187", "LIV-188", "LIV-189",
  "LIV-190",
  // OBSERVE
  "LIV-008", "LIV-030", "LIV-033", "LIV-034", "LIV-035", "LIV-036", "LIV-037", "LIV-038", "LIV-039", "LIV-040",
  "LIV-041", "LIV-042", "LIV-043", "LIV-044", "LIV-045", "LIV-046", "LIV-047", "LIV-048", "LIV-049", "LIV-050",
  "LIV-051", "LIV-052", "LIV-053", "LIV-054", "LIV-055", "LIV-056", "LIV-057", "LIV-058", "LIV-059", "LIV-060",
  "LIV-061", "LIV-073", "LIV-074", "LIV-075", "LIV-084", "LIV-085", "LIV-121", "LIV-140", "LIV-148", "LIV-149",
  "LIV-150", "LIV-165", "LIV-200",
  // DEPLOY
  "LIV-016", "LIV-017", "LIV-018", "LIV-019", "LIV-020", "LIV-091",
  "LIV-107", "LIV-108", "LIV-109", "LIV-110", "LIV-111", "LIV-113", "LIV-114",
  "LIV-115", "LIV-116", "LIV-117", "LIV-118", "LIV-119", "LIV-120", "LIV-138", "LIV-139", "LIV-141",
  // COST
  "LIV-169", "LIV-173", "LIV-174", "LIV-175", "LIV-176", "LIV-178", "LIV-180",
  "LIV-181", "LIV-182",
];
