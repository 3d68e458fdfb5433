import { strict as assert } from "node:assert";
import { CHECKLIST_ITEMS, isRefused, judgedChecklist, printChecklist } from "../../policy/checklist";
import { RULES } from "../../policy/rules/index";
import type { Verdicts } from "../../policy/verdicts";

type RuleVerdict = Verdicts["rules"][number];

const sound: RuleVerdict = {
  id: "alb-https-only",
  level: "mandatory",
  outcome: "complies",
  checklist: ["S-01"],
  inspected: [{ type: "aws:lb/listener:Listener", name: "web-https" }],
  violations: [],
  exempted: [],
};
const verdicts = (...rules: RuleVerdict[]): Verdicts => ({ rules, exemptions: [], presentThoughLacking: [] });
const resultOf = (id: string, all: Verdicts) => judgedChecklist(all).find(({ item }) => item.id === id)?.result;

describe("the security checklist", () => {
  it("has the items S-01 to S-45, each once and in order", () => {
    const ids = Array.from({ length: 45 }, (_, index) => `S-${String(index + 1).padStart(2, "0")}`);
    assert.deepEqual(CHECKLIST_ITEMS.map(({ id }) => id), ids);
  });

  it("has a rule for each item that no other hand holds, and no rule names an item that there is not", () => {
    const named = new Set(RULES.flatMap(({ checklist }) => checklist));
    const without = CHECKLIST_ITEMS.filter(({ id, heldBy }) => heldBy === undefined && !named.has(id));
    assert.deepEqual(without.map(({ id }) => id), []);
    assert.deepEqual([...named].filter((id) => !CHECKLIST_ITEMS.some((item) => item.id === id)), []);
  });

  it("is met where a rule inspected something and found nothing wrong", () => {
    assert.equal(resultOf("S-01", verdicts(sound)), "complies");
  });

  it("says that nothing was inspected where the rules found nothing to look at, or there is no rule", () => {
    assert.equal(resultOf("S-01", verdicts({ ...sound, outcome: "not applicable", inspected: [] })), "inspected nothing");
    assert.equal(resultOf("S-02", verdicts(sound)), "inspected nothing");
  });

  it("is broken by one mandatory rule of several, and not by advice", () => {
    const broken: RuleVerdict = { ...sound, id: "hsts", outcome: "violates", violations: ["hsts: web-https\nNext: set it."] };
    assert.equal(resultOf("S-01", verdicts(sound, broken)), "violates");
    assert.equal(resultOf("S-01", verdicts(sound, { ...broken, level: "advisory" })), "complies");
  });

  it("names what holds an item that no resource shows", () => {
    assert.equal(resultOf("S-44", verdicts()), "held elsewhere");
  });

  it("refuses a deployment for a violation, a wrong exemption and floors out of date, and for nothing else", () => {
    const exemption = { rule: "hsts", resource: "web", reason: "none yet", owner: "ops", expires: "2027-01-01", covers: 1 };
    assert.equal(isRefused(verdicts(sound)), false);
    assert.equal(isRefused({ ...verdicts(sound), exemptions: [exemption] }), false);
    assert.equal(isRefused({ ...verdicts(sound), exemptions: [{ ...exemption, problem: "it expired" }] }), true);
    assert.equal(isRefused({ ...verdicts(sound), presentThoughLacking: ["aws:rds/instance:Instance"] }), true);
    assert.equal(isRefused(verdicts({ ...sound, outcome: "violates", violations: ["x"] })), true);
  });

  it("reads as item, rules, resources and result, with what is wrong and what is exempted below", () => {
    const text = printChecklist("scholarship", {
      ...verdicts(sound, { ...sound, id: "alb-hsts", outcome: "violates", violations: ["alb-hsts: web-https\nNext: set it."] }),
      exemptions: [{ rule: "hsts", resource: "web", reason: "none yet", owner: "ops", expires: "2027-01-01", covers: 2 }],
    });
    const lines = text.split("\n");
    assert.equal(lines[0], "scholarship");
    assert.match(lines[2] ?? "", /^S-01 {2}HTTPS only, HTTP redirected +violates +2 rules, 1 resource$/);
    assert.equal(lines[3], "        alb-https-only  complies, inspected 1");
    assert.equal(lines[4], "        alb-hsts        violates, inspected 1");
    assert.ok(text.includes("Violations\n  - [mandatory] alb-hsts: web-https\n    Next: set it.\n"));
    assert.ok(text.includes("Exemptions\n  - web from hsts until 2027-01-01, ops: none yet (lets 2 resources pass)\n"));
    assert.match(text, /45 items: 0 complies, 1 violates, 41 inspected nothing, 3 held elsewhere\n$/);
  });
});
