import type { Proof } from "../proof";

/** Rows about what it may cost. */
export const COST: readonly Proof[] = [
  {
    id: "OPS-154",
    what: "What Clerk costs is written down, and that its plan is too small.",
    proofs: [{ document: "docs/systems/operations.md", heading: "Costs" }],
    noResource: "It is a bill of somebody else, which AWS Budgets does not see.",
  },
  {
    id: "OPS-155",
    what: "What Sentry costs is written down.",
    proofs: [{ document: "docs/systems/operations.md", heading: "Costs" }],
    noResource: "It is a bill of somebody else, which AWS Budgets does not see.",
  },
  {
    id: "OPS-156",
    what: "What SendGrid costs is written down.",
    proofs: [{ document: "docs/systems/operations.md", heading: "Costs" }],
    noResource: "It is a bill of somebody else, which AWS Budgets does not see.",
  },
  {
    id: "OPS-157",
    what: "What services outside cost together is written down.",
    proofs: [{ document: "docs/systems/operations.md", heading: "Costs" }],
    noResource: "It is a bill of somebody else, which AWS Budgets does not see.",
  },
];
