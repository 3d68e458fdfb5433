import type { Proof } from "../proof";

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
  {
    id: "LIV-112",
    what: "Staging is brought up before production.",
    proofs: [
      { workflow: "deploy.yml", property: "jobs.production.needs", holds: "first" },
      { test: "tests/workflows.spec.ts", title: "reach production after every other stack of the branch, after checks and security, and through the environment that is approved" },
    ],
    noResource: "It is the order of two stacks, which no resource of either has.",
  },
];
