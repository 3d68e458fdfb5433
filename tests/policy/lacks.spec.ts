import { strict as assert } from "node:assert";
import { STACK_URN } from "../../policy/join";
import { presentThoughLacking, withoutLacking } from "../../policy/lacks";
import type { PolicyResource } from "../../policy/model";
import type { Violation } from "../../policy/rule";

const REASON = "the system keeps nothing in memory";
const CACHE = "aws:elasticache/replicationGroup:ReplicationGroup";
const DATABASE = "aws:rds/instance:Instance";
const missing = (property: string): Violation => ({ urn: STACK_URN, property, found: "none", required: "at least one" });
const resource = (type: string): PolicyResource => ({
  type,
  name: "it",
  urn: `urn:${type}`,
  properties: {},
  options: { protect: false, ignoreChanges: [], deleteBeforeReplace: false },
  propertyDependencies: {},
});

describe("what a system lacks by design", () => {
  it("is not missed", () => {
    assert.deepEqual(withoutLacking([missing(CACHE)], { cache: REASON }), []);
  });

  it("is missed where the floors don't say that it is lacking", () => {
    assert.deepEqual(withoutLacking([missing(CACHE)], { database: REASON }), [missing(CACHE)]);
  });

  it("takes one of several kinds along only where all of them are lacking", () => {
    const either = missing(`${DATABASE} or ${CACHE}`);
    assert.deepEqual(withoutLacking([either], { cache: REASON }), [either]);
    assert.deepEqual(withoutLacking([either], { cache: REASON, database: REASON }), []);
  });

  it("counts for a kind with a name behind it as well", () => {
    assert.deepEqual(withoutLacking([missing("postgresql:index/role:Role monitoring")], { database: REASON }), []);
  });

  it("excuses nothing that is wrong with a resource that is there", () => {
    const wrong = { ...missing(CACHE), urn: "urn:cache" };
    assert.deepEqual(withoutLacking([wrong], { cache: REASON }), [wrong]);
  });

  it("must not be there: floors that are out of date are named", () => {
    const stack = { resources: [resource(CACHE), resource(DATABASE)] };
    assert.deepEqual(presentThoughLacking(stack, { cache: REASON }), [CACHE]);
    assert.deepEqual(presentThoughLacking(stack, {}), []);
  });
});
