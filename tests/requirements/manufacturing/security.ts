import type { Fact, Proof } from "../proof";
import { inStack } from "../proof";
import { noVariable, secretVariable, TYPE, variable } from "../resources";
import {
  alarm, facts, firewallRule, FILTER, FUNCTION, HOST, managedRules, ROTATION, RULESET, topicOf, WEB, WEB_SERVICE, widget, WORKER,
  WORKER_SERVICE, ZONE_SETTING,
} from "./resources";

const MASKED = ["EmailAddress", "IpAddress", "Name"].map((identifier) => `arn:aws:dataprotection::aws:data-identifier/${identifier}`);
const LOG_PRIVACY = "aws:cloudwatch/logDataProtectionPolicy:LogDataProtectionPolicy";
const ENVIRONMENTS = ["production", "test", "development"] as const;

/** The same of every environment. */
const everywhere = (evidence: readonly Fact[]): readonly Fact[] => ENVIRONMENTS.flatMap((stack) => inStack(stack, evidence));

/** A function changes a secret so often, and a person hears of one that is older. */
const rotated = (secret: string, rotation: string, everyDays: number): readonly Fact[] => [
  ...facts(ROTATION, rotation, { "rotationRules.automaticallyAfterDays": everyDays }),
  { type: ROTATION, name: rotation, property: "secretId", linksTo: { type: TYPE.secret, name: secret, output: "arn" } },
  { type: ROTATION, name: rotation, property: "rotationLambdaArn", linksTo: { type: FUNCTION, name: "rotation", output: "arn" } },
];

/** Somebody is told when a secret of the class has had its value for longer. */
const watched = (secretClass: string, everyDays: number, names: readonly string[]): readonly Fact[] => [
  ...facts(FUNCTION, "secret-age", {
    [`environment.variables.WATCHED.${secretClass}.everyDays`]: everyDays,
    [`environment.variables.WATCHED.${secretClass}.names`]: names.map((name) => `manufacturing/production/${name}`),
  }),
  ...alarm(`secret-age-${secretClass}`, ["infrastructure", "security"], {
    namespace: "Groundwork/Secrets",
    metricName: "DaysOverdue",
    "dimensions.SecretClass": secretClass,
    comparisonOperator: "GreaterThanThreshold",
    threshold: 1,
    treatMissingData: "breaching",
  }),
];

const HSTS: readonly Fact[] = facts(ZONE_SETTING, "edge-zone-security-header", {
  settingId: "security_header",
  "value.strict_transport_security.enabled": true,
  "value.strict_transport_security.max_age": 31_536_000,
  "value.strict_transport_security.include_subdomains": true,
  "value.strict_transport_security.preload": false,
});

const CSP: Fact = {
  type: RULESET, name: "edge-headers",
  property: "rules[ref=security-headers].actionParameters.headers.Content-Security-Policy.value",
  matches: /^default-src 'self'; script-src 'self' (?!.*'unsafe-eval').*object-src 'none'$/,
};

/** A rule counts the requests of one client, by the address that Cloudflare names, and blocks those beyond. */
const rateLimit = (name: string, limit: number): readonly Fact[] =>
  firewallRule(`rate-${name}`, {
    "statement.rateBasedStatement.limit": limit,
    "statement.rateBasedStatement.evaluationWindowSec": 300,
    "statement.rateBasedStatement.aggregateKeyType": "FORWARDED_IP",
    "statement.rateBasedStatement.forwardedIpConfig.headerName": "CF-Connecting-IP",
    "action.block.customResponse.responseCode": 429,
  });

