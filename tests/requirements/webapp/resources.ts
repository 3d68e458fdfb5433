import { canaryPackage } from "../../../components/internal/canary-package";
import { stepsFile } from "../../../components/internal/canary-steps";
import type { CanaryStep } from "../../../components/internal/canary-steps";
import type { Evidence, Fact } from "../proof";
import { TYPE } from "../resources";

export const FRONTEND = "service-frontend-task-definition";
export const SITE = "www.webapp.example";
/** The Supabase project that the document names. */
export const SUPABASE = "https://ijvhqqdfthchtittyvnt.supabase.co";
export const POOLER = "session-pooler.webapp.example";
export const AUDIT = "database-jobs-database-security-audit";
export const STATISTICS = "database-jobs-database-statistics";
export const VACUUM = "database-jobs-database-vacuum-analyze";
export const DUMP = "backup-backup-database";
export const CHECK = "backup-check-backups";

export const RULESET = "cloudflare:index/ruleset:Ruleset";
export const RECORD = "cloudflare:index/dnsRecord:DnsRecord";
export const CANARY = "aws:synthetics/canary:Canary";
export const DASHBOARD = "aws:cloudwatch/dashboard:Dashboard";

/** Those who are called first. */
export const CALLED = ["engineering-lead", "devops"] as const;

export const topicOf = (channel: string) => ({ type: TYPE.topic, name: `channels-${channel}`, output: "arn" });

/** Some properties of an alarm, and that it tells these channels and nobody else. */
export function alarm(name: string, channels: readonly string[], properties: Readonly<Record<string, string | number>>): readonly Fact[] {
  const of = { type: TYPE.metricAlarm, name } as const;
  return [
    ...Object.entries(properties).map(([property, equals]): Fact => ({ ...of, property, equals })),
    { ...of, property: "alarmActions.length", equals: channels.length },
    ...channels.map((channel): Fact => ({ ...of, property: "alarmActions", linksTo: topicOf(channel) })),
  ];
}

/** What browsers measure goes over a limit for three visits in four, in 15 minutes. */
export function vital(key: string, metricName: string, threshold: number, channels: readonly string[]): readonly Fact[] {
  return alarm(`browsers-${key}`, channels, {
    namespace: "AWS/RUM",
    metricName,
    "dimensions.application_name": "webapp-production",
    extendedStatistic: "p75",
    comparisonOperator: "GreaterThanThreshold",
    threshold,
    period: 300,
    evaluationPeriods: 3,
  });
}

/** A canary runs exactly these steps, every five minutes; its alarm tells these channels. */
export function probe(name: string, channels: readonly string[], steps: readonly Partial<CanaryStep>[]): readonly Fact[] {
  const { hash } = canaryPackage(stepsFile(steps.map(stepOf)));
  const of = { type: CANARY, name: `probe-${name}` } as const;
  return [
    // The hash is that of the script and of its steps, so that no other steps have this name.
    { ...of, property: "s3Key", equals: `scripts/webapp-production-${name}-${hash}.zip` },
    { ...of, property: "schedule.expression", equals: "rate(5 minutes)" },
    { ...of, property: "startCanary", equals: true },
    ...alarm(`probe-${name}-failed`, channels, {
      namespace: "CloudWatchSynthetics",
      metricName: "SuccessPercent",
      "dimensions.CanaryName": `webapp-production-${name}`,
      comparisonOperator: "LessThanThreshold",
      threshold: 100,
      treatMissingData: "breaching",
    }),
  ];
}

/** In the order of the keys in the package. */
function stepOf({ name = "", url = "", expectedStatus = 200, ...rest }: Partial<CanaryStep>): CanaryStep {
  const { expectedText, maxMilliseconds, maxFirstByteMilliseconds, expectedFields } = rest;
  return {
    name,
    method: "GET",
    expectedStatus,
    ...(expectedText === undefined ? {} : { expectedText }),
    ...(maxMilliseconds === undefined ? {} : { maxMilliseconds }),
    ...(maxFirstByteMilliseconds === undefined ? {} : { maxFirstByteMilliseconds }),
    timeoutSeconds: 10,
    url,
    ...(expectedFields === undefined ? {} : { expectedFields }),
  };
}

export const HOME = { name: "home", url: `https://${SITE}/` } as const;
export const SITE_PROBE = probe("site", CALLED, [
  { ...HOME, expectedText: "</html>", maxMilliseconds: 3000 },
  { name: "health", url: `https://${SITE}/health` },
]);
export const API_PROBE = probe("api", CALLED, [
  { name: "no-key-no-data", url: `${SUPABASE}/rest/v1/`, expectedStatus: 401 },
  { name: "edge-functions", url: `${SUPABASE}/functions/v1/health`, expectedFields: { status: "healthy" } },
]);
export const DATABASE_PROBE = probe("database", [...CALLED, "database"], [
  { name: "query", url: `${SUPABASE}/functions/v1/health`, expectedFields: { database: "connected" } },
]);
export const FIRST_BYTE_PROBE = probe("first-byte", ["devops"], [{ ...HOME, maxFirstByteMilliseconds: 600 }]);

/** A job runs at these times, and who hears when it fails. */
export function job(name: string, scheduleExpression: string): readonly Fact[] {
  const schedule = { type: TYPE.schedule, name: `${name}-schedule` } as const;
  return [
    { ...schedule, property: "scheduleExpression", equals: scheduleExpression },
    { ...schedule, property: "scheduleExpressionTimezone", equals: "Etc/UTC" },
    { ...schedule, property: "state", equals: "ENABLED" },
    {
      ...schedule,
      property: "target.ecsParameters.taskDefinitionArn",
      linksTo: { type: TYPE.task, name: `${name}-task-definition`, output: "arn" },
    },
  ];
}

/** What the command of a job's container holds. */
export const runs = (name: string, includes: string): Fact => ({
  type: TYPE.task,
  name: `${name}-task-definition`,
  property: "containerDefinitions[0].command[4]",
  includes,
});

/** A header of every answer of the site. */
export function header(name: string, value: string): readonly Evidence[] {
  const rule = { type: RULESET, name: "edge-headers" } as const;
  return [
    { ...rule, property: "phase", equals: "http_response_headers_transform" },
    { ...rule, property: "rules.length", equals: 1 },
    { ...rule, property: "rules[0].expression", equals: `http.host in {"${SITE}"}` },
    { ...rule, property: "rules[0].enabled", equals: undefined },
    { ...rule, property: `rules[0].actionParameters.headers.${name}.operation`, equals: "set" },
    { ...rule, property: `rules[0].actionParameters.headers.${name}.value`, equals: value },
    // Clients reach the site through the edge alone.
    { type: RECORD, name: `site-${SITE}`, property: "proxied", equals: true },
  ];
}

/** A widget of the board: what it shows, and under which heading. */
export function widget(heading: string, ...parts: readonly string[]): readonly Fact[] {
  const board = { type: DASHBOARD, name: "dashboard-operations", property: "dashboardBody" } as const;
  return [`## ${heading}`, ...parts].map((includes) => ({ ...board, includes }));
}
