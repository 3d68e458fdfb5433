import type { Proof } from "../proof";

const LOOKING = "docs/operations/looking-inside.md";
const SYSTEM = "docs/systems/operations.md";
const COMPLIANCE = "docs/operations/compliance.md";
const MAINTENANCE = "docs/operations/maintenance.md";

/** Rows for people: each is a heading of a page. */
export const DOC: readonly Proof[] = [
  {
    id: "OPS-094",
    what: "The query for columns that may want an index is there, with what it is worth.",
    proofs: [{ document: LOOKING, heading: "Columns that may want an index" }],
  },
  { id: "OPS-114", what: "P0 is what it is, and is answered within 15 minutes.", proofs: [{ document: SYSTEM, heading: "Security severities" }] },
  { id: "OPS-115", what: "P1 is what it is, and is answered within an hour.", proofs: [{ document: SYSTEM, heading: "Security severities" }] },
  { id: "OPS-116", what: "P2 is what it is, and is answered within 4 hours.", proofs: [{ document: SYSTEM, heading: "Security severities" }] },
  { id: "OPS-117", what: "The baseline of users is written down.", proofs: [{ document: SYSTEM, heading: "Baselines" }] },
  { id: "OPS-118", what: "The baseline of concurrent users is written down.", proofs: [{ document: SYSTEM, heading: "Baselines" }] },
  { id: "OPS-119", what: "The baseline of API requests is written down.", proofs: [{ document: SYSTEM, heading: "Baselines" }] },
  { id: "OPS-120", what: "The baseline of queries is written down.", proofs: [{ document: SYSTEM, heading: "Baselines" }] },
  { id: "OPS-122", what: "The projection of users for 6 months is written down.", proofs: [{ document: SYSTEM, heading: "Baselines" }] },
  {
    id: "OPS-123",
    what: "The projection of concurrent users is written down, and tested by load.",
    proofs: [{ document: SYSTEM, heading: "Baselines" }],
  },
  { id: "OPS-124", what: "The projection of requests for 6 months is written down.", proofs: [{ document: SYSTEM, heading: "Baselines" }] },
  { id: "OPS-126", what: "The projection of users for 12 months is written down.", proofs: [{ document: SYSTEM, heading: "Baselines" }] },
  {
    id: "OPS-127",
    what: "The projection of concurrent users for 12 months is written down, and tested by load.",
    proofs: [{ document: SYSTEM, heading: "Baselines" }],
  },
  { id: "OPS-128", what: "The projection of requests for 12 months is written down.", proofs: [{ document: SYSTEM, heading: "Baselines" }] },
  { id: "OPS-160", what: "The query for table sizes is there.", proofs: [{ document: LOOKING, heading: "Table sizes" }] },
  { id: "OPS-164", what: "The query for unused indexes is there.", proofs: [{ document: LOOKING, heading: "Indexes nobody uses" }] },
  {
    id: "OPS-174",
    what: "Accounts are kept until deletion is asked for; nothing here expires them.",
    proofs: [{ document: COMPLIANCE, heading: "User accounts" }],
  },
  { id: "OPS-194", what: "The report over 30 days is a query.", proofs: [{ document: LOOKING, heading: "What was done, over 30 days" }] },
  {
    id: "OPS-200",
    what: "The information security policy is written down.",
    proofs: [{ document: COMPLIANCE, heading: "Information security policy" }],
  },
  {
    id: "OPS-205",
    what: "The management reviews deployments, access, exemptions and costs every quarter.",
    proofs: [{ document: COMPLIANCE, heading: "Management review" }],
  },
  { id: "OPS-211", what: "Performance is reviewed every week.", proofs: [{ document: MAINTENANCE, heading: "Every week" }] },
  { id: "OPS-213", what: "Capacity is reviewed every week.", proofs: [{ document: MAINTENANCE, heading: "Every week" }] },
  { id: "OPS-214", what: "There is a security audit every month.", proofs: [{ document: MAINTENANCE, heading: "Every month" }] },
  { id: "OPS-215", what: "Performance is reviewed every month.", proofs: [{ document: MAINTENANCE, heading: "Every month" }] },
  { id: "OPS-218", what: "Emergency maintenance begins with its risk.", proofs: [{ document: MAINTENANCE, heading: "Weigh the risk" }] },
  { id: "OPS-219", what: "Emergency maintenance says who is told, and where.", proofs: [{ document: MAINTENANCE, heading: "Say it" }] },
  { id: "OPS-221", what: "Emergency maintenance leaves a record.", proofs: [{ document: MAINTENANCE, heading: "The change's record" }] },
  { id: "OPS-222", what: "The last deployments are one command.", proofs: [{ document: LOOKING, heading: "The last deployments" }] },
  {
    id: "OPS-223",
    what: "What a task is configured with is two commands, which show no secret.",
    proofs: [{ document: LOOKING, heading: "What a task is configured with" }],
  },
  { id: "OPS-224", what: "The last 100 log lines are one command.", proofs: [{ document: LOOKING, heading: "The last hundred lines" }] },
  {
    id: "OPS-226",
    what: "The database is reached through the tunnel, to see whether it answers.",
    proofs: [{ document: LOOKING, heading: "Is the database reachable" }],
  },
  { id: "OPS-227", what: "Connections are counted by state.", proofs: [{ document: LOOKING, heading: "Connections by state" }] },
  {
    id: "OPS-228",
    what: "The database's configuration is asked of the database, not of a URL that holds a password.",
    proofs: [{ document: LOOKING, heading: "How the database is configured" }],
  },
  { id: "OPS-230", what: "The last hour is on the dashboard.", proofs: [{ document: LOOKING, heading: "The last hour" }] },
  { id: "OPS-231", what: "The ten slowest queries are one statement.", proofs: [{ document: LOOKING, heading: "Slow queries" }] },
  {
    id: "OPS-232",
    what: "How fast the API answers is one command, and the dashboard.",
    proofs: [{ document: LOOKING, heading: "How fast the API answers" }],
  },
  { id: "OPS-234", what: "Level 1 is the engineer on call, within 15 minutes.", proofs: [{ document: SYSTEM, heading: "Escalation" }] },
  { id: "OPS-235", what: "Level 2 is the engineering lead, after 30 minutes.", proofs: [{ document: SYSTEM, heading: "Escalation" }] },
  { id: "OPS-236", what: "Level 3 is the VP engineering, after an hour.", proofs: [{ document: SYSTEM, heading: "Escalation" }] },
  { id: "OPS-237", what: "Level 4 is the CTO, after two hours, for P0.", proofs: [{ document: SYSTEM, heading: "Escalation" }] },
  { id: "OPS-238", what: "The date, version and next review of the document are written down.", proofs: [{ document: SYSTEM, heading: "Review" }] },
];
