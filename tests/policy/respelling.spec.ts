import { strict as assert } from "node:assert";
import * as fc from "fast-check";
import { evaluate } from "../../policy/evaluate";
import type { PolicyResource, Properties, Stack, Value } from "../../policy/model";
import { RULES } from "../../policy/rules/index";
import { isProperties } from "../../rehearsal/provider/struct";
import { policyStack } from "../helpers/policy";
import { STACKS, stackGraph } from "../helpers/stacks";

/** Lists that are sets for the provider: their order says nothing. */
const SETS = /^(subnets|subnetIds|securityGroups|vpcSecurityGroupIds|securityGroupIds|alarmActions|okActions|cidrBlocks|parameters|enabledCloudwatchLogsExports|privileges|notResources|resources|settings)$/;
/** Properties that hold an IAM document. */
const DOCUMENTS = /^(policy|assumeRolePolicy)$/;
/** Numbers that the provider takes as text too. */
const NUMBERS = /^(retentionInDays|fromPort|toPort|monitoringInterval|deletionWindowInDays|recoveryWindowInDays|length|connectionLimit|desiredCount)$/;

/** How a stack is spelled: a seed that decides each choice, so that a failure can be had again. */
class Speller {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  #yes(): boolean {
    // https://en.wikipedia.org/wiki/Linear_congruential_generator
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0;
    return this.#state > 0x7fff_ffff;
  }

  shuffled<Item>(items: readonly Item[]): readonly Item[] {
    return items.map((item) => ({ item, first: this.#yes() })).toSorted((a, b) => Number(b.first) - Number(a.first)).map(({ item }) => item);
  }

  stack({ resources }: Stack): Stack {
    return { resources: this.shuffled(resources.map((resource) => this.#resource(resource))) };
  }

  #resource(resource: PolicyResource): PolicyResource {
    return { ...resource, properties: this.#keys(Object.entries(resource.properties).map(([key, value]) => [key, this.#property(resource.type, key, value)])) };
  }

  #property(type: string, key: string, value: Value): Value {
    if (DOCUMENTS.test(key)) return this.#document(value);
    if (key === "containerDefinitions" && typeof value === "string") {
      const read: Value = JSON.parse(value);
      return this.#yes() ? JSON.stringify(this.#value(read)) : this.#value(read);
    }
    if (NUMBERS.test(key) && typeof value === "number" && !/^random|^postgresql/.test(type)) return this.#yes() ? String(value) : value;
    if (SETS.test(key) && Array.isArray(value)) return this.shuffled(value.map((item: Value) => this.#value(item)));
    return this.#value(value);
  }

  /** The same value with its keys in another order. */
  #value(value: Value): Value {
    if (Array.isArray(value)) return value.map((item: Value) => this.#value(item));
    return isProperties(value) ? this.#keys(Object.entries(value).map(([key, item]) => [key, this.#value(item)])) : value;
  }

  #keys(entries: readonly (readonly [string, Value])[]): Properties {
    return Object.fromEntries(this.shuffled(entries));
  }

  /** A document as text or object, its statements one or a list, each single value alone or in a list, actions in any case. */
  #document(value: Value): Value {
    const read: Value = typeof value === "string" && value.startsWith("{") ? JSON.parse(value) : value;
    if (!isProperties(read)) return value;
    const spelled = this.#keys(Object.entries(read).map(([key, item]) => [key, key === "Statement" ? this.#statements(item) : item]));
    return this.#yes() ? JSON.stringify(spelled) : spelled;
  }

  #statements(value: Value): Value {
    const all = (Array.isArray(value) ? value : [value]).map((item: Value) => (isProperties(item) ? this.#statement(item) : item));
    return this.#oneOrList(this.shuffled(all));
  }

  #statement(statement: Properties): Properties {
    return this.#keys(
      Object.entries(statement).map(([key, value]) => {
        if (!/^(Not)?(Action|Resource)$/.test(key)) return [key, this.#value(value)];
        const texts = this.shuffled(Array.isArray(value) ? value : [value]);
        const cased = key.endsWith("Action") ? texts.map((text) => (this.#yes() ? String(text).toUpperCase() : text)) : texts;
        return [key, this.#oneOrList(cased)];
      }),
    );
  }

  #oneOrList(items: readonly Value[]): Value {
    const [only] = items;
    return items.length === 1 && only !== undefined && this.#yes() ? only : items;
  }
}

describe("a stack that says the same in other words", () => {
  for (const { system, stack, label, floors } of STACKS) {
    it(`${label} gets the same verdicts`, async function () {
      this.timeout(60_000);
      const plain = policyStack(await stackGraph(system, stack));
      const verdicts = (judged: Stack) =>
        evaluate(RULES, judged, floors).rules.map(({ rule: { id }, outcome, inspected, violations }) => [id, outcome, inspected.toSorted(), violations.map(({ urn, property }) => `${urn} ${property}`).sort()]);
      const expected = verdicts(plain);
      fc.assert(fc.property(fc.nat(), (seed) => assert.deepEqual(verdicts(new Speller(seed).stack(plain)), expected)), { numRuns: 5 });
    });
  }
});
