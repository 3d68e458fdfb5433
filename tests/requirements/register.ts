import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { LIVELIHOOD } from "./livelihood/index";
import { MANUFACTURING } from "./manufacturing/index";
import { OPERATIONS } from "./operations/index";
import { isResourceEvidence } from "./proof";
import type { Evidence, Proof, RequirementClass, SystemTable } from "./proof";
import { SCHOLARSHIP } from "./scholarship/index";
import { WEBAPP } from "./webapp/index";

/** The classes, in the order of the tables. */
export const CLASSES = ["TOPOLOGY", "SECURITY", "DATA", "OBSERVE", "DEPLOY", "COST", "DOC", "OUT"] as const satisfies readonly RequirementClass[];

/** Every system with its proofs, in the order of the register's ids. */
export const SYSTEMS: Readonly<Record<string, SystemTable>> = {
  livelihood: LIVELIHOOD,
  manufacturing: MANUFACTURING,
  webapp: WEBAPP,
  scholarship: SCHOLARSHIP,
  operations: OPERATIONS,
};

/** One row of a system's operations document. */
export interface Row {
  readonly id: string;
  readonly system: string;
  readonly class: RequirementClass;
  readonly requirement: string;
  /** Document and line, `livelihood.md:19`. */
  readonly source: string;
}

const rowsSchema = z.array(
  z.strictObject({
    id: z.string().regex(/^(LIV|MFG|WEB|SCH|OPS)-\d{3}$/),
    system: z.string(),
    class: z.enum(CLASSES),
    requirement: z.string(),
    source: z.string(),
  }),
);

/** Every row of the five documents. */
export const ROWS: readonly Row[] = rowsSchema.parse(JSON.parse(readFileSync(join(__dirname, "rows.json"), "utf8")));

/** A property that only describes, which nothing acts upon. */
const LABEL = /^(tags|tagsAll|defaultTags|description|comment)\b/;

/** What is wrong with the form of a proof, as a phrase; `undefined` where nothing is. */
export function flaw(requirementClass: RequirementClass, proof: Proof): string | undefined {
  if (!/^\S+ \S+.*\.$/.test(proof.what)) return "what is built is said in a sentence";
  if ("reason" in proof) {
    if (requirementClass === "DOC") return "a row for people has a heading that they can read";
    return isSentence(proof.reason) ? undefined : "a reason says why, in a sentence";
  }
  if (requirementClass === "OUT") return "a row of the application has a reason and no proof";
  if (proof.proofs.length === 0) return "a row without evidence proves nothing";
  if (requirementClass === "DOC") {
    return proof.proofs.some((evidence) => "document" in evidence) ? undefined : "a row for people has a heading that they can read";
  }
  if (proof.noResource !== undefined) return isSentence(proof.noResource) ? undefined : "noResource says why, in a sentence";
  return proof.proofs.some(isSubstantial) ? undefined : "a resource proves it, by more than a label, or noResource says why none can";
}

function isSentence(text: string): boolean {
  return text.length >= 20 && text.endsWith(".");
}

function isSubstantial(evidence: Evidence): boolean {
  return isResourceEvidence(evidence) && !("property" in evidence && LABEL.test(evidence.property));
}
