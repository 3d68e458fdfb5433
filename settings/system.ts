import { z } from "zod";

/** Who the stack is. Names of resources begin with `<name>-<environment>`. */
export const systemSchema = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z][a-z0-9]{2,15}$/, "3 to 16 lower-case letters and digits, a letter first")
    .meta({ description: "The system, 3 to 16 lower-case letters and digits. Changing it replaces named resources." }),
  environment: z
    .string()
    .regex(/^[a-z][a-z0-9]{2,11}$/, "3 to 12 lower-case letters and digits, a letter first")
    .meta({
      description: "The environment, 3 to 12 lower-case letters and digits. A label only: nothing branches on it.",
    }),
  owner: z.email().meta({ description: "The address of the team that answers for the system; a tag on all resources." }),
});

export type SystemSettings = z.infer<typeof systemSchema>;
