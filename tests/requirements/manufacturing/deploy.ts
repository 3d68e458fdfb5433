import type { Fact, Proof } from "../proof";
import { inStack } from "../proof";
import { TYPE, variable } from "../resources";
import {
  alarm, COMMIT, facts, FUNCTION, HOST, IP_SET, ofBothVersions, RECORD, REGISTRY, ROTATION, RULESET, SCALING_TARGET, SITE_PROBE,
  WEB, WEB_SERVICE, WORKER, WORKER_SERVICE,
} from "./resources";

const ENVIRONMENTS = ["production", "test", "development"] as const;
const MAINTENANCE = "tests/requirements/manufacturing/maintenance-mode.spec.ts";
const DEPLOYER = { type: "aws:iam/role:Role", name: "deploy-identity-deploy" } as const;
const SUBJECT = 'assumeRolePolicy.Statement[0].Condition.StringEquals["token.actions.githubusercontent.com:sub"]';

/** Both services run the image of the one repository, at a commit. */
const atCommit: readonly Fact[] = [WEB, WORKER].map((task) => ({
  type: TYPE.task, name: task, property: "containerDefinitions[0].image", equals: `${REGISTRY}/manufacturing-app:${COMMIT}`,
}));

/** An environment's host leads to its own load balancer, and jobs of its own GitHub environment deploy it. */
const environment = (stack: (typeof ENVIRONMENTS)[number], host: string): readonly Fact[] =>
  inStack<Fact>(stack, [
    ...facts(RECORD, `site-${host}`, { name: host, proxied: true }),
    { type: RECORD, name: `site-${host}`, property: "content", linksTo: { type: TYPE.loadBalancer, name: "web", output: "dnsName" } },
    { ...DEPLOYER, property: SUBJECT, equals: [`repo:example/groundwork:environment:${stack}`] },
    { type: TYPE.awsProvider, name: "aws", property: "defaultTags.tags.Environment", equals: stack },
  ]);

/** A person can scale it by hand: no deployment takes the copies away, and they are within the scaler's limits. */
const scalable = (service: "web" | "worker", copies: number): readonly Fact[] => [
  { type: TYPE.service, name: `service-${service}-service`, property: "option:ignoreChanges", equals: ["desiredCount"] },
  { type: SCALING_TARGET, name: `scaling-${service}-target`, property: "maxCapacity", atLeast: copies },
];

const MANUAL_ROLLBACK: readonly Fact[] = [
  ...atCommit,
  { type: TYPE.repository, name: /./, property: "imageTagMutability", equals: "IMMUTABLE" },
  ...facts("aws:ecr/lifecyclePolicy:LifecyclePolicy", "registry-manufacturing-app", {
    "policy.rules[1].selection.tagStatus": "tagged", "policy.rules[1].selection.countNumber": 60,
  }),
];

