import { strict as assert } from "node:assert";
import { stackGraph } from "../helpers/stacks";
import type { Graph } from "../helpers/graph";
import { assertProof } from "./proof";
import { DATA } from "./scholarship/data";
import { DEPLOY } from "./scholarship/deploy";
import { OBSERVE } from "./scholarship/observe";
import { ROWS } from "./scholarship/rows";
import { SECURITY } from "./scholarship/security";
import { TOPOLOGY } from "./scholarship/topology";

const PROOFS = { TOPOLOGY, SECURITY, DATA, OBSERVE, DEPLOY } as const;

/** Every row of the scholarship document, asserted on what its production stack registers. */
describe("scholarship, row by row", () => {
  let graph: Graph;
  before(async () => {
    graph = await stackGraph("scholarship", "production");
  });

  for (const requirementClass of ["TOPOLOGY", "SECURITY", "DATA", "OBSERVE", "DEPLOY"] as const) {
    const proofs = PROOFS[requirementClass];

    it(`has exactly one proof or reason for each row of class ${requirementClass}`, () => {
      assert.deepEqual(proofs.map(({ id }) => id).sort(), [...ROWS[requirementClass]].sort());
    });

    for (const proof of proofs) {
      if ("reason" in proof) {
        it(`${proof.id}: ${proof.what} (no resource: ${proof.reason})`, () => {
          assert.ok(proof.reason.length >= 20, "a reason says why, in a sentence");
        });
      } else {
        it(`${proof.id}: ${proof.what}`, () => {
          assert.ok(proof.proofs.length > 0, "a row without a fact proves nothing");
          for (const fact of proof.proofs) assertProof(graph, fact);
        });
      }
    }
  }
});
