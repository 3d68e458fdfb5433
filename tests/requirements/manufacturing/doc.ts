import type { Proof } from "../proof";

const LOOKING = "docs/operations/looking-inside.md";
const SYSTEM = "docs/systems/manufacturing.md";
const INCIDENTS = "docs/operations/incidents.md";
const ROLLBACK = "docs/operations/rollback.md";

/** Rows for people: each is a heading of a page. */
export const DOC: readonly Proof[] = [
  {
    id: "MFG-065",
    what: "Deployments are listed by the stack history and by ECS.",
    proofs: [{ document: LOOKING, heading: "The last deployments" }],
  },
  { id: "MFG-072", what: "P1 is complete outage or the risk of losing data.", proofs: [{ document: SYSTEM, heading: "Severities" }] },
  { id: "MFG-073", what: "P2 is something important that is impaired.", proofs: [{ document: SYSTEM, heading: "Severities" }] },
  { id: "MFG-074", what: "P3 is features that are not critical.", proofs: [{ document: SYSTEM, heading: "Severities" }] },
  { id: "MFG-075", what: "P4 is cosmetic.", proofs: [{ document: SYSTEM, heading: "Severities" }] },
  {
    id: "MFG-076",
    what: "The first five minutes ask health, the last 100 log lines, and the metrics.",
    proofs: [{ document: INCIDENTS, heading: "The first five minutes" }],
  },
  {
    id: "MFG-077",
    what: "Triage finds parts and severity, and tells stakeholders, by minute 15.",
    proofs: [{ document: INCIDENTS, heading: "Five to fifteen minutes: triage" }],
  },
  {
    id: "MFG-078",
    what: "Triage opens a channel or ticket for the incident.",
    proofs: [{ document: INCIDENTS, heading: "Five to fifteen minutes: triage" }],
  },
  {
    id: "MFG-079",
    what: "Mitigation takes minutes 15 to 30.",
    proofs: [{ document: INCIDENTS, heading: "Fifteen to thirty minutes: mitigation" }],
  },
  { id: "MFG-080", what: "A restart of a service loses no request.", proofs: [{ document: INCIDENTS, heading: "Restart a service" }] },
  {
    id: "MFG-082",
    what: "Many errors lead to the last deployments, and back.",
    proofs: [{ document: INCIDENTS, heading: "Errors after a deployment" }, { document: ROLLBACK, heading: "By git" }],
  },
  {
    id: "MFG-083",
    what: "The connection pool is asked by the API and by the database.",
    proofs: [{ document: INCIDENTS, heading: "The database does not answer" }, { document: LOOKING, heading: "Connections by state" }],
  },
  {
    id: "MFG-084",
    what: "A restart of the service resets its connections.",
    proofs: [{ document: INCIDENTS, heading: "The database does not answer" }],
  },
  {
    id: "MFG-087",
    what: "Stability is watched for 30 minutes, then the scale is taken back.",
    proofs: [{ document: INCIDENTS, heading: "Until it is stable" }],
  },
  {
    id: "MFG-088",
    what: "A review follows, which mends runbooks and prevents, and is shared.",
    proofs: [{ document: INCIDENTS, heading: "Afterwards" }],
  },
  { id: "MFG-136", what: "The last 100 log lines are one command.", proofs: [{ document: LOOKING, heading: "The last hundred lines" }] },
  {
    id: "MFG-137",
    what: "What a task is configured with is two commands, which show no secret.",
    proofs: [{ document: LOOKING, heading: "What a task is configured with" }],
  },
  { id: "MFG-140", what: "The cache is asked from a task in the network, by TLS.", proofs: [{ document: LOOKING, heading: "The cache" }] },
  {
    id: "MFG-141",
    what: "The script that looks into the queue runs in a task of the worker.",
    proofs: [{ document: LOOKING, heading: "The queue" }],
  },
  {
    id: "MFG-142",
    what: "The references are listed, with those of what replaces the platforms.",
    proofs: [{ document: SYSTEM, heading: "Documents" }],
  },
];
