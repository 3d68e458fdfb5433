import type { Fact, Proof } from "../proof";
import { inGroup, secretVariable, TYPE, variable } from "../resources";
import { alarm, facts, HOST, POOL, PROXY, RECORD, RULESET, SCALING_POLICY, SCALING_TARGET, WEB, WEB_SERVICE, WORKER, WORKER_SERVICE } from "./resources";

const CLUSTER_SERVICE = "service/manufacturing-production";

/** Copies from a minimum to a maximum, of this service and no other. */
const scaled = (service: "web" | "worker", minCapacity: number, maxCapacity: number): readonly Fact[] => [
  ...facts(SCALING_TARGET, `scaling-${service}-target`, {
    resourceId: `${CLUSTER_SERVICE}/${service}`,
    minCapacity,
    maxCapacity,
  }),
  // Else each deployment would take back what the scaler did.
  { type: TYPE.service, name: `service-${service}-service`, property: "option:ignoreChanges", equals: ["desiredCount"] },
];

/** A policy that holds a metric of the web service at a value, up and down. */
const held = (metric: string, predefinedMetricType: string, targetValue: number): readonly Fact[] =>
  facts(SCALING_POLICY, `scaling-web-${metric}`, {
    policyType: "TargetTrackingScaling",
    resourceId: `${CLUSTER_SERVICE}/web`,
    "targetTrackingScalingPolicyConfiguration.predefinedMetricSpecification.predefinedMetricType": predefinedMetricType,
    "targetTrackingScalingPolicyConfiguration.targetValue": targetValue,
    "targetTrackingScalingPolicyConfiguration.disableScaleIn": false,
  });

const waiting = "targetTrackingScalingPolicyConfiguration.customizedMetricSpecification.metrics[id=waiting]";
const perCopy = "targetTrackingScalingPolicyConfiguration.customizedMetricSpecification.metrics[id=perCopy]";

