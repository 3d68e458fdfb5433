import { strict as assert } from "node:assert";
import { stackGraph } from "../helpers/stacks";
import { assertOther } from "./other-evidence";
import { assertProof, isResourceEvidence } from "./proof";
import { CLASSES, flaw, ROWS, SYSTEMS } from "./register";

/** Every row of the five documents, asserted on what the systems' stacks register. */
describe("the register of requirements", () => {
  it("holds each row of the five documents once", () => {
    assert.equal(ROWS.length, 845);
    assert.equal(new Set(ROWS.map(({ id }) => id)).size, ROWS.length);
    assert.deepEqual([...new Set(ROWS.map(({ system }) => system))], Object.keys(SYSTEMS));
  });

  for (const [system, { tables }] of Object.entries(SYSTEMS)) {
    describe(`${system}, row by row`, () => {
      for (const requirementClass of CLASSES) {
        const rows = ROWS.filter((row) => row.system === system && row.class === requirementClass);
        if (rows.length === 0) continue;

        it(`${system} has exactly one proof or reason for each of its ${rows.length} rows of class ${requirementClass}`, () => {
          assert.deepEqual(tables[requirementClass].map(({ id }) => id).toSorted(), rows.map(({ id }) => id).toSorted());
        });

        for (const proof of tables[requirementClass]) {
          it(`${proof.id}: ${proof.what}`, async () => {
            assert.equal(flaw(requirementClass, proof), undefined);
            if ("reason" in proof) return;
            for (const evidence of proof.proofs) {
              if (isResourceEvidence(evidence)) assertProof(await stackGraph(system, evidence.stack ?? "production"), evidence);
              else assertOther(system, evidence);
            }
          });
        }
      }
    });
  }
});
