import { z } from "zod";

/** Names of services, tasks and queues; they become parts of names that AWS limits. */
export const partName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,22}[a-z0-9]$/, "3 to 24 lower-case letters, digits and hyphens, a letter first");
