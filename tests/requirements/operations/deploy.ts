import type { Proof } from "../proof";
import { variable } from "../resources";
import { API, facts } from "./resources";

/** Rows about how it is brought up and changed. */
export const DEPLOY: readonly Proof[] = [
  { id: "OPS-080", what: "Sessions stay in the cache for 5 minutes.", proofs: [variable(API, "CACHE_TTL_USER_SESSIONS", "300")] },
  { id: "OPS-081", what: "Answers stay in the cache for 5 minutes, and for as long at the edge.", proofs: [variable(API, "CACHE_TTL_API_RESPONSES", "300"), variable(API, "CDN_TTL_API_RESPONSES", "300")] },
  { id: "OPS-082", what: "What dashboards show stays in the cache for an hour.", proofs: [variable(API, "CACHE_TTL_DASHBOARD_DATA", "3600")] },
  { id: "OPS-083", what: "Stock stays in the cache for an hour.", proofs: [variable(API, "CACHE_TTL_INVENTORY_LEVELS", "3600")] },
  { id: "OPS-084", what: "Static content stays in the cache for a day.", proofs: [variable(API, "CACHE_TTL_STATIC_CONTENT", "86400")] },
  { id: "OPS-085", what: "Configurations stay in the cache for a day.", proofs: [variable(API, "CACHE_TTL_CONFIGURATIONS", "86400")] },
  { id: "OPS-090", what: "A copy keeps five connections at least.", proofs: [variable(API, "DATABASE_POOL_MIN", "5")] },
  {
    id: "OPS-092",
    what: "A copy lets go of an idle connection after 30 seconds, long before the proxy closes it.",
    proofs: [
      variable(API, "DATABASE_IDLE_TIMEOUT", "30000"),
      { type: "aws:rds/proxy:Proxy", name: "connection-proxy", property: "idleClientTimeout", atLeast: 30 },
      ...facts("aws:rds/proxy:Proxy", "connection-proxy", { idleClientTimeout: 1800 }),
    ],
  },
  {
    id: "OPS-110",
    what: "npm audit refuses what is moderate or worse.",
    proofs: [
      { workflow: "security.yml", job: "audit", step: "Audit", runs: "npm audit --audit-level=moderate" },
      { test: "tests/workflows.spec.ts", title: "reach production after every other stack of the branch, after checks and security, and through the environment that is approved" },
    ],
    noResource: "It is a step on the way to a deployment, not something that is deployed.",
  },
  {
    id: "OPS-111",
    what: "Security is scanned before each deployment: packages, code, and every stack by the policy pack.",
    proofs: [
      { workflow: "security.yml", job: "audit", step: "Audit" },
      { workflow: "security.yml", job: "code", step: "Analyse with CodeQL" },
      { workflow: "deploy-stack.yml", job: "deploy", step: "Preview under the policy pack", runs: "--policy-pack" },
      { test: "tests/workflows.spec.ts", title: "reach production after every other stack of the branch, after checks and security, and through the environment that is approved" },
    ],
    noResource: "It is a step on the way to a deployment, not something that is deployed.",
  },
  {
    id: "OPS-112",
    what: "CodeQL analyses the code.",
    proofs: [
      { workflow: "security.yml", job: "code", step: "Analyse with CodeQL", runs: "github/codeql-action/analyze" },
      { test: "tests/workflows.spec.ts", title: "reach production after every other stack of the branch, after checks and security, and through the environment that is approved" },
    ],
    noResource: "It is a step on the way to a deployment, not something that is deployed.",
  },
  {
    id: "OPS-203",
    what: "A change is previewed, read, approved, and recorded with its commit and person.",
    proofs: [
      { workflow: "preview.yml", job: "preview", step: "Comment", runs: "comment.sh" },
      { workflow: "deploy.yml", property: "jobs.production.with.environment", holds: "production" },
      { workflow: "deploy-stack.yml", job: "deploy", step: "Bring it up", runs: "--message \"$GITHUB_SHA by $GITHUB_ACTOR" },
      { document: "docs/ci.md", heading: "Who approves" },
    ],
    noResource: "Reviews are a rule of the repository at GitHub, which no provider here administers.",
  },
  {
    id: "OPS-217",
    what: "Every stack is judged by the policy pack each night, where the document asks once a month.",
    proofs: [
      { workflow: "drift.yml", property: "on.schedule[0].cron", holds: "17 3 * * *" },
      { workflow: "drift.yml", job: "drift", step: "Judge it by the policy pack", runs: "--policy-pack ../../policy" },
    ],
    noResource: "It is a question asked of all resources at once, and not one of them.",
  },
  {
    id: "OPS-220",
    what: "Emergency changes go the same way: a preview before, probes and a comparison after, and a way back.",
    proofs: [
      { workflow: "deploy-stack.yml", job: "deploy", step: "Preview under the policy pack", runs: "pulumi preview" },
      { workflow: "deploy-stack.yml", job: "deploy", step: "Probe it", runs: "probe.sh" },
      { workflow: "deploy-stack.yml", job: "deploy", step: "See that nothing is left to do", runs: "--expect-no-changes" },
      { document: "docs/operations/maintenance.md", heading: "Do it" },
      { document: "docs/operations/rollback.md", heading: "Automatic" },
    ],
    noResource: "It is a step on the way to a deployment, not something that is deployed.",
  },
  {
    id: "OPS-225",
    what: "A wrong setting stops the program with its key, what was found and what is allowed.",
    proofs: [
      { test: "tests/settings/parse.spec.ts", title: "is named in the message when it is missing and has no default" },
      { test: "tests/settings/parse.spec.ts", title: "tell all that is wrong in one message, in the order of the topics, with what to do about each" },
    ],
    noResource: "A key that is missing stops the program before anything is registered.",
  },
];
