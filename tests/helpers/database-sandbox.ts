import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startPostgres } from "../../rehearsal/postgresql/server";
import type { PostgresServer } from "../../rehearsal/postgresql/server";
import type { Run } from "./backup-sandbox";
import { ROOT } from "./source";

export const OWNER = { username: "app_owner", password: "owner-password" } as const;
export const READER = { username: "app_reader", password: "reader-password" } as const;
const DATABASE = "app";

/** A real PostgreSQL with pg_stat_statements loaded, in which the database jobs run as the container would run them. */
export interface DatabaseSandbox {
  /** Runs statements as the owner of the database, one after the other. */
  as(login: typeof OWNER | typeof READER, ...statements: readonly string[]): Promise<void>;
  asCloud(...statements: readonly string[]): Promise<void>;
  rows(sql: string): Promise<readonly unknown[]>;
  run(script: string, login: typeof OWNER | typeof READER, environment?: Readonly<Record<string, string>>): Run;
  end(): Promise<void>;
}

export async function databaseSandbox(): Promise<DatabaseSandbox> {
  const folder = mkdtempSync(join(tmpdir(), "groundwork-jobs-"));
  const bin = mkdtempSync(join(tmpdir(), "groundwork-bin-"));
  writeFileSync(join(bin, "psql"), `#!/bin/bash\nexec ${process.execPath} ${join(ROOT, "tests/helpers/psql.cjs")} "$@"\n`);
  chmodSync(join(bin, "psql"), 0o755);
  const options = { dataDirectory: join(folder, "postgresql"), log: () => undefined };
  const first = await startPostgres(options);
  await first.asCloud("postgres", (client) => client.query("ALTER SYSTEM SET shared_preload_libraries = 'pg_stat_statements'"));
  await first.stop();
  const server: PostgresServer = await startPostgres(options);
  const asCloud = async (database: string, ...statements: readonly string[]) => {
    await server.asCloud(database, async (client) => {
      for (const statement of statements) await client.query(statement);
    });
  };
  await asCloud(
    "postgres",
    `CREATE ROLE ${OWNER.username} LOGIN PASSWORD '${OWNER.password}'`,
    `CREATE ROLE ${READER.username} LOGIN PASSWORD '${READER.password}'`,
    `GRANT pg_monitor TO ${READER.username}`,
    `CREATE DATABASE ${DATABASE} OWNER ${OWNER.username} TEMPLATE template0`,
  );
  await asCloud(DATABASE, "CREATE EXTENSION pgstattuple", "CREATE EXTENSION pg_stat_statements");
  return {
    asCloud: (...statements) => asCloud(DATABASE, ...statements),
    as: async ({ username, password }, ...statements) => {
      const client = await server.connect(DATABASE, username, password);
      try {
        for (const statement of statements) await client.query(statement);
      } finally {
        await client.end();
      }
    },
    rows: (sql) => server.asCloud(DATABASE, async (client) => (await client.query({ text: sql, rowMode: "array" })).rows),
    run: (script, { username, password }, environment = {}) => {
      const { status, stdout, stderr } = spawnSync("bash", ["-euo", "pipefail", "-c", script], {
        encoding: "utf8",
        // With a socket as its input bash takes itself for a remote shell and reads the machine's bashrc.
        stdio: ["ignore", "pipe", "pipe"],
        env: {
          PATH: `${bin}:/usr/bin:/bin`,
          NODE_PATH: join(ROOT, "node_modules"),
          PGHOST: server.host,
          PGPORT: String(server.port),
          PGDATABASE: DATABASE,
          PGUSER: username,
          PGPASSWORD: password,
          MAX_MINUTES: "5",
          LOCK_TIMEOUT_SECONDS: "5",
          ...environment,
        },
      });
      return { code: status, stdout, stderr };
    },
    end: async () => {
      await server.stop();
      for (const path of [folder, bin]) rmSync(path, { recursive: true, force: true });
    },
  };
}
