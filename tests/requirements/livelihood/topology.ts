import type { Fact, Proof } from "../proof";
import { inGroup, linkedVariable, secretVariable, TYPE, variable } from "../resources";
import {
  API, API_GREEN, API_HOST, facts, FILES_HOST, FRONTEND, N8N, PROXY_POOL, RECORD, RULESET, SCALING_POLICY, SCALING_TARGET, SITE, WORKFLOWS_HOST,
} from "./resources";

/** A service with tasks of its own behind a target group of its own. */
const served = (service: string, targetGroup: string, definition: string): readonly Fact[] => [
  { type: TYPE.service, name: `service-${service}-service`, property: "taskDefinition", linksTo: { type: TYPE.task, name: definition, output: "arn" } },
  { type: TYPE.service, name: `service-${service}-service`, property: "loadBalancers[0].targetGroupArn", linksTo: { type: TYPE.targetGroup, name: targetGroup, output: "arn" } },
];

/** A host in the certificate, whose record leads through the edge to the load balancer. */
const host = (name: string): readonly Fact[] => [
  ...facts(RECORD, `site-${name}`, { type: "CNAME", name, proxied: true }),
  { type: RECORD, name: `site-${name}`, property: "content", linksTo: { type: TYPE.loadBalancer, name: "web", output: "dnsName" } },
  { type: TYPE.certificate, name: "certificate", property: "subjectAlternativeNames", includes: name },
];

/** The step that adds a task, and what sets it off. */
const scalesOut = (step: string, properties: Readonly<Record<string, string | number>>): readonly Fact[] => [
  ...facts(SCALING_POLICY, `scaling-api-blue-${step}-policy`, {
    policyType: "StepScaling",
    "stepScalingPolicyConfiguration.adjustmentType": "ChangeInCapacity",
    "stepScalingPolicyConfiguration.stepAdjustments[0].scalingAdjustment": 1,
  }),
  ...facts(TYPE.metricAlarm, `scaling-api-blue-${step}-alarm`, { comparisonOperator: "GreaterThanThreshold", period: 60, "alarmActions.length": 1, ...properties }),
  { type: TYPE.metricAlarm, name: `scaling-api-blue-${step}-alarm`, property: "alarmActions[0]", linksTo: { type: SCALING_POLICY, name: `scaling-api-blue-${step}-policy`, output: "arn" } },
];

const season = (name: string, minCapacity: number): readonly Fact[] =>
  facts("aws:appautoscaling/scheduledAction:ScheduledAction", `scaling-api-blue-${name}`, {
    resourceId: "service/livelihood-production/api-blue",
    timezone: "Asia/Manila",
    "scalableTargetAction.minCapacity": minCapacity,
    "scalableTargetAction.maxCapacity": 4,
  });