const COMMON = managedRules("common-attacks", "AWSManagedRulesCommonRuleSet");
const SQL = managedRules("sql-injection", "AWSManagedRulesSQLiRuleSet");
const GUARDED: Fact = {
  type: "aws:wafv2/webAclAssociation:WebAclAssociation", name: "web-firewall-load-balancer",
  property: "resourceArn", linksTo: { type: TYPE.loadBalancer, name: "web", output: "arn" },
};
const MASKING: readonly Fact[] = ["web", "worker", "migrate", "inspect-queue", "database"].flatMap((log): Fact[] => [
  { type: LOG_PRIVACY, name: `log-privacy-${log}`, property: "policyDocument.Statement[1].DataIdentifier", equals: MASKED },
  { type: LOG_PRIVACY, name: `log-privacy-${log}`, property: "policyDocument.Statement[1].Operation.Deidentify.MaskConfig", equals: {} },
]);
const FINDINGS: readonly Fact[] = ["guardduty", "securityhub"].map((service): Fact => ({
  type: "aws:cloudwatch/eventTarget:EventTarget", name: `findings-${service}-topic-0`, property: "arn", linksTo: topicOf("security"),
}));
const SCANNED: readonly Fact[] = [
  { type: TYPE.repository, name: /./, property: "imageScanningConfiguration.scanOnPush", equals: true },
  ...facts("aws:inspector2/enabler:Enabler", "account-security-inspector", { resourceTypes: ["ECR", "LAMBDA"] }),
];

