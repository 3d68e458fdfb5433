/** Rules that break together with another, by design. */
export interface Overlap {
  /** Id of the rule that the thing is broken for. */
  readonly rule: string | RegExp;
  /** Ids of the rules that see it as well. */
  readonly also: readonly string[];
  readonly because: string;
}

/** Rules of one type and one top-level property break together without being listed. */
export const OVERLAPS: readonly Overlap[] = [
  { rule: "ecs-execution-role", also: ["ecs-roles-distinct"], because: "a task without an execution role has none that differs from its own" },
  { rule: "ecs-cpu-stated", also: ["ecs-size-valid"], because: "CPU and memory are offered as pairs" },
  { rule: "backup-plan-retention", also: ["backup-lock-consistent", "rds-in-backup-plan"], because: "the lock of the vault and the database's recovery points are held to the same days" },
  { rule: "backup-lock-minimum", also: ["backup-lock-consistent"], because: "a lock without its lower end is none" },
  { rule: "alb-access-logs", also: ["audit-log-present"], because: "the access log is one of the records" },
  { rule: "alarm-enabled", also: ["alarm-routed", "alarms-cover-alb", "alarms-cover-backups", "alarms-cover-ecs", "alarms-cover-rds", "alarms-cover-redis", "alarms-cover-replica-lag"], because: "an alarm that does nothing watches nothing" },
  { rule: "acm-dns-validated", also: ["acm-validated"], because: "the listener's certificate is held to its validation" },
  { rule: "rds-parameters-force-ssl", also: ["rds-force-ssl"], because: "the group is judged by itself, and for the database that uses it" },
  { rule: "rds-static-parameters", also: ["rds-force-ssl"], because: "without parameters there is no rds.force_ssl either" },
  { rule: /^s3-no-(public-policy|lockout)$/, also: ["s3-tls-only"], because: "a text that is no policy refuses nothing" },
  { rule: "pg-no-public-default", also: ["postgresql-public-revoked"], because: "what is given to PUBLIC in future is given to PUBLIC" },
  { rule: "rds-log-exports", also: ["audit-log-present", "rds-log-exports-owned"], because: "the exported log is a record, and has a log group" },
  { rule: "rds-maintenance-window", also: ["rds-windows-apart"], because: "two windows are compared" },
  { rule: /^waf-(rate-limit|rate-window|common-attacks|sql-injection)$/, also: ["waf-attached"], because: "the firewall that stands at the load balancer has each of its rules" },
  { rule: /^sg-(no-open-ingress|no-admin-ports|service-from-group|no-all-protocols)/, also: ["sg-data-from-sg-only", "net-default-sg-closed"], because: "databases, caches and the default group let no address in, whatever the port" },
  { rule: /^pg-(no-public-grant|table-privileges|no-grant-option|no-superuser|no-create-role|no-create-database|no-replication|no-bypass-rls)$/, also: ["postgresql-public-revoked", "postgresql-monitoring-read-only"], because: "the monitoring role and PUBLIC have rules of their own, which are stricter" },
];

/** What no rule can see, with the reason. */
export interface Survivor {
  readonly rule: string;
  readonly what: RegExp;
  readonly because: string;
}

export const SURVIVORS: readonly Survivor[] = [];
