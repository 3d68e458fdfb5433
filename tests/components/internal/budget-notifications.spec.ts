import { strict as assert } from "node:assert";
import * as fc from "fast-check";
import { budgetExpectations } from "../../../components/internal/budget-notifications";
import type { BudgetNotice } from "../../../components/internal/budget-notifications";

const notice = (when: BudgetNotice["when"], percent: number): BudgetNotice => ({ when, percent });

describe("the notifications of a budget", () => {
  it("are one to five", () => {
    const many = (count: number) => Array.from({ length: count }, (_, index) => notice("actual", index + 1));
    assert.deepEqual(budgetExpectations(many(1)), []);
    assert.deepEqual(budgetExpectations(many(5)), []);
    assert.deepEqual(budgetExpectations(many(0)), ["1 to 5 notifications, not 0"]);
    assert.deepEqual(budgetExpectations(many(6)), ["1 to 5 notifications, not 6"]);
  });

  it("rise, each kind by itself", () => {
    assert.deepEqual(budgetExpectations([notice("actual", 80), notice("forecast", 50), notice("actual", 100)]), []);
    assert.deepEqual(budgetExpectations([notice("actual", 100), notice("actual", 80)]), ["the percents of kind actual in rising order, each once"]);
    assert.deepEqual(budgetExpectations([notice("forecast", 80), notice("forecast", 80)]), ["the percents of kind forecast in rising order, each once"]);
  });

  it("are sound in any rising order, however the two kinds are mixed", () => {
    const percents = fc.uniqueArray(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(percents, fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }), (list, kinds) => {
        const notices = list.toSorted((a, b) => a - b).map((percent, index) => notice(kinds[index] === true ? "actual" : "forecast", percent));
        assert.deepEqual(budgetExpectations(notices), []);
      }),
    );
  });
});
