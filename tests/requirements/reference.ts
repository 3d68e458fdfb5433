import { CONTRADICTIONS } from "./contradictions";
import { heldBy } from "./phrases";
import { isResourceEvidence } from "./proof";
import type { Proof } from "./proof";
import { CLASSES, ROWS, SYSTEMS } from "./register";
import type { Row } from "./register";

/** docs/requirements.md: every row of the documents and what holds it. Generated; `npm run docs` writes it. */
export function requirementsReference(): string {
  return `${[
    "# Requirements",
    "",
    "Generated from `tests/requirements/` by `npm run docs`; do not edit. Each row of the five operations documents, with its line",
    "there, and what holds it. Where the last column names a resource, a test asserts it on what the system's own stack registers,",
    "production where no other is named; a policy, a workflow's step, a refused setting and a page are tested to be there. C numbers",
    "lead to the decision where a document contradicts itself or the platform.",
    "",
    ...counts(),
    "",
    ...kinds(),
    ...Object.keys(SYSTEMS).flatMap((system) => ["", `## ${title(system)}`, "", ...table(system)]),
  ].join("\n")}\n`;
}

function counts(): readonly string[] {
  const count = (rows: readonly Row[]) => [...CLASSES.map((each) => rows.filter((row) => row.class === each).length), rows.length];
  return [
    line(["system", ...CLASSES, "total"]),
    line(["---", ...[...CLASSES, ""].map(() => "---:")]),
    ...Object.keys(SYSTEMS).map((system) =>
      line([`[${title(system)}](#${system})`, ...count(ROWS.filter((row) => row.system === system))]),
    ),
    line(["**all**", ...count(ROWS)]),
  ];
}

/** How many rows stand on which kind of evidence: the strongest that each has. */
const KINDS: readonly { readonly title: string; readonly holds: (proof: Proof) => boolean }[] = [
  { title: "registered resources", holds: (proof) => "proofs" in proof && proof.proofs.some(isResourceEvidence) },
  { title: "a workflow, setting, policy, test or page", holds: (proof) => "proofs" in proof },
  { title: "a reason, no proof", holds: () => true },
];

function kinds(): readonly string[] {
  const proofs = (system: string) => Object.values(SYSTEMS[system]?.tables ?? {}).flat();
  const count = (all: readonly Proof[]) =>
    KINDS.map((_, index) => all.filter((proof) => KINDS.findIndex(({ holds }) => holds(proof)) === index).length);
  return [
    line(["system", ...KINDS.map(({ title: kind }) => `held by ${kind}`)]),
    line(["---", ...KINDS.map(() => "---:")]),
    ...Object.keys(SYSTEMS).map((system) => line([title(system), ...count(proofs(system))])),
    line(["**all**", ...count(Object.keys(SYSTEMS).flatMap(proofs))]),
  ];
}

function table(system: string): readonly string[] {
  const proofs = Object.values(SYSTEMS[system]?.tables ?? {}).flat();
  return [
    line(["row", "the document asks", "class", "held by"]),
    line(["---", "---", "---", "---"]),
    ...ROWS.filter((row) => row.system === system).map(({ id, requirement, class: requirementClass, source }) => {
      const proof = proofs.find((each) => each.id === id);
      const decisions = Object.keys(CONTRADICTIONS).filter((number) => CONTRADICTIONS[number]?.includes(id));
      const links = decisions.map((number) => ` [${number}](decisions.md#${number.toLowerCase()})`).join("");
      if (proof === undefined) throw new Error(`${id} has no proof in tests/requirements/${system}/`);
      return line([id, `${requirement} (${source.replace(/^.*:/, "line ")})`, requirementClass, `${heldBy(proof)}${links}`]);
    }),
  ];
}

function title(system: string): string {
  return `${system.charAt(0).toUpperCase()}${system.slice(1)}`;
}

function line(cells: readonly (string | number)[]): string {
  return `| ${cells.map((cell) => String(cell).replaceAll("|", "\\|").replaceAll("\n", " ")).join(" | ")} |`;
}
