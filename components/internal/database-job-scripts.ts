import { embeddedMetrics, jsonObject, shellWord, sqlLiteral, sqlName } from "./sql-text";

/**
 * What the database jobs run, for `bash -euo pipefail -c`. Environment of all: libpq's own variables, MAX_MINUTES and
 * LOCK_TIMEOUT_SECONDS. Nothing is written to a disk.
 */

/** Where the jobs report to. */
export const DATABASE_METRIC_NAMESPACE = "Groundwork/Database";
/** What the security audit found, all kinds together; 0 is what an alarm wants to see. */
export const FINDINGS_METRIC = "SecurityFindings";

export interface IndexDefinition {
  readonly name: string;
  /** Its table in schema `public`. */
  readonly table: string;
  readonly columns: readonly string[];
  /** The condition of a partial index, in SQL. @default - every row */
  readonly where?: string | undefined;
}

/**
 * `sql STATEMENT` runs one statement in a session of its own, outside a transaction, and prints what it returns. All
 * statements of a job share its time. The limits are set by SET, since a pooler before the database may refuse them as
 * connection options.
 */
const SQL = `deadline=$(( $(date -u +%s) + MAX_MINUTES * 60 ))
sql() {
  local left=$(( deadline - $(date -u +%s) ))
  if (( left < 1 )); then echo "the \${MAX_MINUTES} minutes of this job are over" >&2; return 1; fi
  psql --no-psqlrc --no-password --quiet --tuples-only --no-align --set ON_ERROR_STOP=1 \\
    --command "set statement_timeout = '\${left}s'" --command "set lock_timeout = '\${LOCK_TIMEOUT_SECONDS}s'" \\
    --command "$1"
}
problems=0
problem() {
  echo "problem: $1" >&2
  problems=$((problems + 1))
}
`;

const END = `if (( problems > 0 )); then exit 1; fi
`;

const run = (statement: string) => `sql ${shellWord(statement)}\n`;

export const ANALYZE = `${SQL}${run("analyze")}echo "statistics of all tables are new"\n`;
export const VACUUM = `${SQL}${run("vacuum")}echo "all tables are vacuumed"\n`;
export const VACUUM_ANALYZE = `${SQL}${run("vacuum (analyze)")}echo "all tables are vacuumed, and their statistics new"\n`;

/**
 * Indexes that a concurrent build left behind when it broke off: `_ccnew` is the half-made copy, `_ccold` the old one that
 * could not be dropped. One that is being built at this moment is left alone.
 * https://www.postgresql.org/docs/15/sql-reindex.html#SQL-REINDEX-CONCURRENTLY
 */
const LEFT_OVER = `select format('drop index concurrently if exists %I.%I', n.nspname, c.relname)
  from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace
  where not i.indisvalid and c.relname ~ '_cc(new|old)[0-9]*$' and n.nspname !~ '^pg_'
    and not exists (select from pg_stat_progress_create_index p where p.relid = i.indrelid)
  order by 1`;

const DROP_LEFT_OVER = `drops=$(sql ${shellWord(LEFT_OVER)})
while read -r drop; do
  if [[ -n "\${drop}" ]]; then echo "\${drop}"; sql "\${drop}"; fi
done <<< "\${drops}"
`;

/** Builds every index of the database anew without locking writers out. System catalogs can't be, and are left out. */
export const REINDEX_DATABASE = `${SQL}${DROP_LEFT_OVER}name=$(sql ${shellWord("select quote_ident(current_database())")})
sql "reindex database concurrently \${name}"
echo "all indexes of \${name} are new"
`;

/**
 * Builds those indexes anew whose leaf pages are out of order by more than so many percent. The monitoring role measures
 * (PGUSER_MEASURE, PGPASSWORD_MEASURE), since pgstatindex is not for the owner.
 * https://www.postgresql.org/docs/15/pgstattuple.html
 */
export function reindexBloated(indexes: readonly string[], maxFragmentationPercent: number): string {
  const each = indexes.map((index) => {
    const measure = `select case when wanted is null then 'missing'
    when leaf_fragmentation > ${maxFragmentationPercent} and leaf_fragmentation <> 'NaN' then 'bloated' else 'sound' end
    || ' ' || coalesce(nullif(leaf_fragmentation, 'NaN'), 0)
  from (select to_regclass(${sqlLiteral(`public.${sqlName(index)}`)}) as wanted) as asked left join lateral pgstatindex(wanted) on wanted is not null`;
    return `one ${shellWord(index)} ${shellWord(measure)} ${shellWord(`reindex index concurrently public.${sqlName(index)}`)}\n`;
  });
  return `${SQL}${DROP_LEFT_OVER}one() {
  local state percent
  read -r state percent <<< "$(PGUSER="\${PGUSER_MEASURE}" PGPASSWORD="\${PGPASSWORD_MEASURE}" sql "$2")"
  case "\${state}" in
    missing) problem "there is no index $1" ;;
    bloated)
      echo "$1: \${percent} percent are out of order, building it anew"
      sql "$3" || problem "$1 could not be built anew" ;;
    sound) echo "$1: \${percent} percent are out of order, left as it is" ;;
    *) problem "$1 could not be measured" ;;
  esac
}
${each.join("")}${END}`;
}

