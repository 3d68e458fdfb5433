/** How a parameter's value is written in the settings, and the unit and range that PostgreSQL counts it in. */
type ParameterKind =
  | { readonly kind: "memory"; readonly unit: "8kB" | "kB" | "MB" | "B"; readonly min: number; readonly max: number }
  | { readonly kind: "time"; readonly unit: "ms" | "s"; readonly min: number; readonly max: number }
  | { readonly kind: "integer"; readonly min: number; readonly max: number }
  | { readonly kind: "real"; readonly min: number; readonly max: number }
  | { readonly kind: "boolean" }
  | { readonly kind: "choice"; readonly values: readonly string[] }
  | { readonly kind: "list"; readonly values: readonly string[] };

interface Parameter {
  /** Static ones are read when PostgreSQL starts; RDS refuses to apply them at once. */
  readonly apply: "static" | "dynamic";
  readonly value: ParameterKind;
}

const INT_MAX = 2_147_483_647;
const FLOAT_MAX = 1.79769e308;
const MILLISECONDS = { kind: "time", unit: "ms", min: 0, max: INT_MAX } as const;
const MILLISECONDS_OR_OFF = { kind: "time", unit: "ms", min: -1, max: INT_MAX } as const;

/**
 * The parameters that settings may give, with what `pg_settings` of PostgreSQL 15 says about each: unit, range, and
 * static where its context is "postmaster". RDS counts in the same units.
 * https://www.postgresql.org/docs/15/view-pg-settings.html
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.PostgreSQL.CommonDBATasks.Parameters.html
 */
export const POSTGRES_PARAMETERS: Readonly<Record<string, Parameter>> = {
  shared_buffers: { apply: "static", value: { kind: "memory", unit: "8kB", min: 16, max: 1_073_741_823 } },
  wal_buffers: { apply: "static", value: { kind: "memory", unit: "8kB", min: -1, max: 262_143 } },
  effective_cache_size: { apply: "dynamic", value: { kind: "memory", unit: "8kB", min: 1, max: INT_MAX } },
  temp_buffers: { apply: "dynamic", value: { kind: "memory", unit: "8kB", min: 100, max: 1_073_741_823 } },
  work_mem: { apply: "dynamic", value: { kind: "memory", unit: "kB", min: 64, max: INT_MAX } },
  maintenance_work_mem: { apply: "dynamic", value: { kind: "memory", unit: "kB", min: 1024, max: INT_MAX } },
  autovacuum_work_mem: { apply: "dynamic", value: { kind: "memory", unit: "kB", min: -1, max: INT_MAX } },
  max_wal_size: { apply: "dynamic", value: { kind: "memory", unit: "MB", min: 2, max: INT_MAX } },
  min_wal_size: { apply: "dynamic", value: { kind: "memory", unit: "MB", min: 2, max: INT_MAX } },
  log_temp_files: { apply: "dynamic", value: { kind: "memory", unit: "kB", min: -1, max: INT_MAX } },
  track_activity_query_size: { apply: "static", value: { kind: "memory", unit: "B", min: 100, max: 1_048_576 } },

  checkpoint_timeout: { apply: "dynamic", value: { kind: "time", unit: "s", min: 30, max: 86_400 } },
  autovacuum_naptime: { apply: "dynamic", value: { kind: "time", unit: "s", min: 1, max: 2_147_483 } },
  deadlock_timeout: { apply: "dynamic", value: { kind: "time", unit: "ms", min: 1, max: INT_MAX } },
  idle_in_transaction_session_timeout: { apply: "dynamic", value: MILLISECONDS },
  idle_session_timeout: { apply: "dynamic", value: MILLISECONDS },
  lock_timeout: { apply: "dynamic", value: MILLISECONDS },
  statement_timeout: { apply: "dynamic", value: MILLISECONDS },
  log_autovacuum_min_duration: { apply: "dynamic", value: MILLISECONDS_OR_OFF },
  log_min_duration_statement: { apply: "dynamic", value: MILLISECONDS_OR_OFF },
  max_standby_streaming_delay: { apply: "dynamic", value: MILLISECONDS_OR_OFF },

  autovacuum_max_workers: { apply: "static", value: { kind: "integer", min: 1, max: 262_143 } },
  default_statistics_target: { apply: "dynamic", value: { kind: "integer", min: 1, max: 10_000 } },
  effective_io_concurrency: { apply: "dynamic", value: { kind: "integer", min: 0, max: 1000 } },
  max_parallel_workers: { apply: "dynamic", value: { kind: "integer", min: 0, max: 1024 } },
  max_parallel_workers_per_gather: { apply: "dynamic", value: { kind: "integer", min: 0, max: 1024 } },
  max_worker_processes: { apply: "static", value: { kind: "integer", min: 0, max: 262_143 } },

  autovacuum_analyze_scale_factor: { apply: "dynamic", value: { kind: "real", min: 0, max: 100 } },
  autovacuum_vacuum_scale_factor: { apply: "dynamic", value: { kind: "real", min: 0, max: 100 } },
  checkpoint_completion_target: { apply: "dynamic", value: { kind: "real", min: 0, max: 1 } },
  random_page_cost: { apply: "dynamic", value: { kind: "real", min: 0, max: FLOAT_MAX } },

  hot_standby_feedback: { apply: "dynamic", value: { kind: "boolean" } },
  jit: { apply: "dynamic", value: { kind: "boolean" } },
  log_connections: { apply: "dynamic", value: { kind: "boolean" } },
  log_disconnections: { apply: "dynamic", value: { kind: "boolean" } },
  log_duration: { apply: "dynamic", value: { kind: "boolean" } },
  log_lock_waits: { apply: "dynamic", value: { kind: "boolean" } },
  track_io_timing: { apply: "dynamic", value: { kind: "boolean" } },

  log_statement: { apply: "dynamic", value: { kind: "choice", values: ["none", "ddl", "mod", "all"] } },
  "pg_stat_statements.track": { apply: "dynamic", value: { kind: "choice", values: ["none", "top", "all"] } },
  shared_preload_libraries: {
    apply: "static",
    value: { kind: "list", values: ["auto_explain", "pg_cron", "pg_stat_statements", "pgaudit"] },
  },
};

