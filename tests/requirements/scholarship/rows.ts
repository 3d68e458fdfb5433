import type { RequirementClass } from "../proof";

/** The rows of the scholarship system's document, 163 in all, by class. Every one of the first five classes needs a proof. */
export const ROWS: Readonly<Record<RequirementClass, readonly string[]>> = {
  TOPOLOGY: [
    "SCH-001", "SCH-003", "SCH-004", "SCH-005", "SCH-006", "SCH-010", "SCH-011", "SCH-012", "SCH-013",
    "SCH-014", "SCH-015", "SCH-016", "SCH-017", "SCH-018", "SCH-039", "SCH-040", "SCH-041", "SCH-043",
    "SCH-045", "SCH-052", "SCH-053", "SCH-055", "SCH-060", "SCH-061", "SCH-062", "SCH-063", "SCH-064",
    "SCH-065", "SCH-129", "SCH-130", "SCH-131", "SCH-132", "SCH-133", "SCH-134", "SCH-135", "SCH-136",
    "SCH-145",
  ],
  SECURITY: [
    "SCH-022", "SCH-023", "SCH-024", "SCH-025", "SCH-026", "SCH-027", "SCH-028", "SCH-032", "SCH-033",
    "SCH-037", "SCH-038", "SCH-042", "SCH-044", "SCH-047", "SCH-048", "SCH-049", "SCH-054", "SCH-056",
    "SCH-057", "SCH-058", "SCH-104", "SCH-105", "SCH-106", "SCH-107", "SCH-108", "SCH-109", "SCH-110",
    "SCH-112", "SCH-113", "SCH-114", "SCH-115", "SCH-116", "SCH-117", "SCH-118", "SCH-119",
  ],
  DATA: [
    "SCH-069", "SCH-070", "SCH-092", "SCH-093", "SCH-094", "SCH-095", "SCH-096", "SCH-098", "SCH-099",
    "SCH-100", "SCH-101", "SCH-102", "SCH-120", "SCH-121", "SCH-122", "SCH-123", "SCH-124", "SCH-125",
    "SCH-126", "SCH-127", "SCH-128", "SCH-137", "SCH-138", "SCH-141", "SCH-142", "SCH-143", "SCH-144",
    "SCH-150", "SCH-151", "SCH-152",
  ],
  OBSERVE: [
    "SCH-019", "SCH-020", "SCH-021", "SCH-029", "SCH-050", "SCH-051", "SCH-075", "SCH-076", "SCH-077",
    "SCH-078", "SCH-079", "SCH-080", "SCH-081", "SCH-082", "SCH-083", "SCH-084", "SCH-085", "SCH-086",
    "SCH-087", "SCH-088", "SCH-089", "SCH-090", "SCH-103", "SCH-140", "SCH-153", "SCH-155", "SCH-156",
    "SCH-158", "SCH-159", "SCH-160", "SCH-161", "SCH-162",
  ],
  DEPLOY: [
    "SCH-030", "SCH-031", "SCH-034", "SCH-035", "SCH-036", "SCH-046", "SCH-067", "SCH-068", "SCH-071",
    "SCH-072", "SCH-073", "SCH-111", "SCH-139", "SCH-146", "SCH-147", "SCH-148", "SCH-149", "SCH-154",
  ],
  DOC: [
    "SCH-002", "SCH-007", "SCH-008", "SCH-009", "SCH-059", "SCH-091", "SCH-097", "SCH-157", "SCH-163",
  ],
  OUT: [
    "SCH-066", "SCH-074",
  ],
};
