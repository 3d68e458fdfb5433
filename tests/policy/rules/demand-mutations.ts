import type { PolicyResource, Properties, Stack, Value } from "../../../policy/model";
import { isProperties, UNKNOWN } from "../../../rehearsal/provider/struct";
import { beside, edit, elsewhere, set, without } from "../../helpers/mutations";
import type { Mutation } from "../../helpers/mutations";

const RECORD = "cloudflare:index/dnsRecord:DnsRecord";
const SETTING = "cloudflare:index/zoneSetting:ZoneSetting";
const RULESET = "cloudflare:index/ruleset:Ruleset";
const BALANCER = "aws:lb/loadBalancer:LoadBalancer";
const GROUP = "aws:ec2/securityGroup:SecurityGroup";
const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const ACL = "aws:wafv2/webAcl:WebAcl";
const ASSOCIATION = "aws:wafv2/webAclAssociation:WebAclAssociation";
const SECRET = "aws:secretsmanager/secret:Secret";
const ROTATION = "aws:secretsmanager/secretRotation:SecretRotation";
const LAMBDA = "aws:lambda/function:Function";
const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const SUBSCRIPTION = "aws:sns/topicSubscription:TopicSubscription";
const SCHEDULE = "aws:scheduler/schedule:Schedule";
const TRAIL = "aws:cloudtrail/trail:Trail";
const BUCKET = "aws:s3/bucket:Bucket";
const OBJECT_LOCK = "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration";
const LIFECYCLE = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";
const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";
const MASK = "aws:cloudwatch/logDataProtectionPolicy:LogDataProtectionPolicy";
const FILTER = "aws:cloudwatch/logMetricFilter:LogMetricFilter";
const DETECTOR = "aws:guardduty/detector:Detector";
const HUB = "aws:securityhub/account:Account";
const EVENT_RULE = "aws:cloudwatch/eventRule:EventRule";
const EVENT_TARGET = "aws:cloudwatch/eventTarget:EventTarget";
const INSPECTOR = "aws:inspector2/enabler:Enabler";
const SERVICE = "aws:ecs/service:Service";
const ROLE = "aws:iam/role:Role";
const BUDGET = "aws:budgets/budget:Budget";
const MONITOR = "aws:costexplorer/anomalyMonitor:AnomalyMonitor";
const ANOMALIES = "aws:costexplorer/anomalySubscription:AnomalySubscription";
const PLAN = "aws:backup/plan:Plan";

type Where = (resource: PolicyResource) => boolean;
const named = (pattern: RegExp): Where => ({ name }) => pattern.test(name);
const of = (id: string): Where => ({ properties }) => properties.settingId === id;
const inPhase = (phase: string): Where => ({ properties }) => properties.phase === phase;
const leadsToUs: Where = ({ name, properties }) => name.startsWith("site-") && properties.type === "CNAME";
const HEADERS = inPhase("http_response_headers_transform");
const SENT = inPhase("http_request_late_transform");

/** Changes every value of a key, wherever in the properties it stands. */
const deep = (type: string, what: string, change: (key: string, value: Value) => Value | undefined, where: Where = () => true): Mutation => edit(type, what, (properties) => changedIn(properties, change), where);

function changedIn(properties: Properties, change: (key: string, value: Value) => Value | undefined): Properties {
  return Object.fromEntries(
    Object.entries(properties).flatMap(([key, value]) => {
      const changed = change(key, value);
      return changed === undefined ? [] : [[key, changed === value ? inner(value, change) : changed]];
    }),
  );
}

function inner(value: Value, change: (key: string, value: Value) => Value | undefined): Value {
  if (Array.isArray(value)) return value.map((item: Value) => inner(item, change));
  return isProperties(value) ? changedIn(value, change) : value;
}

