import { strict as assert } from "node:assert";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { evaluate } from "../../../policy/evaluate";
import type { Floors } from "../../../policy/floors";
import { STACK_URN } from "../../../policy/join";
import type { Stack } from "../../../policy/model";
import type { GraphRule } from "../../../policy/rule";
import { GRAPH_RULES } from "../../../policy/rules/graph/index";
import { RULES } from "../../../policy/rules/index";
import { UNKNOWN } from "../../../rehearsal/provider/struct";
import { Judged, refuses } from "../../helpers/matrix";
import { withResource } from "../../helpers/mutations";
import type { Mutant } from "../../helpers/mutations";
import { policyStack } from "../../helpers/policy";
import { ROOT } from "../../helpers/source";
import { firstPreviewGraph, STACKS, stackGraph } from "../../helpers/stacks";
import { MUTATIONS } from "./graph-mutations";
import { GRAPH_OVERLAPS, GRAPH_SURVIVORS } from "./overlaps";
import type { Overlap, Survivor } from "./overlaps";

const KNOWN = "with all values known";
const VIEWS = { [KNOWN]: stackGraph, "as a first preview": firstPreviewGraph };

/** What a stack may do without: caches, replicas, autoscaling, roles in a database; and options that nothing may set. */
const MAY_HAVE_NOTHING = [
  "alarms-cover-redis",
  "alarms-cover-replica-lag",
  "alb-edge-only",
  "backup-covers-buckets",
  "cf-cache-safe",
  "cf-origin-auth",
  "cf-proxied",
  "ecs-desired-ignored",
  "ecs-roles-distinct",
  "iam-deployers-distinct",
  "iam-preview-readonly",
  "ignored-changes-listed",
  "postgresql-grants-replace-safely",
  "rds-own-parameter-group",
  "rds-replica-inherits",
  "rds-replica-no-blue-green",
  "rds-upgrade-order",
  "s3-lock-vs-lifecycle",
  "s3-object-lock-legal",
  "s3-replication-keeps",
  "secret-not-exported",
  "sm-rotation-redeploys",
  "stateful-not-delete-before-replace",
  "waf-client-address",
];

