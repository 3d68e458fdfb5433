import type { Evidence, Fact, Proof } from "../proof";
import { inStack } from "../proof";
import { linkedVariable, secretVariable, TYPE, variable } from "../resources";
import type { Stage } from "./resources";
import { API, facts, FRONTEND, RECORD, RULESET, SCALING_POLICY, SCALING_TARGET, SERVICES, tells } from "./resources";

const SITE = "sentia-manufacturing.com";
const UPLOADS = "operations-uploads-240000000001-eu-west-1";

const primary = (properties: Parameters<typeof facts>[2]) => facts(TYPE.database, "database-primary", properties);
const eachService = (evidence: (service: (typeof SERVICES)[number]) => readonly Fact[]) => SERVICES.flatMap(evidence);

/** The stack is the document's project of that stage: its names begin with system and environment. */
const project = (stack: Stage): readonly Fact[] =>
  inStack(stack, [
    ...facts(TYPE.awsProvider, "aws", { "defaultTags.tags.System": "operations", "defaultTags.tags.Environment": stack }),
    ...facts("aws:ecs/cluster:Cluster", "cluster-cluster", { name: `operations-${stack}` }),
    ...facts(TYPE.database, "database-primary", { identifier: `operations-${stack}-database` }),
  ]);

/** The host's record leads to the load balancer, whose certificate is for it. */
const served = (stack: Stage, host: string, proxied: boolean): readonly Fact[] =>
  inStack(stack, [
    ...facts(RECORD, `site-${host}`, { name: host, type: "CNAME", proxied }),
    { type: RECORD, name: `site-${host}`, property: "content", linksTo: { type: TYPE.loadBalancer, name: "web", output: "dnsName" } },
    ...facts(TYPE.certificate, "certificate", { domainName: host }),
    {
      type: TYPE.listener, name: "web-https", property: "certificateArn",
      linksTo: { type: TYPE.certificateValidation, name: "certificate", output: "certificateArn" },
    },
  ]);

/** A step of a scaler: one copy more or less. */
const step = (service: string, name: string, tasks: number, alarm: Parameters<typeof facts>[2]): readonly Fact[] => [
  ...facts(SCALING_POLICY, `scaling-${service}-${name}-policy`, {
    policyType: "StepScaling",
    "stepScalingPolicyConfiguration.adjustmentType": "ChangeInCapacity",
    "stepScalingPolicyConfiguration.stepAdjustments[0].scalingAdjustment": tasks,
    "stepScalingPolicyConfiguration.stepAdjustments.length": 1,
  }),
  ...facts(TYPE.metricAlarm, `scaling-${service}-${name}-alarm`, alarm),
  {
    type: TYPE.metricAlarm, name: `scaling-${service}-${name}-alarm`, property: "alarmActions",
    linksTo: { type: SCALING_POLICY, name: `scaling-${service}-${name}-policy`, output: "arn" },
  },
];

const tracks = (service: string, metric: "cpu" | "memory", target: number): readonly Fact[] =>
  facts(SCALING_POLICY, `scaling-${service}-${metric}-percent`, {
    policyType: "TargetTrackingScaling",
    "targetTrackingScalingPolicyConfiguration.predefinedMetricSpecification.predefinedMetricType":
      metric === "cpu" ? "ECSServiceAverageCPUUtilization" : "ECSServiceAverageMemoryUtilization",
    "targetTrackingScalingPolicyConfiguration.targetValue": target,
    // Else it would take copies away below the target, long before the document does.
    "targetTrackingScalingPolicyConfiguration.disableScaleIn": true,
  });

const calm = (service: string): readonly Fact[] =>
  step(service, "calm", -1, {
    "metricQueries[0].metric.metricName": "CPUUtilization",
    "metricQueries[1].metric.metricName": "MemoryUtilization",
    "metricQueries[2].metric.metricName": "TargetResponseTime",
    "metricQueries[3].expression": "IF(m0 < 30 AND m1 < 50 AND FILL(m2, 0) < 0.5, 1, 0)",
    "metricQueries[3].returnData": true,
    comparisonOperator: "GreaterThanThreshold",
    threshold: 0,
  });

const keeps = (index: number, ref: string, properties: Parameters<typeof facts>[2]): readonly Fact[] =>
  facts(RULESET, "edge-cache", {
    [`rules[${index}].ref`]: ref,
    ...Object.fromEntries(Object.entries(properties).map(([path, value]) => [`rules[${index}].${path}`, value])),
  });

