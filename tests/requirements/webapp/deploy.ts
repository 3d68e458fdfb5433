import type { Proof } from "../proof";

/** Rows about how it is brought up and changed. */
export const DEPLOY: readonly Proof[] = [
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
