import type { Proof } from "../proof";

const SYSTEM = "docs/systems/scholarship.md";
const LOOKING = "docs/operations/looking-inside.md";

/** Rows for people: each is a heading of a page. */
export const DOC: readonly Proof[] = [
  { id: "SCH-002", what: "Fargate runs Linux; there is no host.", proofs: [{ document: SYSTEM, heading: "What the document runs itself" }] },
  { id: "SCH-007", what: "ECS takes the place of Docker.", proofs: [{ document: SYSTEM, heading: "What the document runs itself" }] },
  { id: "SCH-008", what: "ECS takes the place of Docker Compose.", proofs: [{ document: SYSTEM, heading: "What the document runs itself" }] },
  { id: "SCH-009", what: "The load balancer takes the place of NGINX.", proofs: [{ document: SYSTEM, heading: "What the document runs itself" }] },
  {
    id: "SCH-059",
    what: "The load balancer always takes its own order of ciphers.",
    proofs: [{ document: SYSTEM, heading: "What the document runs itself" }],
  },
  {
    id: "SCH-091",
    what: "Dumps lie on the disk of their task while it runs, then in the bucket.",
    proofs: [{ document: SYSTEM, heading: "What the document runs itself" }],
  },
  { id: "SCH-097", what: "Copies of files lie in the bucket only.", proofs: [{ document: SYSTEM, heading: "What the document runs itself" }] },
  {
    id: "SCH-157",
    what: "S3 has no server to ask; what can be asked is said.",
    proofs: [{ document: SYSTEM, heading: "What the document runs itself" }, { document: LOOKING, heading: "Files" }],
  },
  { id: "SCH-163", what: "The date and version of the document are written down.", proofs: [{ document: SYSTEM, heading: "scholarship" }] },
];
