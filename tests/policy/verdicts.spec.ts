import { strict as assert } from "node:assert";
import { evaluate } from "../../policy/evaluate";
import type { PolicyResource, Stack } from "../../policy/model";
import type { GraphRule, PropertyRule } from "../../policy/rule";
import { verdictsOf, verdictsSchema } from "../../policy/verdicts";
import { FLOORS as floors } from "../helpers/floors";

const rule: PropertyRule = {
  id: "kms-rotation",
  reason: "keys leak",
  severity: "high",
  levels: { production: "mandatory", "non-production": "advisory" },
  remedy: "turn it on",
  checklist: ["S-12"],
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
const stack: Stack = { resources: [key("key-new", true), key("key-old", false)] };
const exemption = { rule: "kms-rotation", resource: "key-old", reason: "its data moves by summer", owner: "security@example.edu", expires: "2027-06-30" };
const judged = (over: Stack, exemptions: readonly (typeof exemption)[] = [], held = floors) => verdictsOf(over, evaluate([rule], over, held, { exemptions, today: "2026-11-21" }));

const CACHE = "aws:elasticache/replicationGroup:ReplicationGroup";

describe("the verdicts that leave the pack", () => {
  it("name what was inspected by type and name, and tell each violation as a reader gets it", () => {
    const [verdict] = judged(stack).rules;
    assert.deepEqual({ ...verdict, violations: [] }, {
      id: "kms-rotation",
      level: "mandatory",
      outcome: "violates",
      checklist: ["S-12"],
      inspected: [{ type: "aws:kms/key:Key", name: "key-new" }, { type: "aws:kms/key:Key", name: "key-old" }],
      violations: [],
      exempted: [],
    });
    assert.equal(verdict?.violations.length, 1);
    for (const part of ["key-old", "enableKeyRotation", "false", "true", "Keys leak.", "Turn it on."]) assert.ok(verdict.violations[0]?.includes(part), part);
  });

  it("keep the level that the stack's floors give", () => {
    assert.equal(judged(stack, [], { ...floors, profile: "non-production" }).rules[0]?.level, "advisory");
  });

  it("keep apart what an exemption lets pass, and say how many resources that is", () => {
    const verdicts = judged(stack, [exemption]);
    assert.deepEqual([verdicts.rules[0]?.outcome, verdicts.rules[0]?.violations, verdicts.rules[0]?.exempted.length], ["complies", [], 1]);
    assert.deepEqual(verdicts.exemptions, [{ ...exemption, covers: 1 }]);
  });

  it("carry what is wrong with an exemption", () => {
    assert.deepEqual(judged(stack, [{ ...exemption, expires: "2026-11-20" }]).exemptions.map(({ problem }) => problem), ["it expired on 2026-11-20"]);
  });

  it("carry what the floors call lacking and is there", () => {
    assert.deepEqual(judged({ resources: [{ ...key("sessions", true), type: CACHE }] }, [], { ...floors, lacks: { cache: "nothing is kept between requests" } }).presentThoughLacking, [CACHE]);
  });

  it("tell of a resource that is missing, which has no name", () => {
    const { types: _, property: __, accepts: ___, required: ____, ...information } = rule;
    const exists: GraphRule = { ...information, evaluate: () => ({ inspected: ["urn:gone"], violations: [{ urn: "urn:stack", property: "aws:kms/key:Key", found: "none", required: "at least one" }] }) };
    const [verdict] = verdictsOf({ resources: [] }, evaluate([exists], { resources: [] }, floors)).rules;
    assert.deepEqual(verdict?.inspected, []);
    assert.match(verdict?.violations[0] ?? "", /aws:kms\/key:Key/);
  });

  it("are read again as they were written, and not with a key too many", () => {
    const verdicts = judged(stack, [exemption]);
    assert.deepEqual(verdictsSchema.parse(JSON.parse(JSON.stringify(verdicts))), verdicts);
    assert.equal(verdictsSchema.safeParse({ ...verdicts, more: 1 }).success, false);
  });
});
