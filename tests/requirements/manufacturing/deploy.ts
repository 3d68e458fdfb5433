import type { Proof } from "../proof";

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
];
