import type { Fact, Proof } from "../proof";
import { secretVariable, TYPE } from "../resources";
import { alarm, API, BOARD, CANARY, facts, published, RECORD, RULESET, section, SERVICES, widget } from "./resources";

const SECRET = TYPE.secret;
const STATISTICS = "database-jobs-database-statistics";
const eachService = (evidence: (service: (typeof SERVICES)[number]) => readonly Fact[]) => SERVICES.flatMap(evidence);

/** An external service's value lies in a secret that a person fills. */
const held = (secret: string, variable: string, key?: string): readonly Fact[] => [
  ...facts(SECRET, secret, { "option:protect": true }),
  secretVariable(API, variable, secret, key),
];

const topicOf = (channel: string) => ({ type: TYPE.topic, name: `channels-${channel}`, output: "arn" });
const inOps = (index: number, path: string, value: Parameters<typeof widget>[3]): Fact => widget("ops", index, path, value);

/** A probe that runs, and the alarm on its failures. */
const probes = (name: string, schedule: string): readonly Fact[] => [
  ...facts(CANARY, `probe-${name}`, { name: `operations-production-${name}`, "schedule.expression": schedule, startCanary: true }),
  ...facts(TYPE.metricAlarm, `probe-${name}-failed`, { namespace: "CloudWatchSynthetics", treatMissingData: "breaching" }),
];

/** The host of the dashboards sends its path on to one of them. */
const leadsTo = (index: number, board: string): readonly Fact[] => [
  ...facts(RECORD, "site-dashboard.sentia-manufacturing.com", { name: "dashboard.sentia-manufacturing.com", proxied: true }),
  ...facts(RULESET, "edge-redirects", {
    [`rules[${index}].expression`]: `http.host in {"dashboard.sentia-manufacturing.com"} and http.request.uri.path eq "/${board}"`,
    [`rules[${index}].actionParameters.fromValue.targetUrl.value`]:
      `https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#dashboards/dashboard/operations-production-${board}`,
  }),
  ...facts(BOARD, `dashboard-${board}`, { dashboardName: `operations-production-${board}` }),
];

/** A line of the custom APM: the latency of one external service. */
const latency = (line: number, api: string): readonly Fact[] => [
  inOps(21, `metrics[${line}][1]`, "ExternalLatency"),
  inOps(21, `metrics[${line}][2]`, "Api"),
  inOps(21, `metrics[${line}][3]`, api),
];

const counted = (state: string): Fact => ({
  type: TYPE.task, name: `${STATISTICS}-task-definition`, property: "containerDefinitions[0].command[4]", includes: state,
});

