import { z } from "zod";

const username = z.string().regex(/^[\w.-]{1,127}$/, "1 to 127 letters, digits, dots, underscores and hyphens");
const passwordSecret = z
  .string()
  .regex(/^[a-z][a-z0-9-]+(:\w+)?$/, "the name of a secret, or name:key for one key of a JSON secret")
  .meta({ description: "The secret of groundwork:secrets, of kind external, that holds its password: `name` or `name:key`." });

/** A PostgreSQL that somebody else runs: the jobs log in to it, and nothing of it is made here. */
export const externalDatabaseSchema = z.strictObject({
  host: z
    .string()
    .regex(/^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/, "a host name in lower case, such as db.example.org")
    .meta({ description: "Host name with an IPv4 address: the network has no IPv6. Of a pooler, the one that keeps sessions." }),
  port: z.int().min(1024).max(65_535).meta({ description: "Its TCP port, 1024 to 65535. The jobs may reach it on the internet." }),
  databaseName: z.string().regex(/^[\w-]{1,63}$/, "1 to 63 letters, digits, underscores and hyphens").meta({ description: "The database." }),
  username: username.meta({ description: "As whom the jobs log in. A dump needs a role that may read every table." }),
  passwordSecret,
  reader: z
    .strictObject({ username: username.meta({ description: "Its name at the database." }), passwordSecret })
    .optional()
    .meta({ description: "As whom the jobs log in that only look: audit and statistics. It needs pg_monitor. Absent: as the other jobs." }),
  certificateBundle: z
    .string()
    .regex(/^(system|\/.+)$/, "an absolute path, or system")
    .meta({
      description:
        "Path in the jobs' image of the certificates that the server's is signed with, or `system` for those of every browser " +
        "(psql 16 or newer). The name in the certificate must be the host's.",
    }),
});

export type ExternalDatabaseSettings = z.infer<typeof externalDatabaseSchema>;
