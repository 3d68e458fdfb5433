import { z } from "zod";

const environments = z
  .array(z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,254}$/, "the name of an environment, letters, digits, dots, hyphens and underscores"))
  .min(1)
  .refine((names) => new Set(names).size === names.length, "environments that differ");

/** Who deploys. GitHub's jobs take a role by a token of their own; there are no keys. */
export const deployIdentitySchema = z
  .strictObject({
    ownsProvider: z.boolean().meta({
      description: "Whether this stack makes GitHub's identity provider, which an account has once. True in one stack of the account.",
    }),
    repository: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9-]*\/[A-Za-z0-9_.-]+$/, "owner/repository, as GitHub writes them")
      .meta({ description: "The only repository whose jobs may take the roles, owner/repository." }),
    environments: z
      .strictObject({
        preview: environments.meta({ description: "Environments whose jobs look: they read configurations, no data and no secret." }),
        drift: environments.meta({ description: "Environments whose jobs look for drift: they also read the system's secrets. Restrict them to the main branch." }),
        deploy: environments.meta({ description: "Environments whose jobs deploy. Give them required reviewers, and bar the author from approving." }),
      })
      .meta({ description: "Environments of the repository by what their jobs may do. None stands in two lists." }),
    maxSessionHours: z.int().min(1).max(12).meta({ description: "How long the credentials of a job may last, 1 to 12 hours." }),
    state: z
      .strictObject({
        bucketName: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, "the name of a bucket").meta({ description: "The bucket of Pulumi's state." }),
        keyArn: z.string().regex(/^arn:aws:kms:[a-z0-9-]+:\d{12}:key\/[A-Za-z0-9-]+$/, "the ARN of a KMS key").meta({
          description: "The KMS key of that bucket and of the stack's secrets.",
        }),
      })
      .optional()
      .meta({ description: "Where Pulumi's state lies. Absent: not in this account, with Pulumi Cloud, say." }),
  })
  .superRefine(({ environments: by }, context) => {
    const owners = new Map<string, string>();
    for (const [purpose, names] of Object.entries(by)) {
      for (const [index, name] of names.entries()) {
        const owner = owners.get(name);
        if (owner === undefined) owners.set(name, purpose);
        else if (owner !== purpose) {
          context.addIssue({
            code: "custom",
            path: ["environments", purpose, index],
            message: `an environment other than those of ${owner}: who looks and who deploys are kept apart`,
          });
        }
      }
    }
  });

export type DeployIdentitySettings = z.infer<typeof deployIdentitySchema>;
