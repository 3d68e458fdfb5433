import type { Evidence, Fact, Proof } from "../proof";
import { inStack } from "../proof";
import { secretVariable, TYPE, variable } from "../resources";
import { alarm, ALL_HOSTS, API, API_GREEN, API_HOST, CANARY, facts, FRONTEND, FRONTEND_GREEN, REGISTRY, RULESET, SITE_PROBE } from "./resources";

const VERSIONS = ["api", "frontend"] as const;
const MUTES = "aws:cloudwatch/alarmMuteRule:AlarmMuteRule";

/** Alarms of a version's own requests, on which ECS takes its deployment back, and which are asked between two steps. */
const guarded = (kind: "errors" | "latency", properties: Readonly<Record<string, string | number>>): readonly Fact[] => [
  ...VERSIONS.flatMap((service) =>
    ["blue", "green"].flatMap((colour) => alarm(`service-${service}-${colour}-guard-${service}-${colour}-${kind}`, "critical", { evaluationPeriods: 5, ...properties })),
  ),
  ...VERSIONS.flatMap((service): Fact[] => [
    { type: TYPE.service, name: `service-${service}-blue-service`, property: "alarms.alarmNames", includes: `livelihood-production-${service}-blue-deployment-${kind}` },
    ...facts(TYPE.service, `service-${service}-blue-service`, { "alarms.enable": true, "alarms.rollback": true }),
  ]),
];
const ERRORS = guarded("errors", { "metricQueries[id=errors].metric.metricName": "HTTPCode_Target_5XX_Count", threshold: 2 });
const LATENCY = guarded("latency", { metricName: "TargetResponseTime", extendedStatistic: "p95", threshold: 1 });

/** The share of requests of each version, at the rule of its route. */
const shares = (blue: number, green: number): readonly Fact[] => [
  ...["web-api"].flatMap((name) => [
    ...facts(TYPE.listenerRule, name, { "actions[0].forward.targetGroups[0].weight": blue, "actions[0].forward.targetGroups[1].weight": green }),
  ]),
  ...facts(TYPE.listener, "web-https", { "defaultActions[0].forward.targetGroups[0].weight": blue, "defaultActions[0].forward.targetGroups[1].weight": green }),
];

/** The steps: no other share is taken. */
const steps: readonly Evidence[] = VERSIONS.map((service) => ({ setting: `services.${service}.rollout.greenPercent`, refuses: 33, expected: /0, 10, 50, 90/ }));

/** Its own image, changed by its own setting. */
const ownImage = (service: "api" | "frontend"): readonly Evidence[] => [
  ...["blue", "green"].flatMap((colour) =>
    facts(TYPE.task, `service-${service}-${colour}-task-definition`, { "containerDefinitions[0].image": `${REGISTRY}/livelihood-${service}:1.0.0` }),
  ),
  { setting: `services.${service}.rollout.blue.image`, refuses: `${REGISTRY}/livelihood-${service}:latest`, expected: /a tag that never moves/ },
  { document: "docs/operations/rollback.md", heading: "One service alone" },
];

