import { strict as assert } from "node:assert";
import type { PolicyResource } from "../../policy/model";
import { byUrn, canonical, components, ofType } from "../../policy/stack-index";

const resource = (type: string, name: string): PolicyResource => ({
  type,
  name,
  urn: `urn:${name}`,
  properties: {},
  options: { protect: false, ignoreChanges: [], deleteBeforeReplace: false },
  propertyDependencies: {},
});
const names = (resources: readonly PolicyResource[]) => resources.map(({ name }) => name);

describe("the index of a stack", () => {
  const stack = { resources: [resource("aws:s3/bucket:Bucket", "a"), resource("aws:alb/listener:Listener", "b"), resource("groundwork:task:Task", "c"), resource("aws:s3/bucketV2:BucketV2", "d")] };

  it("finds resources by type, older spellings of it too", () => {
    assert.deepEqual(names(ofType(stack, "aws:s3/bucket:Bucket")), ["a", "d"]);
    assert.deepEqual(names(ofType(stack, "aws:lb/listener:Listener", "aws:s3/bucket:Bucket")), ["b", "a", "d"]);
    assert.deepEqual(names(ofType(stack, "aws:s3/object:Object")), []);
    assert.equal(canonical("aws:wafv2/webAcl:WebAcl"), "aws:wafv2/webAcl:WebAcl");
  });

  it("finds one by its URN, and our own components", () => {
    assert.equal(byUrn(stack, "urn:b")?.name, "b");
    assert.equal(byUrn(stack, "urn:z"), undefined);
    assert.deepEqual(names(components(stack)), ["c"]);
  });
});