/** The key has another value, or none where that is undefined. */
const becomes = (type: string, name: string, to: Value | undefined, where?: Where) => deep(type, `${name} = ${JSON.stringify(to) ?? "nothing"} in`, (key, value) => (key === name ? to : value), where);
/** A header of a ruleset: gone, taken away by name, added to, or with another value. */
const header = (name: string, value: Value): readonly Mutation[] => [
  becomes(RULESET, name, undefined, HEADERS), becomes(RULESET, name, { operation: "remove" }, HEADERS), becomes(RULESET, name, { operation: "add", value }, HEADERS),
  becomes(RULESET, name, { operation: "set", value: "" }, HEADERS), becomes(RULESET, name, { operation: "set", value: UNKNOWN }, HEADERS),
];
const forSomeOnly: readonly Mutation[] = [
  becomes(RULESET, "expression", 'http.host in {"other.example.org"}', HEADERS), becomes(RULESET, "expression", undefined, HEADERS),
  deep(RULESET, "a further condition in", (key, value) => (key === "expression" ? `${String(value)} and http.request.uri.path eq "/"` : value), HEADERS),
  deep(RULESET, "a negation in", (key, value) => (key === "expression" ? `not (${String(value)})` : value), HEADERS),
  set(RULESET, "phase", "http_request_transform", HEADERS), without(RULESET, HEADERS), set(RULESET, "rules", [], HEADERS),

  edit(RULESET, "switched off in", ({ rules, ...others }) => ({ ...others, rules: Array.isArray(rules) ? rules.map((rule: Value) => (isProperties(rule) ? { ...rule, enabled: false } : rule)) : [] }), HEADERS),
];
const hsts = (key: string, to: Value | undefined) => becomes(SETTING, key, to, of("security_header"));
const inFirst = (what: string, change: (rule: Properties) => Properties): Mutation =>
  edit(ACL, what, (properties) => ({ ...properties, rules: Array.isArray(properties.rules) ? properties.rules.map((rule: Value) => (isProperties(rule) && rule.priority === 0 ? change(rule) : rule)) : [] }));
const rates = (key: string, to: Value | undefined) => becomes(ACL, key, to);
/** All resources of a type that are so go at once: one of several would leave enough. */
const withoutAll = (type: string, where: Where): Mutation => ({ resources }: Stack) => {
  const others = resources.filter((resource) => resource.type !== type || !where(resource));
  return others.length === resources.length ? [] : [{ what: `without any such ${type}`, stack: { resources: others } }];
};
/** All of a type that are so are changed at once. */
const all = (type: string, what: string, change: (properties: Properties) => Properties, where: Where): Mutation => ({ resources }: Stack) => [
  { what, stack: { resources: resources.map((resource) => (resource.type === type && where(resource) ? { ...resource, properties: change(resource.properties) } : resource)) } },
];
const isOverdue: Where = ({ properties }) => properties.metricName === "DaysOverdue" && JSON.stringify(properties.dimensions ?? null).includes("api-key");
const isAudit: Where = ({ properties }) => properties.metricName === "SecurityFindings";
const isFailure: Where = ({ properties }) => properties.metricName === "FailedSignIns";
const byGithub: Where = ({ properties }) => String(properties.assumeRolePolicy ?? "").includes("token.actions");
const text = (type: string, key: string, from: string | RegExp, to: string, where: Where) =>
  edit(type, `${from} -> ${to} in ${key} of`, (properties) => ({ ...properties, [key]: String(properties[key]).replaceAll(new RegExp(from, "g"), to) }), where);
const moved = (type: string, where: Where, region: Value | undefined): Mutation => ({ resources }: Stack) =>
  resources.filter((resource) => resource.type === type && where(resource)).map((resource) => ({
    what: `${resource.name} to ${String(region)}`,
    stack: { resources: resources.map((other) => (other === resource ? { ...other, region } : other)) },
  }));

