import type { Evidence, Fact, Proof } from "../proof";
import { linkedVariable, secretVariable, TYPE, variable } from "../resources";
import { BACKEND, FRONTEND, inThreeZones } from "./resources";

const SITE = "scholarship.university.edu";
const GIB_IN_MIB = 1024;
const VCPU_IN_UNITS = 1024;
const SERVICES = ["service-backend-service", "service-frontend-service"] as const;

const web = (property: string, equals: string | boolean): Fact => ({ type: TYPE.loadBalancer, name: "web", property, equals });
const primary = (property: string, equals: string | number | boolean): Fact => ({ type: TYPE.database, name: "database-primary", property, equals });
const replica = (property: string, equals: string | boolean): Fact => ({ type: TYPE.database, name: "database-replica-1-instance", property, equals });
const cache = (property: string, equals: string | number | boolean): Fact => ({ type: TYPE.cache, name: "cache-group", property, equals });
const service = (name: "backend" | "frontend", property: string, equals: string | number | boolean): Fact => ({
  type: TYPE.service, name: `service-${name}-service`, property, equals,
});
const task = (name: string, property: string, equals: string | number | undefined): Fact => ({ type: TYPE.task, name, property, equals });

/** A service's own tasks answer at the target group that the load balancer sends its requests to. */
const answersAt = (name: "backend" | "frontend", port: number): readonly Fact[] => [
  {
    type: TYPE.service,
    name: `service-${name}-service`,
    property: "loadBalancers[0].targetGroupArn",
    linksTo: { type: TYPE.targetGroup, name: `web-${name}`, output: "arn" },
  },
  service(name, "loadBalancers[0].containerPort", port),
  { type: TYPE.targetGroup, name: `web-${name}`, property: "port", equals: port },
  task(name === "backend" ? BACKEND : FRONTEND, "containerDefinitions[0].portMappings[0].containerPort", port),
];

/** The alarm that says how few tasks of a service are too few. */
const fewest = (name: string, tasks: number): readonly Fact[] => [
  { type: TYPE.metricAlarm, name: `alarms-${name}-few-tasks-critical`, property: "threshold", equals: tasks },
  { type: TYPE.metricAlarm, name: `alarms-${name}-few-tasks-critical`, property: "comparisonOperator", equals: "LessThanThreshold" },
  { type: TYPE.metricAlarm, name: `alarms-${name}-few-tasks-critical`, property: "metricName", equals: "RunningTaskCount" },
];

const maxConnections = (atLeast: number): Evidence => ({
  type: "aws:rds/parameterGroup:ParameterGroup",
  name: "database-parameters",
  property: "parameters[name=max_connections].value",
  atLeast,
});

