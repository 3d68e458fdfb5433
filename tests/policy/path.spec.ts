import { strict as assert } from "node:assert";
import * as fc from "fast-check";
import { readThrough, valuesAt } from "../../policy/path";
import { UNKNOWN } from "../../rehearsal/provider/struct";

describe("a path into a resource's properties", () => {
  it("leads to a property, and into an object", () => {
    assert.deepEqual(valuesAt({ redirect: { statusCode: "HTTP_301" } }, "redirect.statusCode"), [{ path: "redirect.statusCode", value: "HTTP_301" }]);
    assert.deepEqual(valuesAt({ multiAz: false }, "multiAz"), [{ path: "multiAz", value: false }]);
  });

  it("leads to undefined where there is nothing, and where there is null", () => {
    assert.deepEqual(valuesAt({}, "a.b"), [{ path: "a.b", value: undefined }]);
    assert.deepEqual(valuesAt({ a: null }, "a"), [{ path: "a", value: undefined }]);
    assert.deepEqual(valuesAt({ a: "text" }, "a.b"), [{ path: "a.b", value: undefined }]);
  });

  it("leads to every item of a list, by its number, and through lists of lists", () => {
    assert.deepEqual(valuesAt({ rules: [{ ports: [80, 443] }, { ports: [22] }, {}] }, "rules[*].ports[*]"), [
      { path: "rules[0].ports[0]", value: 80 },
      { path: "rules[0].ports[1]", value: 443 },
      { path: "rules[1].ports[0]", value: 22 },
      { path: "rules[2].ports", value: undefined },
    ]);
  });

  it("takes a list without items as absent, so that a rule is not got around by an empty one", () => {
    assert.deepEqual(valuesAt({ rules: [] }, "rules[*].id"), [{ path: "rules[*].id", value: undefined }]);
  });

  it("takes a single value for a list of one, as JSON policies do", () => {
    assert.deepEqual(valuesAt({ Action: "s3:*" }, "Action[*]"), [{ path: "Action", value: "s3:*" }]);
  });

  it("leads to every entry of a mapping, and to keys with dots", () => {
    assert.deepEqual(valuesAt({ tags: { "a.b": "1", c: "2" } }, "tags[*]"), [
      { path: 'tags["a.b"]', value: "1" },
      { path: "tags.c", value: "2" },
    ]);
    assert.deepEqual(valuesAt({ tags: { "a.b": "1" } }, 'tags["a.b"]'), [{ path: 'tags["a.b"]', value: "1" }]);
  });

  it("reads through text that holds JSON, and only that", () => {
    const containerDefinitions = JSON.stringify([{ name: "web", user: "1001" }, { name: "sidecar" }]);
    assert.deepEqual(valuesAt({ containerDefinitions }, "containerDefinitions[*].user"), [
      { path: "containerDefinitions[0].user", value: "1001" },
      { path: "containerDefinitions[1].user", value: undefined },
    ]);
    assert.equal(readThrough("{not json"), "{not json");
    assert.equal(readThrough("1001"), "1001");
  });

  it("says unknown for all that lies behind an unknown", () => {
    assert.deepEqual(valuesAt({ policy: UNKNOWN }, "policy.Statement[*].Action"), [{ path: "policy", value: UNKNOWN }]);
    assert.deepEqual(valuesAt({ groups: [UNKNOWN, { id: "a" }] }, "groups[*].id"), [
      { path: "groups[0]", value: UNKNOWN },
      { path: "groups[1].id", value: "a" },
    ]);
  });

  it("gives the same values whether a list is plain or JSON text", () => {
    fc.assert(
      fc.property(fc.array(fc.record({ b: fc.oneof(fc.integer(), fc.boolean()) })), (items) => {
        assert.deepEqual(valuesAt({ a: JSON.stringify(items) }, "a[*].b"), valuesAt({ a: items }, "a[*].b"));
      }),
    );
  });

  for (const path of ["a..b", "a[1]", "[x", "a]"]) {
    it(`refuses the path ${path}: a mistake in a rule`, () => {
      assert.throws(() => valuesAt({}, path), /can't be read from its character \d+ on/);
    });
  }
});
