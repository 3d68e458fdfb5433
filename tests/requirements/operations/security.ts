import type { Fact, Proof } from "../proof";
import { secretVariable, TYPE, variable } from "../resources";
import { API, facts, tells } from "./resources";

const SECRET_KEY = { type: "aws:kms/key:Key", name: "key-secrets-key", output: "arn" };
const EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";
const FILTER = "aws:cloudwatch/logMetricFilter:LogMetricFilter";
const ROLE = "aws:iam/role:Role";

/** What opens an external service: a secret under a key of ours, read by the API alone, which reaches the service by HTTPS. */
const opens = (secret: string, variables: readonly (readonly [string, string?])[]): readonly Fact[] => [
  { type: TYPE.secret, name: `secret-${secret}`, property: "kmsKeyId", linksTo: SECRET_KEY },
  ...variables.map(([name, key]) => secretVariable(API, name, `secret-${secret}`, key)),
  ...facts(EGRESS, "firewall-api-to-internet-443", { cidrIpv4: "0.0.0.0/0", fromPort: 443, toPort: 443, ipProtocol: "tcp" }),
];

/** A limit of the web firewall, counted by what Cloudflare says is the client. */
const limits = (rule: string, limit: number, path: string): readonly Fact[] =>
  facts(TYPE.webAcl, "web-firewall", Object.fromEntries(
    Object.entries({
      "statement.rateBasedStatement.limit": limit,
      "statement.rateBasedStatement.evaluationWindowSec": 60,
      "statement.rateBasedStatement.aggregateKeyType": "FORWARDED_IP",
      "statement.rateBasedStatement.forwardedIpConfig.headerName": "CF-Connecting-IP",
      "statement.rateBasedStatement.scopeDownStatement.regexMatchStatement.regexString": path,
      "action.block.customResponse.responseCode": 429,
    }).map(([key, value]) => [`rules[name=${rule}].${key}`, value]),
  ));

/** Lines of the security log, counted, and the alarm on them. */
const counts = (name: string, pattern: string, alarm: string, channels: readonly string[]): readonly Fact[] => [
  ...facts(FILTER, `log-metrics-${name}-api`, { pattern: `{ $.log = "security" && $.message = ${pattern} }` }),
  { type: FILTER, name: `log-metrics-${name}-api`, property: "logGroupName", linksTo: { type: TYPE.logGroup, name: "service-api-task-log", output: "name" } },
  ...tells(alarm, channels),
];

const managed = (rule: string, group: string): readonly Fact[] =>
  facts(TYPE.webAcl, "web-firewall", {
    [`rules[name=${rule}].statement.managedRuleGroupStatement.name`]: group,
    [`rules[name=${rule}].overrideAction`]: { none: {} },
  });

const federated = (role: string, environment: string): readonly Fact[] =>
  facts(ROLE, `deploy-identity-${role}`, {
    'assumeRolePolicy.Statement[0].Condition.StringEquals["token.actions.githubusercontent.com:sub"]': [`repo:example/operations:environment:${environment}`],
  });

const scanned: readonly Fact[] = [
  ...facts(TYPE.repository, "registry-sentia-dashboard", {
    name: "sentia-dashboard", "imageScanningConfiguration.scanOnPush": true, imageTagMutability: "IMMUTABLE",
  }),
  ...facts("aws:inspector2/enabler:Enabler", "account-security-inspector", { resourceTypes: ["EC2", "ECR", "LAMBDA"] }),
];

const encrypted: readonly Fact[] = [
  { type: TYPE.database, name: /./, property: "storageEncrypted", equals: true },
  ...facts(TYPE.cache, "cache-group", { atRestEncryptionEnabled: true, transitEncryptionEnabled: true, transitEncryptionMode: "required" }),
  {
    type: "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration", name: /^bucket-/,
    property: "rules[0].applyServerSideEncryptionByDefault.sseAlgorithm", equals: "aws:kms",
  },
];

