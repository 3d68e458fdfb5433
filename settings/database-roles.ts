import { z } from "zod";
import { POSTGRES_EXTENSIONS } from "../components/internal/postgres-extensions";

/** PostgreSQL cuts a longer identifier without a word, and two cut names may be the same. */
const IDENTIFIER_BYTES = 63;

/**
 * A name that PostgreSQL and RDS take unquoted and leave as it is. `pg_` belongs to PostgreSQL, `rds` to RDS.
 * https://www.postgresql.org/docs/15/sql-syntax-lexical.html
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html
 */
const identifier = z
  .string()
  .regex(
    /^[a-z_][a-z0-9_]*$/,
    "lower-case letters, digits and underscores, no digit first: PostgreSQL folds other names or wants them quoted",
  )
  .max(IDENTIFIER_BYTES)
  .refine((name) => !/^(pg_|rds)/.test(name), "a name that begins neither with pg_ (PostgreSQL's own) nor with rds (RDS's own)")
  .refine(
    (name) => !["public", "none", "postgres", "template0", "template1", "current_user", "session_user", "user"].includes(name),
    "a name that means nothing to PostgreSQL yet: not public, none, postgres, template0, template1 or user",
  );

/** Names of secrets that the program makes itself, `database-<name>`. */
const OWN_SECRETS = ["application", "master", "migration", "monitoring", "owner"];

const application = z.strictObject({
  databaseName: identifier.meta({ description: "Its database on the same server. It can't be renamed through settings." }),
  username: identifier.meta({ description: "Its role, which owns that database and can log in to no other." }),
});

const ROLE_KEYS = ["ownerUsername", "applicationUsername", "migrationUsername", "monitoringUsername"] as const;

/** The database inside the server, and the roles that use it. */
export const databaseRolesSchema = z
  .strictObject({
    databaseName: identifier.meta({
      description: "The database, 1 to 63 lower-case letters, digits and underscores. It can't be renamed through settings.",
    }),
    ownerUsername: identifier.meta({ description: "The role that owns the database and its tables. People use it to repair." }),
    applicationUsername: identifier.meta({ description: "The role of the services: reads and writes rows, nothing else." }),
    migrationUsername: identifier.meta({ description: "The role of migrations: acts as the owner, changes tables." }),
    monitoringUsername: identifier.meta({ description: "The read-only role: SELECT on all tables, also on those to come." }),
    applicationUrlParameters: z
      .record(
        z.string().regex(/^[a-z_]+$/, "a parameter of lower-case letters and underscores"),
        z.string().regex(/^[A-Za-z0-9_.-]+$/, "a value of letters, digits, dots, hyphens and underscores, in quotes"),
      )
      .refine((parameters) => parameters.sslmode === undefined, "parameters other than sslmode, which is require")
      .default({})
      .meta({
        description:
          "What the application role's `url` carries besides sslmode=require, such as pgbouncer: \"true\". libpq refuses what it doesn't know.",
      }),
    monitoringStatementTimeoutSeconds: z
      .int()
      .min(1)
      .max(3600)
      .meta({ description: "Seconds, 1 to 3600, after which a statement of the monitoring role is cut off." }),
    monitoringConnectionLimit: z
      .int()
      .min(1)
      .max(100)
      .meta({ description: "How many sessions the monitoring role may hold at a time, 1 to 100." }),
    monitoringReadsStatistics: z
      .boolean()
      .default(false)
      .meta({
        description: "Whether the monitoring role joins pg_monitor and sees other roles' sessions and statements. Off by default.",
      }),
    extensions: z
      .array(z.enum(POSTGRES_EXTENSIONS))
      .refine((names) => new Set(names).size === names.length, "extensions that differ")
      .default([])
      .meta({
        description:
          "Extensions of PostgreSQL that the database gets, of those that RDS supports. pg_stat_statements and pgaudit must " +
          "stand in the parameter shared_preload_libraries too.",
      }),
    applications: z
      .record(
        z
          .string()
          .regex(/^[a-z][a-z0-9-]{1,30}[a-z0-9]$/, "3 to 32 lower-case letters, digits and hyphens, a letter first"),
        application,
      )
      .default({})
      .meta({
        description:
          "Applications that bring their own tables, such as a workflow engine -> a database and role of their own. Containers name the secret `database-<application>`. It is not in the dump: snapshots and AWS Backup hold it.",
      }),
  })
  .superRefine((roles, context) => {
    for (const [index, key] of ROLE_KEYS.entries()) {
      const twin = ROLE_KEYS.slice(0, index).find((earlier) => roles[earlier] === roles[key]);
      if (twin === undefined) continue;
      context.addIssue({
        code: "custom",
        path: [key],
        message: `a role other than ${twin}: one role for two purposes has the rights of both`,
      });
    }
    const databases = new Map([[roles.databaseName, "databaseName"]]);
    const users = new Map(ROLE_KEYS.map((key) => [roles[key], String(key)]));
    const claim = (taken: Map<string, string>, name: string, path: string[], what: string) => {
      const owner = taken.get(name);
      if (owner === undefined) taken.set(name, path.join("."));
      else context.addIssue({ code: "custom", path, message: `a ${what} other than that of ${owner}` });
    };
    for (const [key, { databaseName, username }] of Object.entries(roles.applications)) {
      if (OWN_SECRETS.includes(key)) {
        const message = `a name other than ${OWN_SECRETS.join(", ")}, whose secrets the program makes`;
        context.addIssue({ code: "custom", path: ["applications", key], message });
      }
      claim(databases, databaseName, ["applications", key, "databaseName"], "database");
      claim(users, username, ["applications", key, "username"], "role");
    }
  });

export type DatabaseRolesSettings = z.infer<typeof databaseRolesSchema>;