/**
 * Makes the indexes that are missing, and makes an invalid one anew: what a concurrent build leaves behind when it fails.
 * An index of the name on another table or other columns is nobody's wish, and is reported and left.
 */
export function createIndexes(indexes: readonly IndexDefinition[]): string {
  const each = indexes.map(({ name, table, columns, where }) => {
    const index = `public.${sqlName(name)}`;
    const on = `public.${sqlName(table)}`;
    const inspect = `select case
    when to_regclass(${sqlLiteral(on)}) is null then 'no-table'
    when to_regclass(${sqlLiteral(index)}) is null then 'missing'
    when i.indexrelid is null or i.indrelid <> to_regclass(${sqlLiteral(on)})
      or array(select pg_get_indexdef(i.indexrelid, n, true) from generate_series(1, i.indnkeyatts) n)
        <> array[${columns.map((column) => `quote_ident(${sqlLiteral(column)})`).join(", ")}]
      or (i.indpred is null) <> ${where === undefined} then 'other'
    when not i.indisvalid then 'invalid' else 'there' end
  from (select to_regclass(${sqlLiteral(index)}) as wanted) as asked left join pg_index i on i.indexrelid = wanted`;
    const condition = where === undefined ? "" : ` where (${where})`;
    const create = `create index concurrently if not exists ${sqlName(name)} on ${on} (${columns.map(sqlName).join(", ")})${condition}`;
    return `one ${[name, table, inspect, create, `drop index concurrently if exists ${index}`, `analyze ${on}`].map(shellWord).join(" ")}\n`;
  });
  return `${SQL}one() {
  local state
  state=$(sql "$3")
  case "\${state}" in
    there) echo "$1 is there" ;;
    no-table) problem "the table $2 of $1 is not there: have the migrations run?" ;;
    other) problem "there is another $1: on another table, on other columns, or with another condition" ;;
    invalid)
      echo "$1 is invalid, making it anew"
      { sql "$5" && sql "$4" && sql "$6"; } || problem "$1 could not be made anew" ;;
    missing)
      echo "making $1"
      { sql "$4" && sql "$6"; } || problem "$1 could not be made" ;;
    *) problem "$1 could not be looked at" ;;
  esac
}
${each.join("")}${END}`;
}

export interface StatisticsWishes {
  /** So many largest tables. */
  readonly tables: number;
  /** So many slowest statements; 0 needs no pg_stat_statements. */
  readonly queries: number;
  readonly orderQueriesBy: "mean-time" | "total-time";
}

const STATES = ["active", "idle", "idle in transaction", "idle in transaction (aborted)"];

/**
 * Publishes connections by state, the size of the database and of its largest tables, and how slow the slowest statement is;
 * lists the slowest ones in the log. Only statements whose constants pg_stat_statements leaves out are read: the text of
 * ALTER ROLE holds a password.
 */
export function reportStatistics(system: string, { tables, queries, orderQueriesBy }: StatisticsWishes): string {
  const line = (dimensions: Readonly<Record<string, string>>, name: string, unit: "Bytes" | "Count" | "Milliseconds", value: string) =>
    embeddedMetrics(DATABASE_METRIC_NAMESPACE, system, dimensions, [{ name, unit, value }]);
  const connections = `select ${line({ State: "wanted" }, "Connections", "Count", "count(pid)")}
  from unnest(array[${STATES.map(sqlLiteral).join(", ")}]) wanted
  left join pg_stat_activity on state = wanted and backend_type = 'client backend' group by wanted order by wanted`;
  const size = `select ${line({}, "DatabaseBytes", "Bytes", "pg_database_size(current_database())")}`;
  const largest = `select ${line({ Table: "name" }, "TableBytes", "Bytes", "bytes")} from (
    select schemaname || '.' || relname as name, pg_total_relation_size(relid) as bytes from pg_stat_user_tables
    order by bytes desc, name limit ${tables}) as largest`;
  const column = orderQueriesBy === "mean-time" ? "mean_exec_time" : "total_exec_time";
  const statements = `from pg_stat_statements where dbid = (select oid from pg_database where datname = current_database())
    and query ~* '^\\s*(select|insert|update|delete|merge|with)\\M'`;
  const slowest = `select ${line({}, "SlowestMeanMilliseconds", "Milliseconds", "coalesce(max(mean_exec_time), 0)")} ${statements}`;
  const list = `select ${jsonObject({
    slowQuery: "regexp_replace(left(query, 2000), '\\s+', ' ', 'g')",
    calls: "calls",
    totalMilliseconds: "round(total_exec_time)",
    meanMilliseconds: "round(mean_exec_time::numeric, 3)",
  })} ${statements} order by ${column} desc limit ${queries}`;
  return `${SQL}${[connections, size, largest, ...(queries === 0 ? [] : [slowest, list])].map(run).join("")}`;
}