/** Rows about who may reach and read what. */
export const SECURITY: readonly Proof[] = [
  {
    id: "MFG-011",
    what: "DATABASE_URL is a secret in every environment.",
    proofs: everywhere([WEB, WORKER].map((task) => secretVariable(task, "DATABASE_URL", "credentials-application", "url"))),
  },
  {
    id: "MFG-012",
    what: "REDIS_URL is a secret in every environment, and begins with rediss, as the cache speaks TLS only.",
    proofs: [
      ...everywhere([
        ...[WEB, WORKER].map((task) => secretVariable(task, "REDIS_URL", "cache-secret", "url")),
        ...facts(TYPE.cache, "cache-group", { transitEncryptionEnabled: true, transitEncryptionMode: "required" }),
        { type: TYPE.secretVersion, name: "cache-secret", property: "secretString.url", matches: /^rediss:\/\// },
      ]),
    ],
  },
  {
    id: "MFG-013",
    what: "CLERK_SECRET_KEY is a secret that a person puts; its value never passes through the program.",
    proofs: [
      ...everywhere([WEB, WORKER].map((task) => secretVariable(task, "CLERK_SECRET_KEY", "secret-clerk", "secretKey"))),
      { type: TYPE.secretVersion, named: /^secret-clerk/, count: 0 },
    ],
  },
  { id: "MFG-019", what: "HSTS is on at the edge, for a year, and the application is told so.", proofs: [variable(WEB, "ENABLE_HSTS", "true"), ...HSTS] },
  {
    id: "MFG-020",
    what: "Personal data is masked by the application, and in its logs by CloudWatch.",
    proofs: [...[WEB, WORKER].map((task) => variable(task, "PII_REDACTION_ENABLED", "true")), ...MASKING],
  },
  {
    id: "MFG-022",
    what: "The database's credentials change every 90 days, and the services that hold them are redeployed.",
    proofs: [
      ...["owner", "application", "migration", "monitoring"].flatMap((role) => rotated(`credentials-${role}`, `rotation-database-${role}`, 90)),
      ...watched("database", 90, ["database-master", "database-owner", "database-application", "database-migration", "database-monitoring", "cache"]),
      { test: "tests/topology/rotation.spec.ts", title: "redeploys exactly the services that run and hold a secret, the collector of metrics among them, and no resting colour" },
    ],
  },
  {
    id: "MFG-023",
    what: "API keys change every 30 days: only Clerk can make a new one, so people are told when it is due.",
    proofs: [
      ...facts(TYPE.secret, "secret-clerk", { "tags.SecretClass": "api-key" }),
      ...watched("api-key", 30, ["clerk"]),
      { document: "docs/runbooks/secret-too-old.md", heading: "What to do" },
    ],
  },
  {
    id: "MFG-024",
    what: "JWT secrets change every 90 days; tasks go on verifying with the one before, and with the next.",
    proofs: [
      ...rotated("secret-jwt", "rotation-jwt", 90),
      ...watched("application-key", 90, ["jwt"]),
      secretVariable(WEB, "JWT_SECRET", "secret-jwt", "current"),
      secretVariable(WEB, "JWT_SECRET_PREVIOUS", "secret-jwt", "previous"),
      secretVariable(WEB, "JWT_SECRET_NEXT", "secret-jwt", "next"),
      { setting: "rotation.classes.application-key.longestTokenDays", refuses: 90, expected: /^more than 90, longestTokenDays/ },
    ],
  },
  {
    id: "MFG-025",
    what: "Webhook secrets change when somebody raises their generation, and by no clock.",
    proofs: [
      ...facts(TYPE.secret, "secret-webhook", { "tags.RotationPolicy": "on-demand" }),
      { type: ROTATION, named: /webhook/, count: 0 },
      ...facts(TYPE.password, "secret-webhook-key", { "keepers.generation": "1" }),
      secretVariable(WEB, "WEBHOOK_SECRET", "secret-webhook", "key"),
    ],
  },
  {
    id: "MFG-091",
    what: "Rate limits are settings, and both the application's 429 and the firewall's blocks are on a graph.",
    proofs: [
      ...rateLimit("api", 1500),
      ...rateLimit("requests", 4500),
      ...facts(FILTER, "log-metrics-rate-limited-requests-web", { pattern: "{ $.statusCode = 429 }", "metricTransformation.name": "RateLimitedRequests" }),
      widget(14, "metrics[0][1]", "RateLimitedRequests"),
      widget(14, "metrics[1][1]", "BlockedRequests"),
    ],
  },
  {
    id: "MFG-093",
    what: "The certificate renews itself by DNS, and somebody is told 30 days before it would end.",
    proofs: [
      ...facts(TYPE.certificate, "certificate", { domainName: HOST, validationMethod: "DNS" }),
      {
        type: TYPE.certificateValidation, name: "certificate",
        property: "certificateArn", linksTo: { type: TYPE.certificate, name: "certificate", output: "arn" },
      },
      ...alarm("alarms-certificate-certificate-expiry-warning", ["infrastructure"], {
        namespace: "AWS/CertificateManager", metricName: "DaysToExpiry", comparisonOperator: "LessThanThreshold", threshold: 30,
      }),
    ],
  },
  {
    id: "MFG-094",
    what: "CORS_ALLOWED_ORIGINS is the stack's own host in each environment; there is no bucket that a browser could reach.",
    proofs: [
      variable(WEB, "CORS_ALLOWED_ORIGINS", `https://${HOST}`),
      ...inStack("test", [variable(WEB, "CORS_ALLOWED_ORIGINS", `https://test.${HOST}`)]),
      ...inStack("development", [variable(WEB, "CORS_ALLOWED_ORIGINS", `https://dev.${HOST}`)]),
      { type: "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration", count: 0 },
      { policy: "ecs-cors-narrow" },
    ],
  },
  {
    id: "MFG-111",
    what: "Images are scanned when they are pushed and as long as they are there, the code before it is merged.",
    proofs: [...SCANNED, { workflow: "security.yml", job: "code", step: "Analyse with CodeQL" }],
  },
  {
    id: "MFG-112",
    what: "No secret stands in clear: variables that name one are refused by settings and policy, and their values lie in Secrets Manager.",
    proofs: [
      { policy: "ecs-no-plain-secrets" },
      { setting: "services.web.environment.CLERK_SECRET_KEY", refuses: "x", expected: /^CLERK_SECRET_KEY under secrets, not environment/ },
      { type: TYPE.task, name: /^service-/, property: "containerDefinitions[0].environment[name=DATABASE_URL]", equals: undefined },
      { type: TYPE.task, name: /^service-/, property: "containerDefinitions[0].environment[name=REDIS_URL]", equals: undefined },
      { type: "aws:ssm/parameter:Parameter", count: 0 },
    ],
  },
  {
    id: "MFG-113",
    what: "Packages are audited before a deployment; database and cache take minor versions by themselves.",
    proofs: [
      ...facts(TYPE.database, "database-primary", { autoMinorVersionUpgrade: true }),
      ...facts(TYPE.cache, "cache-group", { autoMinorVersionUpgrade: true }),
      { workflow: "security.yml", job: "audit", step: "Audit" },
    ],
  },
  {
    id: "MFG-114",
    what: "AWS's rules against the OWASP top 10 stand before the load balancer; the review itself is a person's.",
    proofs: [GUARDED, ...COMMON, ...SQL, ...managedRules("known-bad-inputs", "AWSManagedRulesKnownBadInputsRuleSet"), { policy: "waf-attached" }],
  },
  {
    id: "MFG-115",
    what: "HTTPS is enforced: by the edge, by the load balancer's redirect, and between the two.",
    proofs: [
      ...facts(ZONE_SETTING, "edge-zone-always-use-https", { settingId: "always_use_https", value: "on" }),
      ...facts(ZONE_SETTING, "edge-zone-ssl", { settingId: "ssl", value: "strict" }),
      ...facts(TYPE.listener, "web-http", {
        port: 80, "defaultActions[0].redirect.protocol": "HTTPS", "defaultActions[0].redirect.statusCode": "HTTP_301",
      }),
      ...facts(TYPE.listener, "web-https", { port: 443, protocol: "HTTPS" }),
    ],
  },
  { id: "MFG-116", what: "HSTS is on, for a year and every name of the zone, never for the preload list.", proofs: HSTS },
  { id: "MFG-117", what: "Every response has a Content-Security-Policy: the own host, and what Clerk's sign-in is made of.", proofs: [CSP] },
  {
    id: "MFG-118",
    what: "CORS is open to the own host and nobody else.",
    proofs: [
      variable(WEB, "CORS_ALLOWED_ORIGINS", `https://${HOST}`),
      ...noVariable(WORKER, "CORS_ALLOWED_ORIGINS"),
      ...facts(TYPE.listener, "web-https", { routingHttpResponseAccessControlAllowOriginHeaderValue: undefined }),
      { policy: "alb-cors-narrow" },
    ],
  },
  {
    id: "MFG-119",
    what: "Rate limits block, by the address of the client and not of the CDN.",
    proofs: [...rateLimit("api", 1500), ...rateLimit("requests", 4500), { policy: "waf-rate-limit" }],
  },
  {
    id: "MFG-120",
    what: "The application validates; AWS's common rules refuse what no honest request has, and bodies over 8 kB.",
    proofs: [GUARDED, ...COMMON],
  },
  { id: "MFG-121", what: "AWS's rules against SQL injection block.", proofs: [GUARDED, ...SQL, { policy: "waf-sql-injection" }] },
  {
    id: "MFG-122",
    what: "AWS's common rules block cross-site scripting, and the Content-Security-Policy runs no script of strangers.",
    proofs: [GUARDED, ...COMMON, CSP, ...facts(RULESET, "edge-headers", {
      "rules[ref=security-headers].actionParameters.headers.X-Content-Type-Options.value": "nosniff",
    })],
  },
  {
    id: "MFG-123",
    what: "What GuardDuty and Security Hub find reaches the security team.",
    proofs: [
      ...facts("aws:guardduty/detector:Detector", "account-security-detector", { enable: true }),
      ...FINDINGS,
      ...facts(TYPE.subscription, "channels-security-email-security@example.com", { protocol: "email", endpoint: "security@example.com" }),
      { type: TYPE.subscription, name: "channels-security-email-security@example.com", property: "topic", linksTo: topicOf("security") },
    ],
  },
  {
    id: "MFG-124",
    what: "Who changed what, who asked what and who connected to what is recorded.",
    proofs: [
      ...facts("aws:cloudtrail/trail:Trail", "audit-trail", {
        isMultiRegionTrail: true, enableLogFileValidation: true, enableLogging: true, includeGlobalServiceEvents: true,
      }),
      ...facts("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", "archive-audit-lifecycle", { "rules[id=all-objects].expiration.days": 365 }),
      ...facts(TYPE.loadBalancer, "web", { "accessLogs.enabled": true, "connectionLogs.enabled": true }),
      ...facts("aws:ec2/flowLog:FlowLog", "network-flow-logs-vpc", { trafficType: "ALL" }),
      {
        type: "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration", name: "web-firewall-requests",
        property: "logDestinationConfigs", linksTo: { type: TYPE.logGroup, name: "web-firewall-requests", output: "arn" },
      },
      { type: TYPE.database, name: "database-primary", property: "enabledCloudwatchLogsExports", includes: "postgresql" },
    ],
  },
  {
    id: "MFG-125",
    what: "Refused sign-ins are counted in the web service's log, and many of them are told to the security team.",
    proofs: [
      ...facts(FILTER, "log-metrics-failed-sign-ins-web", {
        logGroupName: "/manufacturing-production/web", pattern: "{ $.statusCode = 401 }", "metricTransformation.name": "FailedSignIns",
      }),
      ...alarm("alarms-failed-sign-ins-warning", ["security"], {
        namespace: "manufacturing/production", metricName: "FailedSignIns", comparisonOperator: "GreaterThanThreshold", threshold: 50,
      }),
    ],
  },
  {
    id: "MFG-126",
    what: "The security team hears of findings of medium severity, and of requests that are blocked by the hundred.",
    proofs: [
      ...FINDINGS,
      { type: "aws:cloudwatch/eventRule:EventRule", name: "findings-guardduty", property: "eventPattern.detail.severity[0].numeric", equals: [">=", 4] },
      ...alarm("alarms-blocked-requests-warning", ["security"], {
        namespace: "AWS/WAFV2", metricName: "BlockedRequests", "dimensions.WebACL": "manufacturing-production", threshold: 500,
      }),
    ],
  },
  {
    id: "MFG-127",
    what: "Data stays in two regions of the EU, is masked in logs, and ends: what the application deletes is gone from every backup in 90 days.",
    proofs: [
      ...facts(TYPE.awsProvider, "aws", { region: "eu-west-1" }),
      ...facts(TYPE.awsProvider, "aws-backup-region", { region: "eu-central-1" }),
      ...MASKING,
      ...facts("aws:backup/vaultLockConfiguration:VaultLockConfiguration", "vault", { maxRetentionDays: 90 }),
      { setting: "account.region", refuses: "us-east-1", expected: /^one of groundwork:account\.allowedRegions: eu-west-1, eu-central-1/ },
    ],
  },
  {
    id: "MFG-128",
    what: "Redaction is on in the application, and CloudWatch masks addresses and names in every log of it and of the database.",
    proofs: [
      ...everywhere([variable(WEB, "PII_REDACTION_ENABLED", "true"), variable(WORKER, "PII_REDACTION_ENABLED", "true"), ...MASKING]),
      { type: LOG_PRIVACY, count: 5 },
    ],
  },
  {
    id: "MFG-129",
    what: "Every log and every bucket says how long it keeps: the services' a quarter, the account's record and shells a year.",
    proofs: [
      { type: TYPE.logGroup, name: /./, property: "retentionInDays", atLeast: 1 },
      ...facts(TYPE.logGroup, "service-web-task-log", { retentionInDays: 90 }),
      ...facts(TYPE.logGroup, "service-worker-task-log", { retentionInDays: 90 }),
      ...facts(TYPE.logGroup, "cluster-shell", { retentionInDays: 365 }),
      ...facts(TYPE.lifecycle, "access-logs-lifecycle", { "rules[id=all-objects].expiration.days": 90 }),
      ...facts(TYPE.lifecycle, "archive-audit-lifecycle", { "rules[id=all-objects].expiration.days": 365 }),
      { policy: "log-retention" },
      { policy: "s3-lifecycle" },
    ],
  },
  {
    id: "MFG-138",
    what: "Nobody opens a shell in production; where it is allowed, in development, the session is recorded and encrypted.",
    proofs: [
      { type: TYPE.service, name: /./, property: "enableExecuteCommand", equals: false },
      ...inStack("development", [
        ...facts(TYPE.service, WEB_SERVICE, { enableExecuteCommand: true }),
        ...facts(TYPE.service, WORKER_SERVICE, { enableExecuteCommand: false }),
        ...facts("aws:ecs/cluster:Cluster", "cluster-cluster", {
          "configuration.executeCommandConfiguration.logging": "OVERRIDE",
          "configuration.executeCommandConfiguration.logConfiguration.cloudWatchEncryptionEnabled": true,
        }),
      ]),
      { policy: "ecs-exec-off" },
    ],
  },
];
