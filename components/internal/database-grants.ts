/** The roles of one database, from the one that owns everything to the one that only looks. */
export const DATABASE_ROLES = ["owner", "application", "migration", "monitoring"] as const;
export type DatabaseRole = (typeof DATABASE_ROLES)[number];

/** The roles that create tables. Default privileges belong to the creator, so each of them needs its own. */
const TABLE_CREATORS = ["owner", "migration"] as const satisfies readonly DatabaseRole[];
export type TableCreator = (typeof TABLE_CREATORS)[number];

/** Kinds of object in schema `public` that come and go with migrations. */
const SCHEMA_OBJECTS = ["sequence", "table"] as const;
export type SchemaObject = (typeof SCHEMA_OBJECTS)[number];

/** What everybody may do until it is revoked: CONNECT and TEMPORARY on a new database, USAGE on schema `public`. */
export const REVOKED_FROM_PUBLIC = ["database", "schema"] as const;

export interface DatabaseGrant {
  readonly to: Exclude<DatabaseRole, TableCreator>;
  readonly on: "database" | "schema" | SchemaObject;
  /** Sorted, as the catalogs are read back. */
  readonly privileges: readonly string[];
}

/**
 * Who may do what. The owner needs no row: it owns the database, and with it schema `public`, whose owner since
 * PostgreSQL 15 is whoever owns the database. The migration role needs none either: it is a member of the owner.
 */
export const DATABASE_GRANTS: readonly DatabaseGrant[] = [
  { to: "application", on: "database", privileges: ["CONNECT"] },
  { to: "application", on: "schema", privileges: ["USAGE"] },
  { to: "application", on: "table", privileges: ["DELETE", "INSERT", "SELECT", "UPDATE"] },
  { to: "application", on: "sequence", privileges: ["SELECT", "USAGE"] },
  { to: "monitoring", on: "database", privileges: ["CONNECT"] },
  { to: "monitoring", on: "schema", privileges: ["USAGE"] },
  { to: "monitoring", on: "table", privileges: ["SELECT"] },
];

export interface DefaultGrant {
  readonly to: DatabaseGrant["to"];
  readonly on: SchemaObject;
  /** Whose new tables and sequences it covers. */
  readonly createdBy: TableCreator;
  readonly privileges: readonly string[];
}

/** The same rights for the tables and sequences that are still to come, once per role that creates them. */
export function defaultGrants(grants: readonly DatabaseGrant[]): readonly DefaultGrant[] {
  return grants.flatMap(({ to, on, privileges }) =>
    on === "database" || on === "schema" ? [] : TABLE_CREATORS.map((createdBy) => ({ to, on, createdBy, privileges })),
  );
}