/** Rows about who may reach and read what. */
export const SECURITY: readonly Proof[] = [
  { id: "OPS-025", what: "Clerk's key is a secret, and the API reaches Clerk by HTTPS.", proofs: opens("clerk", [["CLERK_SECRET_KEY"]]) },
  {
    id: "OPS-026",
    what: "What opens Amazon's SP-API is a secret, and the API reaches it by HTTPS.",
    proofs: opens("amazon-sp-api", [["AMAZON_SP_API_CLIENT_ID", "client_id"], ["AMAZON_SP_API_CLIENT_SECRET", "client_secret"], ["AMAZON_SP_API_REFRESH_TOKEN", "refresh_token"]]),
  },
  { id: "OPS-027", what: "Shopify's token is a secret, and the API reaches Shopify by HTTPS.", proofs: opens("shopify", [["SHOPIFY_ACCESS_TOKEN"]]) },
  { id: "OPS-028", what: "Unleashed's id and key are a secret, and the API reaches it by HTTPS.", proofs: opens("unleashed", [["UNLEASHED_API_ID", "api_id"], ["UNLEASHED_API_KEY", "api_key"]]) },
  {
    id: "OPS-029",
    what: "What opens QuickBooks is a secret, and the API reaches it by HTTPS.",
    proofs: opens("quickbooks", [["QUICKBOOKS_CLIENT_ID", "client_id"], ["QUICKBOOKS_CLIENT_SECRET", "client_secret"], ["QUICKBOOKS_REFRESH_TOKEN", "refresh_token"]]),
  },
  {
    id: "OPS-104",
    what: "The window is one minute, at the web firewall and in the API's own limit.",
    proofs: [
      variable(API, "RATE_LIMIT_WINDOW", "60000"),
      ...facts(TYPE.webAcl, "web-firewall", {
        "rules[name=rate-requests].statement.rateBasedStatement.evaluationWindowSec": 60,
        "rules[name=rate-auth].statement.rateBasedStatement.evaluationWindowSec": 60,
      }),
    ],
  },
  {
    id: "OPS-105",
    what: "A client may send the API 100 requests in a minute; Cloudflare says who the client is.",
    proofs: [...limits("rate-requests", 100, "^(/api)(/|$)"), variable(API, "RATE_LIMIT_MAX", "100")],
  },
  {
    id: "OPS-106",
    what: "A client may authenticate 20 times in a minute.",
    proofs: [...limits("rate-auth", 20, "^(/api/auth)(/|$)"), variable(API, "RATE_LIMIT_AUTH_MAX", "20")],
  },
  { id: "OPS-107", what: "Lines about what was unauthorized, blocked or failed are counted, and many are told.", proofs: counts("security-events", "%unauthorized|blocked|failed%", "alarms-security-events-medium", ["slack"]) },
  {
    id: "OPS-108",
    what: "Injected patterns are counted in the security log, and refused by AWS's managed rules before they arrive.",
    proofs: [
      ...counts("suspicious-patterns", "%sql.*injection|xss|rce%", "alarms-suspicious-patterns-high", ["slack", "email"]),
      ...managed("common-attacks", "AWSManagedRulesCommonRuleSet"),
      ...managed("sql-injection", "AWSManagedRulesSQLiRuleSet"),
    ],
  },
  { id: "OPS-109", what: "Failed authentications are counted, and many are told.", proofs: counts("failed-sign-ins", "%auth.*failed%", "alarms-failed-sign-ins-medium", ["slack"]) },
  { id: "OPS-113", what: "Each image is searched when it is pushed, and again when new flaws become known.", proofs: scanned },
  {
    id: "OPS-170",
    what: "Addresses of e-mail are masked in every log that may hold them.",
    proofs: ["api", "frontend", "migrate", "database", "database-replica-1"].map((log): Fact => ({
      type: "aws:cloudwatch/logDataProtectionPolicy:LogDataProtectionPolicy", name: `log-privacy-${log}`,
      property: "policyDocument.Statement[1].DataIdentifier", includes: "arn:aws:dataprotection::aws:data-identifier/EmailAddress",
    })),
  },
  {
    id: "OPS-172",
    what: "Financial data is encrypted by a key of the system, in the database and in its bucket.",
    proofs: [
      ...facts(TYPE.database, "database-primary", { storageEncrypted: true }),
      { type: TYPE.database, name: "database-primary", property: "kmsKeyId", linksTo: { type: "aws:kms/key:Key", name: "key-data-key", output: "arn" } },
      {
        type: "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration", name: "bucket-financial-encryption",
        property: "rules[0].applyServerSideEncryptionByDefault.kmsMasterKeyId", linksTo: { type: "aws:kms/key:Key", name: "key-data-key", output: "arn" },
      },
    ],
  },
  {
    id: "OPS-181",
    what: "People take their roles with a second factor of this hour; the dashboards' host leads to AWS's sign-in.",
    proofs: [
      {
        type: ROLE, name: /^people-/, property: 'assumeRolePolicy.Statement[0].Condition.Bool["aws:MultiFactorAuthPresent"]', equals: "true",
      },
      { type: ROLE, name: /^people-/, property: 'assumeRolePolicy.Statement[0].Condition.NumericLessThan["aws:MultiFactorAuthAge"]', equals: "3600" },
    ],
  },
  {
    id: "OPS-182",
    what: "Each service, job and person has a role of its own, and there are no users.",
    proofs: [
      { type: "aws:iam/user:User", count: 0 },
      { type: TYPE.task, name: API, property: "taskRoleArn", linksTo: { type: ROLE, name: "service-api-task-task", output: "arn" } },
      { type: TYPE.task, name: "service-frontend-task-definition", property: "taskRoleArn", linksTo: { type: ROLE, name: "service-frontend-task-task", output: "arn" } },
      { type: ROLE, named: /^people-/, count: 2 },
      { policy: "ecs-roles-distinct" },
      { policy: "iam-no-users" },
    ],
  },
  {
    id: "OPS-183",
    what: "What is stored is encrypted, and what travels too: to the site, the database, the cache and the proxy.",
    proofs: [
      ...encrypted,
      { type: TYPE.parameters, name: "database-parameters", property: "parameters[name=rds.force_ssl].value", equals: "1" },
      ...facts("aws:rds/proxy:Proxy", "connection-proxy", { requireTls: true }),
      ...facts(TYPE.listener, "web-http", { "defaultActions[0].redirect.protocol": "HTTPS" }),
    ],
  },
  {
    id: "OPS-184",
    what: "GuardDuty and Security Hub watch the account, and what they find is told.",
    proofs: [
      ...facts("aws:guardduty/detector:Detector", "account-security-detector", { enable: true }),
      { type: "aws:securityhub/standardsSubscription:StandardsSubscription", count: 2 },
      ...["findings-guardduty", "findings-securityhub"].flatMap((rule) =>
        ["slack", "pagerduty"].map((channel, index): Fact => ({
          type: "aws:cloudwatch/eventTarget:EventTarget", name: `${rule}-topic-${index}`, property: "arn",
          linksTo: { type: TYPE.topic, name: `channels-${channel}`, output: "arn" },
        })),
      ),
    ],
  },
  {
    id: "OPS-185",
    what: "Services run in three zones, the database and the cache have somebody to take over.",
    proofs: [
      { type: TYPE.subnet, named: /^network-[abc]-application$/, count: 3 },
      { type: TYPE.service, name: /^service-(api|frontend)-service$/, property: "networkConfiguration.subnets.length", equals: 3 },
      { type: "aws:appautoscaling/target:Target", name: /./, property: "minCapacity", equals: 2 },
      ...facts(TYPE.database, "database-primary", { multiAz: true }),
      ...facts(TYPE.cache, "cache-group", { multiAzEnabled: true, automaticFailoverEnabled: true, numCacheClusters: 2 }),
      { type: "aws:ec2/natGateway:NatGateway", count: 3 },
    ],
  },
  {
    id: "OPS-195",
    what: "Clients speak TLS 1.3, at the edge and behind it, whether or not cards are handled; only Cloudflare reaches the load balancer.",
    proofs: [
      ...facts("cloudflare:index/zoneSetting:ZoneSetting", "edge-zone-min-tls-version", { settingId: "min_tls_version", value: "1.3" }),
      ...facts(TYPE.listener, "web-https", { sslPolicy: "ELBSecurityPolicy-TLS13-1-3-PQ-2025-09" }),
      { type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", named: /to-load-balancer/, count: 2 },
      {
        type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", name: "firewall-cloudflare-ipv4-to-load-balancer-443",
        property: "prefixListId", linksTo: { type: "aws:ec2/managedPrefixList:ManagedPrefixList", name: "edge-addresses-cloudflare-ipv4", output: "id" },
      },
      { policy: "cf-min-tls" },
    ],
  },
  { id: "OPS-197", what: "Images, functions and machines are searched for known flaws all the time.", proofs: scanned },
  {
    id: "OPS-198",
    what: "Rights name what they are for; a policy refuses what is too wide.",
    proofs: [
      {
        type: TYPE.rolePolicy, name: "service-api-task-execution", property: "policy.Statement[Sid=PullOwnImage].Resource",
        equals: ["arn:aws:ecr:eu-west-1:240000000001:repository/sentia-dashboard"],
      },
      ...facts(TYPE.rolePolicy, "service-api-task-task", {
        "policy.Statement[Sid=UseObjects].Action": ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"], "policy.Statement.length": 3,
      }),
      { policy: "iam-no-star-action" },
      { policy: "iam-no-admin" },
    ],
  },
  {
    id: "OPS-199",
    what: "All traffic of the network is recorded, and GuardDuty reads it.",
    proofs: [
      ...facts("aws:ec2/flowLog:FlowLog", "network-flow-logs-vpc", { trafficType: "ALL" }),
      { type: "aws:ec2/flowLog:FlowLog", name: "network-flow-logs-vpc", property: "vpcId", linksTo: { type: "aws:ec2/vpc:Vpc", name: "network-vpc", output: "id" } },
      ...facts("aws:guardduty/detector:Detector", "account-security-detector", { enable: true }),
    ],
  },
  {
    id: "OPS-204",
    what: "Who previews and who deploys are two roles, each for its own environment of the repository.",
    proofs: [
      ...federated("preview", "production-preview"), ...federated("deploy", "production"),
      { setting: "deployIdentity.environments.preview", refuses: ["production"], expected: /who looks and who deploys are kept apart/ },
      { document: "docs/ci.md", heading: "Who approves" },
    ],
  },
  {
    id: "OPS-212",
    what: "Inspector scans all the time, the repository's own code and packages are scanned every week.",
    proofs: [...scanned, { workflow: "security.yml", property: "on.schedule[0].cron", holds: "41 5 * * 1" }, { workflow: "security.yml", job: "code", step: "Analyse with CodeQL", runs: "github/codeql-action/analyze" }],
  },
];
