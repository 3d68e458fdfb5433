import { relative } from "node:path/posix";
import { isProperties } from "../../rehearsal/provider/struct";
import type { Value } from "../../rehearsal/provider/struct";
import type { Evidence, Fact, Proof, ResourceEvidence } from "./proof";

/** Pieces of evidence that a row shows; more are only counted. */
const SHOWN = 2;
/** Letters of a value that a row shows. */
const LONGEST = 48;

/** What holds a row, in a few words of Markdown. */
export function heldBy(proof: Proof): string {
  if ("reason" in proof) return proof.reason;
  const shown = proof.proofs.slice(0, SHOWN).map(phrase).join("; ");
  const more = proof.proofs.length - SHOWN;
  const why = proof.noResource === undefined ? "" : `. ${proof.noResource}`;
  return `${shown}${more > 0 ? `; and ${more} more` : ""}${why}`;
}

/** One piece of evidence. */
export function phrase(evidence: Evidence): string {
  if ("policy" in evidence) return `policy [\`${evidence.policy}\`](policies.md)`;
  if ("document" in evidence) return `[${evidence.heading}](${relative("docs", evidence.document)}#${anchor(evidence.heading)})`;
  if ("workflow" in evidence) {
    const { workflow, job, step, property, holds } = evidence;
    const where = [job, step].filter((part) => part !== undefined).join(", ");
    const what = property === undefined ? where : `\`${property}\` has ${literal(holds)}`;
    return `[${workflow}](../.github/workflows/${workflow}): ${what}`;
  }
  if ("setting" in evidence) {
    return evidence.refuses === undefined
      ? `setting \`${evidence.setting}\` is required`
      : `setting \`${evidence.setting}\` refuses ${code(JSON.stringify(evidence.refuses))}`;
  }
  if ("test" in evidence) return `test “${evidence.title}”`;
  const stack = evidence.stack === undefined ? "" : ` (${evidence.stack})`;
  return `${resourcePhrase(evidence)}${stack}`;
}

function resourcePhrase(evidence: ResourceEvidence): string {
  if ("openings" in evidence) {
    const { openings, of, port, exactly } = evidence;
    const which = [of === undefined ? "" : ` of ${code(of)}`, port === undefined ? "" : ` for port ${port}`].join("");
    return `${openings}${which}: ${exactly.length === 0 ? "nothing" : `${exactly.length} connections, no others`}`;
  }
  if ("sumOf" in evidence) return `${evidence.sumOf} of ${evidence.services.map(code).join(" and ")} ≥ ${evidence.atLeast}`;
  if ("waitsFor" in evidence) return `${named(evidence.type, evidence.name)} waits for ${code(evidence.waitsFor.replace(/^.*::/, ""))}`;
  if ("count" in evidence) {
    const { type, named, where, count } = evidence;
    const which = [named === undefined ? "" : ` named ${code(String(named))}`, where === undefined ? "" : ` with \`${where.property}\` = ${literal(where.equals)}`].join("");
    return `${count === 0 ? "no" : String(count)} \`${shortType(type)}\`${which}`;
  }
  return `${named(evidence.type, String(evidence.name))}: \`${evidence.property}\` ${check(evidence)}`;
}

function check(fact: Fact): string {
  if (fact.linksTo !== undefined) return `is ${fact.linksTo.output} of ${code(fact.linksTo.name)}`;
  if (fact.atLeast !== undefined) return `≥ ${fact.atLeast}`;
  if (fact.matches !== undefined) return `matches ${code(String(fact.matches))}`;
  if (fact.includes !== undefined) return `has ${literal(fact.includes)}`;
  return fact.equals === undefined ? "is not set" : `= ${literal(fact.equals)}`;
}

function named(type: string, name: string): string {
  return `\`${shortType(type)}\` ${code(name)}`;
}

function shortType(type: string): string {
  return type.slice(type.lastIndexOf(":") + 1);
}

function literal(value: Value | undefined): string {
  const isPlain = value === undefined || (!Array.isArray(value) && !isProperties(value));
  return code(isPlain ? String(value) : JSON.stringify(value));
}

/** Code that is short, and that can stand in a cell of a table. */
function code(text: string): string {
  const line = text.replaceAll("`", "'").replaceAll(/\s+/g, " ");
  return `\`${line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line}\``;
}

/** A heading's anchor, as GitHub makes it. */
export function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
    .replaceAll(/\s/g, "-");
}
