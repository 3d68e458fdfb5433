import type { Evidence, Fact, Proof } from "../proof";
import { TYPE, variable } from "../resources";
import {
  alarm, API, API_GREEN, byDay, counted, DATABASE_PROBE, DEPENDENCIES_PROBE, errorRate, facts, FRONTEND, job, mailed, METRIC_FILTER, N8N, OBJECT_LOCK, parameter,
  runs, shows, SITE_PROBE, SUBSCRIPTION_FILTER, topicOf,
} from "./resources";

const STATISTICS = "database-jobs-database-statistics";
const PRIMARY = { type: TYPE.database, name: "database-primary" } as const;

const exported: readonly Fact[] = facts(PRIMARY.type, PRIMARY.name, { enabledCloudwatchLogsExports: ["postgresql", "upgrade"] });

/** None of a service's tasks is well for so long; no figure at all counts as none. */
const down = (level: string, channel: string, minutes: number): readonly Fact[] =>
  ["api-blue", "frontend-blue"].flatMap((target) =>
    alarm(`alarms-${target}-few-healthy-targets-${level}`, channel, {
      metricName: "HealthyHostCount", comparisonOperator: "LessThanThreshold", threshold: 1, period: 60, evaluationPeriods: minutes, treatMissingData: "breaching",
    }),
  );

const memory = (level: string, channel: string, percent: number): readonly Fact[] => [
  ...["api-blue", "frontend-blue", "workflows"].flatMap((service) =>
    alarm(`alarms-${service}-task-memory-${level}`, channel, {
      namespace: "AWS/ECS", metricName: "MemoryUtilization", comparisonOperator: "GreaterThanThreshold", threshold: percent, period: 60, evaluationPeriods: 5,
    }),
  ),
  ...alarm(`alarms-cache-1-cache-memory-${level}`, channel, { metricName: "DatabaseMemoryUsagePercentage", threshold: percent }),
];

/** Nobody silences it, not even in the maintenance window. */
const NEVER_MUTED: readonly Evidence[] = [
  { setting: "maintenance.neverMutedChannels", refuses: [], expected: /^at least one channel/ },
  {
    test: "tests/topology/operations-calendar.spec.ts",
    title: "silences in its two hours the alarms that tell no channel which must always hear, and no other",
  },
];

const SLOW: readonly Fact[] = [
  ...exported,
  ...facts(METRIC_FILTER, "log-metrics-slow-queries-database", {
    pattern: "%duration: [0-9][0-9][0-9][0-9]+\\.[0-9]+ ms%",
    logGroupName: "/aws/rds/instance/livelihood-production-database/postgresql",
    "metricTransformation.name": "SlowQueries",
  }),
  ...alarm("alarms-slow-queries-warning", "warning", {
    namespace: "livelihood/production", metricName: "SlowQueries", statistic: "Sum", threshold: 5, period: 60, evaluationPeriods: 5, treatMissingData: "notBreaching",
  }),
];

