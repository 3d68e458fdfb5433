import { escapeIdentifier } from "pg";
import type { Client } from "pg";
import { z } from "zod";
import type { CheckFailure } from "../provider/provider";
import { kind } from "./kind";
import { asMemberOf, databaseExists, granteeOid } from "./master";
import { allowedPrivileges } from "./privileges";

const grantSchema = z.strictObject({
  database: z.string().min(1),
  role: z.string().min(1),
  objectType: z.enum(["database", "schema", "table", "sequence", "function"]),
  schema: z.string().default(""),
  objects: z.array(z.string()).default([]),
  privileges: z.array(z.string()),
  withGrantOption: z.boolean().default(false),
});
type GrantInputs = z.infer<typeof grantSchema>;

/** https://github.com/cyrilgdn/terraform-provider-postgresql/blob/main/postgresql/resource_postgresql_grant.go */
export const grant = kind<GrantInputs>({
  schema: grantSchema,
  replaceOn: ["database", "role", "objectType", "schema", "objects", "withGrantOption"],
  sets: ["privileges", "objects"],
  refuse,
  create: async (master, wanted) => {
    await master.transaction(wanted.database, async (client) => {
      await asMemberOf(client, master, await owners(client, wanted), async () => {
        // In one transaction, so that nobody ever sees the role without its rights.
        await client.query(revokeStatement(wanted));
        if (wanted.privileges.length > 0) await client.query(grantStatement(wanted));
      });
    });
    return [wanted.role, wanted.database, ...(wanted.schema === "" ? [] : [wanted.schema]), wanted.objectType, ...wanted.objects].join("_");
  },
  read: async (master, wanted) => {
    const isThere = await master.session(
      "",
      async (client) => (await granteeOid(client, wanted.role)) !== undefined && (await databaseExists(client, wanted.database)),
    );
    return isThere ? master.session(wanted.database, (client) => readGrant(client, wanted)) : undefined;
  },
  update: async (master, _old, wanted) =>
    master.transaction(wanted.database, async (client) => {
      await asMemberOf(client, master, await owners(client, wanted), async () => {
        await client.query(revokeStatement(wanted));
        if (wanted.privileges.length > 0) await client.query(grantStatement(wanted));
      });
    }),
  remove: (master, old) =>
    master.transaction(old.database, async (client) => {
      await asMemberOf(client, master, await owners(client, old), () => client.query(revokeStatement(old)));
    }),
});

function refuse({ objectType, schema, objects, privileges, role, withGrantOption }: GrantInputs): CheckFailure[] {
  const wrong = privileges.filter((privilege) => !allowedPrivileges(objectType).includes(privilege));
  const failures: CheckFailure[] = wrong.map((privilege) => ({
    property: "privileges",
    reason: `${privilege} is no privilege on a ${objectType}: one of ${allowedPrivileges(objectType).join(", ")}`,
  }));
  if (schema === "" && objectType !== "database") failures.push({ property: "schema", reason: `it is required for a ${objectType}` });
  if (objects.length > 0 && (objectType === "database" || objectType === "schema")) {
    failures.push({ property: "objects", reason: `a ${objectType} has none` });
  }
  if (withGrantOption && role.toLowerCase() === "public") {
    failures.push({ property: "withGrantOption", reason: "PUBLIC can't be allowed to pass rights on" });
  }
  return failures;
}

/** `DATABASE "x"`, `SCHEMA "public"`, `ALL TABLES IN SCHEMA "public"`, `TABLE "public"."a"`. */
function target({ objectType, database, schema, objects }: GrantInputs): string {
  if (objectType === "database") return `DATABASE ${escapeIdentifier(database)}`;
  if (objectType === "schema") return `SCHEMA ${escapeIdentifier(schema)}`;
  const word = objectType.toUpperCase();
  if (objects.length === 0) return `ALL ${word}S IN SCHEMA ${escapeIdentifier(schema)}`;
  return `${word} ${objects.map((object) => `${escapeIdentifier(schema)}.${escapeIdentifier(object)}`).join(", ")}`;
}

