import type { Evidence, Fact, Proof } from "../proof";
import { inGroup, linkedVariable, secretVariable, TYPE, variable } from "../resources";
import { BACKEND, FRONTEND, MONITORING } from "./resources";

const TOPIC = "aws:sns/topic:Topic";
const SUBSCRIPTION = "aws:sns/topicSubscription:TopicSubscription";
const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";
const WORKSPACE = { type: "aws:amp/workspace:Workspace", name: "prometheus-workspace", output: "id" } as const;
const STATES = "task-connection-states-task-definition";
const BACKUP_JOBS = ["backup-database", "sync-files", "snapshot-files", "check-backups"];

const task = (name: string, property: string, equals: string | number): Fact => ({
  type: TYPE.task, name, property: `containerDefinitions[0].${property}`, equals,
});
const target = (name: "backend" | "frontend", property: string, equals: string | number): Fact => ({
  type: TYPE.targetGroup, name: `web-${name}`, property, equals,
});
const topicOf = (channel: string) => ({ type: TOPIC, name: `channels-${channel}`, output: "arn" });

/** A container asks itself at its own port; the load balancer asks the same path. */
const asks = (name: "backend" | "frontend", definition: string, port: number): readonly Fact[] => [
  {
    type: TYPE.task, name: definition, property: "containerDefinitions[0].healthCheck.command",
    equals: ["CMD", "curl", "-f", `http://localhost:${port}/health`],
  },
  target(name, "port", port),
  target(name, "healthCheck.port", "traffic-port"),
  target(name, "healthCheck.path", "/health"),
];

/** A new task is not judged before its start period is over, by the container's check or by the load balancer. */
const waits = (name: "backend" | "frontend", definition: string): readonly Fact[] => [
  task(definition, "healthCheck.startPeriod", 40),
  { type: TYPE.service, name: `service-${name}-service`, property: "healthCheckGracePeriodSeconds", atLeast: 40 },
];

/** An alarm, and the channel that hears of it. */
const alarm = (name: string, metricName: string, channel: string): readonly Fact[] => [
  { type: TYPE.metricAlarm, name, property: "metricName", equals: metricName },
  { type: TYPE.metricAlarm, name, property: "alarmActions", linksTo: topicOf(channel) },
];

/** A service's output goes to a log group of its own, in one place for all. */
const logs = (name: "backend" | "frontend", definition: string): readonly Fact[] => [
  task(definition, "logConfiguration.logDriver", "awslogs"),
  task(definition, "logConfiguration.options.awslogs-group", `/scholarship-production/${name}`),
  { type: LOG_GROUP, name: `service-${name}-task-log`, property: "name", equals: `/scholarship-production/${name}` },
];

/** Who is told through a channel, and that the channel is this one. */
const told = (channel: string, protocol: "email" | "sms", endpoint: string): readonly Evidence[] => {
  const name = `channels-${channel}-${protocol}-${endpoint}`;
  return [
    { type: SUBSCRIPTION, name, property: "endpoint", equals: endpoint },
    { type: SUBSCRIPTION, name, property: "protocol", equals: protocol },
    { type: SUBSCRIPTION, name, property: "topic", linksTo: topicOf(channel) },
  ];
};

/** Nobody from outside reaches monitoring, whatever the port. */
const noDoor = (port: number): readonly Evidence[] => [
  { openings: "ingress", of: "firewall-monitoring", exactly: [] },
  ...inGroup("service-monitoring-service", "firewall-monitoring"),
  { openings: "ingress", of: "firewall-load-balancer", port, exactly: [] },
  { openings: "egress", of: "firewall-load-balancer", port, exactly: port === 3000 ? ["firewall-load-balancer -> firewall-frontend:3000"] : [] },
  { type: TYPE.listener, count: 2 },
  { type: TYPE.listener, where: { property: "port", equals: port }, count: 0 },
];

