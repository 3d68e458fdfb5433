import { output } from "@pulumi/pulumi";
import type * as pulumi from "@pulumi/pulumi";
import {
  ANALYZE,
  auditSecurity,
  createIndexes,
  REINDEX_DATABASE,
  reindexBloated,
  reportStatistics,
  RESET_STATISTICS,
  VACUUM,
  VACUUM_ANALYZE,
  VACUUM_FULL,
} from "./database-job-scripts";
import type { AuditWishes, IndexDefinition, StatisticsWishes } from "./database-job-scripts";

/** What a database job does, and with what. */
export type DatabaseWork =
  | { readonly kind: "analyze" | "reindex-database" | "vacuum" | "vacuum-analyze" }
  | { readonly kind: "reindex-bloated"; readonly indexes: readonly string[]; readonly maxFragmentationPercent: number }
  | { readonly kind: "create-indexes"; readonly indexes: readonly IndexDefinition[] }
  | ({ readonly kind: "statistics" } & StatisticsWishes)
  | ({ readonly kind: "security-audit" } & AuditWishes)
  | { readonly kind: "dangerously-reset-statistics" | "dangerously-vacuum-full" };

export type DatabaseJobKind = DatabaseWork["kind"];

export type DatabaseJob = DatabaseWork & {
  /** `cron(0 2 ? * SUN *)` or `rate(5 minutes)`. */
  readonly schedule: string;
  /** After so many minutes the statement at hand is cancelled and no other begins. */
  readonly maxMinutes: number;
  /** How long a statement waits for a lock before it gives up. */
  readonly lockTimeoutSeconds: number;
};

/** As whom a job logs in. */
export type JobLogin = "master" | "monitoring" | "owner";

/**
 * Only an owner may vacuum, analyze and build indexes; whoever only looks is the monitoring role. pg_stat_reset is for
 * superusers, and on RDS for the master user; PostgreSQL itself refuses it to that user, so it was not tried.
 */
export const LOGIN_OF: Readonly<Record<DatabaseJobKind, JobLogin>> = {
  analyze: "owner",
  "create-indexes": "owner",
  "dangerously-reset-statistics": "master",
  "dangerously-vacuum-full": "owner",
  "reindex-bloated": "owner",
  "reindex-database": "owner",
  "security-audit": "monitoring",
  statistics: "monitoring",
  vacuum: "owner",
  "vacuum-analyze": "owner",
};

export interface Login {
  readonly username: pulumi.Input<string>;
  /**
   * `valueFrom` of the user's name, where two users take turns with the password; it stands for `username` then.
   * @default - `username` is the user
   */
  readonly usernameFrom?: pulumi.Input<string> | undefined;
  /** `valueFrom` of its password: the ARN of a secret, or `arn:json-key::`. */
  readonly passwordFrom: pulumi.Input<string>;
}

/** The database that the jobs work on. */
export interface WorkedDatabase {
  readonly host: pulumi.Input<string>;
  readonly port: pulumi.Input<number>;
  readonly name: string;
  /** Path in the image of the certificates that the server's is signed with, or `system` for those of the image's own. */
  readonly certificateBundle: string;
  readonly logins: Readonly<Record<JobLogin, Login>>;
}

/** What the container of a job runs, and with what. */
export interface DatabaseJobContainer {
  readonly script: string;
  readonly environment: Readonly<Record<string, pulumi.Input<string>>>;
  readonly secrets: Readonly<Record<string, pulumi.Input<string>>>;
}

/** @param system `<system>-<environment>`, by which the metrics are told apart */
export function databaseJobContainer(system: string, job: DatabaseJob, database: WorkedDatabase): DatabaseJobContainer {
  const login = database.logins[LOGIN_OF[job.kind]];
  const { monitoring } = database.logins;
  const measures = job.kind === "reindex-bloated";
  return {
    script: scriptOf(system, job),
    environment: {
      PGHOST: database.host,
      PGPORT: output(database.port).apply(String),
      PGDATABASE: database.name,
      ...(login.usernameFrom === undefined ? { PGUSER: login.username } : {}),
      // The server shows its certificate before the password is sent.
      PGSSLMODE: "verify-full",
      PGSSLROOTCERT: database.certificateBundle,
      // How the server's own lists name a session that is in somebody's way.
      PGAPPNAME: job.kind,
      MAX_MINUTES: String(job.maxMinutes),
      LOCK_TIMEOUT_SECONDS: String(job.lockTimeoutSeconds),
      ...(measures && monitoring.usernameFrom === undefined ? { PGUSER_MEASURE: monitoring.username } : {}),
    },
    secrets: { ...secretsOf(login, ""), ...(measures ? secretsOf(monitoring, "_MEASURE") : {}) },
  };
}

function secretsOf({ usernameFrom, passwordFrom }: Login, suffix: string): Readonly<Record<string, pulumi.Input<string>>> {
  return { ...(usernameFrom === undefined ? {} : { [`PGUSER${suffix}`]: usernameFrom }), [`PGPASSWORD${suffix}`]: passwordFrom };
}

function scriptOf(system: string, job: DatabaseWork): string {
  switch (job.kind) {
    case "analyze":
      return ANALYZE;
    case "vacuum":
      return VACUUM;
    case "vacuum-analyze":
      return VACUUM_ANALYZE;
    case "reindex-database":
      return REINDEX_DATABASE;
    case "reindex-bloated":
      return reindexBloated(job.indexes, job.maxFragmentationPercent);
    case "create-indexes":
      return createIndexes(job.indexes);
    case "statistics":
      return reportStatistics(system, job);
    case "security-audit":
      return auditSecurity(system, job);
    case "dangerously-vacuum-full":
      return VACUUM_FULL;
    case "dangerously-reset-statistics":
      return RESET_STATISTICS;
  }
}
