import { z } from "zod";

/** The repositories for container images that this stack owns. */
export const registrySchema = z.strictObject({
  repositories: z
    .array(z.string().max(256).regex(/^[a-z0-9]+([._/-][a-z0-9]+)*$/, "lower-case letters and digits, parted by . _ / or -"))
    .refine((names) => new Set(names).size === names.length, "names that differ")
    .meta({
      description: "Names of the repositories. They belong to the account: one stack lists them, others only pull from them.",
    }),
  keepImages: z.int().min(1).max(1000).meta({ description: "Tagged images that each repository keeps, 1 to 1000." }),
  keepUntaggedDays: z.int().min(1).max(365).meta({ description: "Days that an image without a tag is kept, 1 to 365." }),
});

export type RegistrySettings = z.infer<typeof registrySchema>;
