import { strict as assert } from "node:assert";
import { judgeResource } from "../../../policy/evaluate";
import type { PolicyResource, Properties } from "../../../policy/model";
import { NAME_RULES } from "../../../policy/rules/properties/names";
import { STACKS } from "../../helpers/stacks";

const [rule = assert.fail("there is no rule")] = NAME_RULES;
const [{ floors } = assert.fail("there is no stack")] = STACKS;

function isRefused(properties: Properties): boolean {
  const type = "aws:lb/targetGroup:TargetGroup";
  const group: PolicyResource = { type, name: "web-API", urn: "urn:web", properties, options: { protect: false, ignoreChanges: [], deleteBeforeReplace: false }, propertyDependencies: {} };
  const violations = judgeResource(rule, group, { resources: [group] }, floors);
  return violations !== "not applicable" && violations.length > 0;
}

/** The engine shows a policy the inputs as the provider has checked them, with the name that it made up. */
describe("the name of what is replaced while it is used", () => {
  it("may be made up by the provider: from the logical name, also in lower case or cut off, or from a prefix", () => {
    for (const name of ["web-API-0a1b2c3", "web-api-0a1b2c3", "web-0a1b2c3"]) assert.equal(isRefused({ name }), false, name);
    assert.equal(isRefused({ namePrefix: "front-", name: "front-811a879da52f811d4b771c7d52" }), false);
    assert.equal(isRefused({ namePrefix: "front-" }), false);
    assert.equal(isRefused({}), false);
  });

  it("may not be the program's own, nor look like one that was made up of another", () => {
    for (const name of ["web-API", "web", "", "0a1b2c3", "-0a1b2c3", "frontend-0a1b2c3", "web-API-0a1b2cg", "811a879da52f811d4b771c7d52"]) assert.equal(isRefused({ name }), true, name);
    assert.equal(isRefused({ namePrefix: "front-", name: "web-API-0a1b2c3" }), true);
    assert.equal(isRefused({ namePrefix: "", name: "811a879da52f811d4b771c7d52" }), true);
  });
});