/** Rows about health checks, logs, metrics, alarms and who is told. */
export const OBSERVE: readonly Proof[] = [
  {
    id: "SCH-019",
    what: "Prometheus keeps the metrics that a collector reads off the API and the database.",
    proofs: [
      { type: WORKSPACE.type, name: WORKSPACE.name, property: "alias", equals: "scholarship-production" },
      {
        type: TYPE.task, name: MONITORING, property: "containerDefinitions[0].environment[name=COLLECTOR_CONFIG].value.exporters.prometheusremotewrite.endpoint",
        matches: /^https:\/\/aps-workspaces\.eu-central-1\.amazonaws\.com\/workspaces\/ws-[^/]+\/api\/v1\/remote_write$/,
      },
      {
        type: TYPE.rolePolicy, name: "service-monitoring-task-task", property: "policy.Statement[0].Resource",
        linksTo: { ...WORKSPACE, output: "arn" },
      },
      { type: TYPE.service, name: "service-monitoring-service", property: "desiredCount", equals: 1 },
    ],
  },
  {
    id: "SCH-020",
    what: "A dashboard shows every tier; CloudWatch's stands where the document has Grafana.",
    proofs: [
      { type: "aws:cloudwatch/dashboard:Dashboard", count: 1 },
      ...["ApplicationELB", "ECS", "RDS", "ElastiCache"].map((service): Fact => ({
        type: "aws:cloudwatch/dashboard:Dashboard", name: "dashboard-overview", property: "dashboardBody", includes: `AWS/${service}`,
      })),
    ],
  },
  {
    id: "SCH-021",
    what: "Alertmanager passes on what Prometheus finds, to the channels of the people who know it.",
    proofs: [
      {
        type: "aws:amp/alertManagerDefinition:AlertManagerDefinition", name: "prometheus-alert-manager",
        property: "definition", includes: ":scholarship-production-operations",
      },
      {
        type: "aws:amp/alertManagerDefinition:AlertManagerDefinition", name: "prometheus-alert-manager",
        property: "definition", includes: ":scholarship-production-database",
      },
      { type: "aws:amp/ruleGroupNamespace:RuleGroupNamespace", name: "prometheus-rules", property: "data", includes: '"alert": "scrape-failed"' },
    ],
  },
  {
    id: "SCH-029",
    what: "Rules and Alertmanager read from the same Prometheus; so does any Grafana that signs in to AWS.",
    proofs: [
      {
        type: "aws:amp/alertManagerDefinition:AlertManagerDefinition", name: "prometheus-alert-manager",
        property: "workspaceId", linksTo: WORKSPACE,
      },
      { type: "aws:amp/ruleGroupNamespace:RuleGroupNamespace", name: "prometheus-rules", property: "workspaceId", linksTo: WORKSPACE },
    ],
  },
  {
    id: "SCH-050",
    what: "The API gets SENTRY_DSN from a secret, and may reach Sentry.",
    proofs: [
      secretVariable(BACKEND, "SENTRY_DSN", "secret-sentry", "dsn"),
      { openings: "egress", of: "firewall-backend", port: 443, exactly: ["firewall-backend -> 0.0.0.0/0:443", "firewall-backend -> firewall-endpoints:443", "firewall-backend -> network-s3:443"] },
    ],
  },
  {
    id: "SCH-051",
    what: "PROMETHEUS_ENABLED is true in the API, and its metrics are read.",
    proofs: [
      variable(BACKEND, "PROMETHEUS_ENABLED", "true"),
      task(MONITORING, "environment[name=COLLECTOR_CONFIG].value.receivers.prometheus.config.scrape_configs[0].job_name", "backend"),
      task(MONITORING, "environment[name=COLLECTOR_CONFIG].value.receivers.prometheus.config.scrape_configs[0].metrics_path", "/metrics"),
    ],
  },
  { id: "SCH-075", what: "The API is asked for /health at port 8000, with curl.", proofs: asks("backend", BACKEND, 8000) },
  {
    id: "SCH-076",
    what: "The API is asked every 30 seconds.",
    proofs: [task(BACKEND, "healthCheck.interval", 30), target("backend", "healthCheck.interval", 30)],
  },
  {
    id: "SCH-077",
    what: "The API has 10 seconds to answer.",
    proofs: [task(BACKEND, "healthCheck.timeout", 10), target("backend", "healthCheck.timeout", 10)],
  },
  { id: "SCH-078", what: "The API has 40 seconds to start.", proofs: waits("backend", BACKEND) },
  {
    id: "SCH-079",
    what: "The API is ill after 3 failures.",
    proofs: [task(BACKEND, "healthCheck.retries", 3), target("backend", "healthCheck.unhealthyThreshold", 3)],
  },
  { id: "SCH-080", what: "The frontend is asked for /health at port 3000, with curl.", proofs: asks("frontend", FRONTEND, 3000) },
  {
    id: "SCH-081",
    what: "The frontend is asked every 30 seconds.",
    proofs: [task(FRONTEND, "healthCheck.interval", 30), target("frontend", "healthCheck.interval", 30)],
  },
  {
    id: "SCH-082",
    what: "The frontend has 10 seconds to answer.",
    proofs: [task(FRONTEND, "healthCheck.timeout", 10), target("frontend", "healthCheck.timeout", 10)],
  },
  { id: "SCH-083", what: "The frontend has 40 seconds to start.", proofs: waits("frontend", FRONTEND) },
  {
    id: "SCH-084",
    what: "The frontend is ill after 3 failures.",
    proofs: [task(FRONTEND, "healthCheck.retries", 3), target("frontend", "healthCheck.unhealthyThreshold", 3)],
  },
  { id: "SCH-085", what: "Logs of all containers are in one place.", proofs: [...logs("backend", BACKEND), ...logs("frontend", FRONTEND)] },
  {
    id: "SCH-086",
    what: "Logs don't grow for ever: CloudWatch keeps them by days, where the document rotates by size.",
    proofs: [
      { type: LOG_GROUP, name: "service-backend-task-log", property: "retentionInDays", equals: 90 },
      { type: LOG_GROUP, name: "service-frontend-task-log", property: "retentionInDays", equals: 90 },
      // Every other one has an end too: 30 days at least, so that it is set at all.
      { type: LOG_GROUP, name: /./, property: "retentionInDays", atLeast: 30 },
    ],
  },
  {
    id: "SCH-087",
    what: "Logs are labelled production, by name and by tag.",
    proofs: [
      { type: TYPE.awsProvider, name: "aws", property: "defaultTags.tags.Environment", equals: "production" },
      { type: LOG_GROUP, name: /^service-(backend|frontend)-task-log$/, property: "name", matches: /^\/scholarship-production\// },
    ],
  },
  {
    id: "SCH-088",
    what: "Monitoring is deployed apart from the application: a service of its own, which no service of the application waits for.",
    proofs: [
      {
        type: TYPE.service, name: "service-monitoring-service",
        property: "taskDefinition", linksTo: { type: TYPE.task, name: MONITORING, output: "arn" },
      },
      ...inGroup("service-monitoring-service", "firewall-monitoring"),
      // Nothing can wait for what waits for it.
      { type: "groundwork:service:Service", name: "service-monitoring", waitsFor: "groundwork:service:Service::service-backend" },
    ],
  },
  {
    id: "SCH-089",
    what: "Dashboards are reached through the sign-in of AWS: port 3000 has no door, as the firewall of the same document wants.",
    proofs: noDoor(3000),
  },
  { id: "SCH-090", what: "Prometheus is reached through the sign-in of AWS: port 9090 has no door.", proofs: noDoor(9090) },
  {
    id: "SCH-103",
    what: "All that the backup jobs say is logged, and a job that fails or never starts is reported.",
    proofs: [
      ...BACKUP_JOBS.flatMap((job): Fact[] => [
        task(`backup-${job}-task-definition`, "logConfiguration.options.awslogs-group", `/scholarship-production/${job}`),
        { type: LOG_GROUP, name: `backup-${job}-task-log`, property: "name", equals: `/scholarship-production/${job}` },
        { type: "aws:cloudwatch/eventTarget:EventTarget", name: `backup-${job}-failures-topic-0`, property: "arn", linksTo: topicOf("operations") },
        ...alarm(`backup-${job}-alarms-did-not-run`, "InvocationAttemptCount", "operations"),
      ]),
      ...alarm("backup-not-proven", "BackupProblems", "operations"),
    ],
  },
  {
    id: "SCH-140",
    what: "After a recovery /health tells of both services: the load balancer asks each, and an alarm tells when none answers.",
    proofs: [
      target("backend", "healthCheck.path", "/health"),
      target("frontend", "healthCheck.path", "/health"),
      ...["backend", "frontend"].flatMap((name) => alarm(`alarms-${name}-few-healthy-targets-critical`, "HealthyHostCount", "on-call")),
      { type: TYPE.metricAlarm, name: /-few-healthy-targets-critical$/, property: "treatMissingData", equals: "breaching" },
    ],
  },
  {
    id: "SCH-153",
    what: "The memory of the containers can be seen, and an alarm tells when it runs short.",
    proofs: [
      { type: "aws:ecs/cluster:Cluster", name: "cluster-cluster", property: "settings[name=containerInsights].value", equals: "enabled" },
      ...["backend", "frontend"].flatMap((name) => alarm(`alarms-${name}-task-memory-warning`, "MemoryUtilization", "operations")),
      { type: "aws:cloudwatch/dashboard:Dashboard", name: "dashboard-overview", property: "dashboardBody", includes: "MemoryUtilization" },
    ],
  },
  {
    id: "SCH-155",
    what: "PostgreSQL's own log can be read, of the primary and of the replica.",
    proofs: [
      { type: TYPE.database, name: /^database-(primary|replica-1-instance)$/, property: "enabledCloudwatchLogsExports", includes: "postgresql" },
      { type: LOG_GROUP, name: "database-logs-postgresql", property: "name", equals: "/aws/rds/instance/scholarship-production-database/postgresql" },
      {
        type: LOG_GROUP, name: "database-replica-1-logs-postgresql",
        property: "name", equals: "/aws/rds/instance/scholarship-production-database-replica-1/postgresql",
      },
    ],
  },
  {
    id: "SCH-156",
    what: "Connections are counted by state: all the time by the monitoring user, and on demand as the application, which sees the states of its own pool.",
    proofs: [
      {
        type: TYPE.task, name: MONITORING, property: "containerDefinitions[0].environment[name=COLLECTOR_CONFIG].value.receivers.sqlquery.queries[1].sql",
        includes: "count(*) AS value FROM pg_stat_activity",
      },
      secretVariable(MONITORING, "DATABASE_URL", "credentials-monitoring", "url"),
      task(STATES, "command[4]", "SELECT state, count(*) FROM pg_stat_activity GROUP BY state"),
      linkedVariable(STATES, "PGHOST", { type: TYPE.database, name: "database-primary", output: "address" }),
      secretVariable(STATES, "PGUSER", "credentials-application", "username"),
      secretVariable(STATES, "PGPASSWORD", "credentials-application", "password"),
    ],
  },
  {
    id: "SCH-158",
    what: "An alarm tells when a disk of the database fills up.",
    proofs: ["database", "database-replica-1"].flatMap((name): Fact[] => [
      ...alarm(`alarms-${name}-database-storage-critical`, "FreeStorageSpace", "database"),
      { type: TYPE.metricAlarm, name: `alarms-${name}-database-storage-critical`, property: "threshold", equals: 8 * 1024 ** 3 },
      { type: TYPE.metricAlarm, name: `alarms-${name}-database-storage-critical`, property: "comparisonOperator", equals: "LessThanThreshold" },
    ]),
  },
  {
    id: "SCH-159",
    what: "The system administrator is told by e-mail; the address is a reserved one until go-live.",
    proofs: [...told("operations", "email", "admin@example.edu"), ...alarm("alarms-backend-task-memory-warning", "MemoryUtilization", "operations")],
  },
  {
    id: "SCH-160",
    what: "The database administrator is told of the database by e-mail; the address is a reserved one until go-live.",
    proofs: [
      ...told("database", "email", "dba@example.edu"),
      { type: TYPE.metricAlarm, name: /^alarms-database-/, property: "alarmActions", linksTo: topicOf("database") },
      { type: "aws:rds/eventSubscription:EventSubscription", name: "database-events", property: "snsTopic", linksTo: topicOf("database") },
    ],
  },
  {
    id: "SCH-161",
    what: "The security team has a channel of its own, by e-mail; the address is a reserved one until go-live.",
    proofs: told("security", "email", "security@example.edu"),
  },
  {
    id: "SCH-162",
    what: "The on-call engineer is told by text message of what can't wait; the number is a fictional one that telephones accept.",
    proofs: [
      ...told("on-call", "sms", "+12025550123"),
      { type: SUBSCRIPTION, name: "channels-on-call-sms-+12025550123", property: "endpoint", matches: /^\+[1-9]\d{6,14}$/ },
      {
        type: TYPE.metricAlarm, name: /^alarms-(web-load-balancer-errors|.*-few-healthy-targets)-critical$/,
        property: "alarmActions", linksTo: topicOf("on-call"),
      },
    ],
  },
];
