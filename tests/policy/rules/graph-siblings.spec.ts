import { strict as assert } from "node:assert";
import { evaluate } from "../../../policy/evaluate";
import { GRAPH_RULES } from "../../../policy/rules/graph/index";
import { policyStack } from "../../helpers/policy";
import { siblingsOf } from "../../helpers/siblings";
import { firstPreviewGraph, STACKS, stackGraph } from "../../helpers/stacks";
import { REFUSED_FORMS, SIBLING_MUTATIONS } from "./sibling-mutations";

const byId = new Map(GRAPH_RULES.map((rule) => [rule.id, rule]));

/** Programs say the same in other forms: rules inside groups, arguments inside buckets, clusters for instances. */
describe("the graph rules judge a stack in the other forms that it could have", () => {
  const counts = { killed: 0, total: 0 };
  const tried = new Set<string>();
  const refused = new Set<string>();
  after(() => process.stdout.write(`      ${counts.killed} of ${counts.total} mutations killed\n`));

  for (const { system, stack, label, floors } of STACKS) {
    it(`${label}: clean as it is, and refused with one thing broken`, async () => {
      const problems: string[] = [];
      for (const graph of [await stackGraph(system, stack), await firstPreviewGraph(system, stack)]) {
        for (const { form, stack: sibling, isNew } of siblingsOf(policyStack(graph))) {
          if (!sibling.resources.some(isNew)) continue;
          for (const { rule, violations } of evaluate(GRAPH_RULES, sibling, floors).rules) {
            if (violations.length === 0) continue;
            const listed = REFUSED_FORMS.some((each) => each.form === form && each.rule === rule.id);
            if (listed) refused.add(`${form} ${rule.id}`);
            else problems.push(`${form}: ${rule.id} refuses ${violations.map(({ urn, property, found }) => `${urn} ${property} ${found}`).join("; ")}`);
          }
          for (const [id, mutations] of Object.entries(SIBLING_MUTATIONS[form] ?? {})) {
            const rule = byId.get(id);
            if (rule === undefined) throw new Error(`there is no graph rule ${id}`);
            for (const { what, stack: broken } of mutations.flatMap((mutation) => mutation(sibling))) {
              const { outcome } = evaluate([rule], broken, floors).rules[0] ?? {};
              // A demand that the floors don't make.
              if (outcome === "not applicable") continue;
              tried.add(`${form} ${id}`);
              counts.total += 1;
              if (outcome === "violates") counts.killed += 1;
              else problems.push(`${form}: ${id} survives ${what}`);
            }
          }
        }
      }
      if (problems.length > 0) assert.fail([...new Set(problems)].join("\n"));
    });
  }

  it("with each mutation and each refusal of the lists", () => {
    const listed = Object.entries(SIBLING_MUTATIONS).flatMap(([form, rules]) => Object.keys(rules).map((id) => `${form} ${id}`));
    assert.deepEqual(listed.filter((key) => !tried.has(key)), []);
    assert.deepEqual(REFUSED_FORMS.filter(({ form, rule }) => !refused.has(`${form} ${rule}`)), []);
  });
});
