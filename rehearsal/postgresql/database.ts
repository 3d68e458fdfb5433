import { DatabaseError, escapeIdentifier, escapeLiteral } from "pg";
import type { Client } from "pg";
import { z } from "zod";
import { kind } from "./kind";
import { asMemberOf } from "./master";
import type { Master } from "./master";

/** Where a database lies when nothing is said. To say it takes a right that the master lacks. */
const DEFAULT_TABLESPACE = "pg_default";

const databaseSchema = z.strictObject({
  name: z.string().min(1),
  owner: z.string().default(""),
  template: z.string().default("template0"),
  encoding: z.string().default("UTF8"),
  lcCollate: z.string().default("C"),
  lcCtype: z.string().default("C"),
  tablespaceName: z.string().default(DEFAULT_TABLESPACE),
  connectionLimit: z.int().min(-1).default(-1),
  allowConnections: z.boolean().default(true),
  isTemplate: z.boolean().default(false),
  alterObjectOwnership: z.boolean().default(false),
});
type DatabaseInputs = z.infer<typeof databaseSchema>;

/** What takes the place of a locale that this machine lacks: the same character classes, names sorted by code point. */
const STAND_INS = ["C.UTF-8", "C"] as const;
/** PostgreSQL's code for "invalid locale name", WRONG_OBJECT_TYPE. */
const NO_SUCH_LOCALE = "42809";
const NOTE = "locales that the program asked for and this machine lacks: ";
const noteSchema = z.object({ lcCollate: z.string(), lcCtype: z.string() });

/** https://github.com/cyrilgdn/terraform-provider-postgresql/blob/main/postgresql/resource_postgresql_database.go */
export const database = kind<DatabaseInputs>({
  schema: databaseSchema,
  replaceOn: ["template", "encoding", "lcCollate", "lcCtype"],
  sets: [],
  fromId: (name) => ({ name }),
  create: async (master, wanted) => {
    await master.session("", (client) =>
      asMemberOf(client, master, [wanted.owner], async () => {
        const standIn = await createDatabase(client, master, wanted);
        if (standIn === undefined) return;
        master.server.log(`this machine has no locale ${wanted.lcCollate}: database ${wanted.name} sorts by ${standIn}, which RDS would not`);
        const note = `${NOTE}${JSON.stringify({ lcCollate: wanted.lcCollate, lcCtype: wanted.lcCtype })}`;
        await client.query(`COMMENT ON DATABASE ${escapeIdentifier(wanted.name)} IS ${escapeLiteral(note)}`);
      }),
    );
    return wanted.name;
  },
  read: (master, wanted) =>
    master.session("", async (client) => {
      const { rows } = await client.query<Omit<DatabaseInputs, "template" | "alterObjectOwnership"> & { note: string | null }>(
        `SELECT datname AS name, pg_get_userbyid(datdba)::text AS owner, pg_encoding_to_char(encoding)::text AS encoding,
                datcollate AS "lcCollate", datctype AS "lcCtype", spcname AS "tablespaceName",
                datconnlimit AS "connectionLimit", datallowconn AS "allowConnections", datistemplate AS "isTemplate",
                shobj_description(pg_database.oid, 'pg_database') AS note
           FROM pg_database JOIN pg_tablespace ON dattablespace = pg_tablespace.oid WHERE datname = $1`,
        [wanted.name],
      );
      const [row] = rows;
      if (row === undefined) return undefined;
      const { note, ...live } = row;
      // Without a wish any owner is the right one.
      const found = { ...live, owner: wanted.owner === "" ? "" : live.owner };
      return note?.startsWith(NOTE) === true ? { ...found, ...noteSchema.parse(JSON.parse(note.slice(NOTE.length))) } : found;
    }),
  takeOver: (master, wanted) => alterDatabase(master, wanted, wanted),
  update: alterDatabase,
  remove: (master, old) =>
    master.session("", async (client) => {
      const name = escapeIdentifier(old.name);
      await asMemberOf(client, master, [await ownerOf(client, old.name)], async () => {
        if (old.isTemplate) await client.query(`ALTER DATABASE ${name} IS_TEMPLATE false`);
        await client.query(`DROP DATABASE ${name} WITH (FORCE)`);
      });
    }),
});

async function alterDatabase(master: Master, old: DatabaseInputs, wanted: DatabaseInputs): Promise<void> {
  const name = escapeIdentifier(wanted.name);
  await master.session("", async (client) => {
    const current = await ownerOf(client, old.name);
    await asMemberOf(client, master, [current, wanted.owner], async () => {
      if (old.name !== wanted.name) await client.query(`ALTER DATABASE ${escapeIdentifier(old.name)} RENAME TO ${name}`);
      if (wanted.owner !== "" && current !== wanted.owner) {
        if (wanted.alterObjectOwnership) await moveObjects(master, wanted.name, current, wanted.owner);
        await client.query(`ALTER DATABASE ${name} OWNER TO ${escapeIdentifier(wanted.owner)}`);
      }
      await client.query(
        `ALTER DATABASE ${name} WITH CONNECTION LIMIT ${wanted.connectionLimit} ALLOW_CONNECTIONS ${wanted.allowConnections} IS_TEMPLATE ${wanted.isTemplate}`,
      );
    });
  });
}

/** @returns the locale that had to stand in, if one had to */
async function createDatabase(client: Client, master: Master, wanted: DatabaseInputs): Promise<string | undefined> {
  const create = (lcCollate: string, lcCtype: string) =>
    client.query(
      `CREATE DATABASE ${escapeIdentifier(wanted.name)} OWNER ${escapeIdentifier(wanted.owner === "" ? master.username : wanted.owner)}
         TEMPLATE ${escapeIdentifier(wanted.template)} ENCODING ${escapeLiteral(wanted.encoding)}
         LC_COLLATE ${escapeLiteral(lcCollate)} LC_CTYPE ${escapeLiteral(lcCtype)}
         ${wanted.tablespaceName === DEFAULT_TABLESPACE ? "" : `TABLESPACE ${escapeIdentifier(wanted.tablespaceName)}`}
         CONNECTION LIMIT ${wanted.connectionLimit}
         ALLOW_CONNECTIONS ${wanted.allowConnections} IS_TEMPLATE ${wanted.isTemplate}`,
    );
  try {
    await create(wanted.lcCollate, wanted.lcCtype);
    return undefined;
  } catch (error) {
    if (!isMissingLocale(error)) throw error;
  }
  for (const standIn of STAND_INS) {
    try {
      await create(standIn, standIn);
      return standIn;
    } catch (error) {
      if (!isMissingLocale(error)) throw error;
    }
  }
  throw new Error(`this machine has none of the locales ${wanted.lcCollate}, ${STAND_INS.join(", ")}`);
}

function isMissingLocale(error: unknown): boolean {
  return error instanceof DatabaseError && error.code === NO_SUCH_LOCALE;
}

async function ownerOf(client: Client, name: string): Promise<string> {
  const { rows } = await client.query<{ owner: string }>(
    "SELECT pg_get_userbyid(datdba)::text AS owner FROM pg_database WHERE datname = $1",
    [name],
  );
  const [row] = rows;
  if (row === undefined) throw new Error(`there is no database ${name}`);
  return row.owner;
}

async function moveObjects(master: Master, name: string, from: string, to: string): Promise<void> {
  await master.transaction(name, (client) =>
    client.query(`REASSIGN OWNED BY ${escapeIdentifier(from)} TO ${escapeIdentifier(to)}`),
  );
}
