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
  { rule: /^ecs-(container-user|cors-narrow|image-pinned|logging|memory-limited|no-debug|no-plain-secrets|non-root|not-privileged|readonly-root|smtp-tls)$/, also: ["log-owned"], because: "a task without a container, or one without a log, writes to no group of ours" },
  { rule: "ecs-scaled-to-two-tasks", also: ["ecs-autoscaled"], because: "a range without a lower end is none" },
  { rule: "alb-multi-az", also: ["net-two-azs"], because: "the load balancer's subnets are counted, and their zones" },
  { rule: "ecs-cpu-stated", also: ["ecs-size-valid"], because: "CPU and memory are offered as pairs" },
  { rule: "backup-plan-retention", also: ["backup-lock-consistent", "rds-in-backup-plan"], because: "the lock of the vault and the database's recovery points are held to the same days" },
  { rule: "backup-lock-minimum", also: ["backup-lock-consistent"], because: "a lock without its lower end is none" },
  { rule: "alb-access-logs", also: ["audit-log-present"], because: "the access log is one of the records" },
  { rule: "alarm-enabled", also: ["alarm-routed", "alarms-cover-alb", "alarms-cover-backups", "alarms-cover-ecs", "alarms-cover-rds", "alarms-cover-redis", "alarms-cover-replica-lag"], because: "an alarm that does nothing watches nothing" },
  { rule: "acm-dns-validated", also: ["acm-validated"], because: "the listener's certificate is held to its validation" },
  { rule: "rds-parameters-force-ssl", also: ["rds-force-ssl", "ecs-connection-budget"], because: "the group is judged by itself, and for the database that uses it; without parameters there is no max_connections either" },
  { rule: "rds-static-parameters", also: ["rds-force-ssl", "ecs-connection-budget"], because: "without parameters there is neither rds.force_ssl nor max_connections" },
  { rule: /^(pg-connection-limit|rds-proxy-pool)$/, also: ["ecs-connection-budget"], because: "what a role or a proxy may take is part of the budget" },
  { rule: /^s3-no-(public-policy|lockout)$/, also: ["s3-tls-only"], because: "a text that is no policy refuses nothing" },
  { rule: "pg-no-public-default", also: ["postgresql-public-revoked"], because: "what is given to PUBLIC in future is given to PUBLIC" },
  { rule: "rds-log-exports", also: ["audit-log-present", "rds-log-exports-owned"], because: "the exported log is a record, and has a log group" },
  { rule: "rds-engine-supported", also: ["rds-own-parameter-group"], because: "a parameter group is of one version" },
  { rule: "rds-maintenance-window", also: ["rds-windows-apart"], because: "two windows are compared" },
  { rule: /^waf-(rate-limit|rate-window|common-attacks|sql-injection)$/, also: ["waf-attached", "cf-origin-auth", "waf-rate-floors"], because: "the firewall that stands at the load balancer has each of its rules, the origin's check among them and rates as the system's document asks" },
  { rule: /^cf-no-(wildcard|internal-ip)$/, also: ["cf-cache-safe", "cf-csp", "cf-headers-exact", "cf-origin-auth", "cf-proxied", "waf-client-address"], because: "a host that no record names, or that leads elsewhere, is none of those that have headers, a bypass of the cache and a check of the origin" },
  { rule: "lambda-no-plain-secrets", also: ["sm-rotated"], because: "the variables of the function that watches ages name what it watches" },
  { rule: "sm-rotation-policy", also: ["sm-rotated"], because: "a copy that follows its role is told by that tag" },
  { rule: "iam-github-oidc", also: ["iam-deployers-distinct"], because: "whom a role trusts is what tells deployers apart" },
  { rule: /^iam-(github-oidc|people-mfa|trust-)/, also: ["iam-preview-readonly"], because: "a role of which nobody knows whom it trusts may be a preview's" },
  { rule: /^iam-(no-|passrole-)/, also: ["iam-preview-readonly"], because: "a preview's role may do less than any other" },
  { rule: "log-retention", also: ["log-retention-by-class"], because: "what no log may fall below, its class may not either" },
  { rule: "sg-no-inline-rules", also: ["sg-data-from-sg-only", "alb-edge-only"], because: "a rule inside the group of a database or load balancer lets in whatever it says" },
  { rule: /^sg-(no-open-ingress|no-admin-ports|service-from-group|no-all-protocols)/, also: ["sg-data-from-sg-only", "net-default-sg-closed", "alb-edge-only"], because: "databases, caches and the default group let no address in, and the load balancer none but the edge's, whatever the port" },
  { rule: /^pg-(no-public-grant|table-privileges|no-grant-option|no-superuser|no-create-role|no-create-database|no-replication|no-bypass-rls)$/, also: ["postgresql-public-revoked", "postgresql-monitoring-read-only"], because: "the monitoring role and PUBLIC have rules of their own, which are stricter" },
];