function revokeStatement(wanted: GrantInputs): string {
  return `REVOKE ALL PRIVILEGES ON ${target(wanted)} FROM ${escapeIdentifier(wanted.role)}`;
}

function grantStatement(wanted: GrantInputs): string {
  const option = wanted.withGrantOption ? " WITH GRANT OPTION" : "";
  return `GRANT ${wanted.privileges.join(", ")} ON ${target(wanted)} TO ${escapeIdentifier(wanted.role)}${option}`;
}

/** The roles whose members may change the rights: the owner of the database, or of the schema and all tables in it. */
async function owners(client: Client, { objectType, schema }: GrantInputs): Promise<string[]> {
  const { rows } = await client.query<{ owner: string }>(
    `SELECT pg_get_userbyid(datdba)::text AS owner FROM pg_database WHERE datname = current_database()
     UNION SELECT pg_get_userbyid(nspowner)::text FROM pg_namespace WHERE nspname = $1
     UNION SELECT pg_get_userbyid(relowner)::text FROM pg_class JOIN pg_namespace ON relnamespace = pg_namespace.oid
            WHERE nspname = $1 AND relkind IN ('r', 'p', 'v', 'm', 'f', 'S')`,
    [objectType === "database" ? "" : schema],
  );
  // The owner of schema "public" is a name for the owner of the database; it takes no members.
  return rows.map(({ owner }) => owner).filter((owner) => owner !== "pg_database_owner");
}

async function readGrant(client: Client, wanted: GrantInputs): Promise<Partial<GrantInputs> | undefined> {
  const grantee = await granteeOid(client, wanted.role);
  if (wanted.objectType !== "database") {
    const schemas = await client.query("SELECT FROM pg_namespace WHERE nspname = $1", [wanted.schema]);
    if (schemas.rowCount === 0) return undefined;
  }
  const { rows } = await client.query<{ object: string; privileges: string[] }>(READ_RIGHTS[wanted.objectType], [
    grantee,
    wanted.objectType === "database" ? wanted.database : wanted.schema,
  ]);
  const expected = [...wanted.privileges].sort().join();
  const other = rows
    .filter(({ object }) => wanted.objects.length === 0 || wanted.objects.includes(object))
    .find(({ privileges }) => privileges.join() !== expected);
  return { privileges: other?.privileges ?? wanted.privileges };
}

/** One row per object with the sorted rights of the grantee. An access list that nobody touched is null, not empty. */
function rightsQuery(name: string, acl: string, from: string, where: string): string {
  return `SELECT ${name} AS object,
                 ARRAY(SELECT DISTINCT privilege_type FROM aclexplode(${acl}) WHERE grantee = $1::oid ORDER BY 1) AS privileges
            FROM ${from} WHERE ${where} ORDER BY 1`;
}
const IN_SCHEMA = "JOIN pg_namespace ON pg_namespace.oid =";
const READ_RIGHTS: Readonly<Record<GrantInputs["objectType"], string>> = {
  database: rightsQuery("datname", "coalesce(datacl, acldefault('d', datdba))", "pg_database", "datname = $2"),
  schema: rightsQuery("nspname", "coalesce(nspacl, acldefault('n', nspowner))", "pg_namespace", "nspname = $2"),
  // Ordinary tables only: upstream does not look at views and partitioned tables either.
  table: rightsQuery("relname", "coalesce(relacl, acldefault('r', relowner))", `pg_class ${IN_SCHEMA} relnamespace`, "nspname = $2 AND relkind = 'r'"),
  sequence: rightsQuery("relname", "coalesce(relacl, acldefault('s', relowner))", `pg_class ${IN_SCHEMA} relnamespace`, "nspname = $2 AND relkind = 'S'"),
  function: rightsQuery("proname", "coalesce(proacl, acldefault('f', proowner))", `pg_proc ${IN_SCHEMA} pronamespace`, "nspname = $2"),
};
