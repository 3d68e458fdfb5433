import type { Fact, Proof, ResourceEvidence } from "../proof";
import { inStack } from "../proof";
import { TYPE } from "../resources";
import {
  ADMINISTRATION_PROBE, alarm, BOARD, closedPath, facts, FILTER, HOST, ofBothVersions, SITE_PROBE, SLACK, topicOf, WEB, widget,
} from "./resources";

const COLLECTOR = "service-monitoring-task-definition";
const SCRAPE = "containerDefinitions[0].environment[name=COLLECTOR_CONFIG].value.receivers.prometheus.config.scrape_configs[job_name=web]";

/** The collector reads the metrics of every copy, inside the VPC. */
const SCRAPED: readonly ResourceEvidence[] = [
  ...facts(TYPE.task, COLLECTOR, { [`${SCRAPE}.metrics_path`]: "/metrics", [`${SCRAPE}.dns_sd_configs[0].port`]: 3000 }),
  { type: TYPE.service, name: "service-monitoring-service", property: "taskDefinition", linksTo: { type: TYPE.task, name: COLLECTOR, output: "arn" } },
  { type: "aws:amp/workspace:Workspace", count: 1 },
];

/** The load balancer asks both versions' tasks whether they can serve. */
const READY: readonly Fact[] = ["web-web", "web-web-alternate"].flatMap((name) =>
  facts(TYPE.targetGroup, name, { "healthCheck.path": "/ready", "healthCheck.matcher": "200" }),
);
const ALIVE = facts(TYPE.task, WEB, { "containerDefinitions[0].healthCheck.command": ["CMD", "curl", "-f", "http://localhost:3000/health"] });

/** A figure that the worker publishes; silence is as bad as a wrong one. */
const objective = (
  key: string,
  metricName: string,
  widgetIndex: number,
  limit: number,
  comparisonOperator: "GreaterThanOrEqualToThreshold" | "LessThanOrEqualToThreshold",
): readonly Fact[] => [
  ...alarm(`alarms-${key}-high`, ["infrastructure"], {
    namespace: "manufacturing/production", metricName, comparisonOperator, threshold: limit, treatMissingData: "breaching",
  }),
  widget(widgetIndex, "metrics[0][1]", metricName),
  widget(widgetIndex, "annotations.horizontal[label=objective].value", limit),
];

/** Errors of the service by both versions, and of the load balancer itself. */
const errors = (level: "critical" | "warning", threshold: number, channels: readonly string[]): readonly Fact[] =>
  ["web-load-balancer-errors", "web-target-errors", "web-alternate-target-errors"].flatMap((name) =>
    alarm(`alarms-${name}-${level}`, channels, { comparisonOperator: "GreaterThanThreshold", threshold, evaluationPeriods: 5 }),
  );

const latency = (level: "critical" | "warning", threshold: number, channels: readonly string[]): readonly Fact[] =>
  ofBothVersions((version) =>
    alarm(`alarms-${version}-target-latency-${level}`, channels, {
      metricName: "TargetResponseTime", extendedStatistic: "p95", comparisonOperator: "GreaterThanThreshold", threshold, evaluationPeriods: 5,
    }),
  );

const queue = (level: "critical" | "warning", threshold: number, channels: readonly string[]): readonly Fact[] =>
  alarm(`alarms-queue-depth-${level}`, channels, {
    namespace: "Groundwork/Queues",
    metricName: "WaitingJobs",
    "dimensions.System": "manufacturing-production",
    "dimensions.Queue": "jobs",
    comparisonOperator: "GreaterThanThreshold",
    threshold,
    treatMissingData: "breaching",
  });

const memory = ["web", "worker"].flatMap((service) =>
  alarm(`alarms-${service}-task-memory-warning`, ["infrastructure"], {
    namespace: "AWS/ECS",
    metricName: "MemoryUtilization",
    "dimensions.ServiceName": service,
    comparisonOperator: "GreaterThanThreshold",
    threshold: 85,
  }),
);

/** A channel of Slack shows what the topic says, and nothing else. */
const slack = (channel: string, channelId: string): readonly Fact[] => [
  ...facts(SLACK, `channels-slack-T0000000000-${channelId}`, { slackTeamId: "T0000000000", slackChannelId: channelId, "snsTopicArns.length": 1 }),
  { type: SLACK, name: `channels-slack-T0000000000-${channelId}`, property: "snsTopicArns", linksTo: topicOf(channel) },
];

/** What only administrators may ask is closed to everybody else at the edge. */
const CLOSED_ADMINISTRATION = closedPath("administration", "/api/admin");
const CLOSED_QUEUES = closedPath("administration", "/api/queues/status");

