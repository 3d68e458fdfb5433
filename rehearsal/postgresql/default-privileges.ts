import { escapeIdentifier } from "pg";
import type { Client } from "pg";
import { z } from "zod";
import { kind } from "./kind";
import { asMemberOf, databaseExists, granteeOid, roleExists } from "./master";
import type { Master } from "./master";
import { allowedPrivileges } from "./privileges";

/** Kind of object -> its letter in the catalog of default privileges. */
const LETTERS = { table: "r", sequence: "S", function: "f", type: "T", schema: "n" } as const;

const defaultPrivilegesSchema = z.strictObject({
  database: z.string().min(1),
  role: z.string().min(1),
  owner: z.string().min(1),
  objectType: z.enum(["table", "sequence", "function", "type", "schema"]),
  schema: z.string().default(""),
  privileges: z.array(z.string()),
  withGrantOption: z.boolean().default(false),
});
type DefaultPrivilegesInputs = z.infer<typeof defaultPrivilegesSchema>;

/** https://github.com/cyrilgdn/terraform-provider-postgresql/blob/main/postgresql/resource_postgresql_default_privileges.go */
export const defaultPrivileges = kind<DefaultPrivilegesInputs>({
  schema: defaultPrivilegesSchema,
  replaceOn: ["database", "role", "owner", "objectType", "schema", "withGrantOption"],
  sets: ["privileges"],
  refuse: ({ objectType, schema, privileges }) => [
    ...privileges
      .filter((privilege) => !allowedPrivileges(objectType).includes(privilege))
      .map((privilege) => ({ property: "privileges", reason: `${privilege} is no privilege on a ${objectType}` })),
    ...(objectType === "schema" && schema !== "" ? [{ property: "schema", reason: "a schema lies in no schema" }] : []),
  ],
  create: async (master, wanted) => {
    await apply(master, wanted);
    return [wanted.role, wanted.database, wanted.schema === "" ? "noschema" : wanted.schema, wanted.owner, wanted.objectType].join("_");
  },
  read: async (master, wanted) => {
    const isThere = await master.session(
      "",
      async (client) =>
        (await granteeOid(client, wanted.role)) !== undefined &&
        (await roleExists(client, wanted.owner)) &&
        (await databaseExists(client, wanted.database)),
    );
    if (!isThere) return undefined;
    const privileges = await master.session(wanted.database, (client) => liveDefaults(client, wanted));
    // No rights at all means that the default was taken away, unless none is what was asked for.
    return privileges.length === 0 && wanted.privileges.length > 0 ? undefined : { privileges };
  },
  update: (master, _old, wanted) => apply(master, wanted),
  remove: (master, old) => apply(master, { ...old, privileges: [] }),
});

async function apply(master: Master, wanted: DefaultPrivilegesInputs): Promise<void> {
  const inSchema = wanted.schema === "" ? "" : ` IN SCHEMA ${escapeIdentifier(wanted.schema)}`;
  const alter = `ALTER DEFAULT PRIVILEGES FOR ROLE ${escapeIdentifier(wanted.owner)}${inSchema}`;
  const objects = `ON ${wanted.objectType.toUpperCase()}S`;
  const grantee = escapeIdentifier(wanted.role);
  await master.transaction(wanted.database, (client) =>
    asMemberOf(client, master, [wanted.owner], async () => {
      await client.query(`${alter} REVOKE ALL ${objects} FROM ${grantee}`);
      if (wanted.privileges.length === 0) return;
      const option = wanted.withGrantOption ? " WITH GRANT OPTION" : "";
      await client.query(`${alter} GRANT ${wanted.privileges.join(", ")} ${objects} TO ${grantee}${option}`);
    }),
  );
}

async function liveDefaults(client: Client, wanted: DefaultPrivilegesInputs): Promise<string[]> {
  const { rows } = await client.query<{ privilege: string }>(
    `SELECT DISTINCT privilege_type AS privilege
       FROM pg_default_acl LEFT JOIN pg_namespace ON pg_namespace.oid = defaclnamespace, aclexplode(defaclacl)
      WHERE grantee = $1::oid AND coalesce(nspname, '') = $2 AND defaclobjtype = $3 AND pg_get_userbyid(defaclrole) = $4
      ORDER BY 1`,
    [await granteeOid(client, wanted.role), wanted.schema, LETTERS[wanted.objectType], wanted.owner],
  );
  return rows.map(({ privilege }) => privilege);
}
