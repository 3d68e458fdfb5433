import type { Openings } from "../openings";
import type { Fact, Proof } from "../proof";
import { inGroup, linkedVariable, noVariable, secretVariable, TYPE, variable } from "../resources";
import { BACKEND, CREATE_ADMIN, MIGRATE, MONITORING } from "./resources";

const ingress = (of: string, exactly: readonly string[]): Openings => ({ openings: "ingress", of, exactly });
const egress = (of: string, exactly: readonly string[]): Openings => ({ openings: "egress", of, exactly });
/** Nobody is let in at the port, nor let out to it. */
const closed = (port: number): readonly Openings[] => [
  { openings: "ingress", port, exactly: [] },
  { openings: "egress", port, exactly: [] },
];

const TO_LOAD_BALANCER = [80, 443].flatMap((port) => ["0.0.0.0/0", "::/0"].map((everybody) => `${everybody} -> firewall-load-balancer:${port}`));
const TO_BACKEND = ["firewall-load-balancer -> firewall-backend:8000", "firewall-monitoring -> firewall-backend:8000"];
const TO_FRONTEND = ["firewall-load-balancer -> firewall-frontend:3000"];
/** The API, the jobs, monitoring, and the tunnel that people open for an hour; the frontend is not among them. */
const TO_DATABASE = ["backend", "jobs", "monitoring", "tunnel"].map((role) => `firewall-${role} -> firewall-database:5432`);
const TO_CACHE = ["firewall-backend -> firewall-cache:6379"];
const TO_ENDPOINTS = ["backend", "frontend", "jobs", "monitoring", "tunnel"].map((role) => `firewall-${role} -> firewall-endpoints:443`);

const guarded = (name: string): readonly Fact[] => [
  { type: TYPE.database, name, property: "vpcSecurityGroupIds.length", equals: 1 },
  { type: TYPE.database, name, property: "vpcSecurityGroupIds[0]", linksTo: { type: TYPE.group, name: "firewall-database", output: "id" } },
  { type: TYPE.database, name, property: "publiclyAccessible", equals: false },
];

/** A part of a secret is what the generator made, and is never shown. */
const generated = (secretVersion: string, property: string, password: string, length: number): readonly Fact[] => [
  { type: TYPE.secretVersion, name: secretVersion, property, linksTo: { type: TYPE.password, name: password, output: "result" } },
  { type: TYPE.secretVersion, name: secretVersion, property: "secret:secretString", equals: true },
  { type: TYPE.password, name: password, property: "length", equals: length },
];

/** The credentials of a role lead to the primary, and their URLs, by the key, are written so. */
const credentials = (role: string, url: { readonly key: string; readonly matches: RegExp }): readonly Fact[] => [
  {
    type: TYPE.secretVersion,
    name: `credentials-${role}`,
    property: "secretString.host",
    linksTo: { type: TYPE.database, name: "database-primary", output: "address" },
  },
  { type: TYPE.secretVersion, name: `credentials-${role}`, property: `secretString.${url.key}`, matches: url.matches },
  ...generated(`credentials-${role}`, "secretString.password", `credentials-${role}`, 40),
];

const redirect = (property: string, equals: string): Fact => ({
  type: TYPE.listener, name: "web-http", property: `defaultActions[0].${property}`, equals,
});

const firewall = (property: string, equals: string | number): Fact => ({ type: TYPE.webAcl, name: "web-firewall", property, equals });

const grantToMonitoring = (objectType: "database" | "schema" | "table", privilege: string): readonly Fact[] => {
  const grant = { type: TYPE.grant, name: `database-roles-monitoring-${objectType}` };
  return [
    { ...grant, property: "role", linksTo: { type: TYPE.role, name: "database-roles-monitoring", output: "name" } },
    { ...grant, property: "database", equals: "scholarship_prod" },
    { ...grant, property: "objectType", equals: objectType },
    { ...grant, property: "schema", equals: objectType === "database" ? undefined : "public" },
    { ...grant, property: "privileges", equals: [privilege] },
    { ...grant, property: "withGrantOption", equals: false },
  ];
};