/** No rule of the cache is for who is signed in. */
const anonymous = (index: number): readonly Fact[] => [
  { type: RULESET, name: "edge-cache", property: `rules[${index}].expression`, includes: 'not len(http.request.headers["authorization"]) > 0' },
  { type: RULESET, name: "edge-cache", property: `rules[${index}].expression`, includes: 'not http.cookie contains "__session"' },
];

const instance = (task: string): readonly Fact[] => facts(TYPE.task, task, { cpu: "2048", "containerDefinitions[0].cpu": 0 });

const noneOf = (stack: string, types: readonly string[]): readonly Evidence[] => types.map((type) => ({ stack, type, count: 0 }));

/** Rows about what exists, how big it is and how it scales. */
export const TOPOLOGY: readonly Proof[] = [
  { id: "OPS-001", what: "Resources say that they are the system's, and their names begin with it.", proofs: project("production") },
  {
    id: "OPS-002",
    what: "A load balancer stands in front of both services, and only Cloudflare reaches it.",
    proofs: [
      { type: TYPE.loadBalancer, count: 1 },
      ...facts(TYPE.loadBalancer, "web", { loadBalancerType: "application", internal: false }),
      ...eachService((service) => [
        {
          type: TYPE.service, name: `service-${service}-service`, property: "loadBalancers[0].targetGroupArn",
          linksTo: { type: TYPE.targetGroup, name: `web-${service}`, output: "arn" },
        },
      ]),
    ],
  },
  {
    id: "OPS-003",
    what: "Both services scale by themselves, and a deployment doesn't undo it.",
    proofs: eachService((service) => [
      { type: SCALING_TARGET, name: `scaling-${service}-target`, property: "scalableDimension", equals: "ecs:service:DesiredCount" },
      { type: SCALING_TARGET, name: `scaling-${service}-target`, property: "resourceId", equals: `service/operations-production/${service}` },
      { type: TYPE.service, name: `service-${service}-service`, property: "option:ignoreChanges", includes: "desiredCount" },
    ]),
  },
  { id: "OPS-004", what: "The database is PostgreSQL.", proofs: primary({ engine: "postgres", engineVersion: "17" }) },
  {
    id: "OPS-005",
    what: "Cloudflare stands before the site and sets the zone's rules.",
    proofs: [
      ...served("production", SITE, true),
      { type: RULESET, name: "edge-cache", property: "phase", equals: "http_request_cache_settings" },
      { type: "cloudflare:index/zoneSetting:ZoneSetting", name: "edge-zone-ssl", property: "value", equals: "strict" },
    ],
  },
  { id: "OPS-006", what: "The cache is Redis.", proofs: facts(TYPE.cache, "cache-group", { engine: "redis", engineVersion: "7.1" }) },
  {
    id: "OPS-007",
    what: "Uploaded files lie in a bucket of S3, which the API alone is told of.",
    proofs: [
      ...facts(TYPE.bucket, "bucket-documents", { bucket: UPLOADS }),
      linkedVariable(API, "UPLOADS_BUCKET", { type: TYPE.bucket, name: "bucket-documents", output: "bucket" }),
    ],
  },
  {
    id: "OPS-008",
    what: "Production answers at the apex of the zone.",
    proofs: [
      ...served("production", SITE, true),
      ...facts(TYPE.listener, "web-https", { port: 443, protocol: "HTTPS" }),
      ...facts(TYPE.listener, "web-http", { "defaultActions[0].redirect.host": SITE, "defaultActions[0].redirect.statusCode": "HTTP_301" }),
    ],
  },
  { id: "OPS-009", what: "Production is a stack of its own, with names of its own.", proofs: project("production") },
  {
    id: "OPS-010",
    what: "Production's database has a primary and one read replica, whose host the API knows.",
    proofs: [
      { type: TYPE.database, count: 2 },
      {
        type: TYPE.database, name: "database-replica-1-instance", property: "replicateSourceDb",
        linksTo: { type: TYPE.database, name: "database-primary", output: "identifier" },
      },
      linkedVariable(API, "DATABASE_READER_HOSTS", { type: TYPE.database, name: "database-replica-1-instance", output: "address" }),
    ],
  },
  { id: "OPS-011", what: "Production has its own Redis, which the API knows.", proofs: [{ type: TYPE.cache, count: 1 }, secretVariable(API, "REDIS_URL", "cache-secret", "url")] },
  { id: "OPS-012", what: "Production has its storage in S3.", proofs: facts(TYPE.bucket, "bucket-documents", { bucket: UPLOADS, "option:protect": true }) },
  { id: "OPS-013", what: "Production's host is answered by Cloudflare.", proofs: served("production", SITE, true) },
  { id: "OPS-014", what: "Staging answers at its own host, without Cloudflare before it.", proofs: served("staging", `staging.${SITE}`, false) },
  { id: "OPS-015", what: "Staging is a stack of its own, with names of its own.", proofs: project("staging") },
  {
    id: "OPS-016",
    what: "Staging has a database of its own, and no replica.",
    proofs: inStack("staging", [{ type: TYPE.database, count: 1 }, ...primary({ engine: "postgres", identifier: "operations-staging-database" })]),
  },
  {
    id: "OPS-017",
    what: "Staging has a Redis of its own.",
    proofs: inStack("staging", [{ type: TYPE.cache, count: 1 }, ...facts(TYPE.cache, "cache-group", { engine: "redis", replicationGroupId: "operations-staging-cache" })]),
  },
  {
    id: "OPS-018",
    what: "Staging has no bucket for files and nothing at the edge; its record leads straight to the load balancer.",
    proofs: [
      { stack: "staging", type: TYPE.bucket, named: /^bucket-/, count: 0 },
      ...noneOf("staging", [RULESET, "cloudflare:index/zoneSetting:ZoneSetting"]),
      ...served("staging", `staging.${SITE}`, false),
    ],
  },
  { id: "OPS-019", what: "Development answers at its own host.", proofs: served("development", `dev.${SITE}`, false) },
  { id: "OPS-020", what: "Development is a stack of its own, with names of its own.", proofs: project("development") },
  {
    id: "OPS-021",
    what: "Development has a database of its own, and no Redis, no files and no edge.",
    proofs: [
      ...inStack("development", [{ type: TYPE.database, count: 1 }, ...primary({ engine: "postgres", identifier: "operations-development-database" })]),
      ...noneOf("development", [TYPE.cache, RULESET]),
      { stack: "development", type: TYPE.bucket, named: /^bucket-/, count: 0 },
    ],
  },
  {
    id: "OPS-022",
    what: "The frontend is a service, and answers what no other does.",
    proofs: [
      ...facts(TYPE.service, "service-frontend-service", { launchType: "FARGATE" }),
      {
        type: TYPE.listener, name: "web-https", property: "defaultActions[0].targetGroupArn",
        linksTo: { type: TYPE.targetGroup, name: "web-frontend", output: "arn" },
      },
    ],
  },
  {
    id: "OPS-023",
    what: "The API is a service, and answers /api and /health.",
    proofs: [
      ...facts(TYPE.service, "service-api-service", { launchType: "FARGATE" }),
      ...facts(TYPE.listenerRule, "web-api", { "conditions[0].pathPattern.values": ["/api/*", "/health"] }),
      {
        type: TYPE.listenerRule, name: "web-api", property: "actions[0].targetGroupArn",
        linksTo: { type: TYPE.targetGroup, name: "web-api", output: "arn" },
      },
    ],
  },
  {
    id: "OPS-024",
    what: "The API gets the URLs of PostgreSQL and Redis from their secrets.",
    proofs: [secretVariable(API, "DATABASE_URL", "credentials-application", "url"), secretVariable(API, "REDIS_URL", "cache-secret", "url")],
  },
  {
    id: "OPS-079",
    what: "The API's URL leads to the proxy and carries pgbouncer=true and connection_limit=20.",
    proofs: [
      {
        type: TYPE.secretVersion, name: "credentials-application", property: "secretString.url",
        matches: /^postgresql:\/\/sentia_app:[^@]+@operations-production\.proxy-[^/]+\/sentia\?pgbouncer=true&connection_limit=20&sslmode=require$/,
      },
      { type: TYPE.secretVersion, name: "credentials-application", property: "secretString.host", linksTo: { type: "aws:rds/proxy:Proxy", name: "connection-proxy", output: "endpoint" } },
      secretVariable(API, "DATABASE_URL", "credentials-application", "url"),
    ],
  },
  {
    id: "OPS-086",
    what: "Static files stay at the edge and in browsers for a year.",
    proofs: [
      ...keeps(3, "cache-assets", {
        "actionParameters.edgeTtl.mode": "override_origin",
        "actionParameters.edgeTtl.default": 31_536_000,
        "actionParameters.browserTtl.default": 31_536_000,
      }),
      ...anonymous(3),
      variable(FRONTEND, "CDN_TTL_STATIC_ASSETS", "31536000"),
    ],
  },
  {
    id: "OPS-087",
    what: "Answers of the API stay for the five minutes that the API says; the free plan overrides nothing shorter than two hours.",
    proofs: [
      ...keeps(2, "cache-answers", { "actionParameters.cache": true, "actionParameters.edgeTtl.mode": "bypass_by_default" }),
      ...anonymous(2),
      variable(API, "CDN_TTL_API_RESPONSES", "300"),
      { setting: "edge.cache.rules.answers.edgeTtlSeconds", refuses: 300, expected: /^at least 7200, the least of the free plan; or origin, with s-maxage=300/ },
    ],
  },
  {
    id: "OPS-088",
    what: "Pages stay for the hour that the frontend says; the free plan overrides nothing shorter than two hours.",
    proofs: [
      ...keeps(1, "cache-pages", { "actionParameters.cache": true, "actionParameters.edgeTtl.mode": "bypass_by_default" }),
      ...anonymous(1),
      variable(FRONTEND, "CDN_TTL_HTML_PAGES", "3600"),
      { setting: "edge.cache.rules.pages.edgeTtlSeconds", refuses: 3600, expected: /^at least 7200, the least of the free plan; or origin, with s-maxage=3600/ },
    ],
  },
  {
    id: "OPS-091",
    what: "A copy's pool has at most 20; ten copies have 200, which the database takes, and a deployment's further ten wait at the proxy.",
    proofs: [
      variable(API, "DATABASE_POOL_MAX", "20"),
      { type: TYPE.parameters, name: "database-parameters", property: "parameters[name=max_connections].value", equals: "200" },
      ...facts("aws:rds/proxyDefaultTargetGroup:ProxyDefaultTargetGroup", "connection-proxy-pool", { "connectionPoolConfig.maxConnectionsPercent": 80 }),
      { setting: "connectionProxy.maxConnectionsPercent", refuses: 100, expected: /^at most 96: 8 of 200 connections are for superusers and monitoring/ },
    ],
  },
  {
    id: "OPS-130",
    what: "Each service has two copies at least and ten at most.",
    proofs: eachService((service) => [
      { type: SCALING_TARGET, name: `scaling-${service}-target`, property: "minCapacity", equals: 2 },
      { type: SCALING_TARGET, name: `scaling-${service}-target`, property: "maxCapacity", equals: 10 },
    ]),
  },
  { id: "OPS-131", what: "CPU is held at 70 percent by adding copies.", proofs: eachService((service) => tracks(service, "cpu", 70)) },
  { id: "OPS-132", what: "Memory is held at 80 percent by adding copies.", proofs: eachService((service) => tracks(service, "memory", 80)) },
  {
    id: "OPS-133",
    what: "Replicas for reading are a number, and the API knows their hosts.",
    proofs: [
      { type: TYPE.database, named: /^database-replica-/, count: 1 },
      linkedVariable(API, "DATABASE_READER_HOSTS", { type: TYPE.database, name: "database-replica-1-instance", output: "address" }),
      { setting: "database.replicas", refuses: 6, expected: /5/ },
    ],
  },
  { id: "OPS-134", what: "An instance has 2 vCPU.", proofs: [...instance(API), ...instance(FRONTEND)] },
  {
    id: "OPS-135",
    what: "An instance may use 2 GB; its task has 4, the least that Fargate offers with 2 vCPU.",
    proofs: [API, FRONTEND].flatMap((task) => facts(TYPE.task, task, { "containerDefinitions[0].memory": 2048, memory: "4096" })),
  },
  {
    id: "OPS-136",
    what: "The database has 40 GiB and 2 vCPU: RDS begins at 20 GiB and has no smaller processor, and the document's 4 GB contradict its own growth.",
    proofs: primary({ allocatedStorage: 40, instanceClass: "db.t4g.medium" }),
  },
  {
    id: "OPS-137",
    what: "At 80 percent somebody hears that it is time for the next tier, 4 vCPU and 4 GB, which are two numbers of the stack file.",
    proofs: [
      ...eachService((service) => [
        ...facts(TYPE.metricAlarm, `alarms-${service}-task-cpu-medium`, { metricName: "CPUUtilization", threshold: 80 }),
        ...facts(TYPE.metricAlarm, `alarms-${service}-task-memory-notice`, { metricName: "MemoryUtilization", threshold: 80 }),
        ...tells(`alarms-${service}-task-memory-notice`, ["slack"]),
      ]),
      { test: "tests/components/internal/fargate-sizes.spec.ts", title: "round up to the pair that is smallest in CPU and in memory, whatever is wanted" },
    ],
  },
  {
    id: "OPS-138",
    what: "The database's next tier is in it already: RDS has no storage below 20 GiB and no class below 2 vCPU.",
    proofs: [{ type: TYPE.database, name: "database-primary", property: "allocatedStorage", atLeast: 8 }, ...primary({ instanceClass: "db.t4g.medium" })],
  },
  { id: "OPS-139", what: "Above 70 percent CPU a copy is added.", proofs: eachService((service) => tracks(service, "cpu", 70)) },
  { id: "OPS-140", what: "Above 80 percent memory a copy is added.", proofs: eachService((service) => tracks(service, "memory", 80)) },
  {
    id: "OPS-141",
    what: "Above 1500 ms a copy is added.",
    proofs: eachService((service) =>
      step(service, "slow", 1, { metricName: "TargetResponseTime", statistic: "Average", comparisonOperator: "GreaterThanThreshold", threshold: 1.5 }),
    ),
  },
  {
    id: "OPS-142",
    what: "Above 2 percent errors a copy is added, and somebody is told to find out why.",
    proofs: eachService((service) => [
      ...step(service, "failing", 1, {
        "metricQueries[0].metric.metricName": "HTTPCode_Target_5XX_Count",
        "metricQueries[1].metric.metricName": "RequestCount",
        "metricQueries[2].expression": "IF(requests > 49, 100 * FILL(errors, 0) / (requests), 0)",
        comparisonOperator: "GreaterThanThreshold",
        threshold: 2,
      }),
      ...["slack", "email"].map((channel): Fact => ({
        type: TYPE.metricAlarm, name: `scaling-${service}-failing-alarm`, property: "alarmActions",
        linksTo: { type: TYPE.topic, name: `channels-${channel}`, output: "arn" },
      })),
    ]),
  },
  {
    id: "OPS-143",
    what: "Above 80 percent of 200 connections somebody is told to add a replica: RDS adds none by itself, it is a number of the stack file.",
    proofs: [
      ...facts(TYPE.metricAlarm, "alarms-database-database-connections-medium", {
        metricName: "DatabaseConnections", comparisonOperator: "GreaterThanThreshold", threshold: 160,
      }),
      ...tells("alarms-database-database-connections-medium", ["slack", "email"]),
      { document: "docs/runbooks/database-connections.md", heading: "What to do" },
    ],
  },
  { id: "OPS-144", what: "Below 30 percent CPU, with memory and response time low too, a copy is taken away, never below two.", proofs: eachService(calm) },
  { id: "OPS-145", what: "Below 50 percent memory, with CPU and response time low too, a copy is taken away, never below two.", proofs: eachService(calm) },
  { id: "OPS-146", what: "Below 500 ms is one of the three conditions on which a copy is taken away.", proofs: eachService(calm) },
  {
    id: "OPS-147",
    what: "In the low-traffic hours there are two copies, and from the morning on up to ten again.",
    proofs: eachService((service) => [
      ...facts("aws:appautoscaling/scheduledAction:ScheduledAction", `scaling-${service}-low-traffic`, {
        schedule: "cron(0 23 * * ? *)", "scalableTargetAction.minCapacity": 2, "scalableTargetAction.maxCapacity": 2,
      }),
      ...facts("aws:appautoscaling/scheduledAction:ScheduledAction", `scaling-${service}-working-hours`, {
        schedule: "cron(0 6 * * ? *)", "scalableTargetAction.minCapacity": 2, "scalableTargetAction.maxCapacity": 10,
      }),
    ]),
  },
];
