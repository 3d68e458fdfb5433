import { z } from "zod";
import { demandsSchema } from "./demands";
import { lacksSchema } from "./lacks";

/**
 * What a system may never fall below. It comes from a committed file of the system, `policy-floors.<stack>.json`, given to the
 * pack as its configuration, and never from the settings that the rules judge. An unknown key is an error, so is none.
 */
export const floorsSchema = z.strictObject({
  profile: z.enum(["production", "non-production"]).describe("How strict the rules are held; it is never told by a stack's name."),
  databaseBackupDays: z.int().min(1).describe("Days that automated database backups reach back."),
  recoveryPointDays: z.int().min(1).describe("Days that a recovery point is kept."),
  logRetentionDays: z.int().min(1).describe("Days that application logs are kept."),
  tlsVersion: z.enum(["1.2", "1.3"]).describe("Lowest TLS version of a public listener: 1.2 or 1.3."),
  allowedRegions: z.array(z.string()).min(1).describe("Regions in which data may rest."),
  publicPorts: z.array(z.int()).describe("Ports that anybody on the internet may reach, at the load balancer."),
  containerUser: z.string().optional().describe("The user that containers run as, where the system says one; never root in any case."),
  minimumTasks: z.int().min(1).describe("Copies of each service behind the load balancer."),
  lacks: lacksSchema.describe("What the system has none of, by design, each with the reason. No rule then asks for one to exist."),
  ...demandsSchema.shape,
});

export type Floors = z.infer<typeof floorsSchema>;

/**
 * The floors out of the pack's configuration.
 *
 * @throws Error that says what is missing, unknown or wrong
 */
export function readFloors(configuration: Readonly<Record<string, unknown>>): Floors {
  if (Object.keys(configuration).length === 0) {
    throw new Error("there are no floors to judge by: give the system's own with --policy-pack-config policy-floors.<stack>.json");
  }
  const read = floorsSchema.safeParse(configuration);
  if (read.success) return read.data;
  throw new Error(
    ["the floors can't be used:", ...read.error.issues.map(({ path, message }) => `  - ${path.length === 0 ? "floors" : path.join(".")}: ${message}`)].join("\n"),
  );
}