/** The parameters that groundwork sets itself, and where to change them. */
export const FIXED_PARAMETERS: Readonly<Record<string, string>> = {
  max_connections: "no such parameter here: it is groundwork:database.maxConnections",
  "rds.force_ssl": "no such parameter here: connections without TLS are always refused",
};

/**
 * Values that stand in RDS's default group already. RDS records no change for them, so it keeps their apply method, which
 * is "pending-reboot": another one in the program would be a difference in every preview. A value that stands here by
 * mistake costs no more than waiting for a restart. As `aws rds describe-db-parameters` lists them for postgres15.
 * https://github.com/hashicorp/terraform-provider-aws/issues/39252
 */
const RDS_DEFAULTS = new Map(
  Object.entries({
    autovacuum_analyze_scale_factor: "0.05",
    autovacuum_naptime: "15",
    autovacuum_vacuum_scale_factor: "0.1",
    checkpoint_completion_target: "0.9",
    idle_in_transaction_session_timeout: "86400000",
    log_autovacuum_min_duration: "10000",
    max_standby_streaming_delay: "14000",
    max_wal_size: "2048",
    min_wal_size: "192",
    track_io_timing: "1",
  }),
);

// Maps, because a plain object also answers to "constructor", and these are asked for whatever stands in the settings.
const PARAMETERS = new Map(Object.entries(POSTGRES_PARAMETERS));
const FIXED = new Map(Object.entries(FIXED_PARAMETERS));
const MEMORY_BYTES = new Map(
  Object.entries({ B: 1, kB: 1024, "8kB": 8192, MB: 1024 ** 2, GB: 1024 ** 3, TB: 1024 ** 4 }),
);
const TIME_MS = new Map(Object.entries({ ms: 1, s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000 }));

/** A value in RDS's units, or what is allowed instead as a phrase that follows "expected". */
export type Conversion = { readonly value: string } | { readonly expected: string };

