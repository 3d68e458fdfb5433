import { canaryPackage } from "../../../components/internal/canary-package";
import { stepsFile } from "../../../components/internal/canary-steps";
import type { CanaryStep } from "../../../components/internal/canary-steps";
import type { Value } from "../../../rehearsal/provider/struct";
import type { Fact } from "../proof";
import { TYPE } from "../resources";

export const WEB = "service-web-task-definition";
export const WORKER = "service-worker-task-definition";
export const WEB_SERVICE = "service-web-service";
export const WORKER_SERVICE = "service-worker-service";
export const HOST = "sentia-manufacturing.railway.app";
export const REGISTRY = "220000000001.dkr.ecr.eu-west-1.amazonaws.com";
/** The commit whose image runs. */
export const COMMIT = "7d0a4be1c95f3286e4b17a90cd52f8361be07d94";

export const BOARD = "aws:cloudwatch/dashboard:Dashboard";
export const CANARY = "aws:synthetics/canary:Canary";
export const FILTER = "aws:cloudwatch/logMetricFilter:LogMetricFilter";
export const FUNCTION = "aws:lambda/function:Function";
export const IP_SET = "aws:wafv2/ipSet:IpSet";
export const POOL = "aws:rds/proxyDefaultTargetGroup:ProxyDefaultTargetGroup";
export const PROXY = "aws:rds/proxy:Proxy";
export const RECORD = "cloudflare:index/dnsRecord:DnsRecord";
export const ROTATION = "aws:secretsmanager/secretRotation:SecretRotation";
export const RULESET = "cloudflare:index/ruleset:Ruleset";
export const SCALING_POLICY = "aws:appautoscaling/policy:Policy";
export const SCALING_TARGET = "aws:appautoscaling/target:Target";
export const SLACK = "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration";
export const ZONE_SETTING = "cloudflare:index/zoneSetting:ZoneSetting";

export const topicOf = (channel: string) => ({ type: TYPE.topic, name: `channels-${channel}`, output: "arn" });

/** Properties of one resource, each exactly. */
export function facts(type: string, name: string, properties: Readonly<Record<string, Value | undefined>>): readonly Fact[] {
  return Object.entries(properties).map(([property, equals]) => ({ type, name, property, equals }));
}

/** An alarm, and exactly the channels that it tells. */
export function alarm(name: string, channels: readonly string[], properties: Readonly<Record<string, Value>>): readonly Fact[] {
  return [
    ...facts(TYPE.metricAlarm, name, { ...properties, "alarmActions.length": channels.length }),
    ...channels.map((channel): Fact => ({ type: TYPE.metricAlarm, name, property: "alarmActions", linksTo: topicOf(channel) })),
  ];
}

/** Both target groups between which deployments go to and fro have the same alarm. */
export function ofBothVersions(alarms: (version: string) => readonly Fact[]): readonly Fact[] {
  return ["web", "web-alternate"].flatMap(alarms);
}

/** A rule of the web firewall, by its name. */
export function firewallRule(name: string, properties: Readonly<Record<string, Value | undefined>>): readonly Fact[] {
  return facts(
    TYPE.webAcl,
    "web-firewall",
    Object.fromEntries(Object.entries(properties).map(([property, value]) => [`rules[name=${name}].${property}`, value])),
  );
}

/** A group of AWS's rules blocks what it finds: its own actions stand. */
export function managedRules(name: string, group: string): readonly Fact[] {
  return firewallRule(name, {
    "statement.managedRuleGroupStatement.name": group,
    "statement.managedRuleGroupStatement.vendorName": "AWS",
    "overrideAction.none": {},
  });
}

/** What stands on the board of operations, by the place of its widget. */
export function widget(index: number, path: string, equals: Value): Fact {
  return { type: BOARD, name: "dashboard-operations", property: `dashboardBody.widgets[${index}].properties.${path}`, equals };
}

/** The secrets of a step are named in the package by the variable that holds their ARN. */
const ADMINISTRATION = { name: "Authorization", prefix: "Bearer ", secretArn: "" };

const SITE_STEPS: readonly CanaryStep[] = [
  { ...step("health", "/health"), expectedFields: { status: "healthy" } },
  { ...step("ready", "/ready"), expectedFields: { ready: true } },
  { ...step("status", "/api/status"), expectedFields: { version: COMMIT } },
  { ...timed("response-time", "/api/health", 2000) },
  step("slo-dashboard", "/api/slo-dashboard"),
  step("performance", "/api/performance"),
];

const ADMINISTRATION_STEPS: readonly CanaryStep[] = [
  { ...step("admin-health", "/api/admin/health"), header: ADMINISTRATION },
  { ...step("queue-status", "/api/queues/status"), header: ADMINISTRATION },
];

function step(name: string, path: string): CanaryStep {
  return { name, method: "GET", expectedStatus: 200, timeoutSeconds: 10, url: `https://${HOST}${path}` };
}

/** In the order of the keys in the package. */
function timed(name: string, path: string, maxMilliseconds: number): CanaryStep {
  const { url, ...rest } = step(name, path);
  return { ...rest, maxMilliseconds, url };
}

/** A canary runs exactly these steps, every five minutes; its alarm tells these channels. */
function probe(name: string, channels: readonly string[], steps: readonly CanaryStep[]): readonly Fact[] {
  const { hash } = canaryPackage(stepsFile(steps));
  return [
    ...facts(CANARY, `probe-${name}`, {
      // The hash is that of the script and of its steps, so that no other steps have this name.
      s3Key: `scripts/manufacturing-production-${name}-${hash}.zip`,
      "schedule.expression": "rate(5 minutes)",
      startCanary: true,
    }),
    ...alarm(`probe-${name}-failed`, channels, {
      namespace: "CloudWatchSynthetics",
      metricName: "SuccessPercent",
      "dimensions.CanaryName": `manufacturing-production-${name}`,
      comparisonOperator: "LessThanThreshold",
      threshold: 100,
      treatMissingData: "breaching",
    }),
  ];
}

/** What the public can ask: health, readiness, status with the version, a timed answer, service levels, performance. */
export const SITE_PROBE = probe("site", ["infrastructure", "on-call"], SITE_STEPS);

/** What only administrators can ask, with the probes' own secret: their health page and the queues. */
export const ADMINISTRATION_PROBE: readonly Fact[] = [
  ...probe("administration", ["infrastructure"], ADMINISTRATION_STEPS),
  ...["PROBE_SECRET_1", "PROBE_SECRET_2"].map((variable): Fact => ({
    type: CANARY,
    name: "probe-administration",
    property: `runConfig.environmentVariables.${variable}`,
    linksTo: { type: TYPE.secret, name: "secret-probe", output: "arn" },
  })),
];

/** The edge refuses these paths on the system's host. */
export function closedPath(rule: string, path: string): readonly Fact[] {
  const found = { type: RULESET, name: "edge-firewall", property: `rules[ref=block-${rule}].expression` } as const;
  return [
    { ...found, includes: `http.host in {"${HOST}"}` },
    { ...found, includes: `"${path}"` },
    { type: RULESET, name: "edge-firewall", property: `rules[ref=block-${rule}].action`, equals: "block" },
  ];
}
