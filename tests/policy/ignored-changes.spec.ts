import { strict as assert } from "node:assert";
import { IGNORED_CHANGES } from "../../policy/ignored-changes";
import { sdkProperties } from "../../rehearsal/cloud/sdk-properties";
import { STACKS, stackGraph } from "../helpers/stacks";

/** What opens, seals, exposes or deletes. A value of a secret is none of them: rotation owns it. */
const SECURITY = /encrypt|kms|polic|public|protect|ingress|egress|cidr|securityGroup|retention|role(s|Arn)|tls|ssl|certificate|principal|privilege|superuser|logg|version$|tags|\*/i;

describe("what resources may leave to others", () => {
  it("is a property each that its type has, once, with a reason", () => {
    assert.deepEqual(IGNORED_CHANGES.filter(({ type, property }) => type.startsWith("aws:") && !sdkProperties(type).inputs.has(property)), []);
    assert.equal(new Set(IGNORED_CHANGES.map(({ type, property }) => `${type} ${property}`)).size, IGNORED_CHANGES.length);
    assert.deepEqual(IGNORED_CHANGES.filter(({ because }) => because.split(" ").length < 4), []);
  });

  it("is nothing that secures anything", () => {
    assert.deepEqual(IGNORED_CHANGES.filter(({ property }) => SECURITY.test(property)), []);
  });

  it("is ignored by some stack each: what nobody needs nobody may ignore", async function () {
    this.timeout(60_000);
    const used = new Set<string>();
    for (const { system, stack } of STACKS) {
      for (const { type, options } of (await stackGraph(system, stack)).resources) for (const property of options.ignoreChanges ?? []) used.add(`${type} ${property}`);
    }
    assert.deepEqual(IGNORED_CHANGES.map(({ type, property }) => `${type} ${property}`).sort(), [...used].sort());
  });
});