/** Each object whose days are said expires after others, where a lock keeps it. */
const expires = (days: Value) =>
  edit(LIFECYCLE, `expiration after ${String(days)} in`, ({ rules, ...others }) => ({ ...others, rules: Array.isArray(rules) ? rules.map((rule: Value) => (isProperties(rule) ? { ...rule, expiration: { days } } : rule)) : [] }), named(/^archive-audit|records/));

/** What is broken for each rule about edge, rotation, records, regions and rollouts. */
const BROKEN: Readonly<Record<string, readonly Mutation[]>> = {
  "alb-edge-only": [
    ...[{ cidrIpv4: "0.0.0.0/0" }, { cidrIpv6: "::/0" }, { cidrIpv4: "203.0.113.7/32" }, { prefixListId: "pl-of-others" }].map((source) => beside(GROUP, INGRESS, "securityGroupId", { ipProtocol: "tcp", fromPort: 443, toPort: 443, ...source }, named(/load-balancer/))),
    beside(GROUP, "aws:ec2/securityGroupRule:SecurityGroupRule", "securityGroupId", { type: "ingress", protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"] }, named(/load-balancer/)),
    set(GROUP, "ingress", [{ protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"] }], named(/firewall-load-balancer/)),
    elsewhere(INGRESS, "prefixListId", named(/cloudflare-ipv4/)), elsewhere(BALANCER, "securityGroups"),
  ],
  "audit-trail": [
    without(TRAIL), ...["isMultiRegionTrail", "enableLogFileValidation", "includeGlobalServiceEvents", "enableLogging"].map((key) => set(TRAIL, key, false)), set(TRAIL, "isMultiRegionTrail", undefined), set(TRAIL, "enableLogFileValidation", UNKNOWN),
    set(TRAIL, "kmsKeyId", undefined), elsewhere(TRAIL, "s3BucketName"), without(OBJECT_LOCK, named(/^archive-audit-object/)), elsewhere(OBJECT_LOCK, "bucket", named(/^archive-audit-object/)),
    set(OBJECT_LOCK, "rule.defaultRetention.days", 30, named(/^archive-audit-object/)), set(OBJECT_LOCK, "rule.defaultRetention.mode", undefined, named(/^archive-audit-object/)),
    edit(TRAIL, "without management events in", (properties) => ({ ...properties, advancedEventSelectors: null, eventSelectors: [{ includeManagementEvents: false }] })),
  ],
  "backup-copy-elsewhere": [
    becomes(PLAN, "copyActions", undefined), becomes(PLAN, "copyActions", []), elsewhere(PLAN, "rules"), moved("aws:backup/vault:Vault", named(/copy/), "eu-central-1"), moved("aws:backup/vault:Vault", named(/copy/), UNKNOWN), set("aws:backup/vault:Vault", "region", "eu-central-1", named(/copy/)), moved(PLAN, () => true, undefined),
  ],
  "budget-present": [
    without(BUDGET), set(BUDGET, "timeUnit", "ANNUALLY"), set(BUDGET, "budgetType", "USAGE"), elsewhere(BUDGET, "notifications"), set(BUDGET, "notifications", []), becomes(BUDGET, "notificationType", "ACTUAL"), becomes(BUDGET, "notificationType", "FORECASTED"),
    without(MONITOR), without(ANOMALIES), elsewhere(ANOMALIES, "subscribers"), elsewhere(ANOMALIES, "monitorArnLists"), withoutAll(SUBSCRIPTION, named(/operations/)),
  ].map((mutation) => (stack: Stack) => mutation(withoutSlack(stack))),
  "cf-csp": [...header("Content-Security-Policy", "default-src 'self'"), becomes(RULESET, "Content-Security-Policy", { operation: "set", value: "default-src *" }, HEADERS), ...forSomeOnly],
  "cf-headers-exact": [...["X-Frame-Options", "X-Content-Type-Options", "Referrer-Policy", "Permissions-Policy"].flatMap((name) => [...header(name, "DENY"), becomes(RULESET, name, { operation: "set", value: "ALLOWALL" }, HEADERS)]), ...forSomeOnly],
  "cf-hsts": [
    without(SETTING, of("security_header")), hsts("enabled", false), hsts("enabled", undefined), hsts("max_age", 3600), hsts("max_age", UNKNOWN), hsts("max_age", "31536000"), hsts("include_subdomains", false), hsts("include_subdomains", undefined), hsts("preload", true),
    set(SETTING, "value", "on", of("security_header")), set(SETTING, "settingId", "other", of("security_header")),
    edit(RULESET, "HSTS beside it in", (properties) => ({ ...properties, rules: [{ action: "rewrite", expression: "true", actionParameters: { headers: { "strict-transport-security": { operation: "set", value: "max-age=1" } } } }] }), HEADERS),
  ],
  "cf-origin-auth": [
    without(ACL), elsewhere(ASSOCIATION, "webAclArn"), inFirst("counting first in", (rule) => ({ ...rule, action: { count: {} } })), inFirst("last of all in", (rule) => ({ ...rule, priority: 9999 })), inFirst("nothing asked first in", (rule) => ({ ...rule, statement: { geoMatchStatement: { countryCodes: ["AQ"] } } })),
    inFirst("any text for the secret in", (rule) => changedIn(rule, (key, value) => (key === "regexString" ? "." : value))), inFirst("any long text for the secret in", (rule) => changedIn(rule, (key, value) => (key === "regexString" ? ".+...............................................................*" : value))),
    inFirst("secret or address in", (rule) => changedIn(rule, (key, value) => (key === "andStatement" ? undefined : key === "statement" && isProperties(value) && value.andStatement !== undefined ? { orStatement: value.andStatement } : value))),
    without(RULESET, SENT), becomes(RULESET, "operation", "remove", SENT), becomes(RULESET, "X-Origin-Secret", undefined, SENT), becomes(RULESET, "value", "", SENT), becomes(RULESET, "expression", 'http.host eq "other.example.org"', SENT),
  ],
  "cf-proxied": [set(RECORD, "proxied", false, leadsToUs), set(RECORD, "proxied", undefined, leadsToUs), set(RECORD, "proxied", UNKNOWN, leadsToUs)],
  "cf-zone-https": ["ssl", "always_use_https", "min_tls_version", "tls_1_3"].flatMap((id) => [without(SETTING, of(id)), set(SETTING, "settingId", "other", of(id))]),
  "ecs-rollback-alarms": [
    ...["enable", "rollback"].flatMap((key) => [set(SERVICE, `alarms.${key}`, false, balanced), set(SERVICE, `alarms.${key}`, UNKNOWN, balanced)]), set(SERVICE, "alarms", undefined, balanced), elsewhere(SERVICE, "alarms", balanced),
    withoutAll(ALARM, named(/-errors$/)), all(ALARM, "other metrics", (properties) => changedIn(properties, (key, value) => (key === "metricName" ? "RequestCount" : value)), named(/-guard-/)), withoutAll(SERVICE, balanced),
  ],
  "ecs-smoke-tested": [
    set(SERVICE, "deploymentConfiguration", undefined, named(/frontend/)), set(SERVICE, "deploymentConfiguration.lifecycleHooks", [], named(/frontend/)), becomes(SERVICE, "lifecycleStages", ["RECONCILE_SERVICE"], named(/frontend/)), elsewhere(SERVICE, "deploymentConfiguration", named(/frontend/)),
    without(LAMBDA, named(/smoke-test/)), without(SERVICE, named(/frontend/)),
  ],
  "failed-logins-watched": [
    withoutAll(FILTER, named(/failed-sign-ins/)), set(FILTER, "metricTransformation.name", "Other", named(/failed-sign-ins-api-blue/)), set(FILTER, "pattern", "", named(/failed-sign-ins/)), elsewhere(FILTER, "logGroupName", named(/failed-sign-ins/)), set(FILTER, "metricTransformation.namespace", "other", named(/failed-sign-ins/)),
    without(ALARM, isFailure), set(ALARM, "metricName", "Other", isFailure), set(ALARM, "actionsEnabled", false, isFailure), elsewhere(ALARM, "alarmActions", isFailure), withoutAll(SUBSCRIPTION, named(/security/)),
    set("aws:sns/topic:Topic", "name", "other", named(/channels-security/)),
  ].map((mutation) => (stack: Stack) => mutation(onceFiltered(stack))),
  "findings-routed": [
    without(DETECTOR), set(DETECTOR, "enable", false), set(DETECTOR, "enable", UNKNOWN), without(HUB), withoutAll("aws:securityhub/standardsSubscription:StandardsSubscription", () => true), without(EVENT_RULE, named(/^findings-/)), without(EVENT_TARGET, named(/^findings-/)),
    set(EVENT_RULE, "state", "DISABLED", named(/^findings-/)), set(EVENT_RULE, "eventPattern", '{"source":["aws.health"]}', named(/^findings-/)), elsewhere(EVENT_TARGET, "arn", named(/^findings-/)), elsewhere(EVENT_TARGET, "rule", named(/^findings-/)), (stack: Stack) => (stack.resources.some(({ type }) => type === DETECTOR) ? withoutAll(SUBSCRIPTION, () => true)(stack) : []),
  ].map((mutation) => (stack: Stack) => mutation(withoutSlack(stack))),
  "iam-deployers-distinct": [
    text(ROLE, "assumeRolePolicy", "environment:production-preview", "environment:production", byGithub), text(ROLE, "assumeRolePolicy", "environment:production", "ref:refs/heads/main", byGithub), text(ROLE, "assumeRolePolicy", "environment:production[a-z-]*", "pull_request", byGithub),
    text(ROLE, "assumeRolePolicy", "repo:[^:]+:", "repo:example/*:", byGithub),
  ].map((mutation) => (stack: Stack) => mutation(stack).filter(({ stack: { resources } }) => JSON.stringify(resources.filter(byGithub).map(({ properties }) => properties)) !== JSON.stringify(stack.resources.filter(byGithub).map(({ properties }) => properties)))),
  "inspector-on": [without(INSPECTOR), set(INSPECTOR, "resourceTypes", ["EC2"]), set(INSPECTOR, "resourceTypes", ["EC2", "ECR"]), set(INSPECTOR, "resourceTypes", undefined), set(INSPECTOR, "resourceTypes", UNKNOWN)],
  "log-pii-masked": [
    without(MASK, named(/api|frontend|worker|database/)), elsewhere(MASK, "logGroupName", named(/api|frontend|worker|database/)), set(MASK, "policyDocument", UNKNOWN, named(/api/)), set(MASK, "policyDocument", "{}", named(/api/)),
    text(MASK, "policyDocument", "Deidentify", "Other", named(/api|database/)), text(MASK, "policyDocument", "Audit", "Other", named(/api|database/)), text(MASK, "policyDocument", "MaskConfig", "Other", named(/api/)),
    set(LOG_GROUP, "name", "/elsewhere", named(/^service-(api-blue|frontend|worker)-task-log$/)), without(LOG_GROUP, named(/^service-(api-blue|frontend|worker)-task-log$/)),
  ],
  "log-retention-by-class": [
    set(LOG_GROUP, "retentionInDays", 1, named(/^service-.*-task-log$|flow-logs|^database.*-logs-/)), set(LOG_GROUP, "retentionInDays", 0, named(/^service-.*-task-log$/)), set(LOG_GROUP, "retentionInDays", undefined, named(/^service-.*-task-log$/)), set(LOG_GROUP, "retentionInDays", UNKNOWN, named(/^service-.*-task-log$/)),
    becomes(LIFECYCLE, "days", 7, named(/^(access-logs|archive-(audit|error|audit-logs))-lifecycle/)), becomes(LIFECYCLE, "days", undefined, named(/^(access-logs|archive-(audit|error))/)), becomes(LIFECYCLE, "status", "Disabled", named(/^(access-logs|archive-(audit|error))/)),
    becomes(LIFECYCLE, "filter", { prefix: "some/" }, named(/^(access-logs|archive-(audit|error))/)), without(LIFECYCLE, named(/^(access-logs|archive-(audit|error))/)), elsewhere(LIFECYCLE, "bucket", named(/^(access-logs|archive-(audit|error))/)), withoutAll(BUCKET, named(/^archive-error/)), withoutAll(BUCKET, named(/^archive-audit/)),
  ],
  "regions-allowed": [
    moved("aws:rds/instance:Instance", () => true, "us-east-1"), moved(BUCKET, () => true, "us-east-1"), moved(BUCKET, named(/archive/), undefined), moved("aws:backup/vault:Vault", () => true, "ap-southeast-2"), moved("aws:kms/key:Key", () => true, UNKNOWN),
    set(BUCKET, "region", "us-east-1", named(/bucket-documents/)), set("pulumi:providers:aws", "region", "us-east-1"), set("pulumi:providers:aws", "region", undefined), set("pulumi:providers:aws", "region", UNKNOWN),
    set(SECRET, "replicas", [{ region: "us-east-1" }], named(/application-key/)), set(SECRET, "replicas", [{ region: UNKNOWN }], named(/application-key/)), elsewhere(PLAN, "rules"), elsewhere("aws:s3/bucketReplicationConfig:BucketReplicationConfig", "rules"),
    becomes(PLAN, "destinationVaultArn", "arn:aws:backup:us-east-1:123456789012:backup-vault:reference-production"), beside(BUCKET, "aws:ecr/replicationConfiguration:ReplicationConfiguration", "name", { replicationConfiguration: { rules: [{ destinations: [{ region: "us-east-1" }] }] } }, named(/^probes$/)),
  ],
  "rls-audit-scheduled": [
    without(SCHEDULE, named(/security-audit/)), set(SCHEDULE, "state", "DISABLED", named(/security-audit/)), set(SCHEDULE, "state", UNKNOWN, named(/security-audit/)), elsewhere(SCHEDULE, "target", named(/security-audit/)), without("aws:ecs/taskDefinition:TaskDefinition", named(/security-audit/)),
    without(ALARM, isAudit), set(ALARM, "metricName", "Other", isAudit), set(ALARM, "namespace", "Other", isAudit), set(ALARM, "actionsEnabled", false, isAudit), elsewhere(ALARM, "alarmActions", isAudit), (stack: Stack) => (stack.resources.some(({ type }) => type === DETECTOR) ? withoutAll(SUBSCRIPTION, () => true)(stack) : []),
  ].map((mutation) => (stack: Stack) => mutation(withoutSlack(stack))),
  "s3-lock-vs-lifecycle": [expires(0), expires(UNKNOWN), set(OBJECT_LOCK, "rule.defaultRetention.days", 9999), set(OBJECT_LOCK, "rule.defaultRetention.mode", "OTHER"), set(OBJECT_LOCK, "rule", undefined)],
  "s3-object-lock-legal": [set(BUCKET, "tags.LegalBasis", undefined, named(/archive-audit|bucket-records/)), elsewhere(OBJECT_LOCK, "bucket"), beside(BUCKET, OBJECT_LOCK, "bucket", { rule: { defaultRetention: { mode: "COMPLIANCE", days: 1 } } }, named(/bucket-documents/))],
  "sm-rotated": [
    without(ROTATION), elsewhere(ROTATION, "secretId"), elsewhere(ROTATION, "rotationLambdaArn"), set(ROTATION, "rotationRules.automaticallyAfterDays", 91), set(ROTATION, "rotationRules.automaticallyAfterDays", undefined), set(ROTATION, "rotationRules.automaticallyAfterDays", UNKNOWN),
    without(ALARM, isOverdue), elsewhere(ALARM, "alarmActions", isOverdue), set(ALARM, "actionsEnabled", false, isOverdue), becomes(LAMBDA, "WATCHED", "{}", named(/secret-age/)), becomes(LAMBDA, "WATCHED", UNKNOWN, named(/secret-age/)),
    deep(LAMBDA, "told late in", (key, value) => (key === "WATCHED" && typeof value === "string" ? value.replaceAll('"everyDays":30', '"everyDays":31') : value), named(/secret-age/)), without(LAMBDA, named(/secret-age|^rotation$/)), withoutAll(SECRET, () => true),
    set(SECRET, "tags.SecretClass", "api-key", named(/secret-smtp/)),
  ].map((mutation) => (stack: Stack) => mutation(justRotated(stack))),
  "sm-rotation-redeploys": [
    elsewhere("aws:iam/rolePolicy:RolePolicy", "policy", named(/^rotation-policy$/)), without("aws:iam/rolePolicy:RolePolicy", named(/^rotation-policy$/)), elsewhere(LAMBDA, "role", named(/^rotation$/)), elsewhere("aws:iam/rolePolicy:RolePolicy", "role", named(/^rotation-policy$/)),
  ].map((mutation) => (stack: Stack) => mutation({ resources: stack.resources.filter(({ type }) => !type.startsWith("groundwork:secret-rotation:")) })),
  "waf-client-address": [rates("aggregateKeyType", "IP"), rates("aggregateKeyType", undefined), rates("aggregateKeyType", UNKNOWN), rates("headerName", "X-Forwarded-For"), rates("forwardedIpConfig", undefined)],
  "waf-rate-floors": [rates("limit", 100_000), rates("limit", UNKNOWN), rates("evaluationWindowSec", 600), rates("evaluationWindowSec", undefined), rates("scopeDownStatement", undefined), deep(ACL, "counting in", (key, value) => (key === "action" ? { count: {} } : value)), set(ACL, "rules", []), without(ACL), without(ASSOCIATION)],
};

/** What only some systems ask for, the reference asks for altogether: of the others such mutants would be right to live. */
function ofTheReference(mutation: Mutation): Mutation {
  return (stack) => (stack.resources.some(({ type, properties }) => type === "pulumi:providers:aws" && String(properties.defaultTags).includes('"System":"reference"')) ? mutation(stack) : []);
}

export const DEMAND_MUTATIONS: Readonly<Record<string, readonly Mutation[]>> = Object.fromEntries(Object.entries(BROKEN).map(([rule, mutations]) => [rule, mutations.map(ofTheReference)]));

function balanced({ properties: { loadBalancers } }: PolicyResource): boolean {
  return Array.isArray(loadBalancers) && loadBalancers.length > 0;
}

/** A stack whose topics are heard by subscription alone. */
function withoutSlack({ resources }: Stack): Stack {
  return { resources: resources.filter(({ type }) => !type.startsWith("aws:chatbot/")) };
}

/** A stack with one filter of failed logins: of two, either is enough. */
function onceFiltered({ resources }: Stack): Stack {
  const [, ...others] = resources.filter(({ type, name }) => type === FILTER && name.includes("failed-sign-ins"));
  return { resources: resources.filter((resource) => !others.includes(resource)) };
}

/** A stack in which each secret is rotated or somebody is told of its age, never both: with both, one may go. */
function justRotated({ resources }: Stack): Stack {
  return { resources: resources.filter(({ type, properties }) => type !== ALARM || properties.metricName !== "DaysOverdue" || JSON.stringify(properties.dimensions ?? null).includes("api-key")).filter(({ type, name }) => type !== SECRET || !/database-master|cache-secret/.test(name)) };
}
