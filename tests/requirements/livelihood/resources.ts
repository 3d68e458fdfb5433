import { canaryPackage } from "../../../components/internal/canary-package";
import { stepsFile } from "../../../components/internal/canary-steps";
import type { CanaryStep } from "../../../components/internal/canary-steps";
import type { Evidence, Fact } from "../proof";
import { TYPE } from "../resources";

export const SITE = "frontend.mswd-livelihood.example";
export const API_HOST = "api.mswd-livelihood.example";
export const FILES_HOST = "files.mswd-livelihood.example";
export const WORKFLOWS_HOST = "workflows.mswd-livelihood.example";
/** In the order in which the edge's rules name them. */
export const ALL_HOSTS = [API_HOST, FILES_HOST, SITE, WORKFLOWS_HOST] as const;

export const REGISTRY = "210000000001.dkr.ecr.ap-southeast-1.amazonaws.com";
/** The version of the API that has all requests between two rollouts, and the one that rests. */
export const API = "service-api-blue-task-definition";
export const API_GREEN = "service-api-green-task-definition";
export const FRONTEND = "service-frontend-blue-task-definition";
export const FRONTEND_GREEN = "service-frontend-green-task-definition";
export const N8N = "service-workflows-task-definition";
export const PURGE = "task-purge-closed-accounts-task-definition";

export const RULESET = "cloudflare:index/ruleset:Ruleset";
export const RECORD = "cloudflare:index/dnsRecord:DnsRecord";
export const ZONE_SETTING = "cloudflare:index/zoneSetting:ZoneSetting";
export const CANARY = "aws:synthetics/canary:Canary";
export const DASHBOARD = "aws:cloudwatch/dashboard:Dashboard";
export const SCALING_POLICY = "aws:appautoscaling/policy:Policy";
export const SCALING_TARGET = "aws:appautoscaling/target:Target";
export const PROXY_POOL = "aws:rds/proxyDefaultTargetGroup:ProxyDefaultTargetGroup";
export const BACKUP_PLAN = "aws:backup/plan:Plan";
export const METRIC_FILTER = "aws:cloudwatch/logMetricFilter:LogMetricFilter";
export const SUBSCRIPTION_FILTER = "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter";
export const OBJECT_LOCK = "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration";
export const DATA_PROTECTION = "aws:cloudwatch/logDataProtectionPolicy:LogDataProtectionPolicy";

export const topicOf = (channel: string) => ({ type: TYPE.topic, name: `channels-${channel}`, output: "arn" });

/** Properties of one resource. */
export function facts(type: string, name: string | RegExp, properties: Readonly<Record<string, Fact["equals"]>>): readonly Fact[] {
  return Object.entries(properties).map(([property, equals]): Fact => ({ type, name, property, equals }));
}

/** Properties of an alarm, and that it tells this channel, when it begins and when it ends, and nobody else. */
export function alarm(name: string, channel: string, properties: Readonly<Record<string, string | number>>): readonly Fact[] {
  const of = { type: TYPE.metricAlarm, name } as const;
  return [
    ...facts(TYPE.metricAlarm, name, properties),
    ...["alarmActions", "okActions"].flatMap((actions): Fact[] => [
      { ...of, property: `${actions}.length`, equals: 1 },
      { ...of, property: `${actions}[0]`, linksTo: topicOf(channel) },
    ]),
  ];
}

/** A share of 5xx above so many percent, for five minutes, of each version of frontend and API and of the workflows. */
export function errorRate(level: string, percent: number, channel: string): readonly Fact[] {
  return ["api-blue", "api-green", "frontend-blue", "frontend-green", "workflows"].flatMap((target) =>
    alarm(`alarms-${target}-target-errors-${level}`, channel, {
      "metricQueries[id=rate].expression": "IF(requests > 4, 100 * FILL(errors, 0) / (requests), 0)",
      "metricQueries[id=errors].metric.metricName": "HTTPCode_Target_5XX_Count",
      "metricQueries[id=errors].metric.period": 60,
      "metricQueries[id=requests].metric.metricName": "RequestCount",
      comparisonOperator: "GreaterThanThreshold",
      threshold: percent,
      evaluationPeriods: 5,
      treatMissingData: "notBreaching",
    }),
  );
}

/** A canary asks exactly these, every five minutes; its alarm tells this channel, also when it doesn't run. */
export function probe(name: string, channel: string, steps: readonly Pick<CanaryStep, "name" | "url" | "expectedText">[]): readonly Fact[] {
  const { hash } = canaryPackage(stepsFile(steps.map(stepOf)));
  return [
    // The hash is that of the script and of its steps, so that no other steps have this name.
    ...facts(CANARY, `probe-${name}`, {
      s3Key: `scripts/livelihood-production-${name}-${hash}.zip`,
      "schedule.expression": "rate(5 minutes)",
      startCanary: true,
    }),
    ...alarm(`probe-${name}-failed`, channel, {
      namespace: "CloudWatchSynthetics",
      metricName: "SuccessPercent",
      "dimensions.CanaryName": `livelihood-production-${name}`,
      comparisonOperator: "LessThanThreshold",
      threshold: 100,
      treatMissingData: "breaching",
    }),
  ];
}

