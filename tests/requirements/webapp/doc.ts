import type { Proof } from "../proof";

const SYSTEM = "docs/systems/webapp.md";
const MAINTENANCE = "docs/operations/maintenance.md";

/** Rows for people: each is a heading of a page. */
export const DOC: readonly Proof[] = [
  { id: "WEB-002", what: "The date and the status of the document are written down.", proofs: [{ document: SYSTEM, heading: "Review" }] },
  {
    id: "WEB-010",
    what: "The linter of the Supabase project is to be empty before go-live.",
    proofs: [{ document: SYSTEM, heading: "The database linter" }],
  },
  { id: "WEB-024", what: "Vercel is not taken, and why.", proofs: [{ document: SYSTEM, heading: "Where it runs" }] },
  { id: "WEB-026", what: "Netlify is not taken, and why.", proofs: [{ document: SYSTEM, heading: "Where it runs" }] },
  { id: "WEB-047", what: "P1 is outage, loss, breach or payments, within 15 minutes.", proofs: [{ document: SYSTEM, heading: "Severities" }] },
  {
    id: "WEB-048",
    what: "P2 is partial, logging in, half the speed or analytics, within an hour.",
    proofs: [{ document: SYSTEM, heading: "Severities" }],
  },
  { id: "WEB-049", what: "P3 is answered within 4 hours.", proofs: [{ document: SYSTEM, heading: "Severities" }] },
  { id: "WEB-050", what: "P4 is answered within 24 hours.", proofs: [{ document: SYSTEM, heading: "Severities" }] },
  { id: "WEB-075", what: "Audits and penetration tests are part of the quarter.", proofs: [{ document: MAINTENANCE, heading: "Every quarter" }] },
  { id: "WEB-077", what: "Somebody reads error logs and metrics every day.", proofs: [{ document: MAINTENANCE, heading: "Every day" }] },
  { id: "WEB-078", what: "Somebody looks at the health dashboard every day.", proofs: [{ document: MAINTENANCE, heading: "Every day" }] },
  { id: "WEB-080", what: "What users say is read every day.", proofs: [{ document: MAINTENANCE, heading: "Every day" }] },
  { id: "WEB-082", what: "Performance is reviewed every week.", proofs: [{ document: MAINTENANCE, heading: "Every week" }] },
  { id: "WEB-084", what: "Dependencies and patches are taken every week.", proofs: [{ document: MAINTENANCE, heading: "Every week" }] },
  { id: "WEB-085", what: "There is a security audit every month.", proofs: [{ document: MAINTENANCE, heading: "Every month" }] },
  { id: "WEB-086", what: "There is a load test every month.", proofs: [{ document: MAINTENANCE, heading: "Every month" }] },
  { id: "WEB-088", what: "Documentation is gone through every month.", proofs: [{ document: MAINTENANCE, heading: "Every month" }] },
  {
    id: "WEB-089",
    what: "The quarter goes through costs, versions, continuity and training.",
    proofs: [{ document: MAINTENANCE, heading: "Every quarter" }],
  },
  { id: "WEB-090", what: "The first two tiers of support are described.", proofs: [{ document: SYSTEM, heading: "Support tiers" }] },
  { id: "WEB-092", what: "The fourth tier of support is described.", proofs: [{ document: SYSTEM, heading: "Support tiers" }] },
  { id: "WEB-097", what: "Each linked document has a page here.", proofs: [{ document: SYSTEM, heading: "Documents" }] },
  {
    id: "WEB-098",
    what: "A change of the infrastructure changes its pages; CI refuses generated ones that are out of date.",
    proofs: [{ document: MAINTENANCE, heading: "This documentation" }, { workflow: "check.yml", job: "test", step: "Install, check and test" }],
  },
];
