import { strict as assert } from "node:assert";
import { EXEMPTIONS, exemptionsOf } from "../../policy/exemptions";
import type { Exemption } from "../../policy/exemptions";
import { evaluate } from "../../policy/evaluate";
import type { PolicyResource } from "../../policy/model";
import type { PropertyRule } from "../../policy/rule";
import { FLOORS as floors } from "../helpers/floors";

const rule: PropertyRule = {
  id: "kms-rotation",
  reason: "keys leak",
  severity: "high",
  levels: { production: "mandatory", "non-production": "mandatory" },
  remedy: "turn it on",
  checklist: [],
  equivalents: [],
  types: ["aws:kms/key:Key"],
  property: "enableKeyRotation",
  accepts: (value) => value === true,
  required: () => "true",
};
const key = (name: string, enableKeyRotation: boolean): PolicyResource => ({
  type: "aws:kms/key:Key",
  name,
  urn: `urn:${name}`,
  properties: { enableKeyRotation },
  options: { protect: false, ignoreChanges: [], deleteBeforeReplace: false },
  propertyDependencies: {},
});
const sound: Exemption = { rule: "kms-rotation", resource: "key-old", reason: "its data moves by summer", owner: "security@example.edu", expires: "2027-06-30" };
const TODAY = "2026-11-21";

/** The rule over one key that rotates and one that does not, with one exemption. */
function judged(change: Partial<Exemption>, today = TODAY) {
  const resources = [key("key-new", true), key("key-old", false)];
  const report = evaluate([rule], { resources }, floors, { exemptions: [{ ...sound, ...change }], today });
  return { violations: report.rules.flatMap(({ violations }) => violations.map(({ urn }) => urn)), exemption: report.exemptions[0], rule: report.rules[0] };
}

describe("an exemption from a policy", () => {
  it("lets its resource pass, and the report names what it covers", () => {
    const { violations, exemption, rule: report } = judged({});
    assert.deepEqual(violations, []);
    assert.deepEqual(exemption, { exemption: sound, covers: ["urn:key-old"] });
    assert.equal(report?.outcome, "complies");
    assert.deepEqual(report?.exempted.map(({ urn }) => urn), ["urn:key-old"]);
  });

  it("holds through its last day, and not on the next", () => {
    assert.deepEqual(judged({}, "2027-06-30").violations, []);
    const { violations, exemption } = judged({}, "2027-07-01");
    assert.deepEqual(violations, ["urn:key-old"]);
    assert.equal(exemption?.problem, "it expired on 2027-06-30");
  });

  for (const [change, covered, problem] of [
    [{ resource: "key-*" }, true, undefined],
    [{ resource: "key-new" }, false, "it is unused: the rule holds without it"],
    [{ resource: "key.old" }, false, "no resource of the stack has such a name"],
    [{ resource: "old" }, false, "no resource of the stack has such a name"],
    [{ resource: "nothing*" }, false, "no resource of the stack has such a name"],
    [{ rule: "kms-rotatoin" }, false, "there is no such rule"],
    [{ reason: " " }, false, "it gives no reason"],
    [{ owner: "" }, false, "it names no owner"],
    [{ expires: "2027-02-30" }, false, "2027-02-30 is no day of the form YYYY-MM-DD"],
    [{ expires: "never" }, false, "never is no day of the form YYYY-MM-DD"],
    [{ expires: "2027-6-30" }, false, "2027-6-30 is no day of the form YYYY-MM-DD"],
  ] as const) {
    it(`with ${JSON.stringify(change)} ${covered ? "holds" : `does not hold: ${String(problem)}`}`, () => {
      const { violations, exemption } = judged(change);
      assert.deepEqual(violations, covered ? [] : ["urn:key-old"]);
      assert.equal(exemption?.problem, problem);
    });
  }

  it("counts only in its own stacks, and in all where it names none", () => {
    const production = { ...sound, stacks: ["scholarship/production"] };
    assert.deepEqual(exemptionsOf([production, sound], "scholarship", "production"), [production, sound]);
    assert.deepEqual(exemptionsOf([production, sound], "scholarship", "staging"), [sound]);
  });

  it("is committed with all it needs", () => {
    for (const { rule: id, resource, reason, owner, expires } of EXEMPTIONS) {
      assert.ok(id !== "" && resource.replaceAll("*", "").length > 2, `${id} ${resource} is for everything`);
      assert.ok(reason.length > 20 && owner.includes("@"), `${id} ${resource} says neither why nor who`);
      assert.match(expires, /^\d{4}-\d{2}-\d{2}$/);
    }
  });
});