/** Rows about what is measured, logged and said to whom. */
export const OBSERVE: readonly Proof[] = [
  { id: "MFG-035", what: "A deployment waits for healthy copies, and a canary goes on asking /health.", proofs: [
    ...facts(TYPE.service, "service-web-service", { waitForSteadyState: true }), ...ALIVE, ...SITE_PROBE,
  ] },
  { id: "MFG-036", what: "The load balancer asks /ready, and so does a canary.", proofs: [...READY, ...SITE_PROBE] },
  {
    id: "MFG-037",
    what: "The collector reads /metrics inside the VPC; the edge refuses it to everybody in every environment.",
    proofs: [...SCRAPED, ...closedPath("metrics", "/metrics"), ...["test", "development"].flatMap((stack) => inStack(stack, [
      { type: "cloudflare:index/ruleset:Ruleset", name: "edge-firewall", property: "rules[ref=block-metrics].action", equals: "block" } satisfies Fact,
    ]))],
  },
  { id: "MFG-038", what: "A canary asks /api/status, which must name the version that was deployed.", proofs: SITE_PROBE },
  {
    id: "MFG-039",
    what: "A canary asks /api/admin/health with a secret of its own; the edge refuses the path to all but the team's addresses and that secret.",
    proofs: [
      ...ADMINISTRATION_PROBE,
      ...CLOSED_ADMINISTRATION,
      {
        type: "cloudflare:index/ruleset:Ruleset", name: "edge-firewall", property: "rules[ref=block-administration].expression",
        includes: 'not any(http.request.headers["authorization"][*] eq "Bearer ',
      },
    ],
  },
  { id: "MFG-041", what: "A canary asks /api/health, which must answer in 2 s, the warning on response times.", proofs: SITE_PROBE },
  { id: "MFG-042", what: "A canary asks /api/performance.", proofs: SITE_PROBE },
  {
    id: "MFG-043",
    what: "/health is the container's own check, and the smoke test and the canary ask for the status healthy.",
    proofs: [
      ...ALIVE,
      ...SITE_PROBE,
      {
        type: "aws:lambda/function:Function", name: "smoke-test-web-function", property: "environment.variables.CHECKS[path=/health].contains",
        equals: '"status":"healthy"',
      },
    ],
  },
  {
    id: "MFG-044",
    what: "/ready is the load balancer's check, and the smoke test and the canary ask for ready true.",
    proofs: [
      ...READY,
      ...SITE_PROBE,
      {
        type: "aws:lambda/function:Function", name: "smoke-test-web-function", property: "environment.variables.CHECKS[path=/ready].contains",
        equals: '"ready":true',
      },
    ],
  },
  { id: "MFG-045", what: "A managed Prometheus holds what the collector reads at /metrics.", proofs: SCRAPED },
  { id: "MFG-046", what: "A canary asks /api/status.", proofs: SITE_PROBE },
  {
    id: "MFG-047",
    what: "A canary asks /api/slo-dashboard, and the board links to it.",
    proofs: [...SITE_PROBE, { type: BOARD, name: "dashboard-operations", property: "dashboardBody", includes: `https://${HOST}/api/slo-dashboard` }],
  },
  {
    id: "MFG-048",
    what: "Data that is 30 minutes old, or of no known age, is an alarm.",
    proofs: objective("data-freshness", "DataAgeMinutes", 8, 30, "GreaterThanOrEqualToThreshold"),
  },
  {
    id: "MFG-049",
    what: "Forecasts of which 99 % succeed or fewer, or of which nothing is known, are an alarm.",
    proofs: objective("forecast-success", "ForecastSuccessPercent", 9, 99, "LessThanOrEqualToThreshold"),
  },
  {
    id: "MFG-050",
    what: "Working capital that is 24 hours old, or of no known age, is an alarm.",
    proofs: objective("working-capital-recency", "WorkingCapitalAgeHours", 10, 24, "GreaterThanOrEqualToThreshold"),
  },
  {
    id: "MFG-051",
    what: "The graph of response times has p95 and a line at 500 ms.",
    proofs: [
      widget(4, "metrics[1][6].stat", "p95"),
      widget(4, "annotations.horizontal[label=objective].value", 0.5),
    ],
  },
  { id: "MFG-052", what: "The graph of errors has a line at 1 %, at which the warning stands too.", proofs: [
    widget(5, "annotations.horizontal[label=objective].value", 1), ...errors("warning", 1, ["infrastructure"]),
  ] },
  {
    id: "MFG-053",
    what: "Of all requests in a day, and of all runs of the canary, 99.9 % must be well; database and cache outlive a zone.",
    proofs: [
      widget(6, "annotations.horizontal[label=objective].value", 99.9),
      ...alarm("alarms-web-availability-high", ["infrastructure"], { comparisonOperator: "LessThanThreshold", threshold: 99.9 }),
      ...alarm("probe-site-availability", ["infrastructure"], {
        metricName: "SuccessPercent", comparisonOperator: "LessThanThreshold", threshold: 99.9, period: 86_400,
      }),
      ...facts(TYPE.database, "database-primary", { multiAz: true }),
      ...facts(TYPE.cache, "cache-group", { multiAzEnabled: true, automaticFailoverEnabled: true }),
      { type: "aws:ec2/natGateway:NatGateway", count: 3 },
    ],
  },
  { id: "MFG-054", what: "Errors above 5 % for five minutes wake somebody.", proofs: errors("critical", 5, ["infrastructure", "on-call"]) },
  { id: "MFG-055", what: "A p95 above 5 s for five minutes wakes somebody.", proofs: latency("critical", 5, ["infrastructure", "on-call"]) },
  {
    id: "MFG-056",
    what: "Failed connections to the database, which the services log, wake somebody; so do RDS's own events reach the database team.",
    proofs: [
      ...["web", "worker"].flatMap((service) =>
        facts(FILTER, `log-metrics-database-connection-failures-${service}`, {
          logGroupName: `/manufacturing-production/${service}`,
          "metricTransformation.name": "DatabaseConnectionFailures",
        }),
      ),
      ...alarm("alarms-database-connection-failures-critical", ["database", "on-call"], {
        namespace: "manufacturing/production", metricName: "DatabaseConnectionFailures", comparisonOperator: "GreaterThanThreshold", threshold: 0,
      }),
      { type: "aws:rds/eventSubscription:EventSubscription", name: "database-events", property: "snsTopic", linksTo: topicOf("database") },
      { type: "aws:rds/eventSubscription:EventSubscription", name: "database-events", property: "eventCategories", includes: "failure" },
    ],
  },
  { id: "MFG-057", what: "More than 5000 jobs that wait wake somebody, and so does a count that is missing.", proofs: queue("critical", 5000, ["infrastructure", "on-call"]) },
  { id: "MFG-058", what: "Errors above 1 % for five minutes are told to the infrastructure team.", proofs: errors("warning", 1, ["infrastructure"]) },
  { id: "MFG-059", what: "A p95 above 2 s for five minutes is told to the infrastructure team.", proofs: latency("warning", 2, ["infrastructure"]) },
  { id: "MFG-060", what: "A task of web or worker above 85 % of its memory is told to the infrastructure team.", proofs: memory },
  { id: "MFG-061", what: "More than 1000 jobs that wait are told to the infrastructure team.", proofs: queue("warning", 1000, ["infrastructure"]) },
  {
    id: "MFG-085",
    what: "A canary asks /api/queues/status with a secret of its own; the edge refuses the path to others.",
    proofs: [...ADMINISTRATION_PROBE, ...CLOSED_QUEUES],
  },
  {
    id: "MFG-089",
    what: "Memory is watched, and a task that was killed for it is told; ECS has started another by then.",
    proofs: [
      ...memory,
      {
        type: "aws:cloudwatch/eventRule:EventRule", name: "out-of-memory-stopped",
        property: "eventPattern.detail.containers.reason[0].prefix", equals: "OutOfMemoryError",
      },
      { type: "aws:cloudwatch/eventTarget:EventTarget", name: "out-of-memory-topic-0", property: "arn", linksTo: topicOf("infrastructure") },
    ],
  },
  {
    id: "MFG-095",
    what: "The pager gets what can't wait, at an address that is a secret; it confirms itself.",
    proofs: [
      ...facts(TYPE.subscription, "channels-on-call-https-pagerduty", { protocol: "https", endpointAutoConfirms: true, "secret:endpoint": true }),
      { type: TYPE.subscription, name: "channels-on-call-https-pagerduty", property: "topic", linksTo: topicOf("on-call") },
      { type: TYPE.metricAlarm, name: /^alarms-.*-critical$/, property: "alarmActions", linksTo: topicOf("on-call") },
    ],
  },
  {
    id: "MFG-096",
    what: "A Slack channel shows what the infrastructure team must know, by its ID, which stands for #infrastructure-alerts until go-live.",
    proofs: slack("infrastructure", "C0000000000"),
  },
  {
    id: "MFG-097",
    what: "A Slack channel of their own shows the database team every alarm of the database.",
    proofs: [
      ...slack("database", "C0000000001"),
      { type: TYPE.metricAlarm, name: /^alarms-database-/, property: "alarmActions", linksTo: topicOf("database") },
      { type: TYPE.metricAlarm, name: /^backup-/, property: "alarmActions", linksTo: topicOf("database") },
    ],
  },
  {
    id: "MFG-098",
    what: "Findings, refused sign-ins and blocked requests are mailed to the security team, at a reserved domain until go-live.",
    proofs: [
      ...facts(TYPE.subscription, "channels-security-email-security@example.com", { protocol: "email", endpoint: "security@example.com" }),
      { type: TYPE.subscription, name: "channels-security-email-security@example.com", property: "topic", linksTo: topicOf("security") },
      { type: TYPE.metricAlarm, name: /^alarms-(failed-sign-ins|blocked-requests)-/, property: "alarmActions", linksTo: topicOf("security") },
      { type: "aws:cloudwatch/eventTarget:EventTarget", name: /^findings-/, property: "arn", linksTo: topicOf("security") },
    ],
  },
  {
    id: "MFG-135",
    what: "The board of operations begins with the five addresses.",
    proofs: ["health", "metrics", "api/status", "api/slo-dashboard", "api/performance"].map((path): Fact => ({
      type: BOARD, name: "dashboard-operations", property: "dashboardBody.widgets[1].properties.markdown", includes: `(https://${HOST}/${path})`,
    })),
  },
];
