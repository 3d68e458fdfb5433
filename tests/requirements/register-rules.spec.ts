import { strict as assert } from "node:assert";
import type { Evidence } from "./proof";
import { flaw } from "./register";

const REASON = "The application's own build does this.";
const FACT: Evidence = { type: "aws:ecs/service:Service", name: "web", property: "desiredCount", equals: 3 };
const TAG: Evidence = { type: "aws:ecs/service:Service", name: "web", property: "tags.Severity", equals: "1" };
const RULE: Evidence = { policy: "rds-force-ssl" };
const PAGE: Evidence = { document: "docs/decisions.md", heading: "Scholarship" };
const row = (...proofs: readonly Evidence[]) => ({ id: "LIV-001", what: "There is a row.", proofs });

describe("the form of a proof", () => {
  it("takes a resource, whatever stands beside it", () => {
    assert.equal(flaw("TOPOLOGY", row(FACT)), undefined);
    assert.equal(flaw("COST", row(TAG, RULE, FACT)), undefined);
  });

  it("takes no label, rule or page for a resource, unless it says why none can be", () => {
    for (const evidence of [TAG, RULE, PAGE]) {
      assert.equal(flaw("SECURITY", row(evidence)), "a resource proves it, by more than a label, or noResource says why none can");
      assert.equal(flaw("SECURITY", { ...row(evidence), noResource: REASON }), undefined);
    }
    assert.equal(flaw("SECURITY", { ...row(RULE), noResource: "no" }), "noResource says why, in a sentence");
  });

  it("takes no row without evidence", () => {
    assert.equal(flaw("DATA", row()), "a row without evidence proves nothing");
    assert.equal(flaw("DATA", { id: "LIV-001", what: "There is a row.", reason: "because" }), "a reason says why, in a sentence");
    assert.equal(flaw("DATA", { id: "LIV-001", what: "There is a row.", reason: REASON }), undefined);
  });

  it("asks a heading of a row for people, and a reason of a row of the application", () => {
    assert.equal(flaw("DOC", row(PAGE)), undefined);
    assert.equal(flaw("DOC", row(FACT)), "a row for people has a heading that they can read");
    assert.equal(flaw("DOC", { id: "LIV-001", what: "There is a row.", reason: REASON }), "a row for people has a heading that they can read");
    assert.equal(flaw("OUT", row(FACT)), "a row of the application has a reason and no proof");
    assert.equal(flaw("OUT", { id: "LIV-001", what: "There is a row.", reason: REASON }), undefined);
  });

  it("asks of every row what is built, in a sentence", () => {
    assert.equal(flaw("DATA", { ...row(FACT), what: "rows" }), "what is built is said in a sentence");
  });
});
