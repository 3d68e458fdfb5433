import type { Floors } from "../../policy/floors";

/** Floors of a system of production that has everything, and asks for nothing of its own. */
export const FLOORS: Floors = {
  profile: "production",
  databaseBackupDays: 30,
  recoveryPointDays: 30,
  logRetentionDays: 90,
  tlsVersion: "1.2",
  allowedRegions: ["eu-central-1"],
  publicPorts: [80, 443],
  minimumTasks: 2,
  lacks: {},
};