/** Rows about what exists, how big it is and how it scales. */
export const TOPOLOGY: readonly Proof[] = [
  {
    id: "MFG-001",
    what: "It is a system of its own: an account, a host, and its name on everything.",
    proofs: [
      { type: TYPE.awsProvider, name: "aws", property: "allowedAccountIds[0]", equals: "220000000001" },
      { type: TYPE.awsProvider, name: "aws", property: "defaultTags.tags.System", equals: "manufacturing" },
      ...facts(RECORD, `site-${HOST}`, { name: HOST }),
      { type: "aws:ec2/vpc:Vpc", name: "network-vpc", property: "cidrBlock", equals: "10.50.0.0/16" },
    ],
  },
  {
    id: "MFG-006",
    what: "The web service runs Node.js and gets every request that comes through the load balancer.",
    proofs: [
      ...facts(TYPE.task, WEB, { "containerDefinitions[0].command": ["node", "server.js"], "containerDefinitions[0].portMappings[0].containerPort": 3000 }),
      { type: TYPE.service, name: WEB_SERVICE, property: "taskDefinition", linksTo: { type: TYPE.task, name: WEB, output: "arn" } },
      { type: TYPE.service, name: WEB_SERVICE, property: "loadBalancers[0].targetGroupArn", linksTo: { type: TYPE.targetGroup, name: "web-web", output: "arn" } },
      { type: TYPE.listenerRule, name: "web-web", property: "conditions[0].pathPattern.values", equals: ["/*"] },
      {
        type: TYPE.listenerRule, name: "web-web",
        property: "actions[0].forward.targetGroups[0].arn", linksTo: { type: TYPE.targetGroup, name: "web-web", output: "arn" },
      },
      { openings: "ingress", of: "firewall-web", exactly: ["firewall-load-balancer -> firewall-web:3000", "firewall-monitoring -> firewall-web:3000"] },
    ],
  },
  {
    id: "MFG-007",
    what: "The worker takes jobs from the queue, has a group and a role of its own, and nobody can call it.",
    proofs: [
      ...facts(TYPE.service, WORKER_SERVICE, { loadBalancers: undefined }),
      { type: TYPE.service, name: WORKER_SERVICE, property: "taskDefinition", linksTo: { type: TYPE.task, name: WORKER, output: "arn" } },
      ...facts(TYPE.task, WORKER, { "containerDefinitions[0].command": ["node", "worker.js"], "containerDefinitions[0].portMappings": [] }),
      secretVariable(WORKER, "REDIS_URL", "cache-secret", "url"),
      ...inGroup(WORKER_SERVICE, "firewall-worker"),
      { openings: "ingress", of: "firewall-worker", exactly: [] },
      { type: TYPE.task, name: WORKER, property: "taskRoleArn", linksTo: { type: "aws:iam/role:Role", name: "service-worker-task-task", output: "arn" } },
    ],
  },
  {
    id: "MFG-008",
    what: "PostgreSQL runs on RDS; the document gives no version, so it is one that is supported for years.",
    proofs: [
      ...facts(TYPE.database, "database-primary", { engine: "postgres", engineVersion: "17", multiAz: true, publiclyAccessible: false }),
      { type: TYPE.database, count: 1 },
    ],
  },
  {
    id: "MFG-009",
    what: "Redis holds BullMQ's queue, in one shard, and refuses a job rather than drop one.",
    proofs: [
      ...facts(TYPE.cache, "cache-group", { engine: "redis", clusterMode: "disabled", automaticFailoverEnabled: true, numCacheClusters: 2 }),
      ...facts("aws:elasticache/parameterGroup:ParameterGroup", "cache-parameters", {
        "parameters[name=maxmemory-policy].value": "noeviction",
      }),
      {
        type: TYPE.cache, name: "cache-group",
        property: "parameterGroupName", linksTo: { type: "aws:elasticache/parameterGroup:ParameterGroup", name: "cache-parameters", output: "name" },
      },
    ],
  },
  {
    id: "MFG-017",
    what: "At least 2 copies of the web service run, and it is told so.",
    proofs: [variable(WEB, "API_MIN_INSTANCES", "2"), ...facts(SCALING_TARGET, "scaling-web-target", { minCapacity: 2 })],
  },
  {
    id: "MFG-018",
    what: "At most 10 copies of the web service run, and it is told so.",
    proofs: [variable(WEB, "API_MAX_INSTANCES", "10"), ...facts(SCALING_TARGET, "scaling-web-target", { maxCapacity: 10 })],
  },
  {
    id: "MFG-090",
    what: "The pool is a setting that a preview holds to the database's limit, a proxy shares it, and somebody is told before it is exhausted.",
    proofs: [
      ...facts(POOL, "connection-proxy-pool", { "connectionPoolConfig.maxConnectionsPercent": 85 }),
      { type: TYPE.parameters, name: "database-parameters", property: "parameters[name=max_connections].value", equals: "300" },
      ...alarm("alarms-database-database-connections-critical", ["database", "on-call"], {
        metricName: "DatabaseConnections",
        threshold: 285,
        comparisonOperator: "GreaterThanThreshold",
      }),
      { setting: "connectionProxy.maxConnectionsPercent", refuses: 100, expected: /^at most 97: 8 of 300 connections are for superusers and monitoring/ },
    ],
  },
  { id: "MFG-099", what: "The web service has 2 to 10 copies.", proofs: scaled("web", 2, 10) },
  { id: "MFG-100", what: "The web service's CPU is held at 70 %.", proofs: held("cpu-percent", "ECSServiceAverageCPUUtilization", 70) },
  { id: "MFG-101", what: "The web service's memory is held at 80 %.", proofs: held("memory-percent", "ECSServiceAverageMemoryUtilization", 80) },
  { id: "MFG-102", what: "The worker has 1 to 5 copies.", proofs: scaled("worker", 1, 5) },
  {
    id: "MFG-103",
    what: "The worker gets a copy for each 100 jobs that wait; a task counts them in the queue each minute.",
    proofs: [
      ...facts(SCALING_POLICY, "scaling-worker-queue-depth", {
        policyType: "TargetTrackingScaling",
        resourceId: `${CLUSTER_SERVICE}/worker`,
        "targetTrackingScalingPolicyConfiguration.targetValue": 100,
        "targetTrackingScalingPolicyConfiguration.disableScaleIn": false,
        [`${waiting}.metricStat.metric.namespace`]: "Groundwork/Queues",
        [`${waiting}.metricStat.metric.metricName`]: "WaitingJobs",
        [`${waiting}.metricStat.metric.dimensions[name=System].value`]: "manufacturing-production",
        [`${waiting}.metricStat.metric.dimensions[name=Queue].value`]: "jobs",
        [`${perCopy}.expression`]: "IF(copies > 0, waiting / copies, waiting)",
      }),
      ...facts(TYPE.service, "queue-depth-publisher-service", { desiredCount: 1 }),
      {
        type: TYPE.service, name: "queue-depth-publisher-service",
        property: "taskDefinition", linksTo: { type: TYPE.task, name: "queue-depth-publisher-task-definition", output: "arn" },
      },
      variable("queue-depth-publisher-task-definition", "QUEUES", "jobs=bull:jobs"),
      { type: TYPE.task, name: "queue-depth-publisher-task-definition", property: "containerDefinitions[0].command[2]", includes: "WaitingJobs" },
    ],
  },
  {
    id: "MFG-109",
    what: "Cloudflare stands before the load balancer and keeps static assets for a year.",
    proofs: [
      ...facts(RECORD, `site-${HOST}`, { proxied: true, type: "CNAME" }),
      {
        type: RECORD, name: `site-${HOST}`,
        property: "content", linksTo: { type: TYPE.loadBalancer, name: "web", output: "dnsName" },
      },
      ...facts(RULESET, "edge-cache", {
        phase: "http_request_cache_settings",
        "rules[ref=cache-assets].actionParameters.cache": true,
        "rules[ref=cache-assets].actionParameters.edgeTtl.default": 31_536_000,
      }),
      { type: RULESET, name: "edge-cache", property: "rules[ref=cache-assets].expression", includes: 'http.request.uri.path.extension in {"css"' },
    ],
  },
  {
    id: "MFG-110",
    what: "Web and worker reach the database through a pool that they share, and only by TLS.",
    proofs: [
      ...facts(PROXY, "connection-proxy", { engineFamily: "POSTGRESQL", requireTls: true }),
      {
        type: "aws:rds/proxyTarget:ProxyTarget", name: "connection-proxy-target",
        property: "dbInstanceIdentifier", linksTo: { type: TYPE.database, name: "database-primary", output: "identifier" },
      },
      secretVariable(WEB, "DATABASE_URL", "credentials-application", "url"),
      secretVariable(WORKER, "DATABASE_URL", "credentials-application", "url"),
      {
        type: TYPE.secretVersion, name: "credentials-application",
        property: "secretString.host", linksTo: { type: PROXY, name: "connection-proxy", output: "endpoint" },
      },
    ],
  },
];