/** Rows about what is measured, logged and said to whom. */
export const OBSERVE: readonly Proof[] = [
  {
    id: "LIV-008",
    what: "Container Insights measures the tasks, and three canaries ask the health endpoints.",
    proofs: [
      ...facts("aws:ecs/cluster:Cluster", "cluster-cluster", { "settings[0].name": "containerInsights", "settings[0].value": "enabled" }),
      { type: "aws:synthetics/canary:Canary", count: 3 },
      ...SITE_PROBE,
    ],
  },
  {
    id: "LIV-030",
    what: "Lines of the API that record a user's action go to an archive of their own, each with its time; the account's own changes to another.",
    proofs: [
      ...["api-blue", "api-green"].flatMap((version) => facts(SUBSCRIPTION_FILTER, `logs-audit-${version}`, { filterPattern: '{ $.kind = "audit" }' })),
      {
        type: "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream", name: "logs-audit-stream", property: "extendedS3Configuration.bucketArn",
        linksTo: { type: TYPE.bucket, name: "archive-audit-logs", output: "arn" },
      },
      ...facts(OBJECT_LOCK, "archive-audit-logs-object-lock", { "rule.defaultRetention.days": 2557 }),
      ...facts("aws:cloudtrail/trail:Trail", "audit-trail", { isMultiRegionTrail: true, enableLogging: true }),
    ],
  },
  {
    id: "LIV-033",
    what: "The load balancer and the container ask GET /health, and a canary from outside.",
    proofs: [
      ...["api-blue", "api-green", "frontend-blue", "frontend-green"].flatMap((version) => facts(TYPE.targetGroup, `web-${version}`, { "healthCheck.path": "/health" })),
      ...facts(TYPE.task, API, { "containerDefinitions[0].healthCheck.command": ["CMD", "curl", "-f", "http://localhost:8000/health"] }),
      ...SITE_PROBE,
    ],
  },
  { id: "LIV-034", what: "A canary asks GET /health/detailed; the load balancer does not, for it would take all tasks out with the cache.", proofs: [...DEPENDENCIES_PROBE, ...facts(TYPE.targetGroup, "web-api-blue", { "healthCheck.path": "/health" })] },
  { id: "LIV-035", what: "A canary asks GET /health/db, and is critical.", proofs: DATABASE_PROBE },
  { id: "LIV-036", what: "A canary asks GET /health/redis.", proofs: DEPENDENCIES_PROBE },
  { id: "LIV-037", what: "A canary asks GET /health/firebase.", proofs: DEPENDENCIES_PROBE },
  { id: "LIV-038", what: "The board shows response times with a line at 500 ms.", proofs: shows("health", "TargetResponseTime", '"value":0.5') },
  {
    id: "LIV-039",
    what: "The board shows the share of errors with a line at 1 %, and a day with more of them is told.",
    proofs: [
      ...shows("health", "HTTPCode_Target_5XX_Count", '"label":"objective","value":1}'),
      ...alarm("alarms-web-availability-notice", "warning", { comparisonOperator: "LessThanThreshold", threshold: 99 }),
    ],
  },
  { id: "LIV-040", what: "The board shows requests a second.", proofs: shows("health", "RequestCount", " / PERIOD(") },
  { id: "LIV-041", what: "The board shows users at the same time, which the API publishes.", proofs: shows("health", '"livelihood/production","ActiveUsers"', '"value":50') },
  { id: "LIV-042", what: "The board shows connections to the database.", proofs: shows("health", '"AWS/RDS","DatabaseConnections"') },
  { id: "LIV-043", what: "The board shows memory of services and database.", proofs: shows("health", '"AWS/ECS","MemoryUtilization"', '"AWS/RDS","FreeableMemory"') },
  { id: "LIV-044", what: "The board shows CPU of services and database.", proofs: shows("health", '"AWS/ECS","CPUUtilization"', '"AWS/RDS","CPUUtilization"') },
  { id: "LIV-045", what: "Applications submitted are counted by day.", proofs: byDay("application-submissions", "ApplicationSubmissions", "application-submitted") },
  { id: "LIV-046", what: "Users registered are counted by day.", proofs: byDay("user-registrations", "UserRegistrations", "user-registered") },
  { id: "LIV-047", what: "Enrolments in programmes are counted by day.", proofs: byDay("program-enrollments", "ProgramEnrollments", "program-enrolled") },
  { id: "LIV-048", what: "Documents uploaded are counted by day.", proofs: byDay("document-uploads", "DocumentUploads", "document-uploaded") },
  {
    id: "LIV-049",
    what: "Notifications sent and delivered are counted, and the share that is delivered is shown.",
    proofs: [
      ...counted("notifications-sent", "NotificationsSent", '{ $.event = "notification-sent" }'),
      ...counted("notifications-delivered", "NotificationsDelivered", '{ $.event = "notification-delivered" }'),
      ...shows("business", "100 * delivered0 / sent0", '"livelihood/production","NotificationsSent"', '"livelihood/production","NotificationsDelivered"'),
    ],
  },
  {
    id: "LIV-050",
    what: "What is critical goes to a channel of its own, whose first word is that of the on-call rotation, when it begins and when it ends.",
    proofs: [...mailed("critical", "on-call@example.org"), ...mailed("critical", "backup-contact@example.org"), ...down("critical", "critical", 5), ...NEVER_MUTED],
  },
  {
    id: "LIV-051",
    what: "No healthy task of API or frontend for 5 minutes is critical; a quarter of an hour later management hears.",
    proofs: [...down("critical", "critical", 5), ...down("high", "escalation", 20)],
  },
  {
    id: "LIV-052",
    what: "A failed connection to the database is critical, whoever sees it: the API's log, the canary, or RDS itself.",
    proofs: [
      ...counted("database-connection-failures", "DatabaseConnectionFailures", '?OperationalError ?"connection refused" ?"too many connections" ?"could not connect to server"'),
      ...alarm("alarms-database-connection-failures-critical", "critical", { metricName: "DatabaseConnectionFailures", statistic: "Sum", threshold: 0, comparisonOperator: "GreaterThanThreshold" }),
      ...DATABASE_PROBE,
      { type: "aws:rds/eventSubscription:EventSubscription", name: "database-events", property: "snsTopic", linksTo: topicOf("critical") },
      { type: "aws:rds/eventSubscription:EventSubscription", name: "database-events", property: "eventCategories", includes: "availability" },
      { type: "aws:rds/eventSubscription:EventSubscription", name: "database-events", property: "eventCategories", includes: "failure" },
    ],
  },
  { id: "LIV-053", what: "More than 5 % of errors for 5 minutes is critical.", proofs: errorRate("critical", 5, "critical") },
  { id: "LIV-054", what: "Memory above 90 % is critical, after the five minutes of the other alarms.", proofs: memory("critical", "critical", 90) },
  {
    id: "LIV-055",
    what: "Less than a tenth of the database's 20 GiB free is critical.",
    proofs: alarm("alarms-database-database-storage-critical", "critical", {
      metricName: "FreeStorageSpace", comparisonOperator: "LessThanThreshold", threshold: 2_147_483_648, "dimensions.DBInstanceIdentifier": "livelihood-production-database",
    }),
  },
  {
    id: "LIV-056",
    what: "Answers of more than a second for 15 minutes are a warning; the document's “sustained” has no number.",
    proofs: ["api-blue", "api-green", "frontend-blue"].flatMap((target) =>
      alarm(`alarms-${target}-target-latency-warning`, "warning", {
        metricName: "TargetResponseTime", extendedStatistic: "p95", comparisonOperator: "GreaterThanThreshold", threshold: 1, period: 60, evaluationPeriods: 15,
      }),
    ),
  },
  { id: "LIV-057", what: "More than 2 % of errors is a warning.", proofs: errorRate("warning", 2, "warning") },
  { id: "LIV-058", what: "Memory above 80 % is a warning.", proofs: memory("warning", "warning", 80) },
  { id: "LIV-059", what: "Statements of a second or longer are counted in PostgreSQL's log, and more than five in a minute are a warning.", proofs: SLOW },
  {
    id: "LIV-060",
    what: "A failed backup is a warning, whether AWS Backup's, a copy's, or the dump's.",
    proofs: [
      ...alarm("alarms-vault-backup-failed-warning", "warning", { namespace: "AWS/Backup", metricName: "NumberOfBackupJobsFailed", threshold: 0, comparisonOperator: "GreaterThanThreshold" }),
      ...alarm("alarms-vault-backup-copy-failed-warning", "warning", { metricName: "NumberOfCopyJobsFailed", threshold: 0 }),
      { type: "aws:cloudwatch/eventTarget:EventTarget", name: "backup-backup-database-failures-topic-0", property: "arn", linksTo: topicOf("warning") },
      { type: "aws:cloudwatch/eventTarget:EventTarget", name: "plan-database-failures", property: "arn", linksTo: topicOf("warning") },
    ],
  },
  {
    id: "LIV-061",
    what: "Services log from INFO on; lines of errors are counted and archived apart.",
    proofs: [
      ...[API, API_GREEN, FRONTEND, N8N].map((name) => variable(name, "LOG_LEVEL", "INFO")),
      ...counted("error-lines", "ErrorLines", "?ERROR ?CRITICAL"),
      ...facts(SUBSCRIPTION_FILTER, "logs-error-api-blue", { filterPattern: "?ERROR ?CRITICAL" }),
      ...shows("health", '"livelihood/production","ErrorLines"'),
    ],
  },
  { id: "LIV-073", what: "Every statement is logged; what looks personal in it is masked, as row LIV-029 says.", proofs: [...parameter("log_statement", "all", "immediate"), ...exported] },
  { id: "LIV-074", what: "The duration of every statement is logged.", proofs: [...parameter("log_duration", "1", "immediate"), ...exported] },
  { id: "LIV-075", what: "log_min_duration_statement is 1000 ms, and the log goes to CloudWatch.", proofs: [...parameter("log_min_duration_statement", "1000", "immediate"), ...exported] },
  {
    id: "LIV-084",
    what: "Every hour a job publishes the size of the ten largest tables, by pg_total_relation_size.",
    proofs: [...job(STATISTICS, "cron(15 * * * ? *)"), runs(STATISTICS, "pg_total_relation_size"), runs(STATISTICS, "TableBytes"), runs(STATISTICS, "limit 10")],
  },
  {
    id: "LIV-085",
    what: "Every hour the same job lists the ten slowest statements by mean_exec_time, as PostgreSQL 15 calls it, as a user that may see them.",
    proofs: [
      runs(STATISTICS, "mean_exec_time desc"),
      runs(STATISTICS, "pg_stat_statements"),
      ...facts(TYPE.role, "database-roles-monitoring", { roles: ["pg_monitor"] }),
    ],
  },
  {
    id: "LIV-121",
    what: "One board shows health, and one dashboard every alarm.",
    proofs: [
      ...facts("aws:cloudwatch/dashboard:Dashboard", "dashboard-health", { dashboardName: "livelihood-production-health" }),
      ...shows("health", "livelihood-production-api-blue-few-healthy-targets-critical", "## Requests", "## Resources", "## Errors"),
    ],
  },
  {
    id: "LIV-140",
    what: "Every Friday at 02:00 UTC, 48 hours before the window, people are told of it.",
    proofs: [
      ...facts(TYPE.schedule, "maintenance-notice", { scheduleExpression: "cron(0 2 ? * FRI *)", scheduleExpressionTimezone: "UTC", state: "ENABLED" }),
      { type: TYPE.schedule, name: "maintenance-notice", property: "target.arn", linksTo: topicOf("maintenance-notices") },
      { type: TYPE.schedule, name: "maintenance-notice", property: "target.input", includes: "in 48 hours, SUN 02:00 to SUN 04:00 UTC" },
      ...mailed("maintenance-notices", "on-call@example.org"),
    ],
  },
  { id: "LIV-148", what: "The primary hears what is critical and what is a warning.", proofs: [...mailed("critical", "on-call@example.org"), ...mailed("warning", "on-call@example.org")] },
  {
    id: "LIV-149",
    what: "The secondary hears what is critical; a reserved address stands for the document's placeholder, and going live with one is refused.",
    proofs: [
      ...mailed("critical", "backup-contact@example.org"),
      { test: "tests/cli/go-live.spec.ts", title: "refuses this repository's own systems, whose contacts and account are reserved examples" },
    ],
  },
  {
    id: "LIV-150",
    what: "Management has a channel of its own, which an outage reaches that nobody has mended in a quarter of an hour.",
    proofs: [...mailed("escalation", "management-contact@example.org"), ...down("high", "escalation", 20)],
  },
  {
    id: "LIV-165",
    what: "More than 3 % of errors tells people to look, and adds no task.",
    proofs: [
      ...errorRate("medium", 3, "warning"),
      // Four policies of the API: none of them looks at errors.
      { type: "aws:appautoscaling/policy:Policy", named: /^scaling-api-blue-/, count: 4 },
      ...facts(TYPE.metricAlarm, /^scaling-api-blue-(busy|full|slow)-alarm$/, { metricQueries: undefined }),
    ],
  },
  {
    id: "LIV-200",
    what: "What is critical reaches the primary at any hour: no window silences it.",
    proofs: [...mailed("critical", "on-call@example.org"), ...NEVER_MUTED, { type: "aws:cloudwatch/alarmMuteRule:AlarmMuteRule", count: 1 }],
  },
];
