import { strict as assert } from "node:assert";
import * as fc from "fast-check";
import { known } from "../../policy/convert";
import { evaluate } from "../../policy/evaluate";
import type { Rule } from "../../policy/evaluate";
import type { PolicyResource, Properties } from "../../policy/model";
import type { GraphRule, PropertyRule } from "../../policy/rule";
import { RULES } from "../../policy/rules/index";
import { UNKNOWN } from "../../rehearsal/provider/struct";
import { FLOORS as floors } from "../helpers/floors";
import { policyStack } from "../helpers/policy";
import { firstPreviewGraph, stackGraph } from "../helpers/stacks";

const information = {
  id: "listener-tls",
  reason: "weak ciphers are read",
  severity: "high",
  levels: { production: "mandatory", "non-production": "advisory" },
  remedy: "set tlsPolicy",
  checklist: ["S-02"],
  equivalents: [],
} as const;
const LISTENER = "aws:lb/listener:Listener";
const tls: PropertyRule = {
  ...information,
  types: [LISTENER],
  property: "sslPolicy",
  when: ({ properties }) => properties.protocol === "HTTPS",
  absent: "weak",
  accepts: (value, { tlsVersion }) => value === `TLS ${tlsVersion}`,
  required: ({ tlsVersion }) => `TLS ${tlsVersion}`,
};
const listener = (properties: Properties, type = LISTENER): PolicyResource => ({
  type,
  name: "web",
  urn: "urn:web",
  properties,
  options: { protect: false, ignoreChanges: [], deleteBeforeReplace: false },
  propertyDependencies: {},
});
const one = (rule: Rule, resources: readonly PolicyResource[], held = floors) => {
  const [report] = evaluate([rule], { resources }, held).rules;
  assert.ok(report !== undefined);
  return report;
};
const found = (rule: Rule, resource: PolicyResource) => one(rule, [resource]).violations.map(({ property, found: what }) => `${property}: ${what}`);

describe("a property rule", () => {
  it("complies where its value is accepted, and says what it inspected", () => {
    const report = one(tls, [listener({ protocol: "HTTPS", sslPolicy: "TLS 1.2" })]);
    assert.deepEqual([report.outcome, report.inspected, report.violations], ["complies", ["urn:web"], []]);
  });

  it("is violated where it is not, with path, value found and value required", () => {
    const report = one(tls, [listener({ protocol: "HTTPS", sslPolicy: "TLS 1.0" })]);
    assert.equal(report.outcome, "violates");
    assert.deepEqual(report.violations, [{ urn: "urn:web", property: "sslPolicy", found: "TLS 1.0", required: "TLS 1.2" }]);
  });

  it("is held to the floors", () => {
    assert.equal(one(tls, [listener({ protocol: "HTTPS", sslPolicy: "TLS 1.2" })], { ...floors, tlsVersion: "1.3" }).outcome, "violates");
  });

  it("judges an absent value as what the provider takes for it", () => {
    assert.deepEqual(found(tls, listener({ protocol: "HTTPS" })), ["sslPolicy: absent, which means weak"]);
    assert.deepEqual(found({ ...tls, absent: "TLS 1.2" }, listener({ protocol: "HTTPS" })), []);
    const { absent: _, ...noDefault } = tls;
    assert.deepEqual(found(noDefault, listener({ protocol: "HTTPS", sslPolicy: null })), ["sslPolicy: absent"]);
  });

  it("is not applicable where no resource is of its types, or none meets its condition", () => {
    for (const resources of [[], [listener({ protocol: "HTTPS" }, "aws:lb/targetGroup:TargetGroup")], [listener({ protocol: "HTTP" })]]) {
      const report = one(tls, resources);
      assert.deepEqual([report.outcome, report.inspected], ["not applicable", []]);
    }
  });

  it("is violated by an unknown value, also by one within", () => {
    assert.deepEqual(found(tls, listener({ protocol: "HTTPS", sslPolicy: UNKNOWN })), ["sslPolicy: not known before the deployment"]);
    const { when: _, ...always } = tls;
    const open: PropertyRule = { ...always, property: "actions", accepts: () => true };
    assert.deepEqual(found(open, listener({ actions: [{ arn: UNKNOWN }] })), ["actions: not known before the deployment"]);
    assert.deepEqual(found(open, listener({ actions: [{ arn: "known" }] })), []);
  });

  it("is violated where its condition turned on an unknown value: nothing proves that it does not apply", () => {
    assert.deepEqual(found(tls, listener({ protocol: UNKNOWN, sslPolicy: "TLS 1.2" })), ["protocol: not known before the deployment"]);
    const nested: PropertyRule = { ...tls, when: ({ properties }) => Array.isArray(properties.actions) && properties.actions.some((action) => action === "forward") };
    assert.deepEqual(found(nested, listener({ actions: ["redirect", UNKNOWN] })), ["actions[1]: not known before the deployment"]);
  });

  it("does not mind an unknown that its condition did not read", () => {
    assert.deepEqual(found(tls, listener({ protocol: "HTTP", port: UNKNOWN })), []);
  });

  it("judges a known copy of the properties where a rule gives one", () => {
    const copied: PropertyRule = { ...tls, whenUnknown: () => ({ sslPolicy: "TLS 1.0" }) };
    assert.deepEqual(found(copied, listener({ protocol: "HTTPS", sslPolicy: UNKNOWN })), ["sslPolicy: TLS 1.0"]);
    assert.deepEqual(found(copied, listener({ protocol: "HTTPS", sslPolicy: "TLS 1.2" })), []);
  });

  it("judges each item of a list, and names the wrong ones", () => {
    const { when: _, absent: __, ...always } = tls;
    const items: PropertyRule = { ...always, property: "containers[*].user", accepts: (value) => value === "1001" };
    const containers = JSON.stringify([{ user: "1001" }, { user: "0" }, {}]);
    assert.deepEqual(found(items, listener({ containers })), ["containers[1].user: 0", "containers[2].user: absent"]);
    assert.deepEqual(found(items, listener({ containers: "[]" })), ["containers[*].user: absent"]);
  });

  it("is as strict as the profile of the floors says, and judges nothing where it is off", () => {
    const wrong = [listener({ protocol: "HTTPS" })];
    assert.equal(one(tls, wrong).level, "mandatory");
    assert.equal(one(tls, wrong, { ...floors, profile: "non-production" }).level, "advisory");
    const off = one({ ...tls, levels: { production: "off", "non-production": "off" } }, wrong);
    assert.deepEqual([off.level, off.outcome, off.violations], ["off", "not applicable", []]);
  });
});