/** Rows about what exists, how big it is and how it scales. */
export const TOPOLOGY: readonly Proof[] = [
  {
    id: "SCH-001",
    what: "The system is scholarship's production, and every tier lives in three zones.",
    proofs: [
      ...["aws", "aws-backup-region"].flatMap((name): Fact[] => [
        { type: TYPE.awsProvider, name, property: "defaultTags.tags.System", equals: "scholarship" },
        { type: TYPE.awsProvider, name, property: "defaultTags.tags.Environment", equals: "production" },
      ]),
      ...inThreeZones(TYPE.loadBalancer, "web", "subnets", "public"),
      ...SERVICES.flatMap((name) => inThreeZones(TYPE.service, name, "networkConfiguration.subnets", "application")),
      ...inThreeZones("aws:rds/subnetGroup:SubnetGroup", "database-subnets", "subnetIds", "data"),
      ...inThreeZones("aws:elasticache/subnetGroup:SubnetGroup", "cache-subnets", "subnetIds", "data"),
      { type: "aws:ec2/natGateway:NatGateway", count: 3 },
    ],
  },
  {
    id: "SCH-003",
    what: "There are 16 GB of memory for the services, the document's recommendation, and 16 GiB for the database.",
    proofs: [
      { sumOf: "memory", services: SERVICES, atLeast: 16 * GIB_IN_MIB },
      primary("instanceClass", "db.r7g.large"),
    ],
  },
  {
    id: "SCH-004",
    what: "The database has at least 100 GB, on solid-state disks.",
    proofs: [
      { type: TYPE.database, name: "database-primary", property: "allocatedStorage", atLeast: 100 },
      primary("storageType", "gp3"),
      replica("storageType", "gp3"),
    ],
  },
  {
    id: "SCH-005",
    what: "There are 8 processors for the services, the document's recommendation.",
    proofs: [{ sumOf: "cpu", services: SERVICES, atLeast: 8 * VCPU_IN_UNITS }],
  },
  {
    id: "SCH-006",
    what: "The site has public addresses and a certificate.",
    proofs: [
      web("internal", false),
      {
        type: "aws:ec2/route:Route",
        name: "network-public-internet",
        property: "gatewayId",
        linksTo: { type: "aws:ec2/internetGateway:InternetGateway", name: "network-internet", output: "id" },
      },
      { type: "aws:ec2/route:Route", name: "network-public-internet", property: "destinationCidrBlock", equals: "0.0.0.0/0" },
      {
        type: TYPE.listener,
        name: "web-https",
        property: "certificateArn",
        linksTo: { type: TYPE.certificateValidation, name: "certificate", output: "certificateArn" },
      },
    ],
  },
  {
    id: "SCH-010",
    what: "PostgreSQL is version 15 or newer.",
    proofs: [primary("engine", "postgres"), { type: TYPE.database, name: "database-primary", property: "engineVersion", atLeast: 15 }],
  },
  {
    id: "SCH-011",
    what: "Redis is version 7 or newer.",
    proofs: [cache("engine", "redis"), { type: TYPE.cache, name: "cache-group", property: "engineVersion", atLeast: 7 }],
  },
  {
    id: "SCH-012",
    what: "One load balancer stands before everything.",
    proofs: [
      { type: TYPE.loadBalancer, count: 1 },
      web("loadBalancerType", "application"),
      {
        openings: "ingress",
        of: "firewall-load-balancer",
        exactly: [
          "0.0.0.0/0 -> firewall-load-balancer:80", "0.0.0.0/0 -> firewall-load-balancer:443",
          "::/0 -> firewall-load-balancer:80", "::/0 -> firewall-load-balancer:443",
        ],
      },
      { type: TYPE.loadBalancer, name: "web", property: "securityGroups.length", equals: 1 },
      { type: TYPE.loadBalancer, name: "web", property: "securityGroups[0]", linksTo: { type: TYPE.group, name: "firewall-load-balancer", output: "id" } },
      // Neither what it runs nor what it stores has a public address of its own.
      { type: TYPE.service, name: /./, property: "networkConfiguration.assignPublicIp", equals: false },
      { type: TYPE.database, name: /./, property: "publiclyAccessible", equals: false },
    ],
  },
  {
    id: "SCH-013",
    what: "Two API instances at least, also while a deployment rolls.",
    proofs: [
      { type: TYPE.service, name: "service-backend-service", property: "desiredCount", atLeast: 2 },
      service("backend", "deploymentMinimumHealthyPercent", 100),
      service("backend", "availabilityZoneRebalancing", "ENABLED"),
      ...fewest("backend", 2),
    ],
  },
  {
    id: "SCH-014",
    what: "Two frontend instances.",
    proofs: [
      { type: TYPE.service, name: "service-frontend-service", property: "desiredCount", atLeast: 2 },
      service("frontend", "deploymentMinimumHealthyPercent", 100),
      service("frontend", "availabilityZoneRebalancing", "ENABLED"),
      ...fewest("frontend", 2),
    ],
  },
  {
    id: "SCH-015",
    what: "One PostgreSQL primary.",
    proofs: [
      { type: TYPE.database, named: /primary/, count: 1 },
      primary("engine", "postgres"),
      primary("multiAz", true),
      { type: TYPE.database, name: "database-primary", property: "replicateSourceDb", equals: undefined },
    ],
  },
  {
    id: "SCH-016",
    what: "One read replica of the primary, and an alarm when it lags.",
    proofs: [
      { type: TYPE.database, count: 2 },
      {
        type: TYPE.database,
        name: "database-replica-1-instance",
        property: "replicateSourceDb",
        linksTo: { type: TYPE.database, name: "database-primary", output: "identifier" },
      },
      { type: TYPE.metricAlarm, name: "alarms-database-replica-1-replica-lag-warning", property: "metricName", equals: "ReplicaLag" },
      {
        type: TYPE.metricAlarm,
        name: "alarms-database-replica-1-replica-lag-warning",
        property: "dimensions.DBInstanceIdentifier",
        linksTo: { type: TYPE.database, name: "database-replica-1-instance", output: "identifier" },
      },
    ],
  },
  {
    id: "SCH-017",
    what: "Redis has two nodes in two zones and fails over by itself.",
    proofs: [cache("numCacheClusters", 2), cache("automaticFailoverEnabled", true), cache("multiAzEnabled", true)],
  },
  {
    id: "SCH-018",
    what: "Objects are kept in S3, which has more copies than a MinIO cluster.",
    proofs: [
      { type: TYPE.bucket, named: /^bucket-documents$/, count: 1 },
      { type: TYPE.bucket, name: "bucket-documents", property: "forceDestroy", equals: false },
      { type: TYPE.bucket, name: "bucket-documents", property: "option:protect", equals: true },
      { type: "aws:s3/bucketVersioning:BucketVersioning", name: "bucket-documents-versioning", property: "versioningConfiguration.status", equals: "Enabled" },
    ],
  },
  {
    id: "SCH-039",
    what: "The pool has 20 connections a task, which the database can serve.",
    proofs: [variable(BACKEND, "DB_POOL_SIZE", "20"), maxConnections(3 * 20)],
  },
  {
    id: "SCH-040",
    what: "The pool may grow by 30; three tasks with full pools fit twice, as a deployment runs them.",
    proofs: [variable(BACKEND, "DB_MAX_OVERFLOW", "30"), maxConnections(2 * 3 * (20 + 30))],
  },
  {
    id: "SCH-041",
    what: "REDIS_URL leads to database 0 on port 6379, by TLS.",
    proofs: [
      secretVariable(BACKEND, "REDIS_URL", "cache-secret", "url"),
      cache("port", 6379),
      {
        type: TYPE.secretVersion,
        name: "cache-secret",
        property: "secretString.url",
        matches: /^rediss:\/\/:[^@]+@master\.scholarship-production-cache\.[^:]+:6379\/0$/,
      },
    ],
  },
  {
    id: "SCH-043",
    what: "MINIO_ENDPOINT is S3's, so that nothing listens on port 9000.",
    proofs: [
      variable(BACKEND, "MINIO_ENDPOINT", "https://s3.eu-central-1.amazonaws.com"),
      { openings: "ingress", port: 9000, exactly: [] },
      { openings: "egress", port: 9000, exactly: [] },
    ],
  },
  {
    id: "SCH-045",
    what: "The bucket is scholarship-documents, made unique by account and region, and the API knows its name.",
    proofs: [
      { type: TYPE.bucket, name: "bucket-documents", property: "bucket", equals: "scholarship-documents-123456789012-eu-central-1" },
      linkedVariable(BACKEND, "MINIO_BUCKET_NAME", { type: TYPE.bucket, name: "bucket-documents", output: "bucket" }),
    ],
  },
  {
    id: "SCH-052",
    what: "A listener waits on port 80.",
    proofs: [
      { type: TYPE.listener, name: "web-http", property: "port", equals: 80 },
      { type: TYPE.listener, name: "web-http", property: "protocol", equals: "HTTP" },
      { type: TYPE.listener, name: "web-http", property: "loadBalancerArn", linksTo: { type: TYPE.loadBalancer, name: "web", output: "arn" } },
    ],
  },
  {
    id: "SCH-053",
    what: "The host is scholarship.university.edu; the university enters its own DNS records.",
    proofs: [
      { type: TYPE.certificate, name: "certificate", property: "domainName", equals: SITE },
      { type: TYPE.certificate, name: "certificate", property: "subjectAlternativeNames", equals: [SITE] },
      { type: TYPE.listener, name: "web-http", property: "defaultActions[0].redirect.host", equals: SITE },
      { type: "cloudflare:index/dnsRecord:DnsRecord", count: 0 },
    ],
  },
  {
    id: "SCH-055",
    what: "Port 443 speaks TLS and HTTP/2, and there is no third listener.",
    proofs: [
      { type: TYPE.listener, count: 2 },
      { type: TYPE.listener, name: "web-https", property: "port", equals: 443 },
      { type: TYPE.listener, name: "web-https", property: "protocol", equals: "HTTPS" },
      { type: TYPE.listener, name: "web-https", property: "loadBalancerArn", linksTo: { type: TYPE.loadBalancer, name: "web", output: "arn" } },
      web("enableHttp2", true),
    ],
  },
  {
    id: "SCH-060",
    what: "What no rule takes goes to the frontend on port 3000.",
    proofs: [
      { type: TYPE.listener, name: "web-https", property: "defaultActions.length", equals: 1 },
      { type: TYPE.listener, name: "web-https", property: "defaultActions[0].type", equals: "forward" },
      {
        type: TYPE.listener,
        name: "web-https",
        property: "defaultActions[0].targetGroupArn",
        linksTo: { type: TYPE.targetGroup, name: "web-frontend", output: "arn" },
      },
      ...answersAt("frontend", 3000),
    ],
  },
  { id: "SCH-061", what: "The Host header reaches the services as the client sent it.", proofs: [web("preserveHostHeader", true)] },
  {
    id: "SCH-062",
    what: "X-Real-IP names the client.",
    reason:
      "An Application Load Balancer has no way to set it: rules rewrite host and path only. The application reads X-Forwarded-For (SCH-063); docs/decisions.md says so.",
  },
  {
    id: "SCH-063",
    what: "The client's address is appended to X-Forwarded-For.",
    proofs: [web("xffHeaderProcessingMode", "append")],
  },
  {
    id: "SCH-064",
    what: "X-Forwarded-Proto says how the client came: an Application Load Balancer sets it on every request.",
    proofs: [
      web("loadBalancerType", "application"),
      { type: TYPE.listener, name: "web-https", property: "protocol", equals: "HTTPS" },
      { type: TYPE.targetGroup, name: /./, property: "protocol", equals: "HTTP" },
    ],
  },
  {
    id: "SCH-065",
    what: "What begins with /api/ goes to the backend on port 8000.",
    proofs: [
      { type: TYPE.listenerRule, count: 1 },
      { type: TYPE.listenerRule, name: "web-backend", property: "listenerArn", linksTo: { type: TYPE.listener, name: "web-https", output: "arn" } },
      { type: TYPE.listenerRule, name: "web-backend", property: "conditions", equals: [{ pathPattern: { values: ["/api/*"] } }] },
      { type: TYPE.listenerRule, name: "web-backend", property: "actions.length", equals: 1 },
      { type: TYPE.listenerRule, name: "web-backend", property: "actions[0].type", equals: "forward" },
      {
        type: TYPE.listenerRule,
        name: "web-backend",
        property: "actions[0].targetGroupArn",
        linksTo: { type: TYPE.targetGroup, name: "web-backend", output: "arn" },
      },
      ...answersAt("backend", 8000),
    ],
  },
  { id: "SCH-129", what: "Three copies of the backend.", proofs: [service("backend", "desiredCount", 3)] },
  {
    id: "SCH-130",
    what: "A backend task can use 2 processors and no more.",
    proofs: [
      task(BACKEND, "cpu", "2048"),
      { type: TYPE.service, name: "service-backend-service", property: "taskDefinition", linksTo: { type: TYPE.task, name: BACKEND, output: "arn" } },
    ],
  },
  {
    id: "SCH-131",
    what: "A backend container is stopped at 2 GB; Fargate sells 2 processors with 4 GB at least.",
    proofs: [task(BACKEND, "containerDefinitions[0].memory", 2048), task(BACKEND, "memory", "4096")],
  },
  { id: "SCH-132", what: "A backend container is promised 1 processor.", proofs: [task(BACKEND, "containerDefinitions[0].cpu", 1024)] },
  {
    id: "SCH-133",
    what: "A backend container is promised 1 GB.",
    proofs: [task(BACKEND, "containerDefinitions[0].memoryReservation", 1024)],
  },
  { id: "SCH-134", what: "Two copies of the frontend.", proofs: [service("frontend", "desiredCount", 2)] },
  {
    id: "SCH-135",
    what: "A frontend task can use 1 processor and no more.",
    proofs: [
      task(FRONTEND, "cpu", "1024"),
      { type: TYPE.service, name: "service-frontend-service", property: "taskDefinition", linksTo: { type: TYPE.task, name: FRONTEND, output: "arn" } },
    ],
  },
  {
    id: "SCH-136",
    what: "A frontend container is stopped at 1 GB, and is promised nothing; Fargate sells 1 processor with 2 GB at least.",
    proofs: [
      task(FRONTEND, "containerDefinitions[0].memory", 1024),
      task(FRONTEND, "containerDefinitions[0].memoryReservation", undefined),
      task(FRONTEND, "memory", "2048"),
    ],
  },
  {
    id: "SCH-145",
    what: "Database, cache and services fail over by themselves, by their health.",
    proofs: [
      primary("multiAz", true),
      cache("automaticFailoverEnabled", true),
      cache("multiAzEnabled", true),
      ...["web-backend", "web-frontend"].flatMap((name): Fact[] => [
        { type: TYPE.targetGroup, name, property: "healthCheck.path", equals: "/health" },
        { type: TYPE.targetGroup, name, property: "healthCheck.matcher", equals: "200" },
        { type: TYPE.targetGroup, name, property: "healthCheck.unhealthyThreshold", equals: 3 },
      ]),
      ...[BACKEND, FRONTEND].map((name): Fact => ({
        type: TYPE.task, name, property: "containerDefinitions[0].healthCheck.retries", equals: 3,
      })),
    ],
  },
];
