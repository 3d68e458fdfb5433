import { escapeIdentifier, escapeLiteral } from "pg";
import { z } from "zod";
import { kind } from "./kind";
import { databaseExists } from "./master";

const extensionSchema = z.strictObject({
  name: z.string().min(1),
  database: z.string().default("postgres"),
  schema: z.string().default(""),
  version: z.string().default(""),
  createCascade: z.boolean().default(false),
  dropCascade: z.boolean().default(false),
});
type ExtensionInputs = z.infer<typeof extensionSchema>;

/**
 * RDS lets its master user, who is no superuser, make the extensions that it supports; here the cloud makes them.
 * https://github.com/cyrilgdn/terraform-provider-postgresql/blob/main/postgresql/resource_postgresql_extension.go
 */
export const extension = kind<ExtensionInputs>({
  schema: extensionSchema,
  replaceOn: ["name", "database", "schema"],
  sets: [],
  create: async (master, wanted) => {
    const where = wanted.schema === "" ? "" : ` SCHEMA ${escapeIdentifier(wanted.schema)}`;
    const version = wanted.version === "" ? "" : ` VERSION ${escapeLiteral(wanted.version)}`;
    await master.server.asCloud(wanted.database, (client) =>
      client.query(`CREATE EXTENSION IF NOT EXISTS ${escapeIdentifier(wanted.name)}${where}${version}${wanted.createCascade ? " CASCADE" : ""}`),
    );
    return `${wanted.database}.${wanted.name}`;
  },
  read: async (master, wanted) => {
    if (!(await master.session("", (client) => databaseExists(client, wanted.database)))) return undefined;
    return master.server.asCloud(wanted.database, async (client) => {
      const { rows } = await client.query<{ schema: string; version: string }>(
        `SELECT nspname AS schema, extversion AS version FROM pg_extension JOIN pg_namespace ON extnamespace = pg_namespace.oid
          WHERE extname = $1`,
        [wanted.name],
      );
      const [row] = rows;
      if (row === undefined) return undefined;
      // Without a wish any schema and any version is the right one.
      return { ...(wanted.schema === "" ? {} : { schema: row.schema }), ...(wanted.version === "" ? {} : { version: row.version }) };
    });
  },
  update: async (master, _old, wanted) => {
    const version = wanted.version === "" ? "" : ` TO ${escapeLiteral(wanted.version)}`;
    await master.server.asCloud(wanted.database, (client) =>
      client.query(`ALTER EXTENSION ${escapeIdentifier(wanted.name)} UPDATE${version}`),
    );
  },
  remove: async (master, old) => {
    await master.server.asCloud(old.database, (client) =>
      client.query(`DROP EXTENSION ${escapeIdentifier(old.name)} ${old.dropCascade ? "CASCADE" : "RESTRICT"}`),
    );
  },
});