/** In the order of the keys in the package. */
function stepOf({ name, url, expectedText }: Pick<CanaryStep, "name" | "url" | "expectedText">): CanaryStep {
  return { name, method: "GET", expectedStatus: 200, ...(expectedText === undefined ? {} : { expectedText }), timeoutSeconds: 10, url };
}

const health = (name: string, path: string) => ({ name, url: `https://${API_HOST}/health${path}` });
export const SITE_PROBE = probe("site", "critical", [{ name: "home", url: `https://${SITE}/`, expectedText: "</html>" }, health("health", "")]);
export const DATABASE_PROBE = probe("database", "critical", [health("database", "/db")]);
export const DEPENDENCIES_PROBE = probe("dependencies", "warning", [health("redis", "/redis"), health("firebase", "/firebase"), health("detailed", "/detailed")]);

/** A job runs at these times in UTC. */
export function job(name: string, scheduleExpression: string): readonly Fact[] {
  const schedule = `${name}-schedule`;
  return [
    ...facts(TYPE.schedule, schedule, { scheduleExpression, scheduleExpressionTimezone: "Etc/UTC", state: "ENABLED" }),
    {
      type: TYPE.schedule, name: schedule, property: "target.ecsParameters.taskDefinitionArn",
      linksTo: { type: TYPE.task, name: `${name}-task-definition`, output: "arn" },
    },
  ];
}

/** What the command of a job's container holds. */
export const runs = (name: string, includes: string): Fact => ({
  type: TYPE.task, name: `${name}-task-definition`, property: "containerDefinitions[0].command[4]", includes,
});

/** A header of every answer of every host, in place of whatever the application sent. */
export function header(name: string, value: string): readonly Evidence[] {
  return [
    ...facts(RULESET, "edge-headers", {
      phase: "http_response_headers_transform",
      "rules.length": 1,
      "rules[0].expression": `http.host in {${ALL_HOSTS.map((host) => `"${host}"`).join(" ")}}`,
      "rules[0].enabled": undefined,
      [`rules[0].actionParameters.headers.${name}.operation`]: "set",
      [`rules[0].actionParameters.headers.${name}.value`]: value,
    }),
    // Clients reach every host through the edge alone.
    ...ALL_HOSTS.flatMap((host) => facts(RECORD, `site-${host}`, { proxied: true })),
    { openings: "ingress", of: "firewall-load-balancer", exactly: FROM_CLOUDFLARE },
  ];
}

const FROM_CLOUDFLARE = [
  "edge-addresses-cloudflare-ipv4 -> firewall-load-balancer:443",
  "edge-addresses-cloudflare-ipv6 -> firewall-load-balancer:443",
];

/** What a board shows. */
export function shows(board: "business" | "health", ...parts: readonly string[]): readonly Fact[] {
  return parts.map((includes) => ({ type: DASHBOARD, name: `dashboard-${board}`, property: "dashboardBody", includes }));
}

/** Lines of a service's log are counted, in both versions. */
export function counted(metric: string, metricName: string, pattern: string): readonly Fact[] {
  return ["api-blue", "api-green"].flatMap((version): Fact[] => [
    ...facts(METRIC_FILTER, `log-metrics-${metric}-${version}`, {
      pattern,
      "metricTransformation.namespace": "livelihood/production",
      "metricTransformation.name": metricName,
      "metricTransformation.value": "1",
    }),
    {
      type: METRIC_FILTER, name: `log-metrics-${metric}-${version}`, property: "logGroupName",
      linksTo: { type: TYPE.logGroup, name: `service-${version}-task-log`, output: "name" },
    },
  ]);
}

/** An event that the API writes is counted by day, and shown. */
export function byDay(metric: string, metricName: string, event: string): readonly Fact[] {
  return [...counted(metric, metricName, `{ $.event = "${event}" }`), ...shows("business", `"livelihood/production","${metricName}"`, '"period":86400')];
}

/** Who is told through a channel, by mail, and that the channel is this one. */
export function mailed(channel: string, endpoint: string): readonly Fact[] {
  const name = `channels-${channel}-email-${endpoint}`;
  return [
    ...facts(TYPE.subscription, name, { protocol: "email", endpoint }),
    { type: TYPE.subscription, name, property: "topic", linksTo: topicOf(channel) },
  ];
}

/** A parameter of PostgreSQL in the unit that RDS counts in; a static one waits for the next restart. */
export function parameter(name: string, value: string, applyMethod: "immediate" | "pending-reboot"): readonly Fact[] {
  const at = `parameters[name=${name}]`;
  return [
    ...facts(TYPE.parameters, "database-parameters", { [`${at}.value`]: value, [`${at}.applyMethod`]: applyMethod }),
    {
      type: TYPE.database, name: "database-primary", property: "parameterGroupName",
      linksTo: { type: TYPE.parameters, name: "database-parameters", output: "name" },
    },
  ];
}

/** Days after which a log group forgets. */
export const kept = (days: number, ...names: readonly string[]): readonly Fact[] =>
  names.flatMap((name) => facts(TYPE.logGroup, name, { retentionInDays: days }));
