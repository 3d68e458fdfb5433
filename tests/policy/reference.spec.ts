import { strict as assert } from "node:assert";
import type { GraphRule } from "../../policy/rule";
import { policyReference } from "../../policy/reference";

const rule = (id: string, change: Partial<GraphRule> = {}): GraphRule => ({
  id,
  reason: "keys leak",
  severity: "high",
  levels: { production: "mandatory", "non-production": "advisory" },
  remedy: "turn it on",
  checklist: ["S-12", "S-24"],
  equivalents: ["CKV_AWS_7", "FSBP KMS.4"],
  evaluate: () => ({ inspected: [], violations: [] }),
  ...change,
});
const rowsOf = (...rules: readonly GraphRule[]) => policyReference(rules).split("\n").filter((line) => line.startsWith("| `"));

describe("the page of all policies", () => {
  it("has a row for each rule: why, how strict where, what mends it, whom it serves and what others call it", () => {
    assert.deepEqual(rowsOf(rule("kms-rotation")), ["| `kms-rotation` | Keys leak. | high | mandatory | advisory | Turn it on. | S-12, S-24 | CKV_AWS_7, FSBP KMS.4 |"]);
  });

  it("says how many there are, and orders them by id, however they are given", () => {
    const rules = [rule("s3-versioned"), rule("alb-https-only"), rule("kms-rotation")];
    assert.match(policyReference(rules), /\. 3 rules judge every preview/);
    assert.deepEqual(rowsOf(...rules).map((row) => row.split("`")[1]), ["alb-https-only", "kms-rotation", "s3-versioned"]);
    assert.equal(policyReference(rules), policyReference(rules.toReversed()));
  });

  it("stays a table whatever stands in a cell", () => {
    assert.deepEqual(rowsOf(rule("a-b", { reason: "one | two\nthree", equivalents: [], checklist: [] })), ["| `a-b` | One \\| two three. | high | mandatory | advisory | Turn it on. |  |  |"]);
  });

  it("ends in one line break", () => assert.match(policyReference([rule("a-b")]), /[^\n]\n$/));
});