export interface AuditWishes {
  /** Schemas that clients reach. */
  readonly schemas: readonly string[];
  /** Which functions must fix their search path. */
  readonly functions: "all" | "security-definer";
  /** Table or function, `public.name`, that is as it should be although it looks bad. */
  readonly accepted: readonly string[];
}

/**
 * Counts the tables without row-level security and the functions that take their search path from the caller, publishes how
 * many, names each, and lists all policies for whoever reviews them. What belongs to an extension is not looked at.
 * https://www.postgresql.org/docs/15/ddl-rowsecurity.html
 * https://www.postgresql.org/docs/15/sql-createfunction.html#SQL-CREATEFUNCTION-SECURITY
 */
export function auditSecurity(system: string, { schemas, functions, accepted }: AuditWishes): string {
  const list = (values: readonly string[]) => `array[${values.map(sqlLiteral).join(", ")}]::text[]`;
  const ours = (catalog: string, alias: string) =>
    `n.nspname = any(${list(schemas)}) and not exists (select from pg_depend d
      where d.classid = '${catalog}'::regclass and d.objid = ${alias}.oid and d.deptype = 'e')`;
  const definer = functions === "all" ? "" : " and p.prosecdef";
  const found = `with tables as (
  select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p') and not c.relrowsecurity and ${ours("pg_class", "c")}
), functions as (
  select n.nspname || '.' || p.proname as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
  where p.prokind in ('f', 'p')${definer} and ${ours("pg_proc", "p")}
    and not exists (select from unnest(p.proconfig) setting where setting like 'search\\_path=%')
), findings as (
  select 'table without row-level security' as kind, name from tables
  union all select 'function without its own search_path', name from functions
), counted as (
  select kind, name, name = any(${list(accepted)}) as accepted from findings
)`;
  const count = (kind: string) => `(select count(*) from counted where not accepted and kind = ${sqlLiteral(kind)})`;
  const metrics = `${found} select ${embeddedMetrics(DATABASE_METRIC_NAMESPACE, system, {}, [
    { name: FINDINGS_METRIC, unit: "Count", value: "(select count(*) from counted where not accepted)" },
    { name: "TablesWithoutRowSecurity", unit: "Count", value: count("table without row-level security") },
    { name: "FunctionsWithoutSearchPath", unit: "Count", value: count("function without its own search_path") },
    { name: "RowSecurityPolicies", unit: "Count", value: `(select count(*) from pg_policies where schemaname = any(${list(schemas)}))` },
  ])}`;
  const named = `${found} select ${jsonObject({ finding: "kind", name: "name", accepted: "accepted" })} from counted order by kind, name`;
  const policies = `select ${jsonObject({
    policy: "policyname",
    table: "schemaname || '.' || tablename",
    permissive: "permissive",
    roles: "roles",
    command: "cmd",
    using: "qual",
    check: "with_check",
  })} from pg_policies where schemaname = any(${list(schemas)}) order by schemaname, tablename, policyname`;
  return `${SQL}${[policies, named, metrics].map(run).join("")}`;
}

/** Rewrites every table of schema `public`, one after the other. Each is locked against readers too while it lasts. */
export const VACUUM_FULL = `${SQL}statements=$(sql ${shellWord(
  "select format('vacuum (full, analyze) %I.%I', schemaname, relname) from pg_stat_user_tables where schemaname = 'public' order by relname",
)})
while read -r statement; do
  if [[ -n "\${statement}" ]]; then echo "\${statement}"; sql "\${statement}"; fi
done <<< "\${statements}"
`;

export const RESET_STATISTICS = `${SQL}${run("select pg_stat_reset()")}echo "the statistics are empty"\n`;