/** Names of the tasks whose images are the system's own; the collector's image has another user. */
const OWN_IMAGES = /^(service-(backend|frontend)|task-|backup-)/;

/** Rows about who may do what. */
export const SECURITY: readonly Proof[] = [
  {
    id: "SCH-022",
    what: "The load balancer reaches the API and the frontend, and nothing else.",
    proofs: [
      egress("firewall-load-balancer", ["firewall-load-balancer -> firewall-backend:8000", "firewall-load-balancer -> firewall-frontend:3000"]),
      ...inGroup("service-backend-service", "firewall-backend"),
      ...inGroup("service-frontend-service", "firewall-frontend"),
    ],
  },
  {
    id: "SCH-023",
    what: "The API reaches the database's primary; the frontend reaches no database.",
    proofs: [
      ingress("firewall-database", TO_DATABASE),
      { openings: "egress", port: 5432, exactly: TO_DATABASE },
      egress("firewall-frontend", ["firewall-frontend -> firewall-endpoints:443", "firewall-frontend -> network-s3:443"]),
      ...guarded("database-primary"),
    ],
  },
  {
    id: "SCH-024",
    what: "The API reaches the read replica and knows its address.",
    proofs: [
      ingress("firewall-database", TO_DATABASE),
      ...guarded("database-replica-1-instance"),
      linkedVariable(BACKEND, "DATABASE_READER_HOSTS", { type: TYPE.database, name: "database-replica-1-instance", output: "address" }),
    ],
  },
  {
    id: "SCH-025",
    what: "The API reaches Redis, and nobody else does.",
    proofs: [
      ingress("firewall-cache", TO_CACHE),
      { openings: "egress", port: 6379, exactly: TO_CACHE },
      { type: TYPE.cache, name: "cache-group", property: "securityGroupIds.length", equals: 1 },
      { type: TYPE.cache, name: "cache-group", property: "securityGroupIds[0]", linksTo: { type: TYPE.group, name: "firewall-cache", output: "id" } },
    ],
  },
  {
    id: "SCH-026",
    what: "The API reaches the objects of its bucket, by a way that stays inside AWS.",
    proofs: [
      {
        type: TYPE.rolePolicy,
        name: "service-backend-task-task",
        property: "policy.Statement[Sid=UseObjects].Action",
        equals: ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"],
      },
      {
        type: TYPE.rolePolicy,
        name: "service-backend-task-task",
        property: "policy.Statement[Sid=UseObjects].Resource[0]",
        linksTo: { type: TYPE.bucket, name: "bucket-documents", output: "arn", suffix: "/*" },
      },
      { type: TYPE.rolePolicy, name: "service-backend-task-task", property: "policy.Statement[Sid=UseObjects].Resource.length", equals: 1 },
      {
        type: TYPE.rolePolicy,
        name: "service-backend-task-task",
        property: "role",
        linksTo: { type: "aws:iam/role:Role", name: "service-backend-task-task", output: "name" },
      },
      {
        type: TYPE.task,
        name: BACKEND,
        property: "taskRoleArn",
        linksTo: { type: "aws:iam/role:Role", name: "service-backend-task-task", output: "arn" },
      },
      { type: TYPE.rolePolicy, named: /^service-frontend-task-task$/, count: 0 },
      { type: "aws:ec2/vpcEndpoint:VpcEndpoint", name: "network-s3", property: "vpcEndpointType", equals: "Gateway" },
      { type: "aws:ec2/vpcEndpoint:VpcEndpoint", name: "network-s3", property: "serviceName", equals: "com.amazonaws.eu-central-1.s3" },
      ...["a", "b", "c"].map((zone): Fact => ({
        type: "aws:ec2/vpcEndpoint:VpcEndpoint",
        name: "network-s3",
        property: "routeTableIds",
        linksTo: { type: "aws:ec2/routeTable:RouteTable", name: `network-${zone}-application`, output: "id" },
      })),
      egress("firewall-backend", [
        "firewall-backend -> 0.0.0.0/0:443", "firewall-backend -> 0.0.0.0/0:587", "firewall-backend -> firewall-cache:6379",
        "firewall-backend -> firewall-database:5432", "firewall-backend -> firewall-endpoints:443", "firewall-backend -> network-s3:443",
      ]),
    ],
  },
  {
    id: "SCH-027",
    what: "Prometheus' collector reaches the API and reads its metrics.",
    proofs: [
      ingress("firewall-backend", TO_BACKEND),
      egress("firewall-monitoring", [
        "firewall-monitoring -> firewall-backend:8000", "firewall-monitoring -> firewall-database:5432",
        "firewall-monitoring -> firewall-endpoints:443", "firewall-monitoring -> network-s3:443",
      ]),
      ...inGroup("service-monitoring-service", "firewall-monitoring"),
      {
        type: TYPE.task,
        name: MONITORING,
        property: "containerDefinitions[0].environment[name=COLLECTOR_CONFIG].value.receivers.prometheus.config.scrape_configs[job_name=backend].dns_sd_configs[0].port",
        equals: 8000,
      },
      {
        type: TYPE.task,
        name: MONITORING,
        property: "containerDefinitions[0].environment[name=COLLECTOR_CONFIG].value.receivers.prometheus.config.scrape_configs[job_name=backend].dns_sd_configs[0].names",
        equals: ["backend.scholarship-production.internal"],
      },
      // With no way out to the internet, its image must lie where the endpoints lead.
      { type: TYPE.task, name: MONITORING, property: "containerDefinitions[0].image", matches: /^123456789012\.dkr\.ecr\.eu-central-1\.amazonaws\.com\/scholarship-collector:/ },
      { type: TYPE.repository, named: /^registry-scholarship-collector$/, count: 1 },
    ],
  },
  {
    id: "SCH-028",
    what: "Prometheus' collector reaches the database's primary, as the user monitoring.",
    proofs: [
      ingress("firewall-database", TO_DATABASE),
      ...inGroup("service-monitoring-service", "firewall-monitoring"),
      secretVariable(MONITORING, "DATABASE_URL", "credentials-monitoring", "url"),
      { type: TYPE.task, name: MONITORING, property: "containerDefinitions[0].secrets.length", equals: 1 },
      ...credentials("monitoring", {
        key: "url",
        matches: /^postgresql:\/\/monitoring:[^:@/]+@scholarship-production-database\.[^:/]+:5432\/scholarship_prod\?sslmode=require$/,
      }),
    ],
  },
  {
    id: "SCH-032",
    what: "Debugging is off wherever the backend's image runs.",
    proofs: [BACKEND, MIGRATE, CREATE_ADMIN].map((task) => variable(task, "DEBUG", "false")),
  },
  {
    id: "SCH-033",
    what: "SECRET_KEY is a generated secret of 64 characters.",
    proofs: [
      secretVariable(BACKEND, "SECRET_KEY", "secret-application-key"),
      ...generated("secret-application-key", "secretString", "secret-application-key", 64),
    ],
  },
  {
    id: "SCH-037",
    what: "DATABASE_URL is a secret: asyncpg, port 5432, database scholarship_prod.",
    proofs: [
      secretVariable(BACKEND, "DATABASE_URL", "credentials-application", "urlAsync"),
      ...credentials("application", {
        key: "urlAsync",
        matches: /^postgresql\+asyncpg:\/\/scholarship_app:[^:@/]+@scholarship-production-database\.[^:/]+:5432\/scholarship_prod\?ssl=require$/,
      }),
      { type: TYPE.database, name: "database-primary", property: "port", equals: 5432 },
    ],
  },
  {
    id: "SCH-038",
    what: "DATABASE_URL_SYNC is another key of the same secret, so that both change together; migrations have both too.",
    proofs: [
      secretVariable(BACKEND, "DATABASE_URL_SYNC", "credentials-application", "url"),
      ...credentials("application", {
        key: "url",
        matches: /^postgresql:\/\/scholarship_app:[^:@/]+@scholarship-production-database\.[^:/]+:5432\/scholarship_prod\?sslmode=require$/,
      }),
      secretVariable(MIGRATE, "DATABASE_URL", "credentials-migration", "urlAsync"),
      secretVariable(MIGRATE, "DATABASE_URL_SYNC", "credentials-migration", "url"),
    ],
  },
  {
    id: "SCH-042",
    what: "Redis asks for a password, and hears it by TLS only.",
    proofs: [
      secretVariable(BACKEND, "REDIS_PASSWORD", "cache-secret", "authToken"),
      ...generated("cache-secret", "secretString.authToken", "cache-token", 64),
      { type: TYPE.cache, name: "cache-group", property: "authToken", linksTo: { type: TYPE.password, name: "cache-token", output: "result" } },
      { type: TYPE.cache, name: "cache-group", property: "secret:authToken", equals: true },
      { type: TYPE.cache, name: "cache-group", property: "transitEncryptionEnabled", equals: true },
      { type: TYPE.cache, name: "cache-group", property: "transitEncryptionMode", equals: "required" },
    ],
  },
  {
    id: "SCH-044",
    what: "There are no storage keys: the task's role opens one bucket, to list and to use.",
    proofs: [
      ...noVariable(BACKEND, "MINIO_ACCESS_KEY"),
      ...noVariable(BACKEND, "MINIO_SECRET_KEY"),
      { type: "aws:iam/user:User", count: 0 },
      { type: "aws:iam/accessKey:AccessKey", count: 0 },
      {
        type: TYPE.rolePolicy,
        name: "service-backend-task-task",
        property: "policy.Statement[Sid=ListBuckets].Resource[0]",
        linksTo: { type: TYPE.bucket, name: "bucket-documents", output: "arn" },
      },
      { type: TYPE.rolePolicy, name: "service-backend-task-task", property: "policy.Statement[Sid=ListBuckets].Resource.length", equals: 1 },
      { type: TYPE.rolePolicy, name: "service-backend-task-task", property: "policy.Statement.length", equals: 3 },
    ],
  },
  {
    id: "SCH-047",
    what: "Mail goes out by port 587, from the API alone.",
    proofs: [variable(BACKEND, "SMTP_PORT", "587"), { openings: "egress", port: 587, exactly: ["firewall-backend -> 0.0.0.0/0:587"] }],
  },
  {
    id: "SCH-048",
    what: "The mail account's name and password are secrets that a person puts; the program never knows them.",
    proofs: [
      secretVariable(BACKEND, "SMTP_USERNAME", "secret-smtp", "username"),
      secretVariable(BACKEND, "SMTP_PASSWORD", "secret-smtp", "password"),
      { type: TYPE.secret, name: "secret-smtp", property: "kmsKeyId", linksTo: { type: "aws:kms/key:Key", name: "key-secrets-key", output: "arn" } },
      { type: TYPE.secretVersion, named: /smtp/, count: 0 },
    ],
  },
  { id: "SCH-049", what: "Mail is sent by TLS.", proofs: [variable(BACKEND, "SMTP_USE_TLS", "true")] },
  {
    id: "SCH-054",
    what: "Port 80 answers 301 to https on the fixed host; path and query stay.",
    proofs: [
      { type: TYPE.listener, name: "web-http", property: "defaultActions.length", equals: 1 },
      redirect("type", "redirect"),
      redirect("redirect.statusCode", "HTTP_301"),
      redirect("redirect.protocol", "HTTPS"),
      redirect("redirect.port", "443"),
      redirect("redirect.host", "scholarship.university.edu"),
      redirect("redirect.path", "/#{path}"),
      redirect("redirect.query", "#{query}"),
    ],
  },
  {
    id: "SCH-056",
    what: "Certificate and key are ACM's, validated before use; there is no key file.",
    proofs: [
      { type: TYPE.certificate, name: "certificate", property: "validationMethod", equals: "DNS" },
      { type: TYPE.certificate, name: "certificate", property: "privateKey", equals: undefined },
      { type: TYPE.certificateValidation, name: "certificate", property: "certificateArn", linksTo: { type: TYPE.certificate, name: "certificate", output: "arn" } },
      { type: TYPE.listener, name: "web-https", property: "certificateArn", linksTo: { type: TYPE.certificateValidation, name: "certificate", output: "certificateArn" } },
    ],
  },
  {
    id: "SCH-057",
    what: "TLS 1.2 and 1.3, nothing older.",
    proofs: [{ type: TYPE.listener, name: "web-https", property: "sslPolicy", equals: "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09" }],
  },
  {
    id: "SCH-058",
    what: "Of TLS 1.2 only the document's two suites remain: a restricted policy, and a key that is RSA.",
    proofs: [
      { type: TYPE.listener, name: "web-https", property: "sslPolicy", matches: /^ELBSecurityPolicy-TLS13-1-2-Res-/ },
      { type: TYPE.certificate, name: "certificate", property: "keyAlgorithm", equals: "RSA_2048" },
    ],
  },
  {
    id: "SCH-104",
    what: "Port 22 is closed, although the document opens it: there is no host to log in to.",
    proofs: [...closed(22), { type: "aws:ec2/instance:Instance", count: 0 }],
  },
  {
    id: "SCH-105",
    what: "Everybody reaches port 80, which is the load balancer's only.",
    proofs: [{ openings: "ingress", port: 80, exactly: TO_LOAD_BALANCER.filter((door) => door.endsWith(":80")) }],
  },
  {
    id: "SCH-106",
    what: "Everybody reaches port 443 of the load balancer; its other doors are for tasks inside.",
    proofs: [{ openings: "ingress", port: 443, exactly: [...TO_LOAD_BALANCER.filter((door) => door.endsWith(":443")), ...TO_ENDPOINTS] }],
  },
  {
    id: "SCH-107",
    what: "Nobody outside reaches the API past the load balancer.",
    proofs: [
      ingress("firewall-backend", TO_BACKEND),
      { openings: "ingress", port: 8000, exactly: TO_BACKEND },
      ...inGroup("service-backend-service", "firewall-backend"),
    ],
  },
  {
    id: "SCH-108",
    what: "Nobody outside reaches the frontend past the load balancer, and port 3000 of nothing else.",
    proofs: [
      ingress("firewall-frontend", TO_FRONTEND),
      { openings: "ingress", port: 3000, exactly: TO_FRONTEND },
      ...closed(9090),
      ...inGroup("service-frontend-service", "firewall-frontend"),
    ],
  },
  {
    id: "SCH-109",
    what: "What no rule lets in stays out: these are all rules, and the default group has none.",
    proofs: [
      {
        openings: "ingress",
        exactly: [...TO_LOAD_BALANCER, ...TO_BACKEND, ...TO_FRONTEND, ...TO_DATABASE, ...TO_CACHE, ...TO_ENDPOINTS],
      },
      { type: "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", name: "network-default", property: "ingress", equals: [] },
      { type: "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", name: "network-default", property: "egress", equals: [] },
      {
        type: "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
        name: "network-default",
        property: "vpcId",
        linksTo: { type: "aws:ec2/vpc:Vpc", name: "network-vpc", output: "id" },
      },
    ],
  },
  {
    id: "SCH-110",
    what: "Who tries to log in too often is blocked for a while, as fail2ban would.",
    proofs: [
      firewall("rules[name=rate-login].statement.rateBasedStatement.limit", 100),
      firewall("rules[name=rate-login].statement.rateBasedStatement.evaluationWindowSec", 300),
      firewall("rules[name=rate-login].statement.rateBasedStatement.aggregateKeyType", "IP"),
      firewall("rules[name=rate-login].statement.rateBasedStatement.scopeDownStatement.regexMatchStatement.regexString", "^(/api/auth)(/|$)"),
      firewall("rules[name=rate-login].action.block.customResponse.responseCode", 429),
      {
        type: "aws:wafv2/webAclAssociation:WebAclAssociation",
        name: "web-firewall-load-balancer",
        property: "webAclArn",
        linksTo: { type: TYPE.webAcl, name: "web-firewall", output: "arn" },
      },
      {
        type: "aws:wafv2/webAclAssociation:WebAclAssociation",
        name: "web-firewall-load-balancer",
        property: "resourceArn",
        linksTo: { type: TYPE.loadBalancer, name: "web", output: "arn" },
      },
    ],
  },
  {
    id: "SCH-112",
    what: "Containers run in group 1001.",
    proofs: [{ type: TYPE.task, name: OWN_IMAGES, property: "containerDefinitions[0].user", matches: /:1001$/ }],
  },
  {
    id: "SCH-113",
    what: "Containers run as user 1001 in group 1001.",
    proofs: [{ type: TYPE.task, name: OWN_IMAGES, property: "containerDefinitions[0].user", equals: "1001:1001" }],
  },
  {
    id: "SCH-114",
    what: "No container runs as root, the collector's included, and no task has a second container.",
    proofs: [
      { type: TYPE.task, name: /./, property: "containerDefinitions[0].user", matches: /^[1-9]\d*:[1-9]\d*$/ },
      { type: TYPE.task, name: /./, property: "containerDefinitions.length", equals: 1 },
    ],
  },
  {
    id: "SCH-115",
    what: "There is a user monitoring that reads only, with a generated password.",
    proofs: [
      { type: TYPE.role, name: "database-roles-monitoring", property: "name", equals: "monitoring" },
      { type: TYPE.role, name: "database-roles-monitoring", property: "login", equals: true },
      ...["superuser", "createDatabase", "createRole", "replication", "bypassRowLevelSecurity"].map((property): Fact => ({
        type: TYPE.role, name: "database-roles-monitoring", property, equals: false,
      })),
      { type: TYPE.role, name: "database-roles-monitoring", property: "roles", equals: [] },
      {
        type: TYPE.role,
        name: "database-roles-monitoring",
        property: "password",
        linksTo: { type: TYPE.password, name: "credentials-monitoring", output: "result" },
      },
      { type: TYPE.role, name: "database-roles-monitoring", property: "secret:password", equals: true },
      // These three are all it has, and none of them writes.
      { type: TYPE.grant, where: { property: "role", equals: "monitoring" }, count: 3 },
      { type: TYPE.defaultPrivileges, where: { property: "role", equals: "monitoring" }, count: 2 },
    ],
  },
  { id: "SCH-116", what: "monitoring may connect to scholarship_prod.", proofs: grantToMonitoring("database", "CONNECT") },
  { id: "SCH-117", what: "monitoring may use the schema public.", proofs: grantToMonitoring("schema", "USAGE") },
  {
    id: "SCH-118",
    what: "monitoring may read all tables of the schema public, also those that migrations will make.",
    proofs: [
      ...grantToMonitoring("table", "SELECT"),
      // Left out, it means every table of the schema.
      { type: TYPE.grant, name: "database-roles-monitoring-table", property: "objects", equals: undefined },
      ...[["owner", "scholarship_prod"], ["migration", "scholarship_migrate"]].flatMap(([creator, owner = ""]): Fact[] => {
        const future = { type: TYPE.defaultPrivileges, name: `database-roles-monitoring-table-by-${creator}` };
        return [
          { ...future, property: "owner", equals: owner },
          { ...future, property: "role", equals: "monitoring" },
          { ...future, property: "schema", equals: "public" },
          { ...future, property: "objectType", equals: "table" },
          { ...future, property: "privileges", equals: ["SELECT"] },
        ];
      }),
    ],
  },
  {
    id: "SCH-119",
    what: "PUBLIC has no right on scholarship_prod, and lost it before anybody was granted one.",
    proofs: [
      { type: TYPE.grant, name: "database-roles-public-database", property: "role", equals: "public" },
      { type: TYPE.grant, name: "database-roles-public-database", property: "objectType", equals: "database" },
      { type: TYPE.grant, name: "database-roles-public-database", property: "database", equals: "scholarship_prod" },
      { type: TYPE.grant, name: "database-roles-public-database", property: "privileges", equals: [] },
      ...["application", "monitoring"].map((role) => ({
        type: TYPE.grant, name: `database-roles-${role}-database`, waitsFor: `${TYPE.grant}::database-roles-public-database`,
      })),
    ],
  },
];
