import { strict as assert } from "node:assert";
import { evaluate, judgeResource } from "../../../policy/evaluate";
import type { Rule } from "../../../policy/evaluate";
import { EXEMPTIONS, exemptionsOf } from "../../../policy/exemptions";
import type { Exemption } from "../../../policy/exemptions";
import type { Floors } from "../../../policy/floors";
import type { PolicyResource, Stack, Value } from "../../../policy/model";
import { valuesAt } from "../../../policy/path";
import type { PropertyRule } from "../../../policy/rule";
import { RULES } from "../../../policy/rules/index";
import { canonical, ofType } from "../../../policy/stack-index";
import { UNKNOWN } from "../../../rehearsal/provider/struct";
import { Judged, refuses } from "../../helpers/matrix";
import { changedBy, replacedAt, withResource } from "../../helpers/mutations";
import { policyStack } from "../../helpers/policy";
import { siblingsOf } from "../../helpers/siblings";
import { firstPreviewGraph, STACKS, stackGraph } from "../../helpers/stacks";
import { OVERLAPS, SURVIVORS } from "./overlaps";
import type { Overlap, Survivor } from "./overlaps";

/** The services that the rules are about. */
const PREFIXES = ["acm", "alarm", "alb", "backup", "canary", "cf", "chatbot", "ecr", "ecs", "firehose", "iam", "kinesis", "kms", "lambda", "log", "names", "net", "pg", "random", "rds", "redis", "rum", "s3", "scheduler", "sg", "sm", "sns", "sqs", "waf"];
const PROPERTY_RULES = RULES.filter((rule): rule is PropertyRule => !("evaluate" in rule));

/** What is worth saying and stops no deployment, in production neither. */
const ADVICE = [
  "alarm-runbook", "backup-lock-minimum", "cf-rules-ordered", "iam-no-star-resource", "kms-described", "pg-connection-limit", "rds-cluster-custom-admin", "rds-copy-tags", "rds-custom-admin", "rds-iam-auth",
  "rds-no-apply-immediately", "redis-logs", "s3-kms-bucket-key", "sg-described", "sm-described",
];

/** A day on which no committed exemption has expired. */
const TODAY = "2026-11-21";
const exemptedIn = (system: string | undefined, stack: string) => exemptionsOf(EXEMPTIONS, system ?? "groundwork", stack);

function violations(rules: readonly PropertyRule[], stack: Stack, floors: Floors, exemptions: readonly Exemption[] = []): string[] {
  return evaluate(rules, stack, floors, { exemptions, today: TODAY }).rules.flatMap(({ rule, violations: found }) =>
    found.map(({ urn, property, found: value }) => `${rule.id}: ${urn.split("::").slice(2).join(" ")} ${property} is ${value}`),
  );
}

/** Advice: two descriptions name the database by an output, so their runbook shows after the first deployment. */
const LATER = /^alarm-runbook: .* alarmDescription is not known before the deployment$/;

