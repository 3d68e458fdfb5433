import { escapeIdentifier, escapeLiteral } from "pg";
import type { Client } from "pg";
import { z } from "zod";
import { kind } from "./kind";
import { asMemberOf, identifiers } from "./master";
import type { Master } from "./master";

const roleSchema = z.strictObject({
  name: z.string().min(1),
  password: z.string().default(""),
  roles: z.array(z.string()).default([]),
  searchPaths: z.array(z.string()).default([]),
  encryptedPassword: z.boolean().default(true),
  validUntil: z.string().default("infinity"),
  connectionLimit: z.int().min(-1).default(-1),
  superuser: z.boolean().default(false),
  createDatabase: z.boolean().default(false),
  createRole: z.boolean().default(false),
  inherit: z.boolean().default(true),
  login: z.boolean().default(false),
  replication: z.boolean().default(false),
  bypassRowLevelSecurity: z.boolean().default(false),
  statementTimeout: z.int().min(0).default(0),
  idleInTransactionSessionTimeout: z.int().min(0).default(0),
  assumeRole: z.string().default(""),
  skipDropRole: z.boolean().default(false),
  skipReassignOwned: z.boolean().default(false),
});
type RoleInputs = z.infer<typeof roleSchema>;

/** Property -> the word of CREATE ROLE and ALTER ROLE; with NO before it it means the opposite. */
const ATTRIBUTES = {
  superuser: "SUPERUSER",
  createDatabase: "CREATEDB",
  createRole: "CREATEROLE",
  inherit: "INHERIT",
  login: "LOGIN",
  replication: "REPLICATION",
  bypassRowLevelSecurity: "BYPASSRLS",
} as const;
type Attribute = keyof typeof ATTRIBUTES;
const ATTRIBUTE_NAMES = ["superuser", "createDatabase", "createRole", "inherit", "login", "replication", "bypassRowLevelSecurity"] as const satisfies readonly Attribute[];

/** The server's settings that a role carries, as the words after ALTER ROLE name. `undefined`: the role has none. */
const SETTINGS: Readonly<Record<string, (wanted: RoleInputs) => string | undefined>> = {
  search_path: ({ searchPaths }) => (searchPaths.length === 0 ? undefined : identifiers(searchPaths)),
  statement_timeout: ({ statementTimeout }) => (statementTimeout === 0 ? undefined : String(statementTimeout)),
  idle_in_transaction_session_timeout: ({ idleInTransactionSessionTimeout: timeout }) => (timeout === 0 ? undefined : String(timeout)),
  role: ({ assumeRole }) => (assumeRole === "" ? undefined : escapeIdentifier(assumeRole)),
};

/** https://github.com/cyrilgdn/terraform-provider-postgresql/blob/main/postgresql/resource_postgresql_role.go */
export const role = kind<RoleInputs>({
  schema: roleSchema,
  // A changed name renames the role in place.
  replaceOn: [],
  sets: ["roles"],
  fromId: (name) => ({ name }),
  create: async (master, wanted) => {
    const name = escapeIdentifier(wanted.name);
    await master.transaction("", async (client) => {
      const words = ATTRIBUTE_NAMES.map((attribute) => word(attribute, wanted[attribute]));
      const password = wanted.password === "" ? "" : ` PASSWORD ${escapeLiteral(wanted.password)}`;
      await client.query(
        `CREATE ROLE ${name} WITH ${words.join(" ")} CONNECTION LIMIT ${wanted.connectionLimit} VALID UNTIL ${escapeLiteral(wanted.validUntil)}${password}`,
      );
      for (const group of wanted.roles) await client.query(`GRANT ${escapeIdentifier(group)} TO ${name}`);
      for (const [setting, value] of Object.entries(SETTINGS)) {
        const text = value(wanted);
        if (text !== undefined) await client.query(`ALTER ROLE ${name} SET ${setting} TO ${text}`);
      }
    });
    return wanted.name;
  },
  read: (master, wanted) => master.session("", (client) => readRole(client, wanted.name)),
  takeOver: (master, wanted) => alterRole(master, { ...wanted, password: "" }, wanted),
  update: alterRole,
  remove: (master, old) =>
    master.transaction("", async (client) => {
      const name = escapeIdentifier(old.name);
      if (!old.skipReassignOwned) {
        await asMemberOf(client, master, [old.name], async () => {
          await client.query(`REASSIGN OWNED BY ${name} TO ${escapeIdentifier(master.username)}`);
          await client.query(`DROP OWNED BY ${name}`);
        });
      }
      if (!old.skipDropRole) await client.query(`DROP ROLE ${name}`);
    }),
});

