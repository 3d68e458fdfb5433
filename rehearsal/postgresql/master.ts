import { escapeIdentifier } from "pg";
import type { Client } from "pg";
import type { PostgresServer } from "./server";

/** The provider's way to the server: as the master user, who is no superuser, just as on RDS. */
export interface Master {
  readonly username: string;
  readonly server: PostgresServer;
  /** Without a transaction, for the few statements that refuse to run in one. @param database "" is the provider's own */
  session<T>(database: string, act: (client: Client) => Promise<T>): Promise<T>;
  /** All of it or nothing. */
  transaction<T>(database: string, act: (client: Client) => Promise<T>): Promise<T>;
}

export function masterOf(server: PostgresServer, username: string, password: string, ownDatabase: string): Master {
  const session = async <T>(database: string, act: (client: Client) => Promise<T>): Promise<T> => {
    const client = await server.connect(database === "" ? ownDatabase : database, username, password);
    try {
      return await act(client);
    } finally {
      await client.end();
    }
  };
  return {
    username,
    server,
    session,
    // A connection that ends within a transaction rolls it back.
    transaction: (database, act) =>
      session(database, async (client) => {
        await client.query("BEGIN");
        const result = await act(client);
        await client.query("COMMIT");
        return result;
      }),
  };
}

/**
 * Runs statements that only the owner of something may run: the master joins the roles for that long, as the upstream
 * provider has it do where it is no superuser.
 */
export async function asMemberOf<T>(
  client: Client,
  { username }: Master,
  roles: readonly string[],
  act: () => Promise<T>,
): Promise<T> {
  const { rows } = await client.query<{ rolname: string }>(
    `SELECT rolname FROM pg_roles
      WHERE rolname = ANY($1) AND rolname <> $2 AND NOT rolsuper
        AND NOT EXISTS (SELECT FROM pg_auth_members
                         WHERE roleid = pg_roles.oid AND pg_get_userbyid(member) = $2)
      ORDER BY rolname`,
    [roles, username],
  );
  const joined = rows.map(({ rolname }) => escapeIdentifier(rolname)).join(", ");
  if (joined === "") return act();
  const member = escapeIdentifier(username);
  const leave = () => client.query(`REVOKE ${joined} FROM ${member}`);
  await client.query(`GRANT ${joined} TO ${member}`);
  let result: T;
  try {
    result = await act();
  } catch (error) {
    // In a failed transaction this fails as well, and the roll-back ends the membership.
    await leave().catch(() => undefined);
    throw error;
  }
  await leave();
  return result;
}

export function identifiers(names: readonly string[]): string {
  return names.map((name) => escapeIdentifier(name)).join(", ");
}

export async function roleExists(client: Client, name: string): Promise<boolean> {
  return (await client.query("SELECT FROM pg_roles WHERE rolname = $1", [name])).rowCount !== 0;
}

export async function databaseExists(client: Client, name: string): Promise<boolean> {
  return (await client.query("SELECT FROM pg_database WHERE datname = $1", [name])).rowCount !== 0;
}

/** PostgreSQL's number for "everybody" in an access list. */
const EVERYBODY = "0";

/** The number of a role in access lists; `undefined` if there is no such role. */
export async function granteeOid(client: Client, role: string): Promise<string | undefined> {
  if (role.toLowerCase() === "public") return EVERYBODY;
  const { rows } = await client.query<{ oid: string }>("SELECT oid::text FROM pg_roles WHERE rolname = $1", [role]);
  return rows[0]?.oid;
}
