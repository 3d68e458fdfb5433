import type { Proof } from "../proof";

/** Rows about what it may cost. */
export const COST: readonly Proof[] = [
  {
    id: "LIV-170",
    what: "What Firebase cost is written down.",
    proofs: [{ document: "docs/systems/livelihood.md", heading: "Costs" }],
    noResource: "It is a bill of somebody else, which AWS Budgets does not see.",
  },
  {
    id: "LIV-171",
    what: "What domain and certificates cost is written down.",
    proofs: [{ document: "docs/systems/livelihood.md", heading: "Costs" }],
    noResource: "It is a bill of somebody else, which AWS Budgets does not see.",
  },
  {
    id: "LIV-172",
    what: "What monitoring tools cost is written down.",
    proofs: [{ document: "docs/systems/livelihood.md", heading: "Costs" }],
    noResource: "It is a bill of somebody else, which AWS Budgets does not see.",
  },
];