function alterRole(master: Master, old: RoleInputs, wanted: RoleInputs): Promise<void> {
  return master.transaction("", async (client) => {
    const name = escapeIdentifier(wanted.name);
    if (old.name !== wanted.name) await client.query(`ALTER ROLE ${escapeIdentifier(old.name)} RENAME TO ${name}`);
    const live = { ...old, ...(await readRole(client, wanted.name)) };
    // Only what differs: PostgreSQL 15 refuses even NOSUPERUSER from a user who is none.
    for (const attribute of ATTRIBUTE_NAMES) {
      if (live[attribute] !== wanted[attribute]) await client.query(`ALTER ROLE ${name} ${word(attribute, wanted[attribute])}`);
    }
    if (live.connectionLimit !== wanted.connectionLimit) {
      await client.query(`ALTER ROLE ${name} CONNECTION LIMIT ${wanted.connectionLimit}`);
    }
    if (live.validUntil !== wanted.validUntil) {
      await client.query(`ALTER ROLE ${name} VALID UNTIL ${escapeLiteral(wanted.validUntil)}`);
    }
    if (old.password !== wanted.password || old.name !== wanted.name) {
      const password = wanted.password === "" ? "NULL" : escapeLiteral(wanted.password);
      await client.query(`ALTER ROLE ${name} PASSWORD ${password}`);
    }
    for (const group of live.roles.filter((group) => !wanted.roles.includes(group))) {
      await client.query(`REVOKE ${escapeIdentifier(group)} FROM ${name}`);
    }
    for (const group of wanted.roles.filter((group) => !live.roles.includes(group))) {
      await client.query(`GRANT ${escapeIdentifier(group)} TO ${name}`);
    }
    for (const [setting, value] of Object.entries(SETTINGS)) {
      const text = value(wanted);
      await client.query(`ALTER ROLE ${name} ${text === undefined ? `RESET ${setting}` : `SET ${setting} TO ${text}`}`);
    }
  });
}

function word(attribute: Attribute, isOn: boolean): string {
  return `${isOn ? "" : "NO"}${ATTRIBUTES[attribute]}`;
}

/** The password is not read: only a superuser sees what is stored of it. */
async function readRole(client: Client, name: string): Promise<Partial<RoleInputs> | undefined> {
  const { rows } = await client.query<Omit<RoleInputs, "password"> & { config: string[] }>(
    `SELECT rolname AS name, rolsuper AS superuser, rolcreatedb AS "createDatabase", rolcreaterole AS "createRole",
            rolinherit AS inherit, rolcanlogin AS login, rolreplication AS replication,
            rolbypassrls AS "bypassRowLevelSecurity", rolconnlimit AS "connectionLimit",
            coalesce(rolvaliduntil::text, 'infinity') AS "validUntil", coalesce(rolconfig, '{}') AS config,
            ARRAY(SELECT pg_get_userbyid(roleid)::text FROM pg_auth_members WHERE member = pg_roles.oid ORDER BY 1) AS roles
       FROM pg_roles WHERE rolname = $1`,
    [name],
  );
  const [row] = rows;
  if (row === undefined) return undefined;
  const { config, ...found } = row;
  const settings = new Map(config.map((line): [string, string] => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]));
  const unquoted = (text: string) => text.replace(/^"(.*)"$/, "$1");
  return {
    ...found,
    searchPaths: settings.get("search_path")?.split(", ").map(unquoted) ?? [],
    statementTimeout: milliseconds(settings.get("statement_timeout")),
    idleInTransactionSessionTimeout: milliseconds(settings.get("idle_in_transaction_session_timeout")),
    assumeRole: unquoted(settings.get("role") ?? ""),
  };
}

const UNITS: Readonly<Record<string, number>> = { "": 1, ms: 1, s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000 };

/** A person may have written `30s` by hand; the provider writes plain milliseconds. */
function milliseconds(text: string | undefined): number {
  const [, count = "0", unit = ""] = /^(\d+)\s*(\w*)$/.exec(text ?? "0") ?? [];
  return Number(count) * (UNITS[unit] ?? 1);
}
