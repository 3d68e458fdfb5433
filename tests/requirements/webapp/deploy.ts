import type { Fact, Proof } from "../proof";
import { linkedVariable, TYPE, variable } from "../resources";
import { CALLED, CANARY, FRONTEND, SUPABASE, topicOf } from "./resources";

const SERVICE = "service-frontend-service";
const service = (property: string, equals: string | number | boolean): Fact => ({ type: TYPE.service, name: SERVICE, property, equals });
const mount = (path: string): Fact => ({
  type: TYPE.task, name: FRONTEND, property: `containerDefinitions[0].mountPoints[containerPath=${path}].readOnly`, equals: false,
});

/** A role that jobs of one environment of the repository take, and nobody else. */
const role = (purpose: string, environment: string): readonly Fact[] => [
  {
    type: "aws:iam/role:Role", name: `deploy-identity-${purpose}`,
    property: 'assumeRolePolicy.Statement[0].Condition.StringEquals["token.actions.githubusercontent.com:sub"]',
    equals: [`repo:example/webapp:environment:${environment}`],
  },
  {
    type: "aws:iam/role:Role", name: `deploy-identity-${purpose}`,
    property: "assumeRolePolicy.Statement[0].Principal.Federated",
    equals: "arn:aws:iam::230000000001:oidc-provider/token.actions.githubusercontent.com",
  },
];

/** Rows about how it is brought up and changed. */
export const DEPLOY: readonly Proof[] = [
  {
    id: "WEB-003",
    what: "What runs JavaScript here, probes and the tests of a new version, runs on Node 18 or newer; the page's own build is its image's.",
    proofs: [
      { type: "aws:lambda/function:Function", name: /./, property: "runtime", matches: /^nodejs(1[89]|[2-9]\d)\.x$/ },
      // AWS: syn-nodejs-3.0 and later have Node 20 or newer.
      { type: CANARY, name: /./, property: "runtimeVersion", matches: /^syn-nodejs-([3-9]|\d\d)\.\d+$/ },
    ],
  },
  {
    id: "WEB-004",
    what: "Jobs of the GitHub repository take roles of the account by a token of their own: one to look, one for drift, one to deploy.",
    proofs: [
      { type: "aws:iam/openIdConnectProvider:OpenIdConnectProvider", name: "deploy-identity-github", property: "url", equals: "https://token.actions.githubusercontent.com" },
      ...role("preview", "webapp-production-preview"),
      ...role("drift", "webapp-production-drift"),
      ...role("deploy", "webapp-production"),
      { type: "aws:iam/accessKey:AccessKey", count: 0 },
      { workflow: "deploy.yml", property: "on.push.branches", holds: "main" },
      { test: "tests/workflows.spec.ts", title: "cover every stack of every system" },
    ],
  },
  { id: "WEB-019", what: "NODE_ENV is production.", proofs: [variable(FRONTEND, "NODE_ENV", "production")] },
  {
    id: "WEB-020",
    what: "The page is told the Supabase project when its container starts, so that one image serves each environment.",
    proofs: [
      variable(FRONTEND, "VITE_SUPABASE_URL", SUPABASE),
      variable(FRONTEND, "NGINX_ENVSUBST_FILTER", "^VITE_"),
      { document: "docs/systems/webapp.md", heading: "What the image must have" },
    ],
  },
  { id: "WEB-022", what: "Analytics are on.", proofs: [variable(FRONTEND, "VITE_ENABLE_ANALYTICS", "true")] },
  {
    id: "WEB-023",
    what: "Performance monitoring is on, and the page is told where to report.",
    proofs: [
      variable(FRONTEND, "VITE_PERFORMANCE_MONITORING", "true"),
      linkedVariable(FRONTEND, "VITE_RUM_APP_MONITOR_ID", { type: "aws:rum/appMonitor:AppMonitor", name: "browsers-monitor", output: "appMonitorId" }),
      linkedVariable(FRONTEND, "VITE_RUM_IDENTITY_POOL_ID", { type: "aws:cognito/identityPool:IdentityPool", name: "browsers-guests", output: "id" }),
    ],
  },
  {
    id: "WEB-029",
    what: "The files in /usr/share/nginx/html can't be changed while it runs; nginx writes its cache, its pid and the page's configuration, and nothing else.",
    proofs: [
      { type: TYPE.task, name: FRONTEND, property: "containerDefinitions[0].readonlyRootFilesystem", equals: true },
      { type: TYPE.task, name: FRONTEND, property: "containerDefinitions[0].mountPoints.length", equals: 3 },
      ...["/var/cache/nginx", "/run", "/tmp"].map(mount),
      { document: "docs/systems/webapp.md", heading: "What the image must have" },
    ],
  },
  {
    id: "WEB-052",
    what: "A new version is tested beside the old one, which stays ready for 15 minutes and takes all requests back by itself on errors.",
    proofs: [
      service("deploymentConfiguration.strategy", "BLUE_GREEN"),
      service("deploymentConfiguration.bakeTimeInMinutes", "15"),
      service("deploymentConfiguration.lifecycleHooks[0].lifecycleStages[0]", "POST_TEST_TRAFFIC_SHIFT"),
      service("deploymentCircuitBreaker.rollback", true),
      service("alarms.rollback", true),
      { type: TYPE.service, name: SERVICE, property: "alarms.alarmNames", includes: "webapp-production-frontend-deployment-errors" },
      ...CALLED.map((channel): Fact => ({
        type: TYPE.metricAlarm, name: "service-frontend-guard-frontend-errors", property: "alarmActions", linksTo: topicOf(channel),
      })),
      { type: TYPE.repository, name: "registry-webapp-frontend", property: "imageTagMutability", equals: "IMMUTABLE" },
      { document: "docs/operations/rollback.md", heading: "By git" },
    ],
  },
  {
    id: "WEB-053",
    what: "A revert on main deploys what was there before.",
    proofs: [
      { workflow: "deploy.yml", property: "on.push.branches", holds: "main" },
      { test: "tests/workflows.spec.ts", title: "bring webapp's production up from main" },
      { document: "docs/operations/rollback.md", heading: "By git" },
    ],
    noResource: "It is a step on the way to a deployment, not something that is deployed.",
  },
];
