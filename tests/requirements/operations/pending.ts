/** Rows that have no proof yet. Take an id out when its proof is in its table. */
export const PENDING: readonly string[] = [
  // SECURITY
  "OPS-025", "OPS-026", "OPS-027", "OPS-028", "OPS-029", "OPS-104", "OPS-105", "OPS-106", "OPS-107", "OPS-108",
  "OPS-109", "OPS-113", "OPS-170", "OPS-172", "OPS-181", "OPS-182", "OPS-183", "OPS-184", "OPS-185", "OPS-195",
  "OPS-197", "OPS-198", "OPS-199", "OPS-204", "OPS-212",
  // DATA
  "OPS-078", "OPS-095", "OPS-096", "OPS-097", "OPS-098", "OPS-121", "OPS-125", "OPS-129", "OPS-173", "OPS-175",
  "OPS-176", "OPS-177", "OPS-186", "OPS-187", "OPS-193", "OPS-202", "OPS-207", "OPS-209",
  // DEPLOY
  "OPS-080", "OPS-081", "OPS-082", "OPS-083", "OPS-084", "OPS-085", "OPS-090", "OPS-092",
  // COST
  "OPS-148", "OPS-149", "OPS-150", "OPS-151", "OPS-152", "OPS-153", "OPS-158", "OPS-159", "OPS-161", "OPS-162",
  "OPS-165", "OPS-166", "OPS-167", "OPS-168", "OPS-169", "OPS-216",
];
