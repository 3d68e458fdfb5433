import type { Evidence, Fact, Proof } from "../proof";
import { linkedVariable, TYPE, variable } from "../resources";
import {
  alarm, API_PROBE, CALLED, CANARY, DASHBOARD, DATABASE_PROBE, FIRST_BYTE_PROBE, FRONTEND, RECORD, SITE, SITE_PROBE, STATISTICS, SUPABASE,
  topicOf, vital, widget,
} from "./resources";

const MONITOR = { type: "aws:rum/appMonitor:AppMonitor", name: "browsers-monitor" } as const;
const GO_LIVE: Evidence = {
  test: "tests/cli/go-live.spec.ts", title: "refuses this repository's own systems, whose contacts and account are reserved examples",
};

/** Who is told through a channel, and that the channel is this one. */
const mailed = (channel: string, endpoint: string): readonly Fact[] => {
  const of = { type: TYPE.subscription, name: `channels-${channel}-email-${endpoint}` } as const;
  return [
    { ...of, property: "protocol", equals: "email" },
    { ...of, property: "endpoint", equals: endpoint },
    { ...of, property: "topic", linksTo: topicOf(channel) },
  ];
};

/** A message by the calendar, to whom it goes and where it leads. */
const sent = (name: string, schedule: string, channel: string, text: string): readonly Fact[] => {
  const of = { type: TYPE.schedule, name: `reports-${name}` } as const;
  return [
    { ...of, property: "scheduleExpression", equals: schedule },
    { ...of, property: "target.arn", linksTo: topicOf(channel) },
    { ...of, property: "target.input", includes: text },
    { ...of, property: "target.input", matches: /#dashboards\/dashboard\/webapp-production-operations$/ },
  ];
};

/** Without the channel the stack is refused: alarms and jobs name it. */
const required = (channel: string): Evidence => ({ setting: `channels.${channel}`, refuses: undefined, expected: /^one of groundwork:channels: / });

const measured: readonly Fact[] = [
  { ...MONITOR, property: "domainLists", equals: [SITE] },
  { ...MONITOR, property: "appMonitorConfiguration.telemetries", equals: ["errors", "http", "performance"] },
  { ...MONITOR, property: "appMonitorConfiguration.sessionSampleRate", equals: 1 },
  linkedVariable(FRONTEND, "VITE_RUM_APP_MONITOR_ID", { ...MONITOR, output: "appMonitorId" }),
];

const LCP = vital("largest-contentful-paint", "WebVitalsLargestContentfulPaint", 2500, ["devops"]);
const FID = vital("first-input-delay", "WebVitalsFirstInputDelay", 100, ["devops"]);
const CLS = vital("cumulative-layout-shift", "WebVitalsCumulativeLayoutShift", 0.1, ["devops"]);
/** Of a page as a visitor gets it, and of what the service itself takes. */
const TTFB: readonly Fact[] = [
  ...FIRST_BYTE_PROBE,
  ...alarm("alarms-frontend-target-latency-warning", ["devops"], { metricName: "TargetResponseTime", extendedStatistic: "p95", threshold: 0.6 }),
];
const PAGE_LOAD = vital("page-load", "PerformanceNavigationDuration", 3000, CALLED);
const SCRIPT_ERRORS: readonly Fact[] = alarm("browsers-script-errors", ["devops"], { namespace: "AWS/RUM", metricName: "JsErrorCount", statistic: "Sum", threshold: 10 });

const errorRate = (target: string): readonly Fact[] =>
  alarm(`alarms-${target}-target-errors-critical`, CALLED, {
    "metricQueries[id=rate].expression": "IF(requests > 19, 100 * FILL(errors, 0) / (requests), 0)",
    "metricQueries[id=errors].metric.metricName": "HTTPCode_Target_5XX_Count",
    threshold: 5,
    comparisonOperator: "GreaterThanThreshold",
    evaluationPeriods: 5,
  });
const ERROR_RATE: readonly Fact[] = [
  // Blue and green are both watched: either may have the requests.
  ...errorRate("frontend"),
  ...errorRate("frontend-alternate"),
  ...alarm("alarms-web-load-balancer-errors-critical", CALLED, { threshold: 5, comparisonOperator: "GreaterThanThreshold" }),
];

const MEMORY: readonly Fact[] = alarm("alarms-frontend-task-memory-warning", ["devops"], {
  namespace: "AWS/ECS", metricName: "MemoryUtilization", statistic: "Maximum", threshold: 80, comparisonOperator: "GreaterThanThreshold", evaluationPeriods: 10,
});

/** Lines of nginx's log that a page caused by a report to its own host. */
const reported = (metric: string, uri: string, metricName: string): readonly Fact[] => {
  const of = { type: "aws:cloudwatch/logMetricFilter:LogMetricFilter", name: `log-metrics-${metric}-frontend` } as const;
  return [
    { ...of, property: "pattern", equals: `{ $.uri = "${uri}" }` },
    { ...of, property: "logGroupName", linksTo: { type: TYPE.logGroup, name: "service-frontend-task-log", output: "name" } },
    { ...of, property: "metricTransformation.name", equals: metricName },
    { ...of, property: "metricTransformation.namespace", equals: "webapp/production" },
  ];
};
const BOUNCES: readonly Fact[] = [
  ...reported("visits", "/events/visit", "Visits"),
  ...reported("bounces", "/events/bounce", "Bounces"),
  ...alarm("alarms-bounce-rate-warning", ["devops"], {
    "metricQueries[id=rate].expression": "IF(FILL(visits, 0) > 50, 100 * FILL(bounces, 0) / FILL(visits, 1), 0)",
    "metricQueries[id=bounces].metric.metricName": "Bounces",
    "metricQueries[id=visits].metric.metricName": "Visits",
    comparisonOperator: "GreaterThanThreshold",
    threshold: 70,
    evaluationPeriods: 3,
  }),
];
const RECORDINGS: readonly Fact[] = [
  ...reported("session-recording-failures", "/events/session-recording-failed", "SessionRecordingFailures"),
  ...alarm("alarms-session-recording-failures-warning", ["devops"], {
    namespace: "webapp/production", metricName: "SessionRecordingFailures", statistic: "Sum", threshold: 10, period: 300, evaluationPeriods: 3,
  }),
];

const overview = (includes: string): Fact => ({ type: DASHBOARD, name: "dashboard-overview", property: "dashboardBody", includes });

/** Rows about what is measured, logged and said to whom. */
export const OBSERVE: readonly Proof[] = [
  { id: "WEB-013", what: "Browsers of all visits report the Core Web Vitals that AWS takes.", proofs: [...measured, ...LCP, ...FID, ...CLS] },
  {
    id: "WEB-014",
    what: "Errors of scripts and of the server are counted, and people are told; their stacks stand in RUM and in the application's own table.",
    proofs: [...measured, ...SCRIPT_ERRORS, ...ERROR_RATE],
  },
  {
    id: "WEB-015",
    what: "Each threshold of the document is that of an alarm, which these tests hold.",
    proofs: [...LCP, ...FID, ...CLS, ...TTFB, ...PAGE_LOAD, ...ERROR_RATE, ...MEMORY],
  },
  {
    id: "WEB-016",
    what: "One dashboard follows the alarms, one the document's four headings.",
    proofs: [
      { type: DASHBOARD, count: 2 },
      overview("HTTPCode_Target_5XX_Count"),
      ...["Alerts", "Performance Metrics", "Error Tracking", "User Analytics", "System Health"].flatMap((heading) => widget(heading)),
    ],
  },
  {
    id: "WEB-031",
    what: "The board shows the vitals, page loads and what the containers use, each with its target.",
    proofs: [
      ...widget("Performance Metrics", "WebVitalsLargestContentfulPaint", "WebVitalsFirstInputDelay", "WebVitalsCumulativeLayoutShift", "PerformanceNavigationDuration", '"value":2500', '"value":3000'),
      ...widget("Resource usage", "CPUUtilization", "MemoryUtilization", "RunningTaskCount"),
    ],
  },
  {
    id: "WEB-032",
    what: "The board shows errors of scripts, of the server and their latest lines; RUM keeps the stack of each error of a script for 30 days.",
    proofs: [
      ...widget("Error Tracking", "JsErrorCount", "SOURCE '/webapp-production/frontend'", "status >= 500"),
      { ...MONITOR, property: "appMonitorConfiguration.telemetries", includes: "errors" },
      { type: "aws:cloudwatch/queryDefinition:QueryDefinition", name: "queries-server-errors", property: "logGroupNames", includes: "/webapp-production/frontend" },
    ],
  },
  {
    id: "WEB-034",
    what: "The board shows the database's connections and slowest statement, the response times of API and site, and the containers.",
    proofs: [
      ...widget("System Health", '"Groundwork/Database","Connections","State","active","System","webapp-production"', "SlowestMeanMilliseconds", "webapp-production-api", "TargetResponseTime"),
      { type: TYPE.schedule, name: `${STATISTICS}-schedule`, property: "scheduleExpression", equals: "rate(15 minutes)" },
    ],
  },
  { id: "WEB-035", what: "More than 5 % of answers with an error for five minutes call the engineering lead and DevOps.", proofs: ERROR_RATE },
  {
    id: "WEB-036",
    what: "Pages that take longer than 3 seconds to load call people: those of visitors, and the home page of a probe.",
    proofs: [...PAGE_LOAD, ...SITE_PROBE],
  },
  {
    id: "WEB-037",
    what: "A database that the API does not reach calls people within 15 minutes, and a job that can't log in is told.",
    proofs: [
      ...DATABASE_PROBE,
      { type: "aws:cloudwatch/eventTarget:EventTarget", name: `${STATISTICS}-failures-topic-1`, property: "arn", linksTo: topicOf("database") },
    ],
  },
  { id: "WEB-038", what: "An endpoint of the API that fails calls people within 15 minutes.", proofs: API_PROBE },
  { id: "WEB-039", what: "Memory above 80 % for ten minutes warns.", proofs: MEMORY },
  { id: "WEB-040", what: "Each vital over its target warns.", proofs: [...LCP, ...FID, ...CLS, ...TTFB] },
  {
    id: "WEB-041",
    what: "More than 70 % of visits that end on their first page, for three hours, warn; the document gives no number.",
    proofs: BOUNCES,
  },
  {
    id: "WEB-042",
    what: "More than ten recordings in five minutes that fail, three times in a row, warn; the document gives no number.",
    proofs: RECORDINGS,
  },
  { id: "WEB-043", what: "The largest element is there within 2500 ms for three visits in four.", proofs: LCP },
  { id: "WEB-044", what: "The first input is handled within 100 ms for three visits in four; browsers that no longer measure it report INP.", proofs: FID },
  { id: "WEB-045", what: "The layout shifts by no more than 0.1 for three visits in four.", proofs: CLS },
  { id: "WEB-046", what: "The first byte of the home page comes within 600 ms, name lookup and TLS included, and of the service alone.", proofs: TTFB },
  {
    id: "WEB-051",
    what: "Each of the four contacts is a channel that the stack is refused without; their placeholders are refused before going live.",
    proofs: [
      ...mailed("engineering-lead", "engineering-lead@webapp.example"),
      ...mailed("devops", "devops@webapp.example"),
      ...mailed("database", "dba@webapp.example"),
      ...mailed("security", "security@webapp.example"),
      ...["engineering-lead", "devops", "database", "security"].map(required),
      { setting: "channels.security", refuses: { email: [] }, expected: /at least one address/ },
      GO_LIVE,
      { policy: "sns-subscribed" },
    ],
  },
  {
    id: "WEB-060",
    what: "The page sends its errors to an edge function of the project, which a probe asks; RUM counts them besides.",
    proofs: [variable(FRONTEND, "VITE_SUPABASE_URL", SUPABASE), ...API_PROBE, ...SCRIPT_ERRORS],
  },
  { id: "WEB-061", what: "Browsers report the vitals while people visit.", proofs: [...measured, variable(FRONTEND, "VITE_PERFORMANCE_MONITORING", "true")] },
  {
    id: "WEB-064",
    what: "Four probes ask the site, its speed, the API and the database every five minutes, from outside.",
    proofs: [
      ...SITE_PROBE, ...FIRST_BYTE_PROBE, ...API_PROBE, ...DATABASE_PROBE,
      { type: CANARY, count: 4 },
      { type: CANARY, name: /./, property: "vpcConfig", equals: undefined },
    ],
  },
  {
    id: "WEB-091",
    what: "No alarm is ever silent: there is no window in which one is muted, and none is switched off.",
    proofs: [
      { type: "aws:cloudwatch/alarmMuteRule:AlarmMuteRule", count: 0 },
      { type: TYPE.metricAlarm, name: /./, property: "actionsEnabled", equals: undefined },
      ...CALLED.map((channel): Fact => ({ type: TYPE.metricAlarm, name: /-critical$/, property: "alarmActions", linksTo: topicOf(channel) })),
    ],
  },
  {
    id: "WEB-093",
    what: "The status page has a name in the zone, which leads to its provider and not through the CDN.",
    proofs: [
      { type: RECORD, name: "site-status.webapp.example", property: "type", equals: "CNAME" },
      { type: RECORD, name: "site-status.webapp.example", property: "name", equals: "status.webapp.example" },
      { type: RECORD, name: "site-status.webapp.example", property: "content", equals: "webapp.statuspage.example" },
      { type: RECORD, name: "site-status.webapp.example", property: "proxied", equals: false },
    ],
  },
  {
    id: "WEB-094",
    what: "Every alarm goes by e-mail; each working day and each week one leads to the dashboard, which has the figures, and says what to look at.",
    proofs: [
      ...mailed("devops", "devops@webapp.example"),
      ...mailed("engineering-lead", "engineering-lead@webapp.example"),
      ...sent("daily", "cron(30 7 ? * MON-FRI *)", "devops", "Read error logs and metrics"),
      ...sent("weekly", "cron(0 8 ? * MON *)", "engineering-lead", "Go through the findings of the scan"),
    ],
  },
  {
    id: "WEB-095",
    what: "What DevOps is told stands in Slack at once, where nobody can do anything in AWS.",
    proofs: [
      { type: "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration", name: "channels-slack-T0000000000-C0000000060", property: "snsTopicArns", linksTo: topicOf("devops") },
      { type: "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration", name: "channels-slack-T0000000000-C0000000060", property: "guardrailPolicyArns", equals: ["arn:aws:iam::aws:policy/AWSDenyAll"] },
    ],
  },
  {
    id: "WEB-096",
    what: "The state of every alarm stands on both dashboards; alerts inside the application are its own.",
    proofs: [overview('"type":"alarm"'), ...widget("Alerts", '"type":"alarm"')],
  },
];