describe("property rules", () => {
  it("have an id of their own that begins with the service", () => {
    assert.deepEqual(
      PROPERTY_RULES.map(({ id }) => id).filter((id, index, all) => all.indexOf(id) !== index),
      [],
    );
    assert.deepEqual(PROPERTY_RULES.filter(({ id }) => !PREFIXES.some((prefix) => id.startsWith(`${prefix}-`)) || !/^[a-z0-9]+(-[a-z0-9]+)+$/.test(id)).map(({ id }) => id), []);
  });

  it("say why in a sentence, and what mends it", () => {
    assert.deepEqual(
      PROPERTY_RULES.filter(({ reason, remedy }) => reason.split(" ").length < 5 || /[.;]$/.test(reason) || remedy.split(" ").length < 2).map(({ id }) => id),
      [],
    );
  });

  it("are mandatory in production, as those over the graph are, but for what is advice", () => {
    assert.deepEqual(RULES.filter(({ levels }) => levels.production !== "mandatory").map(({ id }) => id).sort(), ADVICE);
  });

  it("serve items of the checklist that exist, and carry ids in the form of their tools", () => {
    const items = new Set(Array.from({ length: 45 }, (_, index) => `S-${String(index + 1).padStart(2, "0")}`));
    const form = /^(CKV2?_AWS_\d+|AwsSolutions-[A-Z]+\d+[a-z]?|cdk-nag [A-Za-z0-9]+|FSBP [A-Za-z0-9]+\.\d+|AVD-AWS-\d{4}|Prowler [a-z0-9_]+)$/;
    assert.deepEqual(
      PROPERTY_RULES.flatMap(({ id, checklist, equivalents }) => [...checklist.filter((item) => !items.has(item)), ...equivalents.filter((equivalent) => !form.test(equivalent))].map((what) => `${id}: ${what}`)),
      [],
    );
  });

  for (const { system, stack, label, floors } of STACKS) {
    it(`pass ${label}, when every value is known`, async () => {
      assert.deepEqual(violations(PROPERTY_RULES, policyStack(await stackGraph(system, stack)), floors, exemptedIn(system, stack)), []);
    });

    it(`pass ${label}, as a first preview has it`, async () => {
      const found = violations(PROPERTY_RULES, policyStack(await firstPreviewGraph(system, stack)), floors, exemptedIn(system, stack));
      assert.deepEqual(found.filter((text) => !LATER.test(text)), []);
    });
  }

  it("state each what breaks them", () => {
    assert.deepEqual(PROPERTY_RULES.filter(({ wrong, wrongTogether }) => wrong === undefined && wrongTogether === undefined).map(({ id }) => id), []);
  });

  it("are violated by a value that nobody knows yet, with no evidence of where it comes from", async function () {
    this.timeout(60_000);
    const survivors = new Set<string>();
    let tried = 0;
    for (const { system, stack, label, floors } of STACKS) {
      const { resources } = policyStack(await firstPreviewGraph(system, stack));
      // What components publish is evidence too.
      const bare: Stack = { resources: resources.filter(({ type }) => !type.startsWith("groundwork:")) };
      for (const rule of PROPERTY_RULES.filter(({ levels }) => levels[floors.profile] === "mandatory")) {
        for (const resource of ofType(bare, ...rule.types)) {
          if (judgeResource(rule, resource, bare, floors) === "not applicable") continue;
          const [top = ""] = rule.property.split(/[.[]/);
          for (const path of new Set([top, ...valuesAt(resource.properties, rule.property).map((place) => place.path)])) {
            tried += 1;
            const { [top]: _, ...propertyDependencies } = resource.propertyDependencies;
            const hidden = { ...replacedAt(resource, path, UNKNOWN), propertyDependencies };
            const violations = judgeResource(rule, hidden, withResource(bare, resource, hidden), floors);
            if (violations === "not applicable" || violations.length === 0) survivors.add(`${rule.id}: ${path} of ${resource.name} in ${label}`);
          }
        }
      }
    }
    process.stdout.write(`      ${tried} values hidden, ${survivors.size} of them let pass\n`);
    assert.deepEqual([...survivors], []);
  });
});

/**
 * Every rule x all that breaks it x each distinct resource of all stacks together. The first resource of a kind stands for
 * every other that the rule reads the same of, in whatever stack: names of systems, ids and ARNs aside, which no rule may know,
 * a rule is a function of what it reads, so it can't come to another verdict. For all resources it would take five minutes.
 * That the unbroken stacks pass, each in both views, is asked of every stack above.
 */
describe("the mutation matrix of the property rules", () => {
  /** Form, rule and kind that were broken already -> the line of the tally. */
  const broken = new Set<string>();
  const refused = new Set<string>();
  const tally = new Map<string, { killed: number; total: number; kinds: number; alike: number }>();
  const used = new Set<Overlap>();
  const usedSurvivors = new Set<Survivor>();
  const tried = new Set<string>();

  after(() => {
    for (const [form, { killed, total, kinds, alike }] of tally) process.stdout.write(`      ${form}: ${killed} of ${total} mutations killed, of ${kinds} kinds that stand for ${alike} resources\n`);
  });

  for (const { system, stack, label, floors } of STACKS) {
    it(`of ${label}`, async function () {
      this.timeout(60_000);
      const known = policyStack(await stackGraph(system, stack));
      const exempted = exemptedIn(system, stack);
      const names = [system ?? "groundwork", stack];
      const problems = [
        ...matrixOf(label, AS_IT_IS, new Judged(known, floors, RULES, names), () => true, exempted),
        ...siblingsOf(known).filter(({ stack: { resources }, isNew }) => resources.some(isNew)).flatMap(({ form, stack: sibling, isNew }) => matrixOf(label, form, new Judged(sibling, floors, RULES, names), isNew, exempted)),
      ];
      // Not a comparison: its difference would be cut off.
      if (problems.length > 0) assert.fail(problems.join("\n"));
    });
  }

  it("tries every rule that some stack holds", () => {
    assert.deepEqual(PROPERTY_RULES.filter(({ id }) => !tried.has(id)).map(({ id }) => id), []);
  });

  it("lists no overlap and no survivor that there is not", () => {
    assert.deepEqual(OVERLAPS.filter((overlap) => !used.has(overlap)).map(({ rule, also }) => `${rule.toString()} -> ${also.join()}`), []);
    assert.deepEqual(SURVIVORS.filter((survivor) => !usedSurvivors.has(survivor)).map(({ rule }) => rule), []);
  });

  /** Breaks each thing that the rules look at, and says where nobody sees it, or too many do. */
  function matrixOf(
    label: string,
    form: string,
    judged: Judged,
    isNew: (resource: PolicyResource) => boolean,
    exempted: readonly Exemption[],
  ): readonly string[] {
    const counts = tally.get(form) ?? { killed: 0, total: 0, kinds: 0, alike: 0 };
    tally.set(form, counts);
    const problems = new Set<string>();
    const types = new Set(judged.stack.resources.filter(isNew).map(({ type }) => canonical(type)));
    for (const rule of judged.rules.filter((each): each is PropertyRule => !("evaluate" in each))) {
      if (form !== AS_IT_IS && !rule.types.some((type) => types.has(type))) continue;
      const inspected = judged.inspected(rule).filter(({ resource }) => isNew(resource));
      // A rule that has nothing to look at is shown a resource that is wrong.
      const subjects = inspected.length > 0 || form !== AS_IT_IS ? inspected : rule.types.map((type) => ({ resource: bare(type), count: 1, kind: type }));
      for (const { resource, count, kind } of subjects) {
        // It is broken already, so breaking it is nothing new.
        if (exempted.some((exemption) => exemption.rule === rule.id && exemption.resource === resource.name)) continue;
        counts.alike += count;
        const key = `${form} ${rule.id} ${kind}`;
        if (broken.has(key)) continue;
        broken.add(key);
        counts.kinds += 1;
        for (const { what, changed } of mutantsOf(rule, resource, judged.floors)) {
          tried.add(rule.id);
          counts.total += 1;
          const exists = judged.stack.resources.includes(resource);
          const stack = exists ? withResource(judged.stack, resource, changed) : { resources: [...judged.stack.resources, changed] };
          const found = judged.judge(stack, exists ? resource : undefined, changed, (other) => other !== rule && sharesProperty(rule, other));
          const own = found.some((each) => each.rule === rule && each.violations.some(({ urn }) => urn === resource.urn));
          const survivor = SURVIVORS.find((each) => each.rule === rule.id && each.what.test(what));
          if (own) {
            counts.killed += 1;
            const held = `${rule.id} ${judged.floors.profile}`;
            if (!refused.has(held) && refuses(rule, stack, judged.floors) !== (rule.levels[judged.floors.profile] === "mandatory")) problems.add(`${rule.id} is not held as strictly as it says`);
            refused.add(held);
          }
          else if (survivor === undefined) problems.add(`${rule.id} survives ${what} on ${resource.name}`);
          else usedSurvivors.add(survivor);
          if (!exists) continue;
          for (const { rule: other, violations } of found) {
            if (other === rule) continue;
            const overlap = OVERLAPS.find(({ rule: id, also }) => (typeof id === "string" ? id === rule.id : id.test(rule.id)) && also.includes(other.id));
            if (overlap === undefined) problems.add(`${rule.id} also breaks ${other.id}: ${what} on ${resource.name}: ${violations[0]?.property ?? ""}`);
            else used.add(overlap);
          }
        }
      }
    }
    return [...problems].map((problem) => `${label}, ${form}: ${problem}`);
  }
});

const AS_IT_IS = "as it is";

interface PropertyMutant {
  readonly what: string;
  readonly changed: PolicyResource;
}

function mutantsOf(rule: PropertyRule, resource: PolicyResource, floors: Floors): readonly PropertyMutant[] {
  const places = [...new Map(valuesAt(resource.properties, rule.property).map((place) => [JSON.stringify(place.value ?? null), place])).values()];
  // What is not judged as it is may still be judged after a change of several properties.
  const isJudged = judgeResource(rule, resource, { resources: [resource] }, floors) !== "not applicable";
  const alone = (isJudged ? places : []).flatMap(({ path, value }) =>
    (rule.wrong?.(value, floors, resource) ?? [])
      .filter((wrong) => (wrong === undefined ? rule.absent === undefined || !judgedRight(rule, rule.absent, floors, resource) : true))
      .filter((wrong) => JSON.stringify(wrong) !== JSON.stringify(value) && !(wrong === undefined && value === undefined))
      .map((wrong) => ({ what: `${path} = ${text(wrong)}`, changed: replacedAt(resource, path, wrong) })),
  );
  const together = (rule.wrongTogether?.(resource, floors) ?? []).map((change) => ({
    what: Object.entries(change).flatMap(([key, value]) => (value === undefined ? [] : [`${key} = ${text(value)}`])).join(", "),
    changed: changedBy(resource, change),
  }));
  return [...alone, ...together];
}

const judgedRight = (rule: PropertyRule, value: Value, floors: Floors, resource: PolicyResource) => rule.accepts(value, floors, resource, { resources: [resource] });
const text = (value: Value | undefined) => (JSON.stringify(value) ?? "nothing").slice(-120);
const sharesProperty = (rule: PropertyRule, other: Rule) =>
  !("evaluate" in other) && topOf(rule.property) === topOf(other.property) && rule.types.some((type) => other.types.includes(type));
const topOf = (property: string) => property.split(/[.[]/)[0];

/** A resource of a type that the stack has none of, or none that the rule judges. */
const bare = (type: string): PolicyResource => ({
  type,
  name: "added",
  urn: `urn:pulumi:production::groundwork::${type}::added`,
  properties: {},
  options: { protect: true, ignoreChanges: [], deleteBeforeReplace: false },
  propertyDependencies: {},
});