/** Rows about how it is brought up and changed. */
export const DEPLOY: readonly Proof[] = [
  {
    id: "LIV-101",
    what: "All tests pass before anything is deployed.",
    proofs: [
      { workflow: "check.yml", job: "test", step: "Install, check and test", runs: ".ci/run" },
      { test: "tests/workflows.spec.ts", title: "reach production after every other stack of the branch, after checks and security, and through the environment that is approved" },
    ],
    noResource: "It is a step on the way to a deployment, not something that is deployed.",
  },
  {
    id: "LIV-102",
    what: "A person reads the preview of the change and approves it.",
    proofs: [
      { workflow: "preview.yml", job: "preview", step: "Comment", runs: "comment.sh" },
      { workflow: "deploy.yml", property: "jobs.production.with.environment", holds: "production" },
      { document: "docs/ci.md", heading: "Who approves" },
    ],
    noResource: "Reviews are a rule of the repository at GitHub, which no provider here administers.",
  },
  {
    id: "LIV-103",
    what: "Migrations run in staging first, in the same workflow, and before the services.",
    proofs: [
      { workflow: "deploy-stack.yml", job: "deploy", step: "Run the tasks that come before", runs: "before-deployment.sh" },
      { test: "tests/workflows.spec.ts", title: "refuse placeholders first, run migrations before services, and look afterwards" },
      { test: "tests/workflows.spec.ts", title: "reach production after every other stack of the branch, after checks and security, and through the environment that is approved" },
    ],
    noResource: "It is the order of two stacks and of two steps, which no resource has; the task itself is among the DATA rows.",
  },
  {
    id: "LIV-104",
    what: "A setting or variable that is missing fails the preview, by name.",
    proofs: [
      { test: "tests/settings/parse.spec.ts", title: "is named in the message when it is missing and has no default" },
      { workflow: "preview.yml", job: "preview", step: "Preview under the policy pack", runs: "pulumi preview" },
    ],
    noResource: "A key that is missing stops the program before anything is registered.",
  },
  {
    id: "LIV-105",
    what: "Each change says how it is taken back.",
    proofs: [
      { document: "docs/operations/rollback.md", heading: "Before every deployment" },
      { document: "docs/operations/rollback.md", heading: "Automatic" },
    ],
    noResource: "A plan is for people; what takes a bad deployment back by itself is among rows LIV-109 to LIV-116.",
  },
  {
    id: "LIV-106",
    what: "The deploy workflow runs pulumi up, where the document runs deploy-production.sh.",
    proofs: [
      { workflow: "deploy-stack.yml", job: "deploy", step: "Bring it up", runs: "pulumi up" },
    ],
    noResource: "It is a step on the way to a deployment, not something that is deployed.",
  },
  { id: "LIV-016", what: "Tokens are signed by HS256.", proofs: [variable(API, "ALGORITHM", "HS256"), variable(API_GREEN, "ALGORITHM", "HS256")] },
  { id: "LIV-017", what: "A token lives for 30 minutes.", proofs: [variable(API, "ACCESS_TOKEN_EXPIRE_MINUTES", "30"), variable(API_GREEN, "ACCESS_TOKEN_EXPIRE_MINUTES", "30")] },
  { id: "LIV-018", what: "The API knows the role of superadmins.", proofs: [variable(API, "SUPERADMIN_ROLES", '["superadmin"]')] },
  { id: "LIV-019", what: "The API knows the roles of admins.", proofs: [variable(API, "ADMIN_ROLES", '["admin", "mswd_staff"]')] },
  { id: "LIV-020", what: "The API knows the role of users.", proofs: [variable(API, "USER_ROLES", '["beneficiary"]')] },
  {
    id: "LIV-091",
    what: "The edge compresses what is text by gzip.",
    proofs: [
      ...facts(RULESET, "edge-compression", {
        phase: "http_response_compression", "rules[0].action": "compress_response", "rules[0].actionParameters.algorithms": [{ name: "gzip" }],
      }),
      ...ALL_HOSTS.map((includes): Fact => ({ type: RULESET, name: "edge-compression", property: "rules[0].expression", includes })),
      { type: RULESET, name: "edge-compression", property: "rules[0].expression", includes: '"application/json"' },
    ],
  },
  {
    id: "LIV-107",
    what: "A deployment is over when its tasks are well at the load balancer, and fails otherwise.",
    proofs: [
      ...VERSIONS.flatMap((service) => facts(TYPE.service, `service-${service}-blue-service`, { waitForSteadyState: true, "deploymentCircuitBreaker.enable": true })),
      ...VERSIONS.flatMap((service) => facts(TYPE.targetGroup, `web-${service}-blue`, { "healthCheck.path": "/health" })),
      { workflow: "deploy-stack.yml", job: "deploy", step: "Probe it", runs: "probe.sh" },
    ],
  },
  {
    id: "LIV-108",
    what: "A canary goes through the site and the API every five minutes, and the application's own flows are tested after each deployment.",
    proofs: [...SITE_PROBE, { workflow: "deploy-stack.yml", job: "deploy", step: "Run the application's smoke tests", runs: "npm run test:smoke" }],
  },
  { id: "LIV-109", what: "Answers of more than a second take a deployment back.", proofs: LATENCY },
  { id: "LIV-110", what: "Errors of more than 2 % take a deployment back.", proofs: ERRORS },
  {
    id: "LIV-111",
    what: "Frontend and API each have a blue and a green version with a target group each; the one without requests rests.",
    proofs: [
      ...VERSIONS.flatMap((service): Fact[] => [
        ...facts(TYPE.targetGroup, `web-${service}-blue`, { targetType: "ip" }),
        ...facts(TYPE.targetGroup, `web-${service}-green`, { targetType: "ip" }),
      ]),
      ...[API, API_GREEN, FRONTEND, FRONTEND_GREEN].map((name): Fact => ({ type: TYPE.task, name, property: "family", matches: /-(blue|green)$/ })),
      ...facts(TYPE.service, /^service-(api|frontend)-blue-service$/, { deploymentMinimumHealthyPercent: 100 }),
      { setting: "services.api.rollout.blue.running", refuses: false, expected: /^true: with greenPercent 0 it gets requests/ },
    ],
  },
  {
    id: "LIV-112",
    what: "Staging is brought up before production.",
    proofs: [
      { workflow: "deploy.yml", property: "jobs.production.needs", holds: "first" },
      { test: "tests/workflows.spec.ts", title: "reach production after every other stack of the branch, after checks and security, and through the environment that is approved" },
    ],
    noResource: "It is the order of two stacks, which no resource of either has.",
  },
  {
    id: "LIV-113",
    what: "In staging, the same canaries and the application's smoke tests run before production is touched.",
    proofs: [
      { type: CANARY, count: 3, stack: "staging" },
      ...inStack("staging", facts(CANARY, "probe-site", { startCanary: true })),
      { workflow: "deploy-stack.yml", job: "deploy", step: "Probe it", runs: "probe.sh" },
      { workflow: "deploy-stack.yml", job: "deploy", step: "Run the application's smoke tests", runs: "npm run test:smoke" },
    ],
  },
  {
    id: "LIV-114",
    what: "Requests are shared between blue and green by weights, and the steps are 10, 50 and 100 %, one setting each.",
    proofs: [...shares(100, 0), ...steps, { document: "docs/rollout.md", heading: "Weighted: 10, 50, 100 percent" }],
  },
  {
    id: "LIV-115",
    what: "Each version has alarms of its own requests, which are asked between the steps.",
    proofs: [...ERRORS, ...LATENCY, { document: "docs/rollout.md", heading: "Weighted: 10, 50, 100 percent" }],
  },
  {
    id: "LIV-116",
    what: "ECS takes a deployment back that does not come up, or on whose alarms; one setting leads all requests back.",
    proofs: [
      ...facts(TYPE.service, /^service-/, { "deploymentCircuitBreaker.enable": true, "deploymentCircuitBreaker.rollback": true }),
      ...ERRORS,
      { document: "docs/operations/rollback.md", heading: "Automatic" },
    ],
  },
  { id: "LIV-117", what: "The API is taken back by its own setting.", proofs: ownImage("api") },
  { id: "LIV-118", what: "The frontend is taken back by its own setting.", proofs: ownImage("frontend") },
  {
    id: "LIV-119",
    what: "A task that a person starts takes the last migration back, as the user that may change tables.",
    proofs: [
      ...facts(TYPE.task, "task-migrate-back-task-definition", { "containerDefinitions[0].command": ["alembic", "downgrade", "-1"] }),
      secretVariable("task-migrate-back-task-definition", "DATABASE_URL", "credentials-migration", "url"),
      { type: TYPE.schedule, named: /^task-migrate/, count: 0 },
    ],
  },
  {
    id: "LIV-120",
    what: "GET /health of the API's own host, where the document has a placeholder, is asked every five minutes and after each deployment.",
    proofs: [...SITE_PROBE, { type: TYPE.listenerRule, name: "web-api", property: "conditions[0].hostHeader.values", includes: API_HOST }],
  },
  {
    id: "LIV-138",
    what: "Database and cache are patched on Sundays from 03:00 to 04:00 UTC, within the window of 02:00 to 04:00 and after the backup.",
    proofs: [
      ...facts(TYPE.database, "database-primary", { maintenanceWindow: "sun:03:00-sun:04:00", applyImmediately: false }),
      ...facts(TYPE.cache, "cache-group", { maintenanceWindow: "sun:03:00-sun:04:00", applyImmediately: false }),
      { setting: "database.maintenanceWindowUtc", refuses: "sun:04:00-sun:05:00", expected: /^a window inside sun:02:00-sun:04:00/ },
    ],
  },
  {
    id: "LIV-139",
    what: "The window has two hours: alarms are silent for no longer, and a longer window is refused.",
    proofs: [
      ...facts(MUTES, "maintenance-mutes-maintenance", { "rule.schedule.expression": "cron(0 2 * * SUN)", "rule.schedule.duration": "PT2H", "rule.schedule.timezone": "UTC" }),
      { setting: "maintenance.windowUtc", refuses: "sun:02:00-sun:04:30", expected: /^a weekly window of 30 to 120 minutes in UTC/ },
    ],
  },
  {
    id: "LIV-141",
    what: "The notice asks for a rollback, any second of the last 7 days can be had back, and migrations have a way back.",
    proofs: [
      { type: TYPE.schedule, name: "maintenance-notice", property: "target.input", includes: "have its rollback ready" },
      ...facts(TYPE.database, "database-primary", { backupRetentionPeriod: 7 }),
      ...facts(TYPE.task, "task-migrate-back-task-definition", { "containerDefinitions[0].command": ["alembic", "downgrade", "-1"] }),
      { document: "docs/operations/rollback.md", heading: "Before every deployment" },
    ],
  },
];