/** Floors of a system that lacks nothing and asks for everything. */
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
  rateLimits: [{ requests: 100, windowSeconds: 60, of: "all" }],
  rotationDays: { database: 90 },
  rowLevelSecurityAudit: true,
  ownsAccount: true,
  maskPersonalData: { exceptServices: [] },
  retentionDays: { application: 30 },
  failedLogins: { metric: "FailedLogins", channel: "security" },
  rollbackAlarms: ["web"],
  smokeTested: ["web"],
  budget: true,
  readReplicas: 1,
  copiedBuckets: { backups: [] },
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
        const { rules } = evaluate(GRAPH_RULES, policyStack(await show(system, stack)), floors);
        assert.deepEqual(rules.flatMap(({ rule: { id }, violations }) => violations.map((found) => ({ id, ...found }))), []);
      });
    }
  }

  /**
   * Each rule x each mutation of all stacks together. A thing that was broken in one stack is not broken again in another, or
   * beside it, where the rule reads the same of it: names of systems, ids and ARNs aside, which no rule may know. What is gone,
   * and what differs in several resources, is broken in every stack, once for each kind: that is what hangs on the rest of the
   * stack. For all of them it would take many minutes. Whether another rule sees it as well is asked with all values known.
   */
  describe("see each broken thing, and no other rule does", () => {
    const counts = { killed: 0, total: 0, hidden: 0, alike: 0 };
    const broken = new Set<string>();
    const refused = new Set<string>();
    const tried = new Set<string>();
    const used = new Set<Overlap>();
    const usedSurvivors = new Set<Survivor>();
    after(() => process.stdout.write(`      ${counts.killed} of ${counts.total} mutations killed, ${counts.hidden} of them values that are hidden, standing for ${counts.alike}\n`));

    for (const { system, stack, label, floors } of STACKS) {
      for (const [view, show] of Object.entries(VIEWS)) {
        it(`in ${label} ${view}`, async function () {
          this.timeout(60_000);
          const judged = new Judged(policyStack(await show(system, stack)), floors, RULES, [system ?? "groundwork", stack]);
          const problems = GRAPH_RULES.filter((rule) => judged.rules.includes(rule)).flatMap((rule) => {
            const mutants = (MUTATIONS[rule.id] ?? []).flatMap((mutation) => mutation(judged.stack));
            return mutants.flatMap((mutant) => [mutant, ...hiddenOf(mutant)].flatMap((each) => (isNew(rule, judged, each, `${label} ${view}`, view) ? problemsOf(rule, judged, each, view) : [])));
          });
          // Not a comparison: its difference would be cut off.
          if (problems.length > 0) assert.fail([...new Set(problems)].join("\n"));
        });
      }
    }

    it("with mutations of at least one stack for every rule, and no overlap and no survivor that there is not", () => {
      assert.deepEqual(GRAPH_RULES.filter(({ id }) => !tried.has(id)).map(({ id }) => id), []);
      assert.deepEqual(GRAPH_OVERLAPS.filter((overlap) => !used.has(overlap)).map(({ rule, also }) => `${rule.toString()} -> ${also.join()}`), []);
      assert.deepEqual(GRAPH_SURVIVORS.filter((survivor) => !usedSurvivors.has(survivor)).map(({ rule, what }) => `${rule}: ${what.toString()}`), []);
    });

    /** @param place the stack and the view */
    function isNew(rule: GraphRule, judged: Judged, { what, from, to }: Mutant, place: string, view: string): boolean {
      counts.alike += 1;
      const subject = from ?? to;
      const kind = subject === undefined ? "" : judged.kindOf(rule, subject);
      const how = subject === undefined ? what : what.replaceAll(subject.name, "");
      const key = [rule.id, to === undefined ? place : view, how, kind].join(" | ");
      const wasBroken = broken.has(key);
      broken.add(key);
      return !wasBroken;
    }

    function problemsOf(rule: GraphRule, judged: Judged, { what, stack, from, to }: Mutant, view: string): readonly string[] {
      tried.add(rule.id);
      counts.total += 1;
      if (what.startsWith(HIDDEN)) counts.hidden += 1;
      const problems = [];
      if (rule.evaluate(stack, judged.floors).violations.length > 0) {
        counts.killed += 1;
        const held = `${rule.id} ${judged.floors.profile}`;
        if (!refused.has(held) && refuses(rule, stack, judged.floors) !== (rule.levels[judged.floors.profile] === "mandatory")) problems.push(`${rule.id} is not held as strictly as it says`);
        refused.add(held);
      } else {
        const survivor = GRAPH_SURVIVORS.find((each) => each.rule === rule.id && each.what.test(what));
        if (survivor === undefined) problems.push(`${rule.id} survives ${what}`);
        else usedSurvivors.add(survivor);
      }
      // A value that nobody knows is a violation of each rule that reads it.
      const isAlone = Math.abs(stack.resources.length - judged.stack.resources.length) <= 1 && (from !== undefined || to !== undefined);
      if (what.startsWith(HIDDEN) || !isAlone || view !== KNOWN) return problems;
      for (const { rule: other } of judged.judge(stack, from, to)) {
        if (other === rule) continue;
        const overlap = GRAPH_OVERLAPS.find(({ rule: id, also }) => (typeof id === "string" ? id === rule.id : id.test(rule.id)) && also.includes(other.id));
        if (overlap === undefined) problems.push(`${rule.id} also breaks ${other.id}: ${what}`);
        else used.add(overlap);
      }
      return problems;
    }
  });
});

const HIDDEN = "hidden ";

/** The same properties that a mutation changes, each a value that nobody knows, with no evidence of where it comes from. */
function hiddenOf(mutant: Mutant): readonly Mutant[] {
  const { what, from, to } = mutant;
  if (from === undefined || to === undefined || from.options !== to.options) return [];
  const keys = Object.keys({ ...from.properties, ...to.properties }).filter((key) => JSON.stringify(from.properties[key]) !== JSON.stringify(to.properties[key]));
  return keys.map((key) => {
    const { [key]: _, ...propertyDependencies } = from.propertyDependencies;
    const hidden = { ...from, properties: { ...from.properties, [key]: UNKNOWN }, propertyDependencies };
    return {
      what: `${HIDDEN}${key}, not ${what}`,
      from,
      to: hidden,
      get stack() {
        return withResource(mutant.stack, to, hidden);
      },
    };
  });
}
