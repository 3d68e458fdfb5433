import { escapeIdentifier } from "pg";
import { z } from "zod";
import { kind } from "./kind";
import { asMemberOf, databaseExists } from "./master";

const schemaSchema = z.strictObject({
  name: z.string().min(1),
  database: z.string().default(""),
  owner: z.string().default(""),
  ifNotExists: z.boolean().default(true),
  dropCascade: z.boolean().default(false),
});
type SchemaInputs = z.infer<typeof schemaSchema>;

/** https://github.com/cyrilgdn/terraform-provider-postgresql/blob/main/postgresql/resource_postgresql_schema.go */
export const schema = kind<SchemaInputs>({
  schema: schemaSchema,
  replaceOn: ["database"],
  sets: [],
  create: async (master, wanted) => {
    await master.transaction(wanted.database, (client) =>
      asMemberOf(client, master, [wanted.owner], () => {
        const owner = wanted.owner === "" ? "" : ` AUTHORIZATION ${escapeIdentifier(wanted.owner)}`;
        return client.query(`CREATE SCHEMA ${wanted.ifNotExists ? "IF NOT EXISTS " : ""}${escapeIdentifier(wanted.name)}${owner}`);
      }),
    );
    return `${wanted.database}.${wanted.name}`;
  },
  read: async (master, wanted) => {
    if (wanted.database !== "" && !(await master.session("", (client) => databaseExists(client, wanted.database)))) return undefined;
    return master.session(wanted.database, async (client) => {
      const { rows } = await client.query<{ owner: string }>(
        "SELECT pg_get_userbyid(nspowner)::text AS owner FROM pg_namespace WHERE nspname = $1",
        [wanted.name],
      );
      const [row] = rows;
      // Without a wish any owner is the right one.
      return row === undefined || wanted.owner !== "" ? row : {};
    });
  },
  update: (master, old, wanted) =>
    master.transaction(wanted.database, async (client) => {
      const name = escapeIdentifier(wanted.name);
      await asMemberOf(client, master, [old.owner, wanted.owner], async () => {
        if (old.name !== wanted.name) await client.query(`ALTER SCHEMA ${escapeIdentifier(old.name)} RENAME TO ${name}`);
        if (wanted.owner !== "") await client.query(`ALTER SCHEMA ${name} OWNER TO ${escapeIdentifier(wanted.owner)}`);
      });
    }),
  remove: async (master, old) => {
    await master.transaction(old.database, (client) =>
      asMemberOf(client, master, [old.owner], () =>
        client.query(`DROP SCHEMA ${escapeIdentifier(old.name)} ${old.dropCascade ? "CASCADE" : "RESTRICT"}`),
      ),
    );
  },
});