/** What no rule can see, with the reason. */
export interface Survivor {
  readonly rule: string;
  readonly what: RegExp;
  readonly because: string;
}

export const SURVIVORS: readonly Survivor[] = [];

/** What breaks together with a graph rule. */
export const GRAPH_OVERLAPS: readonly Overlap[] = [
  { rule: "alarm-routed", also: ["alarm-enabled", "alarms-cover-alb", "alarms-cover-backups", "alarms-cover-ecs", "alarms-cover-rds", "alarms-cover-redis", "alarms-cover-replica-lag", "sns-subscribed"], because: "an alarm that tells nobody watches nothing, and a topic that nobody hears of is silent" },
  { rule: "acm-validated", also: ["acm-dns-validated"], because: "how a certificate is validated is a property of it too" },
  { rule: "alb-https-only", also: ["acm-validated", "alb-tls-policy"], because: "without its HTTPS listener nothing has a certificate, and one in another protocol has no TLS policy" },
  { rule: "audit-log-present", also: ["alb-access-logs", "alb-https-only", "net-default-sg-closed", "net-flow-logs", "rds-log-exports", "rds-log-exports-owned", "waf-attached", "cf-origin-auth", "log-retention-by-class", "waf-rate-floors", "backup-covers-buckets", "net-no-default-vpc"], because: "each record has a rule of its own, and so has each thing that is recorded; and a bucket that no log is written to may hold anything" },
  { rule: "backup-copy-elsewhere", also: ["alarms-cover-backups", "backup-plan-retention", "backup-plan-schedule", "rds-in-backup-plan", "backup-lock-consistent", "regions-allowed"], because: "rules that lead elsewhere are none of any plan; where copies go is held to the allowed regions too" },
  { rule: "backup-lock-consistent", also: ["backup-plan-retention"], because: "what is kept for ever has no days" },
  { rule: "data-in-data-subnets", also: ["net-data-isolated", "net-two-azs"], because: "public subnets have a way out, and strange ones are in no zone that is known" },
  { rule: "ecs-desired-ignored", also: ["ecs-scaled-to-two-tasks", "ecs-autoscaled"], because: "what scales nobody knows which service is taken for one that serves users, and scales none that is known" },
  { rule: "net-data-isolated", also: ["data-in-data-subnets", "net-two-azs"], because: "a subnet group of strange subnets is in no tier and no zone" },
  { rule: "net-default-sg-closed", also: ["sg-data-from-sg-only", "sg-described", "sg-no-all-protocols", "sg-no-all-protocols-inline", "net-no-default-vpc"], because: "an added rule is bare, lets everything in, and joins no group that is known; a group of another VPC is one of a strange one" },
  { rule: "ecs-autoscaled", also: ["ecs-connection-budget", "ecs-desired-ignored", "ecs-scaled-to-two-tasks"], because: "how far a service may grow is reckoned, and who scales it must be left to" },
  { rule: "ecs-connection-budget", also: ["ecs-scheduled-to-two-tasks", "rds-force-ssl", "rds-own-parameter-group", "rds-proxy-pool"], because: "the group of a database, the share of its proxy and the ends of a schedule have rules of their own" },
  { rule: "ecs-private-subnets", also: ["net-two-azs", "scheduler-dead-letter", "scheduler-time-zone"], because: "strange subnets are in no zone that is known, and an added schedule is bare" },
  { rule: "log-owned", also: ["failed-logins-watched", "log-pii-masked", "redis-logs"], because: "what is masked and counted stands in the log that is gone, and the cache's log goes elsewhere" },
  { rule: "net-flow-logs", also: ["audit-log-present"], because: "the flow log is one of the records" },
  { rule: "net-no-default-vpc", also: ["audit-log-present", "net-data-isolated", "net-default-sg-closed", "net-flow-logs"], because: "the VPC, its default group and the subnets of databases have rules of their own" },
  { rule: "net-two-azs", also: ["alb-multi-az", "data-in-data-subnets", "ecs-private-subnets", "net-data-isolated", "scheduler-dead-letter", "scheduler-time-zone"], because: "strange subnets are in no tier and no table that is known, and an added schedule is bare" },
  { rule: "postgresql-monitoring-read-only", also: ["pg-no-bypass-rls", "pg-no-create-database", "pg-no-create-role", "pg-no-grant-option", "pg-no-replication", "pg-no-superuser", "pg-table-privileges", "postgresql-grants-replace-safely", "pg-password-generated"], because: "what no role may do the monitoring role may not, and an added grant is bare; and so is an added role" },
  { rule: "postgresql-public-revoked", also: ["pg-no-public-default", "pg-no-public-grant", "postgresql-grants-replace-safely"], because: "what is given to PUBLIC is seen at the grant and at the database, and an added grant is bare" },
  { rule: "rds-force-ssl", also: ["rds-parameters-force-ssl", "rds-own-parameter-group", "ecs-connection-budget"], because: "the group is judged by itself, and for the database that uses it, and says how many connections there are" },
  { rule: "rds-in-backup-plan", also: ["backup-copy-elsewhere", "backup-lock-consistent", "backup-plan-retention", "backup-plan-schedule", "alarms-cover-backups", "backup-restore-test"], because: "a plan without rules keeps nothing and copies nothing" },
  { rule: "rds-log-exports-owned", also: ["audit-log-present", "log-retention", "rds-log-exports", "log-retention-by-class"], because: "a log without days is one that is kept for ever, and the export is a record" },
  { rule: "s3-tls-only", also: ["s3-no-public-policy"], because: "the refusal turned into a permission lets everybody in" },
  { rule: "sg-data-from-sg-only", also: ["sg-described", "sg-no-admin-ports-old-form", "sg-no-all-protocols", "sg-no-inline-rules", "sg-no-open-ingress-ipv6", "sg-no-open-ingress-old-form", "sg-no-open-ingress-prefix-list", "sg-service-from-group", "sg-service-from-group-inline", "sg-service-from-group-ipv6", "sg-service-from-group-old-form", "sg-service-from-group-prefix-list", "rds-replica-inherits"], because: "an address that reaches a database is wrong for every rule over addresses" },
  { rule: "sns-subscribed", also: ["alarm-routed", "sns-encrypted", "sns-not-public", "sns-tls-only", "budget-present", "failed-logins-watched", "findings-routed"], because: "an alarm of a silent topic tells nobody, and an added topic is bare" },
  { rule: "waf-attached", also: ["audit-log-present", "waf-common-attacks", "waf-rate-limit", "waf-sql-injection", "cf-origin-auth", "waf-rate-floors"], because: "the firewall's rules and its log have rules of their own; and so has what the edge and the documents ask of it" },
  { rule: "alb-edge-only", also: ["sg-described", "sg-no-inline-rules", "sg-no-open-ingress-prefix-list"], because: "an added rule is bare, a group holds no rules of its own, and a strange prefix list is an open door to every rule over groups" },
  { rule: "audit-trail", also: ["s3-lock-vs-lifecycle", "s3-object-lock-legal", "backup-covers-buckets"], because: "the lock of the bucket that the trail writes to has rules of its own, and a bucket that no trail writes to may hold anything" },
  { rule: "cf-cache-safe", also: ["cf-rules-ordered"], because: "a ruleset without rules, or with rules that nobody knows, has none by a name of its own" },
  { rule: "cf-csp", also: ["cf-headers-exact", "cf-rules-ordered"], because: "all headers stand in one ruleset, which without rules has none by a name of its own" },
  { rule: "cf-headers-exact", also: ["cf-csp", "cf-rules-ordered"], because: "all headers stand in one ruleset, which without rules has none by a name of its own" },
  { rule: "cf-hsts", also: ["cf-csp", "cf-headers-exact", "cf-rules-ordered"], because: "a ruleset with another header only has none of those that are asked for, and its rule is bare" },
  { rule: "cf-origin-auth", also: ["audit-log-present", "waf-attached", "waf-rate-floors"], because: "the firewall that asks for the secret is the one with all other rules and the log" },
  { rule: "ecs-smoke-tested", also: ["ecs-desired-ignored", "ecs-rollback-alarms"], because: "a service that is gone scales nothing and goes back to nothing" },
  { rule: "failed-logins-watched", also: ["alarm-enabled", "alarm-routed"], because: "its alarm is an alarm" },
  { rule: "iam-deployers-distinct", also: ["iam-github-oidc", "iam-preview-readonly"], because: "whom a role trusts is what tells deployers apart" },
  { rule: "iam-preview-readonly", also: ["iam-deployers-distinct", "iam-github-oidc", "iam-no-admin", "iam-no-escalation", "iam-no-managed-admin", "iam-no-managed-admin-inline", "iam-no-policies-inside-roles", "iam-no-star-action", "iam-no-star-resource", "iam-passrole-narrow"], because: "what no role may have a preview's may not, and whom a role trusts is what tells deployers apart" },
  { rule: "log-pii-masked", also: ["failed-logins-watched", "log-owned"], because: "what is counted stands in the log that is masked, and so does what its tasks write" },
  { rule: "log-retention-by-class", also: ["log-retention", "s3-lifecycle", "s3-lock-vs-lifecycle"], because: "what its class asks for is more than what every log must have" },
  { rule: "regions-allowed", also: ["alarms-cover-backups", "backup-copy-elsewhere", "backup-plan-retention", "backup-plan-schedule", "rds-in-backup-plan", "backup-covers-buckets", "s3-replicated", "s3-replication-keeps"], because: "a plan or a copy that is taken elsewhere or gone covers nothing" },
  { rule: "rls-audit-scheduled", also: ["alarm-enabled", "alarm-routed", "ecs-no-public-ip-scheduled", "ecs-private-subnets", "net-two-azs"], because: "its alarm is an alarm, and its schedule runs a task" },
  { rule: "s3-lifecycle", also: ["log-retention-by-class"], because: "archives of records are kept as their class asks" },
  { rule: "s3-lock-vs-lifecycle", also: ["audit-trail", "log-retention-by-class"], because: "the lock and the days of an archive have rules of their own" },
  { rule: "s3-object-lock-legal", also: ["audit-trail"], because: "the bucket of the trail is one with a lock" },
  { rule: "sm-rotation-redeploys", also: ["iam-no-admin", "iam-no-escalation", "iam-no-star-action", "iam-no-star-resource", "iam-passrole-narrow"], because: "a text that is no policy proves nothing to any rule over policies" },
  { rule: "waf-client-address", also: ["waf-common-attacks", "waf-rate-limit", "waf-rate-window", "waf-sql-injection"], because: "a firewall whose rules are gone or unknown has none for any rule" },
  { rule: "waf-rate-floors", also: ["audit-log-present", "cf-origin-auth", "waf-attached", "waf-common-attacks", "waf-rate-limit", "waf-rate-window", "waf-sql-injection"], because: "a firewall whose rules are gone or unknown has none for any rule" },
  { rule: "backup-covers-buckets", also: ["s3-replicated"], because: "the copy of the backups is a copy that the floors ask for" },
  { rule: "rds-own-parameter-group", also: ["rds-force-ssl", "ecs-connection-budget"], because: "without its group a database has no parameter of ours" },
  { rule: "rds-replica-inherits", also: ["rds-own-parameter-group", "rds-replica-present", "sg-data-from-sg-only"], because: "a replica of nobody knows what is none, of no known version, and databases stand in groups of the stack" },
  { rule: "rds-replica-present", also: ["rds-own-parameter-group", "rds-replica-inherits"], because: "a replica of nobody knows what has nobody to take version and groups from" },
  { rule: "rds-upgrade-order", also: ["rds-own-parameter-group"], because: "a group is of one version" },
  { rule: "s3-replicated", also: ["backup-covers-buckets", "regions-allowed", "s3-replication-keeps"], because: "a copy that is none covers nothing and follows nothing, and one that goes nobody knows where may be anywhere" },
  { rule: "s3-replication-keeps", also: ["backup-covers-buckets", "s3-replicated"], because: "a replication without rules copies nothing" },
];

export const GRAPH_SURVIVORS: readonly Survivor[] = [
  { rule: "rds-replica-inherits", what: /^hidden kmsKeyId, not another region/, because: "the hidden key is one of the region that the replica is still in, where RDS takes the source's whatever is said" },
  { rule: "iam-deployers-distinct", what: /^hidden assumeRolePolicy/, because: "the component says what the hidden document holds; the copies of components are broken in a spec of their own" },
  { rule: "iam-preview-readonly", what: /^hidden policy,/, because: "the component says what the hidden document holds; the copies of components are broken in a spec of their own" },
  { rule: "backup-copy-elsewhere", what: /(copy-vault to |region, not region = "eu-central-1" in |^region = "eu-central-1" in )/, because: "once known, the ARN in the plan says the region itself, wherever the vault is said to be" },
];
