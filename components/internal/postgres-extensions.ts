/**
 * The extensions that settings may ask for: those of RDS for PostgreSQL 13 to 17 that watch, search, or hold kinds of data.
 * Left out is what reaches other servers (dblink, postgres_fdw), runs programs (plperl, plv8) or has jobs of its own (pg_cron).
 * https://docs.aws.amazon.com/AmazonRDS/latest/PostgreSQLReleaseNotes/postgresql-extensions.html
 */
export const POSTGRES_EXTENSIONS = [
  "amcheck", "btree_gin", "btree_gist", "citext", "cube", "earthdistance", "fuzzystrmatch", "hstore", "intarray", "ltree",
  "pg_buffercache", "pg_freespacemap", "pg_prewarm", "pg_stat_statements", "pg_trgm", "pg_visibility", "pgaudit", "pgcrypto",
  "pgrowlocks", "pgstattuple", "postgis", "tablefunc", "tsm_system_rows", "unaccent", "uuid-ossp", "vector",
] as const;

export type PostgresExtension = (typeof POSTGRES_EXTENSIONS)[number];

/** Extensions whose library the server must load when it starts: without it they are made, and fail at their first use. */
const PRELOADED: readonly PostgresExtension[] = ["pg_stat_statements", "pgaudit"];

/**
 * Extensions that need an entry in `shared_preload_libraries`, and have none.
 *
 * @param sharedPreloadLibraries as the database's parameters give it, with commas
 */
export function notPreloaded(
  extensions: readonly PostgresExtension[],
  sharedPreloadLibraries: string | undefined,
): readonly PostgresExtension[] {
  const loaded = new Set((sharedPreloadLibraries ?? "").split(","));
  return extensions.filter((extension) => PRELOADED.includes(extension) && !loaded.has(extension));
}
