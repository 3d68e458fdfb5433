import { strict as assert } from "node:assert";
import { atLeast, isAbsent, isOff, isOn, isStated, must, numberOf, oneOf } from "../../policy/judgements";
import type { PolicyResource, Value } from "../../policy/model";
import { STACKS } from "../helpers/stacks";

const { floors } = STACKS[0] ?? assert.fail("no stack");
const resource: PolicyResource = { type: "t", name: "it", urn: "urn", properties: {}, options: { protect: false, ignoreChanges: [], deleteBeforeReplace: false }, propertyDependencies: {} };

describe("a judgement", () => {
  const good: readonly (readonly [string, ReturnType<typeof oneOf>, Value | undefined])[] = [
    ["isOn", isOn, true],
    ["isOff", isOff, "false"],
    ["isAbsent", isAbsent, undefined],
    ["isStated", isStated, "text"],
    ["oneOf", oneOf("a", "b"), "b"],
    ["atLeast", atLeast(7, "days"), "7"],
    ["must", must("a 1", (value) => value === 1, [2, undefined]), 1],
  ];
  for (const [name, { accepts, wrong }, value] of good) {
    it(`${name} takes what is right, and none of its counterexamples`, () => {
      assert.equal(accepts(value, floors, resource, { resources: [] }), true);
      const wrongs = wrong?.(value, floors, resource) ?? [];
      assert.ok(wrongs.length > 0);
      for (const each of wrongs) assert.equal(accepts(each, floors, resource, { resources: [] }), false);
    });
  }

  it("reads numbers from text too, and nothing else", () => {
    assert.deepEqual([numberOf(1), numberOf("1"), numberOf(""), numberOf(true), numberOf(undefined)], [1, 1, NaN, NaN, NaN]);
  });
});
