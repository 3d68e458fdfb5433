import { strict as assert } from "node:assert";
import { Inputs, known, stackOf } from "../../policy/convert";
import type { Subject } from "../../policy/convert";
import { UNKNOWN } from "../../rehearsal/provider/struct";

type Analyzed = Parameters<typeof stackOf>[0][number];

const URN = "urn:pulumi:production::groundwork::aws:kms/key:Key::data";
const analyzed = (change: Partial<Analyzed> = {}): Analyzed => ({
  type: "aws:kms/key:Key",
  name: "data",
  urn: URN,
  props: { enableKeyRotation: true, arn: "arn:aws:kms:eu-central-1:111122223333:key/1" },
  opts: { protect: true, ignoreChanges: ["tags"], aliases: [], customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 }, additionalSecretOutputs: [] },
  provider: { type: "pulumi:providers:aws", name: "main", urn: "urn:provider", props: { region: "eu-central-1" } },
  dependencies: [],
  propertyDependencies: {},
  isType: () => false,
  asType: () => undefined,
  ...change,
});
const converted = (resource: Analyzed, inputs = new Inputs(), subject: Subject = "program") => stackOf([resource], inputs, subject).resources[0];
const noted = (props: Record<string, unknown>, urn = URN) => {
  const inputs = new Inputs();
  inputs.note({ urn, props });
  return inputs;
};

/** As the SDK gives an object of which one value is not known: reading it throws. */
const throwing = (properties: Record<string, unknown>, ...unknown: readonly string[]): Record<string, unknown> =>
  new Proxy(properties, {
    get: (target, key, receiver) => {
      if (unknown.includes(String(key))) throw new Error("can't be known during preview");
      return Reflect.get(target, key, receiver);
    },
  });

describe("a resource that the engine hands to the pack", () => {
  it("is judged by what the program set, where that was noted, and not by what a provider made of it", () => {
    assert.deepEqual(converted(analyzed(), noted({ enableKeyRotation: false }))?.properties, { enableKeyRotation: false });
  });

  it("is judged by all that is known of it where nothing was noted", () => {
    assert.deepEqual(converted(analyzed(), noted({ enableKeyRotation: false }, "urn:other"))?.properties, analyzed().props);
  });

  it("is judged by its outputs too where it is a component, which has no provider: they win over what was given to it", () => {
    const { provider: _, ...component } = analyzed({ props: { documents: { a: 1 }, family: "api" } });
    assert.deepEqual(converted(component, noted({ family: "other", environment: {} }))?.properties, { family: "api", environment: {}, documents: { a: 1 } });
  });

  it("keeps its type, name and URN, and has its provider and the region of that", () => {
    const { type, name, urn, region, provider: given } = converted(analyzed()) ?? {};
    assert.deepEqual([type, name, urn, region, given], ["aws:kms/key:Key", "data", URN, "eu-central-1", "urn:provider"]);
    const provider = { type: "pulumi:providers:aws", name: "main", urn: "urn:provider", props: throwing({ region: "" }, "region") };
    assert.equal(converted(analyzed({ provider }))?.region, UNKNOWN);
    const { provider: _, ...none } = analyzed();
    assert.deepEqual([converted(none)?.region, converted(none)?.provider], [undefined, undefined]);
  });

  it("says by URN what each property comes from", () => {
    const source = analyzed({ urn: "urn:source" });
    assert.deepEqual(converted(analyzed({ propertyDependencies: { policy: [source, analyzed()], tags: [] } }))?.propertyDependencies, { policy: ["urn:source", URN], tags: [] });
  });

  it("keeps its options; a state remembers no deleteBeforeReplace, so nothing is said of it there", () => {
    assert.deepEqual(converted(analyzed())?.options, { protect: true, ignoreChanges: ["tags"], deleteBeforeReplace: false });
    const opts = { ...analyzed().opts, deleteBeforeReplace: true };
    assert.equal(converted(analyzed({ opts }))?.options.deleteBeforeReplace, true);
    assert.equal(converted(analyzed({ opts }), new Inputs(), "state")?.options.deleteBeforeReplace, undefined);
  });
});

describe("the values of a resource", () => {
  it("are unknown one by one where the SDK throws, at any depth, also as an item of a list", () => {
    assert.deepEqual(known(throwing({ arn: "", name: "data", nested: throwing({ key: "", port: 80 }, "key") }, "arn")), { arn: UNKNOWN, name: "data", nested: { key: UNKNOWN, port: 80 } });
    const list = new Proxy(["a", "b", "c"], {
      get: (target, key, receiver) => {
        if (key === "1") throw new Error("can't be known during preview");
        return Reflect.get(target, key, receiver);
      },
    });
    assert.deepEqual(known({ list }), { list: ["a", UNKNOWN, "c"] });
  });

  it("are left out where there is none, or where they are the engine's own notes; null, false, 0 and empty stay", () => {
    assert.deepEqual(known({ missing: undefined, __defaults: [], nothing: null, off: false, zero: 0, text: "", list: [], object: { __defaults: 1 } }), { nothing: null, off: false, zero: 0, text: "", list: [], object: {} });
  });

  it("keep their places in a list that holds what is no value", () => {
    assert.deepEqual(known({ list: [1, undefined, () => 1, { a: 1 }] }), { list: [1, null, null, { a: 1 }] });
  });
});