describe("a graph rule", () => {
  const exists: GraphRule = {
    ...information,
    evaluate: ({ resources }) => ({
      inspected: resources.map(({ urn }) => urn),
      violations: resources.length > 0 ? [] : [{ urn: "", property: "listener", found: "absent", required: "one" }],
    }),
  };

  it("can fail on an empty stack", () => assert.equal(one(exists, []).outcome, "violates"));
  it("complies with what it inspected", () => assert.equal(one(exists, [listener({})]).outcome, "complies"));
  it("is not applicable where it found nothing to inspect", () => {
    assert.equal(one({ ...exists, evaluate: () => ({ inspected: [], violations: [] }) }, []).outcome, "not applicable");
  });
});

describe("the values that the engine hands to the pack", () => {
  it("become unknown one by one where the SDK throws, and the rest stays known", () => {
    const unreadable = new Proxy(["a", "b"], {
      get: (target, key, receiver) => {
        if (key === "1") throw new Error("can't be known during preview");
        return Reflect.get(target, key, receiver);
      },
    });
    const properties = { list: unreadable, nested: { port: 80, none: null }, missing: undefined, __defaults: [] };
    assert.deepEqual(known(properties), { list: ["a", UNKNOWN], nested: { port: 80, none: null } });
  });
});

describe("the rules of the pack", () => {
  it("have ids of their own, in kebab case, and say why and what to do", () => {
    const ids = RULES.map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length, ids.filter((id, index) => ids.indexOf(id) !== index).join(", "));
    for (const { id, reason, remedy, checklist } of RULES) {
      assert.match(id, /^[a-z0-9]+(-[a-z0-9]+)+$/);
      assert.ok(reason.length > 15 && remedy.length > 8, id);
      for (const item of checklist) assert.match(item, /^S-\d\d$/, id);
    }
  });

  it("give the same verdicts in whatever order the resources stand", async () => {
    const stack = policyStack(await stackGraph("scholarship", "production"));
    const verdicts = (resources: readonly PolicyResource[]) =>
      evaluate(RULES, { resources }, floors).rules.map(({ rule, outcome, inspected }) => `${rule.id} ${outcome} ${[...inspected].sort().join()}`);
    const expected = verdicts(stack.resources);
    fc.assert(
      fc.property(fc.shuffledSubarray([...stack.resources], { minLength: stack.resources.length }), (shuffled) => {
        assert.deepEqual(verdicts(shuffled), expected);
      }),
      { numRuns: 5 },
    );
  });
});

describe("the stack as a first preview has it", () => {
  it("knows names and numbers, not what another resource's outputs give, and still knows whose", async () => {
    
    const find = (stack: ReturnType<typeof policyStack>) => stack.resources.find(({ name }) => name === "database-primary");
    const [before, after] = [find(policyStack(await firstPreviewGraph("scholarship", "production"))), find(policyStack(await stackGraph("scholarship", "production")))];
    assert.equal(before?.properties.kmsKeyId, UNKNOWN);
    assert.equal(before.properties.password, UNKNOWN);
    assert.equal(before.properties.backupRetentionPeriod, 30);
    assert.match(String(after?.properties.kmsKeyId), /^arn:aws:kms:/);
    assert.equal(typeof after?.properties.password, "string");
    assert.match(String(before.propertyDependencies.kmsKeyId), /::aws:kms\/key:Key::key-data-key$/);
    assert.deepEqual(after?.propertyDependencies, before.propertyDependencies);
    assert.equal(before.options.protect, true);
  });
});