/** Turns a value in the units of postgresql.conf ("2GB", "30s", "on") into the bare number that RDS takes. */
export function convertParameter(name: string, text: string): Conversion {
  const fixed = FIXED.get(name);
  if (fixed !== undefined) return { expected: fixed };
  const parameter = PARAMETERS.get(name);
  if (parameter === undefined) {
    return { expected: `one of the known parameters: ${[...PARAMETERS.keys()].sort().join(", ")}` };
  }
  const { value } = parameter;
  switch (value.kind) {
    case "memory":
      return convertQuantity(text, value, MEMORY_BYTES, "B, kB, MB, GB or TB, such as 512MB");
    case "time":
      return convertQuantity(text, value, TIME_MS, "ms, s, min, h or d, such as 30s");
    case "integer":
      return /^-?\d+$/.test(text) && within(Number(text), value)
        ? { value: String(Number(text)) }
        : { expected: `a whole number from ${value.min} to ${value.max}` };
    case "real":
      return /^\d+(\.\d+)?$/.test(text) && within(Number(text), value)
        ? { value: text }
        : { expected: `a number from ${value.min} to ${value.max}` };
    case "boolean":
      return text === "on" || text === "off" ? { value: text === "on" ? "1" : "0" } : { expected: "on or off" };
    case "choice":
      return value.values.includes(text) ? { value: text } : { expected: `one of ${value.values.join(", ")}` };
    case "list":
      return text.split(",").every((item) => value.values.includes(item))
        ? { value: text }
        : { expected: `a list, with commas and no spaces, of ${value.values.join(", ")}` };
  }
}

/** One entry of an RDS parameter group. */
export interface GroupParameter {
  readonly name: string;
  readonly value: string;
  readonly applyMethod: "immediate" | "pending-reboot";
}

/**
 * The parameter group's entries, sorted by name.
 *
 * @param parameters in the units of postgresql.conf
 * @throws for a parameter or value that RDS would refuse
 */
export function groupParameters(
  parameters: Readonly<Record<string, string>>,
  maxConnections: number,
): readonly GroupParameter[] {
  const given = Object.entries(parameters).map(([name, text]): GroupParameter => {
    const conversion = convertParameter(name, text);
    if ("expected" in conversion) {
      throw new Error(`the database parameter ${name} is ${text}; expected ${conversion.expected}`);
    }
    const { value } = conversion;
    const waits = PARAMETERS.get(name)?.apply === "static" || RDS_DEFAULTS.get(name) === value;
    return { name, value, applyMethod: waits ? "pending-reboot" : "immediate" };
  });
  const fixed: readonly GroupParameter[] = [
    { name: "max_connections", value: String(maxConnections), applyMethod: "pending-reboot" },
    // On by default from PostgreSQL 15 on, and said all the same: so a policy and a person can see it.
    // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/PostgreSQL.Concepts.General.SSL.html
    { name: "rds.force_ssl", value: "1", applyMethod: "pending-reboot" },
  ];
  return [...given, ...fixed].sort((a, b) => (a.name < b.name ? -1 : 1));
}

interface Quantity {
  readonly unit: string;
  readonly min: number;
  readonly max: number;
}

function convertQuantity(
  text: string,
  quantity: Quantity,
  scale: ReadonlyMap<string, number>,
  units: string,
): Conversion {
  const { unit, min, max } = quantity;
  const [, digits = "", suffix = ""] = /^(-?\d+)([a-zA-Z]*)$/.exec(text) ?? [];
  // -1 and 0 mean off or automatic and need no unit. Any other bare number would be read in a unit that nobody sees.
  const bare = suffix === "" && (digits === "0" || digits === "-1");
  const from = scale.get(bare ? unit : suffix);
  const to = scale.get(unit);
  if (digits === "" || from === undefined || to === undefined) return { expected: `a whole number with its unit: ${units}` };
  const amount = (Number(digits) * from) / to;
  if (!Number.isInteger(amount)) return { expected: `a whole multiple of ${unit}, the unit that PostgreSQL counts it in` };
  if (within(amount, quantity)) return { value: String(amount) };
  return { expected: `${min} to ${max} in units of ${unit}; this is ${amount}` };
}

function within(value: number, { min, max }: { readonly min: number; readonly max: number }): boolean {
  return value >= min && value <= max;
}
