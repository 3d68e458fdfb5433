import type { Proof } from "../proof";

const MAINTENANCE = "docs/operations/maintenance.md";
const SYSTEM = "docs/systems/livelihood.md";
const INCIDENTS = "docs/operations/incidents.md";
const COMPLIANCE = "docs/operations/compliance.md";

/** Rows for people: each is a heading of a page. */
export const DOC: readonly Proof[] = [
  { id: "LIV-122", what: "Somebody reads the error logs every day.", proofs: [{ document: MAINTENANCE, heading: "Every day" }] },
  { id: "LIV-123", what: "Somebody looks at the performance metrics every day.", proofs: [{ document: MAINTENANCE, heading: "Every day" }] },
  { id: "LIV-126", what: "Security updates are reviewed every week.", proofs: [{ document: MAINTENANCE, heading: "Every week" }] },
  { id: "LIV-127", what: "Performance is compared with the week before.", proofs: [{ document: MAINTENANCE, heading: "Every week" }] },
  { id: "LIV-128", what: "Capacity is compared with the baselines every week.", proofs: [{ document: MAINTENANCE, heading: "Every week" }] },
  { id: "LIV-129", what: "There is a security audit every month.", proofs: [{ document: MAINTENANCE, heading: "Every month" }] },
  { id: "LIV-130", what: "Dependencies are raised every month.", proofs: [{ document: MAINTENANCE, heading: "Every month" }] },
  { id: "LIV-131", what: "Performance is reviewed every month.", proofs: [{ document: MAINTENANCE, heading: "Every month" }] },
  { id: "LIV-134", what: "There is a full security assessment every quarter.", proofs: [{ document: MAINTENANCE, heading: "Every quarter" }] },
  { id: "LIV-135", what: "Costs are gone through every quarter.", proofs: [{ document: MAINTENANCE, heading: "Every quarter" }] },
  { id: "LIV-136", what: "There is a compliance audit every quarter.", proofs: [{ document: MAINTENANCE, heading: "Every quarter" }] },
  { id: "LIV-137", what: "Continuity is tested every quarter.", proofs: [{ document: MAINTENANCE, heading: "Every quarter" }] },
  { id: "LIV-142", what: "Severity 1 is outage, breach, or loss of data.", proofs: [{ document: SYSTEM, heading: "Severities" }] },
  {
    id: "LIV-143",
    what: "Severity 2 is a partial outage, half the speed, or no logging in.",
    proofs: [{ document: SYSTEM, heading: "Severities" }],
  },
  {
    id: "LIV-144",
    what: "Severity 3 is minor features, some slowness, and bugs that stop nobody.",
    proofs: [{ document: SYSTEM, heading: "Severities" }],
  },
  { id: "LIV-145", what: "Severity 4 is cosmetic, wishes and documentation.", proofs: [{ document: SYSTEM, heading: "Severities" }] },
  { id: "LIV-146", what: "Whoever is on call acknowledges within 15 minutes.", proofs: [{ document: INCIDENTS, heading: "Acknowledge" }] },
  {
    id: "LIV-147",
    what: "An incident goes from triage by mitigation to a review that mends the runbooks.",
    proofs: [{ document: INCIDENTS, heading: "Five to fifteen minutes: triage" }, { document: INCIDENTS, heading: "Fifteen to thirty minutes: mitigation" }, { document: INCIDENTS, heading: "Until it is stable" }, { document: INCIDENTS, heading: "Afterwards" }],
  },
  { id: "LIV-151", what: "The hosting support is AWS, where the document names Railway.", proofs: [{ document: SYSTEM, heading: "Contacts" }] },
  { id: "LIV-152", what: "The Firebase support is named for where it is still used.", proofs: [{ document: SYSTEM, heading: "Contacts" }] },
  { id: "LIV-153", what: "The baseline of active users is written down.", proofs: [{ document: SYSTEM, heading: "Baselines" }] },
  { id: "LIV-154", what: "The baseline of concurrent users is written down.", proofs: [{ document: SYSTEM, heading: "Baselines" }] },
  { id: "LIV-155", what: "The baseline of API requests is written down.", proofs: [{ document: SYSTEM, heading: "Baselines" }] },
  {
    id: "LIV-156",
    what: "The baseline of database queries is written down, with what it means for the log.",
    proofs: [{ document: SYSTEM, heading: "Baselines" }],
  },
  { id: "LIV-157", what: "The baseline of uploads is written down.", proofs: [{ document: SYSTEM, heading: "Baselines" }] },
  { id: "LIV-158", what: "The baseline of CPU is written down.", proofs: [{ document: SYSTEM, heading: "Baselines" }] },
  {
    id: "LIV-159",
    what: "The baseline of memory is written down, and that it is close to the scaling limit.",
    proofs: [{ document: SYSTEM, heading: "Baselines" }],
  },
  { id: "LIV-160", what: "The baseline of database storage is written down.", proofs: [{ document: SYSTEM, heading: "Baselines" }] },
  { id: "LIV-161", what: "The baseline of bandwidth is written down.", proofs: [{ document: SYSTEM, heading: "Baselines" }] },
  {
    id: "LIV-166",
    what: "Growth by half brings a review of the infrastructure.",
    proofs: [{ document: MAINTENANCE, heading: "When it grows" }, { document: SYSTEM, heading: "Growth" }],
  },
  {
    id: "LIV-167",
    what: "A new feature brings an assessment of its capacity.",
    proofs: [{ document: MAINTENANCE, heading: "When it grows" }, { document: SYSTEM, heading: "Growth" }],
  },
  { id: "LIV-179", what: "Unused services are looked for every month.", proofs: [{ document: MAINTENANCE, heading: "Every month" }] },
  {
    id: "LIV-193",
    what: "The application deletes; only the audit archive is locked, and it holds identifiers.",
    proofs: [{ document: COMPLIANCE, heading: "The right to be forgotten" }],
  },
  {
    id: "LIV-194",
    what: "A breach is notified within 72 hours, counted from when it is known.",
    proofs: [{ document: INCIDENTS, heading: "A breach of data" }],
  },
  {
    id: "LIV-195",
    what: "Privacy impact is assessed before personal data is used in a new way.",
    proofs: [{ document: COMPLIANCE, heading: "Privacy impact assessment" }],
  },
  { id: "LIV-201", what: "The other channels of support are named.", proofs: [{ document: SYSTEM, heading: "Other support" }] },
  { id: "LIV-202", what: "Each severity has its time to answer.", proofs: [{ document: SYSTEM, heading: "Severities" }] },
  { id: "LIV-203", what: "Each severity has its time to mend.", proofs: [{ document: SYSTEM, heading: "Severities" }] },
  { id: "LIV-204", what: "The date of the document and of the next review are written down.", proofs: [{ document: SYSTEM, heading: "Review" }] },
];