/** Rows about how it is brought up and changed. */
export const DEPLOY: readonly Proof[] = [
  {
    id: "MFG-027",
    what: "All tests pass before anything is deployed.",
    proofs: [
      { workflow: "check.yml", job: "test", step: "Install, check and test", runs: ".ci/run" },
      { test: "tests/workflows.spec.ts", title: "reach production after every other stack of the branch, after checks and security, and through the environment that is approved" },
    ],
    noResource: "It is a step on the way to a deployment, not something that is deployed.",
  },
  {
    id: "MFG-029",
    what: "A person reviews migrations with the change that holds them.",
    proofs: [
      { document: "docs/ci.md", heading: "Who approves" },
      { document: "docs/operations/rollback.md", heading: "Before every deployment" },
    ],
    noResource: "Reviews are a rule of the repository at GitHub, which no provider here administers.",
  },
  {
    id: "MFG-030",
    what: "A setting or variable that is missing fails the preview, by name.",
    proofs: [
      { test: "tests/settings/parse.spec.ts", title: "is named in the message when it is missing and has no default" },
      { workflow: "preview.yml", job: "preview", step: "Preview under the policy pack", runs: "pulumi preview" },
    ],
    noResource: "A key that is missing stops the program before anything is registered.",
  },
  {
    id: "MFG-031",
    what: "Each change says how it is taken back.",
    proofs: [
      { document: "docs/operations/rollback.md", heading: "Before every deployment" },
      { document: "docs/operations/rollback.md", heading: "By hand, when the workflows are down" },
    ],
    noResource: "A plan is for people; what takes a bad deployment back by itself is among rows MFG-062 to MFG-064.",
  },
  {
    id: "MFG-032",
    what: "A push to development deploys development, and nobody is asked.",
    proofs: [
      { workflow: "deploy.yml", property: "on.push.branches", holds: "development" },
      { test: "tests/workflows.spec.ts", title: "move manufacturing from development by test to production, a branch each" },
      { workflow: "deploy.yml", property: "jobs.first.with.environment", holds: "${{ matrix.stack }}" },
    ],
    noResource: "It is a step on the way to a deployment, not something that is deployed.",
  },
  {
    id: "MFG-033",
    what: "A push to test deploys test, then runs the application's own tests against it.",
    proofs: [
      { workflow: "deploy.yml", property: "on.push.branches", holds: "test" },
      { test: "tests/workflows.spec.ts", title: "move manufacturing from development by test to production, a branch each" },
      { workflow: "deploy-stack.yml", job: "deploy", step: "Run the application's smoke tests", runs: "npm run test:smoke" },
    ],
    noResource: "It is a step on the way to a deployment, not something that is deployed.",
  },
  {
    id: "MFG-034",
    what: "A merge to production deploys production after somebody has approved it.",
    proofs: [
      { workflow: "deploy.yml", property: "on.push.branches", holds: "production" },
      { test: "tests/workflows.spec.ts", title: "move manufacturing from development by test to production, a branch each" },
      { workflow: "deploy.yml", property: "jobs.production.with.environment", holds: "production" },
      { document: "docs/ci.md", heading: "Who approves" },
    ],
    noResource: "Reviews are a rule of the repository at GitHub, which no provider here administers.",
  },
  {
    id: "MFG-040",
    what: "The application's smoke suite runs against production after each deployment.",
    proofs: [
      { workflow: "deploy-stack.yml", job: "deploy", step: "Run the application's smoke tests", runs: "npm run test:smoke -- --env \"$STACK\"" },
    ],
    noResource: "The suite is in the application's repository; a step runs it from outside, as the document does.",
  },
  {
    id: "MFG-067",
    what: "A revert on production deploys what was there before.",
    proofs: [
      { workflow: "deploy.yml", property: "on.push.branches", holds: "production" },
      { test: "tests/workflows.spec.ts", title: "move manufacturing from development by test to production, a branch each" },
      { document: "docs/operations/rollback.md", heading: "By git" },
    ],
    noResource: "It is a step on the way to a deployment, not something that is deployed.",
  },
  {
    id: "MFG-002",
    what: "A push to development deploys it to the document's host, and nobody is asked.",
    proofs: [
      ...environment("development", `dev.${HOST}`),
      { workflow: "deploy.yml", property: "on.push.branches", holds: "development" },
      { test: "tests/workflows.spec.ts", title: "move manufacturing from development by test to production, a branch each" },
    ],
  },
  {
    id: "MFG-003",
    what: "A push to test deploys it to the document's host, and nobody is asked; it is called test, not staging.",
    proofs: [
      ...environment("test", `test.${HOST}`),
      { workflow: "deploy.yml", property: "on.push.branches", holds: "test" },
      { test: "tests/workflows.spec.ts", title: "move manufacturing from development by test to production, a branch each" },
    ],
  },
  {
    id: "MFG-004",
    what: "Production is deployed to the document's host by jobs of the one GitHub environment that somebody must approve.",
    proofs: [
      ...environment("production", HOST),
      { workflow: "deploy.yml", property: "jobs.production.with.environment", holds: "production" },
      { document: "docs/ci.md", heading: "Who approves" },
    ],
  },
  {
    id: "MFG-005",
    what: "GitHub's jobs take a role of the environment by a token of their own; there are no keys.",
    proofs: [
      ...facts("aws:iam/openIdConnectProvider:OpenIdConnectProvider", "deploy-identity-github", {
        url: "https://token.actions.githubusercontent.com", clientIdLists: ["sts.amazonaws.com"],
      }),
      { ...DEPLOYER, property: "assumeRolePolicy.Statement[0].Action", equals: "sts:AssumeRoleWithWebIdentity" },
      ...ENVIRONMENTS.flatMap((stack) =>
        inStack<Fact>(stack, [{ ...DEPLOYER, property: SUBJECT, equals: [`repo:example/groundwork:environment:${stack}`] }]),
      ),
      ...ENVIRONMENTS.map((stack) => ({ type: "aws:iam/accessKey:AccessKey", count: 0, stack })),
      // An account has one, and production owns what the account has once.
      ...["test", "development"].map((stack) => ({ type: "aws:iam/openIdConnectProvider:OpenIdConnectProvider", count: 0, stack })),
      { test: "tests/workflows.spec.ts", title: "take the role of their own environment: who looks can't deploy" },
    ],
  },
  {
    id: "MFG-010",
    what: "NODE_VERSION is 20 in every environment; that the image holds it is the application's Dockerfile's.",
    proofs: ENVIRONMENTS.flatMap((stack) => inStack(stack, [WEB, WORKER].map((task) => variable(task, "NODE_VERSION", "20")))),
  },
  {
    id: "MFG-014",
    what: "VITE_CLERK_PUBLISHABLE_KEY is a plain variable: every browser gets it.",
    proofs: ENVIRONMENTS.flatMap((stack) => inStack<Fact>(stack, [
      { type: TYPE.task, name: WEB, property: "containerDefinitions[0].environment[name=VITE_CLERK_PUBLISHABLE_KEY].value", matches: /^pk_(live|test)_/ },
      { type: TYPE.task, name: WEB, property: "containerDefinitions[0].secrets[name=VITE_CLERK_PUBLISHABLE_KEY]", equals: undefined },
    ])),
  },
  {
    id: "MFG-015",
    what: "NODE_ENV is production wherever the application's code runs in production.",
    proofs: [WEB, WORKER, "task-migrate-task-definition", "task-inspect-queue-task-definition"].map((task) => variable(task, "NODE_ENV", "production")),
  },
  {
    id: "MFG-016",
    what: "LOG_LEVEL is info in production, and a more talkative one is refused.",
    proofs: [...[WEB, WORKER].map((task) => variable(task, "LOG_LEVEL", "info")), { policy: "ecs-no-debug" }],
  },
  {
    id: "MFG-026",
    what: "Each secret of each environment has a name of its own, by which it is rotated on demand; the program's own by its generation.",
    proofs: [
      ...ENVIRONMENTS.flatMap((stack) => inStack(stack, [
        ...["application", "migration", "monitoring", "owner"].flatMap((role) =>
          facts(TYPE.secret, `credentials-${role}`, { name: `manufacturing/${stack}/database-${role}` }),
        ),
        ...["jwt", "webhook", "probe", "clerk"].flatMap((name) => facts(TYPE.secret, `secret-${name}`, { name: `manufacturing/${stack}/${name}` })),
      ])),
      { type: ROTATION, name: /./, property: "rotationLambdaArn", linksTo: { type: FUNCTION, name: "rotation", output: "arn" } },
      ...facts(TYPE.password, "secret-webhook-key", { "keepers.generation": "1" }),
      { document: "docs/runbooks/secret-too-old.md", heading: "What to do" },
    ],
  },
  {
    id: "MFG-028",
    what: "Images are scanned when they are pushed; the code and its packages before the deployment, which waits for that.",
    proofs: [
      { type: TYPE.repository, name: /./, property: "imageScanningConfiguration.scanOnPush", equals: true },
      { workflow: "security.yml", job: "audit", step: "Audit" },
      { workflow: "security.yml", job: "code", step: "Analyse with CodeQL" },
      { test: "tests/workflows.spec.ts", title: "reach production after every other stack of the branch, after checks and security, and through the environment that is approved" },
    ],
  },
  {
    id: "MFG-062",
    what: "A deployment whose copies don't become healthy is taken back.",
    proofs: [
      ...[WEB_SERVICE, WORKER_SERVICE].flatMap((service) =>
        facts(TYPE.service, service, {
          "deploymentCircuitBreaker.enable": true, "deploymentCircuitBreaker.rollback": true, waitForSteadyState: true,
        }),
      ),
      { policy: "ecs-rollback" },
    ],
  },
  {
    id: "MFG-063",
    what: "A deployment whose smoke tests fail is taken back, before anybody but the tests has met it.",
    proofs: [
      ...facts(TYPE.service, WEB_SERVICE, {
        "deploymentConfiguration.strategy": "BLUE_GREEN",
        "deploymentConfiguration.lifecycleHooks.length": 1,
        "deploymentConfiguration.lifecycleHooks[0].lifecycleStages": ["POST_TEST_TRAFFIC_SHIFT"],
      }),
      {
        type: TYPE.service, name: WEB_SERVICE, property: "deploymentConfiguration.lifecycleHooks[0].hookTargetArn",
        linksTo: { type: FUNCTION, name: "smoke-test-web-function", output: "arn" },
      },
      ...facts(FUNCTION, "smoke-test-web-function", {
        "environment.variables.ORIGIN": `https://${HOST}`,
        "environment.variables.CHECKS": JSON.stringify([
          { path: "/health", status: 200, contains: '"status":"healthy"' },
          { path: "/ready", status: 200, contains: '"ready":true' },
          { path: "/api/status", status: 200, contains: "" },
        ]),
      }),
    ],
  },
  {
    id: "MFG-064",
    what: "A deployment with more than 5 % of errors, the critical threshold, is taken back, up to half an hour later.",
    proofs: [
      ...facts(TYPE.service, WEB_SERVICE, {
        "alarms.enable": true, "alarms.rollback": true, "deploymentConfiguration.bakeTimeInMinutes": "30",
      }),
      ...ofBothVersions((version) => [
        { type: TYPE.service, name: WEB_SERVICE, property: "alarms.alarmNames", includes: `manufacturing-production-${version}-deployment-errors` },
        ...alarm(`service-web-guard-${version}-errors`, ["infrastructure", "on-call"], {
          name: `manufacturing-production-${version}-deployment-errors`, comparisonOperator: "GreaterThanThreshold", threshold: 5,
        }),
      ]),
    ],
  },
  {
    id: "MFG-066",
    what: "A deployment before is one of the last 60 images, by the commit in the stack file; a job brings up any branch's stack by hand.",
    proofs: [
      ...MANUAL_ROLLBACK,
      { workflow: "deploy.yml", property: "on.workflow_dispatch.inputs.stack.required", holds: true },
      { document: "docs/operations/rollback.md", heading: "By git" },
    ],
  },
  {
    id: "MFG-068",
    what: "Images are tagged by their commit, can't be moved and are kept, so that the commit before can run at once.",
    proofs: [...MANUAL_ROLLBACK, { document: "docs/operations/rollback.md", heading: "By hand, when the workflows are down" }],
  },
  { id: "MFG-069", what: "After a rollback the canary goes on asking /health.", proofs: SITE_PROBE },
  { id: "MFG-070", what: "The canary fails where /api/status names another version than the one that the stack file has.", proofs: [...SITE_PROBE, ...atCommit] },
  {
    id: "MFG-071",
    what: "The error rate is seen in the state of its alarms, by the load balancer's counts and not the application's; its own are in Prometheus.",
    proofs: [
      ...ofBothVersions((version) => [
        { type: TYPE.metricAlarm, name: `alarms-${version}-target-errors-critical`, property: "metricQueries[id=errors].metric.metricName", equals: "HTTPCode_Target_5XX_Count" },
      ]),
      { type: "aws:amp/workspace:Workspace", name: "prometheus-workspace", property: "alias", equals: "manufacturing-production" },
    ],
  },
  { id: "MFG-081", what: "Somebody may scale the web service to 5, and the next deployment leaves it so.", proofs: scalable("web", 5) },
  { id: "MFG-086", what: "Somebody may scale the worker to 5, its maximum, and the next deployment leaves it so.", proofs: scalable("worker", 5) },
  {
    id: "MFG-104",
    what: "Production's web service may have 5 copies by hand.",
    proofs: [...scalable("web", 5), { document: "docs/operations/incidents.md", heading: "More tasks" }],
  },
  {
    id: "MFG-105",
    what: "Production's worker may have 3 copies by hand.",
    proofs: [...scalable("worker", 3), { document: "docs/operations/incidents.md", heading: "More tasks" }],
  },
  {
    id: "MFG-106",
    what: "The application compresses, and so does the edge.",
    proofs: [
      variable(WEB, "ENABLE_COMPRESSION", "true"),
      ...facts(RULESET, "edge-compression", {
        "rules[ref=compression].action": "compress_response",
        "rules[ref=compression].actionParameters.algorithms": [{ name: "brotli" }, { name: "gzip" }],
      }),
    ],
  },
  { id: "MFG-107", what: "The application caches.", proofs: [variable(WEB, "ENABLE_CACHE", "true")] },
  {
    id: "MFG-131",
    what: "Maintenance mode is off; with its topic in the stack file everybody gets 503, by a rule of the web firewall and not of the application.",
    proofs: [
      { type: IP_SET, count: 0 },
      { type: TYPE.webAcl, name: "web-firewall", property: "rules[name=maintenance]", equals: undefined },
      { test: MAINTENANCE, title: "turns everybody away with 503 and the document's message, but for the addresses that are allowed" },
    ],
  },
  {
    id: "MFG-132",
    what: "The message is a setting, and what everybody reads.",
    proofs: [
      { type: TYPE.webAcl, name: "web-firewall", property: "customResponseBodies", equals: undefined },
      { test: MAINTENANCE, title: "turns everybody away with 503 and the document's message, but for the addresses that are allowed" },
    ],
  },
  {
    id: "MFG-133",
    what: "Addresses that are allowed pass, by what Cloudflare says of the client; the document's private ones would never arrive there.",
    proofs: [
      { type: IP_SET, count: 0 },
      { test: MAINTENANCE, title: "turns everybody away with 503 and the document's message, but for the addresses that are allowed" },
    ],
  },
  {
    id: "MFG-134",
    what: "Taking the topic out again changes the web firewall and takes the set of addresses away, nothing else.",
    proofs: [
      { type: IP_SET, count: 0 },
      { test: MAINTENANCE, title: "is a change of the web firewall and one set of addresses, and of nothing else, both ways" },
    ],
  },
];