/** Rows about what exists, how big it is and how it scales. */
export const TOPOLOGY: readonly Proof[] = [
  {
    id: "LIV-001",
    what: "Everything is named and tagged as livelihood's, and stands in its account.",
    proofs: [
      ...facts(TYPE.awsProvider, "aws", { "defaultTags.tags.System": "livelihood", "allowedAccountIds[0]": "210000000001" }),
      ...facts(TYPE.awsProvider, "aws-backup-region", { "defaultTags.tags.System": "livelihood" }),
      ...facts("aws:ecs/cluster:Cluster", "cluster-cluster", { name: "livelihood-production" }),
    ],
  },
  {
    id: "LIV-002",
    what: "The frontend is a service of its own at a host of its own; the name at railway.app is kept in the documents.",
    proofs: [
      ...host(SITE),
      ...served("frontend-blue", "web-frontend-blue", FRONTEND),
      { type: TYPE.listener, name: "web-https", property: "defaultActions[0].forward.targetGroups[0].arn", linksTo: { type: TYPE.targetGroup, name: "web-frontend-blue", output: "arn" } },
      { setting: "loadBalancer.domain", refuses: undefined, expected: /./ },
    ],
  },
  {
    id: "LIV-003",
    what: "The API is another service at another host.",
    proofs: [
      ...host(API_HOST),
      ...served("api-blue", "web-api-blue", API),
      { type: TYPE.listenerRule, name: "web-api", property: "conditions[0].hostHeader.values", includes: API_HOST },
      ...facts(TYPE.listenerRule, "web-api", { "conditions.length": 1 }),
      { type: TYPE.listenerRule, name: "web-api", property: "actions[0].forward.targetGroups[0].arn", linksTo: { type: TYPE.targetGroup, name: "web-api-blue", output: "arn" } },
    ],
  },
  {
    id: "LIV-004",
    what: "The database is RDS with PostgreSQL 15.",
    proofs: [
      ...facts(TYPE.database, "database-primary", { engine: "postgres", engineVersion: "15" }),
      ...facts(TYPE.parameters, "database-parameters", { family: "postgres15" }),
    ],
  },
  {
    id: "LIV-005",
    what: "The cache is ElastiCache with Redis 7.",
    proofs: [
      ...facts(TYPE.cache, "cache-group", { engine: "redis", engineVersion: "7.1" }),
      ...facts("aws:elasticache/parameterGroup:ParameterGroup", "cache-parameters", { family: "redis7" }),
    ],
  },
  {
    id: "LIV-006",
    what: "Files lie in S3, where the document has Firebase Storage; the credentials of Firebase's other services are a secret.",
    proofs: [
      ...facts(TYPE.bucket, "bucket-documents", { bucket: "livelihood-documents-210000000001-ap-southeast-1" }),
      linkedVariable(API, "DOCUMENTS_BUCKET", { type: TYPE.bucket, name: "bucket-documents", output: "bucket" }),
      linkedVariable(API, "PUBLIC_BUCKET", { type: TYPE.bucket, name: "bucket-public", output: "bucket" }),
      secretVariable(API, "FIREBASE_CREDENTIALS", "secret-firebase"),
      { type: TYPE.rolePolicy, name: "service-api-blue-task-task", property: "policy", includes: "s3:PutObject" },
    ],
  },
  {
    id: "LIV-007",
    what: "n8n is a service with a database and a role of its own and a key of its own; others reach its webhooks alone.",
    proofs: [
      ...served("workflows", "web-workflows", N8N),
      ...facts(TYPE.service, "service-workflows-service", { desiredCount: 1 }),
      { type: TYPE.task, name: N8N, property: "containerDefinitions[0].image", matches: /\/livelihood-n8n:\d+\.\d+\.\d+$/ },
      ...facts("postgresql:index/database:Database", "database-workflows-database", { name: "mswd_workflows" }),
      { type: "postgresql:index/database:Database", name: "database-workflows-database", property: "owner", linksTo: { type: TYPE.role, name: "database-workflows-owner", output: "name" } },
      variable(N8N, "DB_TYPE", "postgresdb"),
      ...["host", "port", "dbname", "username", "password"].map((key) =>
        secretVariable(N8N, `DB_POSTGRESDB_${{ host: "HOST", port: "PORT", dbname: "DATABASE", username: "USER", password: "PASSWORD" }[key] ?? ""}`, "database-workflows-secret", key),
      ),
      secretVariable(N8N, "N8N_ENCRYPTION_KEY", "secret-n8n-encryption-key"),
      ...host(WORKFLOWS_HOST),
      ...facts(TYPE.listenerRule, "web-workflows", { "conditions[0].hostHeader.values": [WORKFLOWS_HOST], "conditions[1].pathPattern.values": ["/webhook/*"] }),
      ...inGroup("service-workflows-service", "firewall-workflows"),
      { openings: "ingress", of: "firewall-workflows", exactly: ["firewall-load-balancer -> firewall-workflows:5678", "firewall-tunnel -> firewall-workflows:5678"] },
    ],
  },
  {
    id: "LIV-009",
    what: "A task of the API has 2 vCPU and 4 GB, in either version.",
    proofs: [API, API_GREEN].flatMap((name) => facts(TYPE.task, name, { cpu: "2048", memory: "4096", "containerDefinitions[0].memory": 4096 })),
  },
  {
    id: "LIV-010",
    what: "The API scales by itself, between limits that the stack file must state.",
    proofs: [
      ...facts(SCALING_TARGET, "scaling-api-blue-target", { minCapacity: 2, maxCapacity: 4, resourceId: "service/livelihood-production/api-blue" }),
      { setting: "services.api.replicas.minimum", refuses: undefined, expected: /./ },
      { setting: "services.api.replicas.maximum", refuses: undefined, expected: /./ },
    ],
  },
  {
    id: "LIV-013",
    what: "Files have a host of their own, where the edge keeps what is public and passes everything else on to the API.",
    proofs: [
      ...host(FILES_HOST),
      { type: TYPE.listenerRule, name: "web-api", property: "conditions[0].hostHeader.values", includes: FILES_HOST },
      ...facts(RULESET, "edge-cache", {
        phase: "http_request_cache_settings",
        "rules[0].actionParameters.cache": false,
        "rules[1].ref": "cache-public-files",
        "rules[1].actionParameters.cache": true,
        "rules[1].actionParameters.edgeTtl.default": 86_400,
        "rules[1].expression":
          `http.host in {"${FILES_HOST}"} and http.request.method in {"GET" "HEAD"} and (http.request.uri.path in {"/public"} or starts_with(http.request.uri.path, "/public/")) and not len(http.request.headers["authorization"]) > 0 and not http.cookie contains "access_token"`,
      }),
    ],
  },
  {
    id: "LIV-086",
    what: "Each task of the API has a pool of 20; a proxy holds 76 of the 100 connections for four of them.",
    proofs: [
      variable(API, "DATABASE_POOL_SIZE", "20"),
      variable(API, "DATABASE_MAX_OVERFLOW", "0"),
      variable(API, "WEB_CONCURRENCY", "1"),
      ...facts(SCALING_TARGET, "scaling-api-blue-target", { maxCapacity: 4 }),
      ...facts(PROXY_POOL, "connection-proxy-pool", { "connectionPoolConfig.maxConnectionsPercent": 76 }),
      { type: "aws:rds/proxyTarget:ProxyTarget", name: "connection-proxy-target", property: "dbInstanceIdentifier", linksTo: { type: TYPE.database, name: "database-primary", output: "identifier" } },
      { type: TYPE.secretVersion, name: "credentials-application", property: "secretString.host", linksTo: { type: "aws:rds/proxy:Proxy", name: "connection-proxy", output: "endpoint" } },
      { setting: "connectionProxy.maxConnectionsPercent", refuses: 90, expected: /^at most 86: 14 of 100 connections are for superusers and monitoring, workflows 2 tasks x 4/ },
    ],
  },
  {
    id: "LIV-088",
    what: "The API has the address of the cache, and it alone reaches it.",
    proofs: [
      secretVariable(API, "REDIS_URL", "cache-secret", "url"),
      { type: TYPE.secretVersion, name: "cache-secret", property: "secretString.url", matches: /^rediss:\/\// },
      { openings: "ingress", of: "firewall-cache", exactly: ["firewall-api -> firewall-cache:6379"] },
    ],
  },
  {
    id: "LIV-094",
    what: "The edge keeps what the build of the frontend makes, for a year.",
    proofs: [
      ...facts(RULESET, "edge-cache", {
        "rules[2].ref": "cache-assets",
        "rules[2].actionParameters.cache": true,
        "rules[2].actionParameters.edgeTtl.default": 31_536_000,
        "rules[2].actionParameters.browserTtl.default": 31_536_000,
      }),
      { type: RULESET, name: "edge-cache", property: "rules[2].expression", includes: '{"css" "ico" "js" "png" "svg" "webp" "woff2"}' },
      ...facts(RECORD, `site-${SITE}`, { proxied: true }),
    ],
  },
  {
    id: "LIV-162",
    what: "A task is added when CPU is above 70 % for 5 minutes.",
    proofs: scalesOut("busy", { namespace: "AWS/ECS", metricName: "CPUUtilization", statistic: "Average", threshold: 70, evaluationPeriods: 5, datapointsToAlarm: 5 }),
  },
  {
    id: "LIV-163",
    what: "A task is added when memory is above 80 % for 5 minutes.",
    proofs: scalesOut("full", { namespace: "AWS/ECS", metricName: "MemoryUtilization", statistic: "Average", threshold: 80, evaluationPeriods: 5, datapointsToAlarm: 5 }),
  },
  {
    id: "LIV-164",
    what: "A task is added when answers take longer than 2 seconds.",
    proofs: scalesOut("slow", { namespace: "AWS/ApplicationELB", metricName: "TargetResponseTime", statistic: "Average", threshold: 2, evaluationPeriods: 5 }),
  },
  {
    id: "LIV-168",
    what: "The minimum is raised before a season and lowered after it, by the clock of Manila.",
    proofs: [...season("season-begins", 3), ...season("season-ends", 2)],
  },
];