/** Rows about what is measured, logged and said to whom. */
export const OBSERVE: readonly Proof[] = [
  { id: "OPS-030", what: "Errors go to Sentry, whose address is a secret.", proofs: held("secret-sentry", "SENTRY_DSN") },
  {
    id: "OPS-031",
    what: "The platform measures every task.",
    proofs: [
      ...facts("aws:ecs/cluster:Cluster", "cluster-cluster", { "settings[name=containerInsights].value": "enabled" }),
      ...facts(TYPE.database, "database-primary", { monitoringInterval: 60, performanceInsightsEnabled: true }),
    ],
  },
  { id: "OPS-032", what: "The API's own figures come from its log into a namespace of its own.", proofs: published("business", 6, "ActiveUsers", "Maximum") },
  { id: "OPS-033", what: "The site is asked from outside every five minutes, and a probe that stands still is told too.", proofs: probes("site", "rate(5 minutes)") },
  {
    id: "OPS-034",
    what: "A channel of Slack gets messages, and nobody there can do anything.",
    proofs: [
      {
        type: "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration", name: "channels-slack-T0000000000-C0000000071",
        property: "snsTopicArns", linksTo: topicOf("slack"),
      },
      ...facts("aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration", "channels-slack-T0000000000-C0000000071", {
        guardrailPolicyArns: ["arn:aws:iam::aws:policy/AWSDenyAll"],
      }),
    ],
  },
  {
    id: "OPS-035",
    what: "An address gets the alerts by e-mail; the application's own mail goes through SendGrid, whose key is a secret.",
    proofs: [
      ...facts(TYPE.subscription, "channels-email-email-operations@sentia.example", { protocol: "email" }),
      { type: TYPE.subscription, name: "channels-email-email-operations@sentia.example", property: "topic", linksTo: topicOf("email") },
      ...held("secret-sendgrid", "SENDGRID_API_KEY"),
    ],
  },
  {
    id: "OPS-036",
    what: "A telephone gets the alerts as text messages; the application's own go through Twilio, whose account is a secret.",
    proofs: [
      ...facts(TYPE.subscription, "channels-sms-sms-+12025550170", { protocol: "sms" }),
      { type: TYPE.subscription, name: "channels-sms-sms-+12025550170", property: "topic", linksTo: topicOf("sms") },
      ...held("secret-twilio", "TWILIO_AUTH_TOKEN", "auth_token"),
    ],
  },
  {
    id: "OPS-037",
    what: "PagerDuty gets alerts at an address that is a secret.",
    proofs: [
      ...facts(TYPE.subscription, "channels-pagerduty-https-pagerduty", { protocol: "https", endpointAutoConfirms: true, "secret:endpoint": true }),
      { type: TYPE.subscription, name: "channels-pagerduty-https-pagerduty", property: "topic", linksTo: topicOf("pagerduty") },
    ],
  },
  {
    id: "OPS-038",
    what: "Response times are shown as average, p95 and p99, of each service.",
    proofs: [0, 3].flatMap((first) =>
      ["Average", "p95", "p99"].flatMap((stat, index) => [
        inOps(5, `metrics[${first + index}][1]`, "TargetResponseTime"),
        inOps(5, `metrics[${first + index}][6].stat`, stat),
      ]),
    ),
  },
  {
    id: "OPS-039",
    what: "Throughput is shown in requests per second.",
    proofs: [inOps(7, "title", "Requests (per second)"), inOps(7, "metrics[0][0].expression", "requests0 / PERIOD(requests0)"), inOps(7, "metrics[1][1]", "RequestCount")],
  },
  {
    id: "OPS-040",
    what: "The error rate is shown in percent of the requests.",
    proofs: [inOps(6, "metrics[0][0].expression", "IF(requests0 > 0, 100 * FILL(errors0, 0) / (requests0), 0)"), inOps(6, "metrics[1][1]", "HTTPCode_Target_5XX_Count")],
  },
  { id: "OPS-041", what: "Users at the same time are a figure.", proofs: published("business", 6, "ActiveUsers", "Maximum") },
  { id: "OPS-042", what: "The conversion rate is a figure.", proofs: published("business", 1, "ConversionRate", "Average") },
  { id: "OPS-043", what: "Revenue is summed by the hour.", proofs: [...published("business", 4, "Revenue", "Sum"), widget("business", 4, "period", 3600)] },
  { id: "OPS-044", what: "Stock is a figure, and so is what is critical of it.", proofs: [...published("business", 8, "CriticalItems", "Maximum"), ...published("business", 9, "InventoryLevel", "Average")] },
  { id: "OPS-045", what: "CPU of services, database and cache is shown in percent.", proofs: [inOps(9, "title", "CPU (percent)"), inOps(9, "metrics[0][1]", "CPUUtilization")] },
  { id: "OPS-046", what: "Memory of the services is shown in percent.", proofs: [inOps(10, "metrics[0][1]", "MemoryUtilization"), inOps(10, "metrics[1][1]", "MemoryUtilization")] },
  { id: "OPS-047", what: "Disk in use is shown in percent, of the database, which has the only one.", proofs: [inOps(11, "title", "Disk in use, of the storage at the start (percent)"), inOps(11, "metrics[1][1]", "FreeStorageSpace")] },
  {
    id: "OPS-048",
    what: "Connections to the database are counted.",
    proofs: [inOps(12, "metrics[0][1]", "DatabaseConnections"), ...facts(TYPE.metricAlarm, "alarms-database-database-connections-medium", { metricName: "DatabaseConnections" })],
  },
  {
    id: "OPS-049",
    what: "The response time of each of the five external services is shown.",
    proofs: ["clerk", "amazon", "shopify", "unleashed", "quickbooks"].flatMap((api, line) => latency(line, api)),
  },
  { id: "OPS-050", what: "Jobs that wait are counted and shown.", proofs: published("ops", 14, "JobQueueLength", "Maximum") },
  { id: "OPS-051", what: "The share of reads that the cache answered is shown.", proofs: [inOps(13, "metrics[0][1]", "CacheHitRate")] },
  {
    id: "OPS-052",
    what: "The load balancer and each copy ask /health; a probe expects it healthy and of the deployed version.",
    proofs: [
      ...facts(TYPE.targetGroup, "web-api", { "healthCheck.path": "/health", "healthCheck.matcher": "200" }),
      ...facts(TYPE.task, API, { "containerDefinitions[0].healthCheck.command": ["CMD", "curl", "-f", "http://localhost:3000/health"] }),
      ...probes("site", "rate(5 minutes)"),
      { setting: "synthetics.canaries.site.steps.1.versionField.service", refuses: "nobody", expected: /^a service whose image has a tag: frontend, api$/ },
    ],
  },
  {
    id: "OPS-053",
    what: "A probe asks /api/health; what it says of others takes no copy out, since the load balancer asks /health.",
    proofs: [
      ...probes("api", "rate(15 minutes)"),
      ...probes("external", "rate(15 minutes)"),
      ...facts(TYPE.targetGroup, "web-api", { "healthCheck.path": "/health" }),
      { setting: "synthetics.canaries.external.steps.2.path", refuses: "api/health", expected: /^a path that begins with a slash/ },
    ],
  },
  {
    id: "OPS-054",
    what: "A probe asks /api/system/info with a token, which the API asks of everybody.",
    proofs: [
      ...probes("api", "rate(15 minutes)"),
      { type: CANARY, name: "probe-api", property: "runConfig.environmentVariables.PROBE_SECRET_2", linksTo: { type: SECRET, name: "secret-probe", output: "arn" } },
      secretVariable(API, "SYSTEM_INFO_TOKEN", "secret-probe"),
      { setting: "synthetics.canaries.api.steps.1.header.secret", refuses: "nothing-of-ours", expected: /^one of groundwork:secrets/ },
    ],
  },
  {
    id: "OPS-055",
    what: "Above 5 percent errors for 5 minutes Slack and e-mail are told, high.",
    proofs: eachService((service) =>
      alarm(`alarms-${service}-target-errors-high`, {
        "metricQueries[0].expression": "IF(requests > 19, 100 * FILL(errors, 0) / (requests), 0)",
        comparisonOperator: "GreaterThanThreshold", threshold: 5, evaluationPeriods: 5, datapointsToAlarm: 5,
        "metricQueries[1].metric.period": 60, "tags.Severity": "high",
      }, ["slack", "email"]),
    ),
  },
  {
    id: "OPS-056",
    what: "A p95 above 2 seconds for 3 minutes is told to Slack, medium.",
    proofs: eachService((service) =>
      alarm(`alarms-${service}-target-latency-medium`, {
        metricName: "TargetResponseTime", extendedStatistic: "p95", comparisonOperator: "GreaterThanThreshold",
        threshold: 2, period: 60, evaluationPeriods: 3, datapointsToAlarm: 3, "tags.Severity": "medium",
      }, ["slack"]),
    ),
  },
  {
    id: "OPS-057",
    what: "CPU above 80 percent for 10 minutes is told to Slack and by e-mail, medium, of services and databases.",
    proofs: ["alarms-api-task-cpu-medium", "alarms-frontend-task-cpu-medium", "alarms-database-database-cpu-medium", "alarms-database-replica-1-database-cpu-medium"]
      .flatMap((name) =>
        alarm(name, {
          metricName: "CPUUtilization", comparisonOperator: "GreaterThanThreshold",
          threshold: 80, period: 60, evaluationPeriods: 10, datapointsToAlarm: 10, "tags.Severity": "medium",
        }, ["slack", "email"]),
      ),
  },
  {
    id: "OPS-058",
    what: "Memory above 90 percent for 5 minutes calls PagerDuty and the telephone, high.",
    proofs: eachService((service) =>
      alarm(`alarms-${service}-task-memory-high`, {
        metricName: "MemoryUtilization", statistic: "Maximum", comparisonOperator: "GreaterThanThreshold",
        threshold: 90, period: 60, evaluationPeriods: 5, datapointsToAlarm: 5, "tags.Severity": "high",
      }, ["pagerduty", "sms"]),
    ),
  },
  {
    id: "OPS-059",
    what: "A conversion rate below 2 percent for an hour is told by e-mail, medium.",
    proofs: alarm("alarms-conversion-rate-medium", {
      namespace: "Sentia/production", metricName: "ConversionRate", statistic: "Average", comparisonOperator: "LessThanThreshold",
      threshold: 2, period: 3600, evaluationPeriods: 1, "tags.Severity": "medium",
    }, ["email"]),
  },
  {
    id: "OPS-060",
    what: "A fall of revenue by 20 percent or more for 30 minutes is told to Slack and by e-mail, high; the document's sign is mended.",
    proofs: alarm("alarms-revenue-change-high", {
      namespace: "Sentia/production", metricName: "RevenueChange", statistic: "Average", comparisonOperator: "LessThanOrEqualToThreshold",
      threshold: -20, period: 300, evaluationPeriods: 6, datapointsToAlarm: 6, "tags.Severity": "high",
    }, ["slack", "email"]),
  },
  {
    id: "OPS-061",
    what: "The first article that is critical calls PagerDuty, the telephone and Slack, critical.",
    proofs: alarm("alarms-critical-items-critical", {
      namespace: "Sentia/production", metricName: "CriticalItems", statistic: "Maximum", comparisonOperator: "GreaterThanThreshold",
      threshold: 0, period: 60, evaluationPeriods: 1, treatMissingData: "notBreaching", "tags.Severity": "critical",
    }, ["pagerduty", "sms", "slack"]),
  },
  { id: "OPS-062", what: "dashboard.sentia-manufacturing.com/ops leads to the operational dashboard, where a reader logs in.", proofs: leadsTo(1, "ops") },
  {
    id: "OPS-063",
    what: "The first widget shows whether it is up, for how long, and in which version.",
    proofs: [
      section("ops", 0, "System overview (status, uptime, version)"),
      inOps(1, "title", "Requests answered without a 5xx (percent)"),
      inOps(2, "metrics[0][1]", "SuccessPercent"),
      inOps(3, "query", "SOURCE '/operations-production/api' | filter ispresent(version) | stats latest(version) as version, latest(uptime) as uptime by @logStream | limit 20"),
    ],
  },
  {
    id: "OPS-064",
    what: "The second shows response times, error rate and throughput.",
    proofs: [
      section("ops", 4, "Performance metrics (response time, error rate, throughput)"),
      inOps(5, "title", "Response time (seconds)"), inOps(6, "title", "5xx answers (percent)"), inOps(7, "title", "Requests (per second)"),
    ],
  },
  {
    id: "OPS-065",
    what: "The third shows CPU, memory and disk.",
    proofs: [
      section("ops", 8, "Resource utilization (CPU, memory, disk)"),
      inOps(9, "title", "CPU (percent)"),
      inOps(10, "title", "Memory (percent), freeable of the database (bytes, right)"),
      inOps(11, "title", "Disk in use, of the storage at the start (percent)"),
    ],
  },
  {
    id: "OPS-066",
    what: "The fourth shows the state of every alarm.",
    proofs: [
      section("ops", 15, "Active alerts and incidents"),
      { type: BOARD, name: "dashboard-ops", property: "dashboardBody.widgets[16].properties.alarms", includes: "arn:aws:cloudwatch:eu-west-1:240000000001:alarm:operations-production-critical-items-critical" },
      { type: BOARD, name: "dashboard-ops", property: "dashboardBody.widgets[16].properties.alarms", includes: "arn:aws:cloudwatch:eu-west-1:240000000001:alarm:operations-production-api-target-errors-high" },
    ],
  },
  {
    id: "OPS-067",
    what: "The fifth shows the latest deployments, which ECS reports into a log.",
    proofs: [
      section("ops", 17, "Recent deployments"),
      inOps(18, "title", "Recent deployments"),
      { type: BOARD, name: "dashboard-ops", property: "dashboardBody.widgets[18].properties.query", matches: /^SOURCE '\/aws\/events\/operations-production-deployments'/ },
      ...facts("aws:cloudwatch/eventRule:EventRule", "deployments-deployed", { "eventPattern.detail-type": ["ECS Deployment State Change"] }),
    ],
  },
  {
    id: "OPS-068",
    what: "The sixth shows what the probe finds of external services, and how fast each is.",
    proofs: [
      section("ops", 19, "External service status"),
      inOps(20, "metrics[0][3]", "operations-production-external"),
      ...["clerk", "amazon", "shopify", "unleashed", "quickbooks"].flatMap((api, line) => latency(line, api)),
    ],
  },
  { id: "OPS-069", what: "dashboard.sentia-manufacturing.com/business leads to the business dashboard.", proofs: leadsTo(0, "business") },
  {
    id: "OPS-070",
    what: "Its first widget shows what is promised: conversion, and revenue against the week before.",
    proofs: [section("business", 0, "Key performance indicators"), ...published("business", 1, "ConversionRate", "Average"), ...published("business", 2, "RevenueChange", "Average")],
  },
  { id: "OPS-071", what: "The second shows revenue by the hour.", proofs: [section("business", 3, "Revenue tracking"), ...published("business", 4, "Revenue", "Sum")] },
  { id: "OPS-072", what: "The third shows users at the same time.", proofs: [section("business", 5, "User engagement metrics"), ...published("business", 6, "ActiveUsers", "Maximum")] },
  {
    id: "OPS-073",
    what: "The fourth shows the stock, and what is critical of it.",
    proofs: [section("business", 7, "Inventory status"), ...published("business", 8, "CriticalItems", "Maximum"), ...published("business", 9, "InventoryLevel", "Average")],
  },
  {
    id: "OPS-074",
    what: "The fifth shows the way from visit to order.",
    proofs: [
      section("business", 10, "Conversion funnels"),
      ...["Visits", "OrdersStarted", "OrdersCompleted"].flatMap((name, line) => published("business", 11, name, "Sum", line)),
    ],
  },
  {
    id: "OPS-076",
    what: "Browsers report Core Web Vitals by themselves, and what Google calls good is an alarm.",
    proofs: [
      ...facts("aws:rum/appMonitor:AppMonitor", "browsers-monitor", {
        domainLists: ["sentia-manufacturing.com"], "appMonitorConfiguration.telemetries": ["errors", "http", "performance"],
      }),
      ...facts(TYPE.metricAlarm, "browsers-largest-contentful-paint", { threshold: 2500 }),
      ...facts(TYPE.metricAlarm, "browsers-cumulative-layout-shift", { threshold: 0.1 }),
    ],
  },
  {
    id: "OPS-089",
    what: "Every hour connections are counted by state and published, by a role that reads only.",
    proofs: [
      ...facts(TYPE.schedule, `${STATISTICS}-schedule`, { scheduleExpression: "cron(10 * * * ? *)", state: "ENABLED" }),
      counted("left join pg_stat_activity on state = wanted"),
      ...facts(TYPE.task, `${STATISTICS}-task-definition`, { "containerDefinitions[0].environment[name=PGUSER].value": "monitoring" }),
    ],
  },
  {
    id: "OPS-093",
    what: "Every hour the twenty statements that cost most are listed; the library is loaded and the extension made.",
    proofs: [
      { type: TYPE.parameters, name: "database-parameters", property: "parameters[name=shared_preload_libraries].value", equals: "pg_stat_statements" },
      ...facts("postgresql:index/extension:Extension", "database-extensions-pg_stat_statements", { name: "pg_stat_statements" }),
      counted("from pg_stat_statements"), counted("order by total_exec_time desc limit 20"),
    ],
  },
  { id: "OPS-188", what: "Performance is shown in one widget and has alarms.", proofs: [section("ops", 4, "Performance metrics (response time, error rate, throughput)"), ...facts(TYPE.metricAlarm, "alarms-api-target-latency-medium", { threshold: 2 })] },
  {
    id: "OPS-191",
    what: "The API's audit lines are kept for 90 days and archived; who changed objects is in the account's trail.",
    proofs: [
      ...facts("aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter", "logs-audit-api", { filterPattern: '{ $.log = "audit" }' }),
      ...facts("aws:cloudtrail/trail:Trail", "audit-trail", { enableLogging: true, enableLogFileValidation: true, isMultiRegionTrail: true }),
    ],
  },
  {
    id: "OPS-206",
    what: "/health is asked every five minutes, not once a day.",
    proofs: [...probes("site", "rate(5 minutes)"), { setting: "synthetics.canaries.site.rateMinutes", refuses: 1440, expected: /60/ }],
  },
  {
    id: "OPS-208",
    what: "Logs end by themselves, after 90 days.",
    proofs: [
      { type: TYPE.logGroup, name: /^(service-(api|frontend)-task-log|database-logs-postgresql|network-flow-logs-records)$/, property: "retentionInDays", equals: 90 },
      { type: TYPE.logGroup, name: "service-api-task-log", property: "retentionInDays", equals: 90 },
    ],
  },
  {
    id: "OPS-229",
    what: "A session that is idle in a transaction is ended after five minutes, and such sessions are counted.",
    proofs: [
      { type: TYPE.parameters, name: "database-parameters", property: "parameters[name=idle_in_transaction_session_timeout].value", equals: "300000" },
      counted("idle in transaction"),
    ],
  },
  { id: "OPS-233", what: "The share of reads that the cache answered is shown.", proofs: [inOps(13, "title", "Reads that the cache answered (percent)"), inOps(13, "metrics[0][1]", "CacheHitRate")] },
];
