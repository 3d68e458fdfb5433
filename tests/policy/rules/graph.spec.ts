import { strict as assert } from "node:assert";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { evaluate } from "../../../policy/evaluate";
import type { Floors } from "../../../policy/floors";
import { STACK_URN } from "../../../policy/join";
import type { Stack } from "../../../policy/model";
import { GRAPH_RULES } from "../../../policy/rules/graph/index";
import { firstPreviewStack, policyStack } from "../../helpers/policy";
import { ROOT } from "../../helpers/source";
import { STACKS, stackGraph } from "../../helpers/stacks";
import { MUTATIONS } from "./graph-mutations";

const VIEWS = { "with all values known": policyStack, "as a first preview": firstPreviewStack };

/** What a stack may do without: caches, replicas, autoscaling, roles in a database; and options that nothing may set. */
const MAY_HAVE_NOTHING = [
  "alarms-cover-redis",
  "alarms-cover-replica-lag",
  "cache-in-data-subnets",
  "ecs-desired-ignored",
  "ecs-roles-distinct",
  "postgresql-grants-replace-safely",
  "stateful-not-delete-before-replace",
];

/** Floors of a system that lacks nothing. */
const EMPTY_FLOORS: Floors = {
  profile: "production",
  databaseBackupDays: 7,
  recoveryPointDays: 7,
  logRetentionDays: 30,
  tlsVersion: "1.2",
  allowedRegions: ["eu-central-1", "eu-west-1"],
  publicPorts: [80, 443],
  minimumTasks: 1,
  lacks: {},
};

/** The rules over the graph, on the resources that the program registers. That the engine shows them so is for the engine to prove. */
describe("the graph rules", () => {
  it("are one to a file of at most 60 lines, named as the rule, and all in the list", () => {
    const lines = (file: string) => readFileSync(join(ROOT, "policy/rules/graph", file), "utf8").trimEnd().split("\n").length;
    const files = readdirSync(join(ROOT, "policy/rules/graph")).filter((file) => file !== "index.ts");
    assert.deepEqual(GRAPH_RULES.map(({ id }) => `${id}.ts`), files.sort());
    assert.deepEqual(files.filter((file) => lines(file) > 60), []);
  });

  it("have mutations each, and no others have", () => {
    assert.deepEqual(Object.keys(MUTATIONS).sort(), GRAPH_RULES.map(({ id }) => id).sort());
  });

  const empty: Stack = { resources: [] };
  for (const rule of GRAPH_RULES) {
    const optional = MAY_HAVE_NOTHING.includes(rule.id);
    it(`${rule.id} ${optional ? "has nothing to say of" : "fails on"} an empty stack`, () => {
      const { inspected, violations } = rule.evaluate(empty, EMPTY_FLOORS);
      assert.deepEqual(inspected, []);
      assert.equal(violations.some(({ urn }) => urn === STACK_URN), !optional);
    });
  }

  for (const { system, stack, label, floors } of STACKS) {
    for (const [view, show] of Object.entries(VIEWS)) {
      it(`hold for ${label} ${view}`, async () => {
        const { rules } = evaluate(GRAPH_RULES, show(await stackGraph(system, stack)), floors);
        assert.deepEqual(rules.flatMap(({ rule: { id }, violations }) => violations.map((found) => ({ id, ...found }))), []);
      });
    }
  }

  describe("see each broken thing", () => {
    const counts = { killed: 0, total: 0 };
    const tried = new Map<string, number>();
    after(() => process.stdout.write(`      ${counts.killed} of ${counts.total} mutations killed\n`));

    for (const { system, stack, label, floors } of STACKS.filter(({ floors: { profile } }) => profile === "production")) {
      for (const [view, show] of Object.entries(VIEWS)) {
        let seen: Stack | undefined;
        for (const rule of GRAPH_RULES) {
          it(`${rule.id} in ${label} ${view}`, async () => {
            const shown = (seen ??= show(await stackGraph(system, stack)));
            const mutants = (MUTATIONS[rule.id] ?? []).flatMap((mutation) => mutation(shown));
            const alive = mutants.filter((mutant) => rule.evaluate(mutant.stack, floors).violations.length === 0);
            counts.total += mutants.length;
            counts.killed += mutants.length - alive.length;
            tried.set(rule.id, (tried.get(rule.id) ?? 0) + mutants.length);
            assert.deepEqual(alive.map(({ what }) => what), []);
          });
        }
      }
    }

    it("with mutations of at least one stack for every rule", () => {
      assert.deepEqual(GRAPH_RULES.filter(({ id }) => (tried.get(id) ?? 0) === 0).map(({ id }) => id), []);
    });
  });
});
